"""The looks there are, by name; nothing of Textual, so that the command line can list them."""

from typing import NamedTuple

DARK = "training-dark"
LIGHT = "training-light"
DARK_SAFE = "training-dark-safe"
LIGHT_SAFE = "training-light-safe"

_FAMILY = "training-"
_SAFE = "-safe"

#: Name -> (title, dark, colour-blind safe).
THEMES: dict[str, tuple[str, bool, bool]] = {
    DARK: ("Dark", True, False),
    LIGHT: ("Light", False, False),
    DARK_SAFE: ("Dark, colour-blind safe", True, True),
    LIGHT_SAFE: ("Light, colour-blind safe", False, True),
}

#: What the palettes are called.
PALETTES = ("familiar", "colour-blind")


class Look(NamedTuple):
    """theme: `dark`, `light`, … palette: one of `PALETTES`."""

    theme: str
    palette: str

    @property
    def name(self) -> str | None:
        """Of the Textual theme; None where there is no such pair."""
        found = _FAMILY + self.theme + (_SAFE if self.palette == PALETTES[1] else "")
        return found if found in THEMES and self.palette in PALETTES else None


def look(name: str) -> Look:
    """The two choices that a theme's name stands for."""
    theme = name.removeprefix(_FAMILY)
    return Look(theme.removesuffix(_SAFE), PALETTES[theme.endswith(_SAFE)])


def theme_names() -> list[str]:
    """`dark`, `light`, …: what can be chosen apart from the palette."""
    return list(dict.fromkeys(look(name).theme for name in THEMES))
