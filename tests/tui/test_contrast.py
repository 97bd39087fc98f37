"""Every colour pair that the screens paint, measured: text reads, marks are seen (WCAG 2)."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.screen import ModalScreen

from tests.tui.conftest import make_app, settle
from tests.tui.sessions import enrich
from tui.palette import Palette, contrast
from tui.theme import DARK, THEMES, palette_for

TEXT, MARK = 4.5, 3.0
#: Those whose colours are known; the others have the terminal's.
KNOWN = [name for name, kind in THEMES.items() if not kind.ansi]

#: Keys pressed one visit after the other, in one run.
VISITS = (
    (),
    ("m",),
    ("m", "question_mark"),
    ("escape", "ctrl+p"),
    ("escape", "2"),
    ("right", "right", "v", "L"),
    ("escape", "tab", "down"),
    ("tab",),
    ("tab",),
    ("e",),
    ("escape", "3"),
    ("tab",),
    ("tab",),
    ("4",),
    ("tab", "right"),
    ("5",),
    ("tab",),
    ("6",),
    ("tab",),
    ("enter",),
)


def _pairs(pilot: Pilot[None]) -> Iterator[tuple[str, str, str]]:
    """(text, ink, paper) of all that has a letter or digit; under a dialog only the dialog."""
    screen = pilot.app.screen
    lit = screen.children[0].region if isinstance(screen, ModalScreen) else screen.region
    for y, strip in enumerate(screen._compositor.render_strips()):
        if not lit.y <= y < lit.bottom:
            continue
        for text, style, _ in strip.crop(lit.x, lit.right):
            if style and style.color and style.bgcolor and any(c.isalnum() for c in text):
                ink, paper = (c.get_truecolor().hex for c in (style.color, style.bgcolor))
                yield text.strip(), *((paper, ink) if style.reverse else (ink, paper))


@pytest.mark.parametrize("theme", KNOWN)
async def test_text(filled: Path, theme: str) -> None:
    enrich(filled)
    seen: dict[tuple[str, str], str] = {}
    app = make_app(filled, theme)
    async with app.run_test(size=(200, 50)) as pilot:
        for keys in VISITS:
            for key in keys:
                await pilot.press(key)
            await settle(pilot)
            for text, ink, paper in _pairs(pilot):
                seen.setdefault((ink, paper), f"{text!r} after {' '.join(keys)} on {app.screen}")
    assert len(seen) > 20
    poor = [
        f"{contrast(*pair):.2f} {pair[0]} on {pair[1]}: {where}"
        for pair, where in seen.items()
        if contrast(*pair) < TEXT
    ]
    assert not poor, "\n".join(poor)


def _marks(colours: Palette) -> Iterator[tuple[str, str]]:
    """What carries a meaning as a bar, a line or a dot."""
    for number, colour in enumerate(colours.zones, start=1):
        yield f"zone {number}", colour
    for name, colour in (*colours.sports.items(), *colours.compliance.items()):
        yield name, colour
    for number, colour in enumerate((*colours.form, *colours.sleep)):
        yield f"form or sleep {number}", colour
    for name in ("fitness", "fatigue", "heart", "outside", "good", "warn", "bad", "accent"):
        yield name, getattr(colours, name)
    yield "faint", colours.faint


@pytest.mark.parametrize(("theme", "colour"), [*((theme, True) for theme in KNOWN), (DARK, False)])
def test_marks(theme: str, colour: bool) -> None:
    colours = palette_for(theme, colour=colour)
    poor = [
        f"{name} {mark}: {contrast(mark, colours.background):.2f}"
        for name, mark in _marks(colours)
        if contrast(mark, colours.background) < MARK
    ]
    assert not poor, "\n".join(poor)


@pytest.mark.parametrize("theme", KNOWN)
def test_words_on_every_paper(theme: str) -> None:
    """text, strong and muted stand on all the plain papers, the cursor's among them."""
    colours = palette_for(theme)
    papers = (colours.background, colours.surface, colours.raised, colours.selected)
    for ink in (colours.text, colours.strong, colours.muted):
        for paper in papers:
            assert contrast(ink, paper) >= TEXT, (ink, paper)
