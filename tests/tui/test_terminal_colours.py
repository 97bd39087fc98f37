"""The terminal's own sixteen colours, and none at all: what is painted, and what reaches a pty."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.color import ColorType
from rich.style import Style
from textual.pilot import Pilot

from tests.tui.conftest import make_app, settle
from tests.tui.sessions import enrich
from tests.tui.terminal import Terminal
from tests.tui.test_contrast import VISITS
from tui.ansi import ON_DARK, ON_LIGHT, ansi_palette
from tui.looks import Look, look, theme_title
from tui.palette import Palette, mix, palette_of
from tui.theme import ANSI_DARK, ANSI_LIGHT, THEMES
from tui.widgets.chart.inks import styles_for

_ANSI = [name for name, kind in THEMES.items() if kind.ansi]


def _styles(pilot: Pilot[None]) -> Iterator[tuple[str, Style]]:
    """What the screen hands to the terminal, as far as there is something to see."""
    for strip in pilot.app.screen._compositor.render_strips():
        for text, style, _ in strip:
            if style and text.strip():
                yield text, style


@pytest.mark.parametrize("theme", _ANSI)
async def test_the_terminals_colours_alone(filled: Path, theme: str) -> None:
    enrich(filled)
    app, inks = make_app(filled, theme), set()
    async with app.run_test(size=(200, 50)) as pilot:
        for keys in VISITS:
            for key in keys:
                await pilot.press(key)
            await settle(pilot)
            for text, style in _styles(pilot):
                told = {c.type for c in (style.color, style.bgcolor) if c is not None}
                where = f"{text!r} {style} after {keys} on {app.screen}"
                assert told <= {ColorType.DEFAULT, ColorType.STANDARD}, where
                assert style.reverse or style.color != style.bgcolor or _plain(style), where
                inks |= {style.color.number} if style.color else set()
    assert len(inks) > 6


def _plain(style: Style) -> bool:
    """The terminal's ink on its paper: the same word for both, two colours."""
    return style.color is not None and style.color.is_default


async def test_no_colour(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    enrich(filled)
    monkeypatch.setenv("NO_COLOR", "1")
    app, manners = make_app(filled, "training-light-safe"), set()
    async with app.run_test(size=(120, 40)) as pilot:
        for keys in VISITS:
            for key in keys:
                await pilot.press(key)
            await settle(pilot)
            for text, style in _styles(pilot):
                assert _colourless(style), f"{text!r} {style} after {keys} on {app.screen}"
                manners.add((style.bold, style.dim, style.reverse))
    assert len(manners) > 4


def _colourless(style: Style) -> bool:
    return all(c is None or c.is_default for c in (style.color, style.bgcolor))


@pytest.mark.skipif(shutil.which("tmux") is None, reason="needs tmux")
def test_no_colour_in_a_terminal(filled: Path) -> None:
    with Terminal(filled, {"NO_COLOR": "1"}) as terminal:
        for key, mark in (("1", "Today"), ("3", "Fitness CTL"), ("?", "Everywhere")):
            terminal.press(key)
            terminal.until(mark)
            codes = re.findall(r"\x1b\[([0-9;:]*)m", terminal.painted())
            told = {int(code) for run in codes for code in re.split("[;:]", run) if code}
            assert told <= {0, 1, 2, 4, 7, 22, 24, 27, 39, 49}, (mark, told)
            assert {1, 2, 7} <= told


@pytest.mark.parametrize("dark", [True, False])
def test_tints_keep_their_colour(dark: bool) -> None:
    """What is mixed with the paper is told as the colour itself, dim where little of it is left."""
    colours = ansi_palette(dark=dark)
    known, styles = (ON_DARK if dark else ON_LIGHT), styles_for(ansi_palette(dark=dark))
    greys = {colours.sport("strength"), colours.zone(1)}
    marks = {*colours.sports.values(), *colours.zones, colours.fitness, colours.heart}
    for colour in marks - greys:
        for share in (1.0, 0.62, 0.3):
            style = styles(mix(colours.background, colour, share), colours.background, False)
            assert style.color is not None
            assert style.color.number == known.index(colour), (colour, share)
            assert bool(style.dim) is (share < 0.5)


@pytest.mark.parametrize("dark", [True, False])
def test_what_stands_on_a_colour(dark: bool) -> None:
    colours = ansi_palette(dark=dark)
    styles, zone = styles_for(colours), colours.zones[3]
    tint = mix(colours.background, zone, 0.15)
    assert (
        styles(colours.strong, tint, False).bgcolor
        == styles(colours.strong, colours.background, False).bgcolor
    ), "sixteen colours have no tints"
    assert styles(colours.on_colour, zone, False).reverse
    assert styles(zone, zone, False).reverse, "a line over its own colour would be lost"
    assert styles(colours.text, colours.selected, False).reverse
    line = styles(colours.heart, zone, False)
    assert line.color != line.bgcolor


def test_light_and_dark_without_colour() -> None:
    colours: Palette = palette_of(dark=True, colour=False)
    styles = styles_for(colours)
    paper = colours.background
    manners = [styles(ink, paper, False) for ink in (colours.muted, colours.text, colours.strong)]
    assert [(s.bold, s.dim) for s in manners] == [(False, True), (False, False), (True, False)]
    assert styles(colours.text, colours.selected, False).reverse
    assert {s.color for s in manners} == {None}
    dims = [bool(styles(zone, paper, False).dim) for zone in colours.zones]
    assert dims == sorted(dims, reverse=True)
    assert len(set(dims)) == 2


def test_named_like_the_others() -> None:
    assert look(ANSI_DARK) == Look("ansi-dark", "familiar")
    assert Look("ansi-light", "familiar").name == ANSI_LIGHT
    assert Look("ansi-light", "colour-blind").name is None
    assert theme_title("ansi-dark") == "ANSI dark"
