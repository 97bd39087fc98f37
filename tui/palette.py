"""Colours with a meaning: zones, sports, compliance, series; one set a theme and eyesight.

Every colour here stands beside a glyph or a label (`Z4`, `✓`, `R`), never alone. In the "safe" sets
any two differ by a CIEDE2000 of 12 or more for deuteranopes and protanopes as for everybody else.
"""

from functools import lru_cache
from typing import NamedTuple

#: One cell each, single code points; the letter is the meaning, the colour only helps.
SPORT_LETTERS = {
    "swim": "S",
    "bike": "B",
    "run": "R",
    "strength": "W",
    "mobility": "M",
    "brick": "X",
    "other": "O",
}
SPORT_NAMES = {
    "swim": "Swim",
    "bike": "Bike",
    "run": "Run",
    "strength": "Weights",
    "mobility": "Mobility",
    "brick": "Brick",
    "other": "Other",
}
SPORTS = tuple(SPORT_LETTERS)

#: How a load was made, in a word.
LOAD_METHODS = {"power": "power", "pace": "pace", "heart_rate": "heart rate", "duration": "time"}

#: Compliance level -> (glyph, what it says).
COMPLIANCE = {
    "green": ("✓", "as planned (80–120 %)"),
    "yellow": ("~", "50–79 or 121–150 % of plan"),
    "orange": ("!", "under 50 or over 150 % of plan"),
    "red": ("✗", "planned, not done"),
    "grey": ("+", "not in the plan"),
}


class Palette(NamedTuple):
    """Resolved `#rrggbb` colours of one look. depth: `rgb`, `ansi` or `mono`, what of them the
    terminal is told."""

    dark: bool
    background: str
    surface: str
    raised: str
    selected: str
    rule: str
    faint: str
    muted: str
    text: str
    strong: str
    accent: str
    on_colour: str
    zones: tuple[str, ...]
    sports: dict[str, str]
    compliance: dict[str, str]
    fitness: str
    fatigue: str
    form: tuple[str, str, str]
    heart: str
    terrain: str
    band: str
    outside: str
    sleep: tuple[str, str, str, str]
    good: str
    warn: str
    bad: str
    depth: str = "rgb"

    def zone(self, number: int) -> str:
        """Colour of zone 1…n; beyond the seventh the last stays."""
        return self.zones[max(0, min(number, len(self.zones)) - 1)]

    def sport(self, name: str) -> str:
        return self.sports.get(name, self.sports["other"])


@lru_cache(maxsize=4096)
def mix(base: str, other: str, amount: float) -> str:
    """`other` laid over `base` with opacity `amount` (0…1)."""
    pairs = ((int(base[i : i + 2], 16), int(other[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(a + (b - a) * amount):02x}" for a, b in pairs)


@lru_cache(maxsize=512)
def luminance(colour: str) -> float:
    """Relative luminance of WCAG 2, 0 (black) to 1 (white)."""
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (
        c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, two: str) -> float:
    """Contrast ratio of WCAG 2, 1 to 21."""
    low, high = sorted((luminance(one), luminance(two)))
    return (high + 0.05) / (low + 0.05)


@lru_cache(maxsize=512)
def ink_on(paper: str) -> str:
    """Black or white, whichever reads better on `paper`."""
    black, white = "#0b0d10", "#ffffff"
    return black if contrast(black, paper) >= contrast(white, paper) else white


DARK = Palette(
    dark=True,
    background="#0f1216",
    surface="#161a20",
    raised="#1d232b",
    selected="#26303c",
    rule="#2c343e",
    faint="#5f6b79",
    muted="#909ba8",
    text="#cfd6de",
    strong="#f4f7fa",
    accent="#8fb8ff",
    on_colour="#0b0d10",
    zones=("#768292", "#4289f0", "#2fbf71", "#e6b422", "#f47b20", "#e8434f", "#b061f0"),
    sports={
        "swim": "#3ec6e8",
        "bike": "#f2a62e",
        "run": "#44c98a",
        "strength": "#a6afbb",
        "mobility": "#b690f0",
        "brick": "#ee7a4b",
        "other": "#7f93b2",
    },
    compliance={
        "green": "#57cc87",
        "yellow": "#e7cb4b",
        "orange": "#f2913d",
        "red": "#f0625d",
        "grey": "#909ba8",
    },
    fitness="#4d8fe8",
    fatigue="#f273ac",
    form=("#3fbf7f", "#e2b93b", "#e8555a"),
    heart="#ff6b81",
    terrain="#4b5768",
    band="#1c3a33",
    outside="#f58a3c",
    sleep=("#3c5bd6", "#6f9bf2", "#b48bf0", "#5f6977"),
    good="#57cc87",
    warn="#e7cb4b",
    bad="#f0625d",
)

LIGHT = Palette(
    dark=False,
    background="#fbfaf7",
    surface="#f3f1ec",
    raised="#eae7e0",
    selected="#dbe3ef",
    rule="#d8d4cb",
    faint="#8f8a80",
    muted="#5e636b",
    text="#2d333b",
    strong="#0d1117",
    accent="#2459c4",
    on_colour="#ffffff",
    zones=("#6b747f", "#2f6fd6", "#1a7f49", "#8f6800", "#b8520a", "#c62a38", "#8a3fd0"),
    sports={
        "swim": "#086985",
        "bike": "#a36300",
        "run": "#1b8050",
        "strength": "#626b77",
        "mobility": "#7a4cc0",
        "brick": "#b84a1b",
        "other": "#52688c",
    },
    compliance={
        "green": "#1f8048",
        "yellow": "#8f6f00",
        "orange": "#b85400",
        "red": "#c02d2a",
        "grey": "#5e636b",
    },
    fitness="#2f6fd6",
    fatigue="#c2327e",
    form=("#1f8f55", "#b58600", "#c62a38"),
    heart="#d02747",
    terrain="#b9bec6",
    band="#d3e8df",
    outside="#c65a0a",
    sleep=("#2b48b8", "#5f87d8", "#8f62d0", "#8f8b83"),
    good="#1f8048",
    warn="#8f6f00",
    bad="#c02d2a",
)

DARK_SAFE = DARK._replace(
    zones=("#68838f", "#9b90e8", "#86e7bc", "#d1ff3d", "#f4ac74", "#d95b33", "#f2c2fd"),
    sports={
        "swim": "#c6f7f9",
        "bike": "#fea20c",
        "run": "#458969",
        "strength": "#a9aeb5",
        "mobility": "#9151d7",
        "brick": "#b54f01",
        "other": "#5eb3fb",
    },
    compliance={
        "green": "#4790cc",
        "yellow": "#c8ff7f",
        "orange": "#c29424",
        "red": "#e0406f",
        "grey": "#a5afad",
    },
    form=("#4790cc", "#c29424", "#e0406f"),
)

LIGHT_SAFE = LIGHT._replace(
    zones=("#5c668c", "#0520b4", "#4a756f", "#6b724a", "#d60508", "#6f1006", "#812dfd"),
    sports={
        "swim": "#0b4146",
        "bike": "#896a10",
        "run": "#566251",
        "strength": "#736983",
        "mobility": "#020aa0",
        "brick": "#4f2b05",
        "other": "#0462f0",
    },
    compliance={
        "green": "#2762d4",
        "yellow": "#797004",
        "orange": "#42340e",
        "red": "#a3144a",
        "grey": "#606c6a",
    },
    form=("#1f66a3", "#8f6500", "#a3144a"),
)


def _greys(palette: Palette) -> Palette:
    """Without colour zones and stages must still be told apart: steps of light, low to high."""
    low = 0.38 if palette.dark else 0.48
    steps = [low + (0.98 - low) / 6 * step for step in range(7)]
    greys = tuple(mix(palette.background, palette.strong, step) for step in steps)
    return palette._replace(
        depth="mono",
        selected=mix(palette.background, palette.strong, 0.75),
        band=mix(palette.background, palette.strong, 0.3),
        zones=greys,
        sports=dict.fromkeys(palette.sports, greys[5]),
        compliance=dict.fromkeys(palette.compliance, palette.strong),
        sleep=(greys[6], greys[3], greys[5], greys[0]),
        form=(greys[5], greys[3], greys[6]),
        fitness=greys[2],
        fatigue=greys[6],
    )


@lru_cache(maxsize=8)
def palette_of(*, dark: bool, safe: bool = False, colour: bool = True) -> Palette:
    """The palette of a look: dark or light, colour-blind safe or familiar, or without colour."""
    if not colour:
        return _greys(DARK if dark else LIGHT)
    if safe:
        return DARK_SAFE if dark else LIGHT_SAFE
    return DARK if dark else LIGHT
