"""From a palette's colours to what the terminal is told: true colour, its own sixteen, or none."""

from collections.abc import Callable
from functools import lru_cache
from math import hypot

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.filter import LineFilter

from tui.palette import Palette, contrast, palette_of


class Colourless(LineFilter):
    """Takes the colours out of what Textual's own widgets paint, and leaves bold, dim, reverse."""

    def apply(self, segments: list[Segment], background: object) -> list[Segment]:  # noqa: ARG002
        return [Segment(text, style and _bare(style), control) for text, style, control in segments]


@lru_cache(maxsize=1024)
def _bare(style: Style) -> Style:
    return style.without_color


#: ink, paper, bold -> the shared style of a cell.
type Styles = Callable[[str, str, bool], Style]

#: Under this share of a colour a paper is only a tint, which sixteen colours do not have.
_TINT = 0.25
#: Under this share an ink is drawn dim.
_FAINT = 0.5
#: What colour can be read on them is known of no terminal.
_GREYS = (7, 8)
#: Greys of less contrast than this are the terminal's ink, dim.
_MUTED = 9.0
#: Without colour: papers that stand out by this much are drawn in reverse, inks under it dim.
_STANDS_OUT, _DIM = 1.8, 7.0


@lru_cache(maxsize=4096)
def true_colour(ink: str, paper: str, bold: bool = False) -> Style:
    """Both colours as they are."""
    return Style(color=Color.parse(ink), bgcolor=Color.parse(paper), bold=bold)


def styles_for(colours: Palette) -> Styles:
    """How the palette is to be told to the terminal."""
    if colours.depth == "ansi":
        return _dark if colours.dark else _light
    return _without_colour if colours.depth == "mono" else true_colour


@lru_cache(maxsize=4096)
def _without_colour(ink: str, paper: str, bold: bool) -> Style:
    """Light and dark become bold, plain, dim and reverse."""
    colours = palette_of(dark=True, colour=False)
    if contrast(paper, colours.background) >= _STANDS_OUT:
        return Style(reverse=True, bold=bold, dim=contrast(paper, colours.background) < _DIM)
    dim = contrast(ink, colours.background) < _DIM
    return Style(bold=bold or ink == colours.strong, dim=dim)


@lru_cache(maxsize=4096)
def _dark(ink: str, paper: str, bold: bool) -> Style:
    return _sixteen(ink, paper, bold, dark=True)


@lru_cache(maxsize=4096)
def _light(ink: str, paper: str, bold: bool) -> Style:
    return _sixteen(ink, paper, bold, dark=False)


def _sixteen(ink: str, paper: str, bold: bool, *, dark: bool) -> Style:
    colours = _palette(dark)
    number, share = _nearest(ink, dark)
    below, tint = _nearest(paper, dark)
    raised = below is None and contrast(paper, colours.background) >= _STANDS_OUT
    if paper == colours.selected or raised:
        return Style(reverse=True, bold=bold)
    if below is None or tint < _TINT:
        grey = number is None and contrast(ink, colours.background) < _MUTED
        dim = grey or share < _FAINT
        bold = bold or ink == colours.strong
        return Style(color=_colour(number), bgcolor=Color.default(), bold=bold, dim=dim)
    if number is None or number == below or below in _GREYS or ink == colours.on_colour:
        # In the terminal's own paper on a colour: it reads on all sixteen as they do on it.
        return Style(color=_colour(below), bgcolor=Color.default(), bold=bold, reverse=True)
    return Style(color=_colour(number), bgcolor=_colour(below), bold=bold)


def _palette(dark: bool) -> Palette:
    from tui.ansi import ansi_palette

    return ansi_palette(dark=dark)


def _colour(number: int | None) -> Color:
    return Color.default() if number is None else Color.from_ansi(number)


@lru_cache(maxsize=4096)
def _nearest(colour: str, dark: bool) -> tuple[int | None, float]:
    """(number, share of it): `mix` draws a straight line from the paper to a colour, its direction
    tells which. None, 1 for the default ink and its greys."""
    from tui.ansi import ON_DARK, ON_LIGHT

    known = ON_DARK if dark else ON_LIGHT
    if colour in known:
        return known.index(colour), 1.0
    base = _rgb(_palette(dark).background)
    here = _from(base, colour)
    length = hypot(*here)
    if max(here) - min(here) <= 0.12 * length:  # a grey
        return None, 1.0
    best, found = 0.0, (0, 0.0)
    for number, other in enumerate(known):
        there = _from(base, other)
        size = hypot(*there)
        alike = sum(a * b for a, b in zip(here, there, strict=True)) / (length * size)
        if alike > best + 1e-9:
            best, found = alike, (number, length / size)
    return found


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _from(base: tuple[int, int, int], colour: str) -> tuple[int, int, int]:
    red, green, blue = _rgb(colour)
    return red - base[0], green - base[1], blue - base[2]
