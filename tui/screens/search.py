"""Find a workout by the words in it; the list follows what is typed."""

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, Label

from tui.palette import SPORT_LETTERS, SPORT_NAMES, Palette
from tui.reader import Reader
from tui.screens.card import Line
from tui.screens.choose import ChoiceList
from tui.screens.modal import Modal
from tui.text import fit
from tui.theme import palette_for
from tui.units import Units, hours

if TYPE_CHECKING:
    from reports.search import Found

_START = "Words of a title, of your notes, or of what the coach wrote."


class SearchScreen(Modal["Found | None"]):
    """Ends with what was taken. sport: only this one is searched."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Close"),
        Binding("down", "move(1)", "Down", priority=True),
        Binding("up", "move(-1)", "Up", priority=True),
        Binding("pagedown", "move(8)", "On", priority=True),
        Binding("pageup", "move(-8)", "Back", priority=True),
    ]

    def __init__(self, reader: Reader, sport: str | None, words: str = "") -> None:
        super().__init__()
        self.reader, self.sport, self.words = reader, sport, words
        self.units = reader.who().units
        self.found: list[Found] = []

    def compose(self) -> ComposeResult:
        what = f"Search, {SPORT_NAMES[self.sport].lower()} only" if self.sport else "Search"
        with Vertical(classes="ask search"):
            yield Label(what)
            asked = Input(self.words, placeholder="sweet spot · race · left knee")
            asked.cursor_blink = False
            yield asked
            found = ChoiceList([])
            found.can_focus = False
            found.styles.height = max(3, min(18, self.app.size.height - 11))
            yield found
            yield Label(_START, classes="hint", markup=False)

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        answer = self.reader.search(event.value, self.sport)
        self.found = answer.found
        colours = palette_for(self.app.theme, colour=not self.app.no_color)
        found = self.query_one(ChoiceList)
        width = found.size.width or 70
        found.offer([row(one, self.units, colours, width) for one in self.found])
        self._tell(answer.query, more=answer.more)

    def _tell(self, words: str, *, more: bool) -> None:
        if not words.strip():
            text = _START
        elif not self.found:
            text = "Nothing has these words. Fewer letters find more."
        else:
            count = f"the newest {len(self.found)}" if more else str(len(self.found))
            text = self._excerpt() or f"{count} found · ↑ ↓ choose, enter opens, esc leaves"
        self.query_one(".hint", Label).update(text)

    def _excerpt(self) -> str | None:
        index = self.query_one(ChoiceList).index
        return self.found[index].excerpt if index < len(self.found) else None

    def action_move(self, step: int) -> None:
        self.query_one(ChoiceList).move(step)
        if self.found:
            self._tell("x", more=False)

    @on(Input.Submitted)
    def _submitted(self) -> None:
        index = self.query_one(ChoiceList).index
        if index < len(self.found):
            self.dismiss(self.found[index])

    @on(ChoiceList.Chosen)
    def _chosen(self, event: ChoiceList.Chosen) -> None:
        self.dismiss(self.found[event.index])


def row(found: "Found", units: Units, colours: Palette, width: int) -> Line:
    """`22 Nov 2026  B Sunday hills    2:30  87.0k  199`."""
    day = date.fromisoformat(found.date)
    when = f"{day.day:2} {day:%b %Y}  "
    numbers = (
        f"{hours(found.duration_s) if found.duration_s else '':>7}"
        f"{units.short_distance(found.distance_m, found.sport):>7}"
        f"{f'{found.load:.0f}' if found.load is not None else '':>6}"
    )
    room = width - len(when) - 2 - len(numbers)
    planned = " (planned)" if found.kind == "planned" else ""
    title = fit(found.title, max(4, room - len(planned))) + planned
    return [
        (when, "muted"),
        (f"{SPORT_LETTERS.get(found.sport, 'O')} ", colours.sport(found.sport)),
        (title, "text"),
        (numbers, "muted"),
    ]
