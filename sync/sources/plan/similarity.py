"""How alike two titles are: a coach's edit keeps most of the letters."""

import re
import unicodedata

_SPACE = re.compile(r"[\W_]+")


def normal(title: str) -> str:
    """The title without case, accents' encoding, punctuation and extra spaces."""
    text = unicodedata.normalize("NFKC", title).casefold()
    return _SPACE.sub(" ", text).strip() or title.strip()


def trigrams(title: str) -> frozenset[str]:
    """The letters of a normalised title by threes."""
    padded = f"  {title} "
    return frozenset(padded[i : i + 3] for i in range(len(padded) - 2))


def alike(one: frozenset[str], other: frozenset[str]) -> float:
    """Shared trigrams of both titles / all of them, 0..1."""
    shared = len(one & other)
    return shared / (len(one) + len(other) - shared)
