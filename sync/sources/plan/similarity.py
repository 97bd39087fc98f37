"""How alike two titles are: a coach's edit keeps most of the letters."""

import re
import unicodedata

_SPACE = re.compile(r"[\W_]+")


def normal(title: str) -> str:
    """The title without case, accents' encoding, punctuation and extra spaces."""
    text = unicodedata.normalize("NFKC", title).casefold()
    return _SPACE.sub(" ", text).strip() or title.strip()


def alike(left: str, right: str) -> float:
    """Trigram similarity 0..1 of two normalised titles."""
    one, two = _trigrams(left), _trigrams(right)
    if not one or not two:
        return 1.0 if left == right else 0.0
    return len(one & two) / len(one | two)


def _trigrams(text: str) -> set[str]:
    padded = f"  {text} "
    return {padded[i : i + 3] for i in range(len(padded) - 2)}
