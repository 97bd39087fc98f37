"""Palettes for the terminal's own sixteen colours.

What they look like is the terminal's business: the `#rrggbb` here only stand for them while a
picture is drawn, `tui.widgets.chart.inks` names them by number in the end. Text and paper are the
terminal's default ones, so that it reads wherever the shell does.
"""

from tui.palette import DARK, LIGHT, Palette

#: Number -> the stand-in, of a usual terminal.
ON_DARK = (
    "#1b1b1b", "#cd3131", "#0dbc79", "#b5892a", "#2472c8", "#bc3fbc", "#11a8cd", "#b8b8b8",
    "#666667", "#f14c4c", "#23d18b", "#f5f543", "#3b8eea", "#d670d6", "#29b8db", "#e5e5e6",
)  # fmt: skip
ON_LIGHT = (
    "#010101", "#cd3131", "#107c10", "#8a6d00", "#0451a5", "#a105a1", "#05708a", "#b0b0b1",
    "#666667", "#e5603c", "#14a314", "#b5a000", "#2f7fd8", "#d04fd0", "#1f98b8", "#f5f5f6",
)  # fmt: skip

_D, _L = ON_DARK, ON_LIGHT

ANSI_DARK = DARK._replace(
    depth="ansi",
    background="#000000",
    surface="#000000",
    raised="#0a0a0a",
    selected="#303030",
    rule=_D[8],
    faint="#707070",
    muted="#9a9a9a",
    text="#dcdcdc",
    strong="#ffffff",
    accent=_D[14],
    on_colour="#000000",
    zones=(_D[7], _D[12], _D[10], _D[11], _D[3], _D[9], _D[13]),
    sports={
        "swim": _D[14],
        "bike": _D[11],
        "run": _D[10],
        "strength": _D[7],
        "mobility": _D[13],
        "brick": _D[9],
        "other": _D[12],
    },
    compliance={
        "green": _D[10],
        "yellow": _D[11],
        "orange": _D[3],
        "red": _D[9],
        "grey": _D[7],
    },
    fitness=_D[12],
    fatigue=_D[13],
    form=(_D[10], _D[11], _D[9]),
    heart=_D[9],
    terrain=_D[8],
    band=_D[8],
    outside=_D[11],
    sleep=(_D[4], _D[12], _D[13], _D[8]),
    good=_D[10],
    warn=_D[11],
    bad=_D[9],
)

ANSI_LIGHT = LIGHT._replace(
    depth="ansi",
    background="#ffffff",
    surface="#ffffff",
    raised="#f5f5f5",
    selected="#cfcfcf",
    rule=_L[7],
    faint="#8a8a8a",
    muted="#5c5c5c",
    text="#222222",
    strong="#000000",
    accent=_L[4],
    on_colour="#ffffff",
    zones=(_L[8], _L[12], _L[2], _L[3], _L[9], _L[1], _L[5]),
    sports={
        "swim": _L[6],
        "bike": _L[3],
        "run": _L[2],
        "strength": _L[8],
        "mobility": _L[5],
        "brick": _L[1],
        "other": _L[4],
    },
    compliance={
        "green": _L[2],
        "yellow": _L[3],
        "orange": _L[9],
        "red": _L[1],
        "grey": _L[8],
    },
    fitness=_L[4],
    fatigue=_L[5],
    form=(_L[2], _L[3], _L[1]),
    heart=_L[1],
    terrain=_L[7],
    band=_L[7],
    outside=_L[9],
    sleep=(_L[4], _L[12], _L[5], _L[8]),
    good=_L[2],
    warn=_L[3],
    bad=_L[1],
)


def ansi_palette(*, dark: bool) -> Palette:
    """For a terminal with dark or with light paper."""
    return ANSI_DARK if dark else ANSI_LIGHT
