"""The looks there are, by name; nothing of Textual, so that the command line can list them."""

from typing import NamedTuple

DARK = "training-dark"
LIGHT = "training-light"
DARK_SAFE = "training-dark-safe"
LIGHT_SAFE = "training-light-safe"
ANSI_DARK = "training-ansi-dark"
ANSI_LIGHT = "training-ansi-light"

_FAMILY = "training-"
_SAFE = "-safe"


class Kind(NamedTuple):
    """safe: for colour-blind eyes. ansi: in the terminal's own sixteen colours."""

    title: str
    dark: bool
    safe: bool = False
    ansi: bool = False


#: By the name of the Textual theme, in the order in which a key leads through them.
THEMES: dict[str, Kind] = {
    DARK: Kind("Dark", dark=True),
    LIGHT: Kind("Light", dark=False),
    DARK_SAFE: Kind("Dark, colour-blind safe", dark=True, safe=True),
    LIGHT_SAFE: Kind("Light, colour-blind safe", dark=False, safe=True),
    ANSI_DARK: Kind("ANSI dark", dark=True, ansi=True),
    ANSI_LIGHT: Kind("ANSI light", dark=False, ansi=True),
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


def theme_title(theme: str) -> str:
    """How a choice of `theme_names` is shown."""
    return THEMES[_FAMILY + theme].title
