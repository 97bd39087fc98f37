"""From which day on history is brought in, and what that costs in requests."""

from datetime import date, timedelta
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, Label

from tui.screens.goto import read_day
from tui.screens.modal import Modal

#: Requests for a year of days; recordings are one each.
_YEARLY = 110
_HINT = "enter starts, esc does not"


class BackfillDialog(Modal[date | None]):
    """known: the day an earlier backfill was begun from."""

    CSS: ClassVar[str] = ".hint { width: 100%; }"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "Close")]

    def __init__(self, today: date, known: str | None) -> None:
        super().__init__()
        self.today, self.known = today, known

    def compose(self) -> ComposeResult:
        since = self.known or (self.today - timedelta(days=365)).isoformat()
        with Vertical(classes="ask"):
            yield Label("Bring in history, from which day on?")
            asked = Input(since, placeholder="2024-01-01 · 2024 · may 2023 · -3y")
            asked.cursor_blink = False
            yield asked
            yield Label("", id="cost", classes="hint")
            yield Label(_HINT, classes="hint")

    def on_mount(self) -> None:
        self._cost(self.query_one(Input).value)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self._cost(event.value)

    def _cost(self, text: str) -> None:
        day = read_day(text, self.today)
        label = self.query_one("#cost", Label)
        if day is None or day > self.today:
            label.update("A day in the past: 2024-01-01, 2024, may 2023 or -3y.")
            return
        years = max(1, (self.today - day).days) / 365
        asked = max(10, round(years * _YEARLY, -1))
        label.update(
            f"{day:%A} {day.day} {day:%B} {day.year}: about {asked:.0f} requests for the days,"
            " one for each recording. What is here is not asked for again."
        )

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        day = read_day(event.value, self.today)
        if day is not None and day <= self.today:
            self.dismiss(day)
