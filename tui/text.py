"""Text that fits its cells, whatever an athlete types into a title."""

from rich.cells import cell_len

#: Zero-width joiners, variation selectors, skin tones and flags: terminals disagree on their width.
_DROPPED = frozenset(
    (
        *range(0x200B, 0x2010),
        *range(0x202A, 0x202F),
        *range(0x2060, 0x206A),
        *range(0xFE00, 0xFE10),
        0xFEFF,
        *range(0x1F1E6, 0x1F200),
        *range(0x1F3FB, 0x1F400),
    )
)


def plain(text: str) -> str:
    """`text` on one line, without code points whose width depends on the terminal."""
    if text.isascii() and text.isprintable():
        return text
    kept = (
        " " if character.isspace() else character
        for character in text
        if ord(character) not in _DROPPED and (character.isprintable() or character.isspace())
    )
    return " ".join("".join(kept).split())


def fit(text: str, width: int) -> str:
    """`plain(text)` padded or cut with `…` to exactly `width` cells."""
    text = plain(text)
    if text.isascii():
        length = len(text)
        if length <= width:
            return text + " " * (width - length)
        return text[: width - 1] + "…" if width > 0 else ""
    return _fit_wide(text, width)


def cut(text: str, width: int) -> str:
    """`plain(text)` in at most `width` cells, not padded."""
    return fit(text, width).rstrip()


def right(text: str, width: int) -> str:
    """`text` at the right end of `width` cells, cut from its left side never from its digits."""
    shown = cut(text, width)
    return " " * (width - cell_len(shown)) + shown


def _fit_wide(text: str, width: int) -> str:
    total = cell_len(text)
    if total <= width:
        return text + " " * (width - total)
    if width <= 0:
        return ""
    kept, used = "", 0
    for character in text:
        step = cell_len(character)
        if used + step > width - 1:
            break
        kept, used = kept + character, used + step
    return kept + "…" + " " * (width - 1 - used)


def wrap(text: str, width: int) -> list[str]:
    """Words into lines of at most `width` cells; a longer word is cut."""
    lines: list[str] = []
    for word in plain(text).split():
        if lines and cell_len(lines[-1]) + 1 + cell_len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(cut(word, width))
    return lines
