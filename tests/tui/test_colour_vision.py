"""The colour-blind safe palettes, seen as a deuteranope, a protanope and a tritanope sees them.

Simulation: Machado, Oliveira, Fernandes 2009, severity 1, on linear sRGB. Distance: CIEDE2000
(Sharma, Wu, Dalal 2005).
"""

from itertools import combinations
from math import atan2, cos, degrees, exp, hypot, radians, sin, sqrt

import pytest

from tui.palette import Palette
from tui.theme import THEMES, palette_for

type Vector = tuple[float, float, float]

_IDENTITY = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))
#: Eyes -> how they mix red, green and blue.
EYES: dict[str, tuple[Vector, ...]] = {
    "usual": _IDENTITY,
    "deuteranope": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "protanope": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "tritanope": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
#: The rarest deficiency, one in ten thousand, gets what is left.
LEAST = {"usual": 12.0, "deuteranope": 12.0, "protanope": 12.0, "tritanope": 8.0}
_TO_XYZ = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
_WHITE = (0.95047, 1.0, 1.08883)


def _times(matrix: tuple[Vector, ...], vector: Vector) -> Vector:
    x, y, z = (sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix)
    return x, y, z


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def seen(colour: str, eyes: str) -> Vector:
    """A `#rrggbb` in CIELAB (D65), as these eyes see it."""
    red, green, blue = (_linear(int(colour[i : i + 2], 16) / 255) for i in (1, 3, 5))
    mixed = _times(EYES[eyes], (red, green, blue))
    clipped = (min(1.0, max(0.0, mixed[0])), min(1.0, max(0.0, mixed[1])), mixed[2])
    clipped = (*clipped[:2], min(1.0, max(0.0, clipped[2])))
    x, y, z = (
        t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116
        for t in (v / w for v, w in zip(_times(_TO_XYZ, clipped), _WHITE, strict=True))
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def difference(one: Vector, two: Vector) -> float:
    """CIEDE2000 with all weights 1."""
    chroma = (hypot(*one[1:]) + hypot(*two[1:])) / 2
    stretch = 1.5 - 0.5 * sqrt(chroma**7 / (chroma**7 + 25**7))
    c1, c2 = hypot(stretch * one[1], one[2]), hypot(stretch * two[1], two[2])
    h1, h2 = (degrees(atan2(v[2], stretch * v[1])) % 360 for v in (one, two))
    turn = 0.0 if c1 * c2 == 0 else (h2 - h1 + 180) % 360 - 180
    lightness, mean_c = (one[0] + two[0]) / 2, (c1 + c2) / 2
    hue = h1 + h2 if c1 * c2 == 0 else (h1 + turn / 2) % 360
    weight = (
        1
        - 0.17 * cos(radians(hue - 30))
        + 0.24 * cos(radians(2 * hue))
        + 0.32 * cos(radians(3 * hue + 6))
        - 0.20 * cos(radians(4 * hue - 63))
    )
    by_l = (two[0] - one[0]) / (
        1 + 0.015 * (lightness - 50) ** 2 / sqrt(20 + (lightness - 50) ** 2)
    )
    by_c = (c2 - c1) / (1 + 0.045 * mean_c)
    by_h = 2 * sqrt(c1 * c2) * sin(radians(turn / 2)) / (1 + 0.015 * mean_c * weight)
    rotation = -2 * sqrt(mean_c**7 / (mean_c**7 + 25**7))
    rotation *= sin(radians(60 * exp(-(((hue - 275) / 25) ** 2))))
    return sqrt(by_l**2 + by_c**2 + by_h**2 + rotation * by_c * by_h)


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
        ((50.0, 2.5, 0.0), (73.0, 25.0, -18.0), 27.1492),
        ((22.7233, 20.0904, -46.6940), (23.0331, 14.9730, -42.5619), 2.0373),
        ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_published_differences(one: Vector, two: Vector, expected: float) -> None:
    assert difference(one, two) == pytest.approx(expected, abs=1e-4)


def _sets(colours: Palette) -> dict[str, dict[str, str]]:
    zones = {f"Z{number}": colour for number, colour in enumerate(colours.zones, start=1)}
    form = dict(zip(("fresh", "loaded", "overloaded"), colours.form, strict=True))
    return {
        "zones": zones,
        "sports": colours.sports,
        "compliance": colours.compliance,
        "form": form,
    }


@pytest.mark.parametrize("eyes", EYES)
@pytest.mark.parametrize("theme", [name for name, kind in THEMES.items() if kind.safe])
def test_any_two_differ(theme: str, eyes: str) -> None:
    alike = []
    for what, colours in _sets(palette_for(theme)).items():
        for (a, one), (b, two) in combinations(colours.items(), 2):
            apart = difference(seen(one, eyes), seen(two, eyes))
            if apart < LEAST[eyes]:
                alike.append(f"{what}: {a} {one} and {b} {two} differ by {apart:.1f}")
    assert not alike, "\n".join(alike)
