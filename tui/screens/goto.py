"""Which day to jump to."""

from calendar import monthrange
from datetime import date, timedelta
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, Label

from tui.screens.modal import Modal

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def read_day(text: str, today: date) -> date | None:
    """A day from `2026-05-17`, `17 may 2026`, `may 2026`, `17.5.`, `may`, `2025`, `-3w`, `+10d`.

    None where it cannot be read. Without a year the nearest one not after `today` is meant.
    """
    words = text.strip().lower().replace(",", " ").replace("/", "-").split()
    if not words:
        return None
    joined = "".join(words)
    if joined[0] in "+-−" and joined[-1] in "dwmy" and joined[1:-1].isdigit():
        sign = 1 if joined[0] == "+" else -1
        step = {"d": 1, "w": 7, "m": 30, "y": 364}[joined[-1]]
        return _moved(today, sign * step * int(joined[1:-1]))
    try:
        return date.fromisoformat(joined)
    except ValueError:
        return _spelt(joined, words, today)


def _spelt(joined: str, words: list[str], today: date) -> date | None:
    if "." in joined:
        words = [part for part in joined.split(".") if part]
        return _of_parts([int(p) for p in words if p.isdigit()][::-1], today)
    if "-" in joined:
        return _of_parts([int(p) for p in joined.split("-") if p.isdigit()], today)
    named = [word for word in words if word[:3] in _MONTHS]
    numbers = [int(word) for word in words if word.isdigit()]
    if len(named) == 1:
        month = _MONTHS.index(named[0][:3]) + 1
        years = [number for number in numbers if number > 31]
        days = [number for number in numbers if number <= 31] or [1]
        return _day(years[0] if years else None, month, days[0], today)
    if len(numbers) == 1 and len(words) == 1 and numbers[0] > 1900:
        return _day(numbers[0], 1, 1, today)
    return None


def _of_parts(parts: list[int], today: date) -> date | None:
    """[year, month, day], [year, month] or [month, day]."""
    if len(parts) == 3:
        return _day(parts[0], parts[1], parts[2], today)
    if len(parts) == 2 and parts[0] > 31:
        return _day(parts[0], parts[1], 1, today)
    return _day(None, parts[0], parts[1], today) if len(parts) == 2 else None


def _day(year: int | None, month: int, day: int, today: date) -> date | None:
    if not 1 <= month <= 12 or day < 1:
        return None
    chosen = year if year is not None else today.year
    if not 1900 <= chosen <= 2999:
        return None
    found = date(chosen, month, min(day, monthrange(chosen, month)[1]))
    if year is None and found > today:
        found = date(chosen - 1, month, min(day, monthrange(chosen - 1, month)[1]))
    return found


def _moved(today: date, days: int) -> date | None:
    try:
        return today + timedelta(days)
    except OverflowError:
        return None


class GoToDate(Modal[date | None]):
    """One line to type a day into."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "Close")]

    def __init__(self, today: date) -> None:
        super().__init__()
        self.today = today

    def compose(self) -> ComposeResult:
        with Vertical(classes="ask"):
            yield Label("Go to a day")
            asked = Input(placeholder="2026-05-17 · 17 may · may 2025 · 2024 · -6w")
            asked.cursor_blink = False
            yield asked
            yield Label("enter goes, esc stays", classes="hint")

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        day = read_day(event.value, self.today)
        if day is not None:
            self.dismiss(day)
        else:
            hint = self.query_one(".hint", Label)
            hint.update("That is no day. Try 2026-05-17, 17 may, may 2025, 2024 or -6w.")
