"""Thresholds in force, each with what it was before."""

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType
from textual.message import Message

from tui.actions import Action, bindings
from tui.units import Units
from tui.widgets.settings import rows
from tui.widgets.settings.rows import Row, RowsPane
from tui.widgets.settings.words import METRICS, SOURCES, SPORT_NAMES, amount, day_text

if TYPE_CHECKING:
    from reports.thresholds import ThresholdInForce, Thresholds

ACTIONS = (
    *rows.ACTIONS,
    Action("a,plus,insert", "add", "Add threshold", "Add a threshold", "a", "Add"),
    Action("d,delete", "remove", "Remove", "Take the value under the cursor away", "d"),
    Action("right,l", "unfold(1)", "Show history", "What it was before", "←→", "History"),
    Action("left,h", "unfold(0)", "Hide history", "Only what is in force"),
)

_OPEN, _FOLDED = "▾", "▸"
_SPORTS = {"all": "All"}
_NONE = (
    "No thresholds yet, so load is guessed from time alone. "
    "Press a and give one: FTP for rides, threshold pace for runs, or a heart rate for both."
)


class ThresholdsPane(RowsPane):
    """A row a threshold in force; its history unfolds below it."""

    title = "Thresholds"
    can_focus = True
    BINDINGS: ClassVar[list[BindingType]] = list(bindings(ACTIONS[len(rows.ACTIONS) :]))
    VALUE = 2

    class Asked(Message):
        """`add` or `remove`, at the entry under the cursor."""

        def __init__(self, what: str, entry: "ThresholdInForce | None") -> None:
            super().__init__()
            self.what, self.entry = what, entry

    def __init__(self) -> None:
        super().__init__(id="thresholds")
        self.entries: dict[str, ThresholdInForce] = {}
        self._unfolded: set[tuple[str, str]] = set()
        self._known: tuple[Thresholds, date, Units] | None = None

    def widths(self, width: int) -> list[int]:
        return [12, 17, 15, 12] if width >= 70 else [9, 15, 14, 11]

    def nothing(self) -> str:
        return _NONE

    @property
    def entry(self) -> "ThresholdInForce | None":
        """Under the cursor."""
        return self.entries.get(self.row.name) if self.row else None

    def foot(self) -> str:
        entry = self.entry
        if entry is None:
            return ""
        name, what = METRICS[entry.metric]
        text = f"{name}: {what}."
        if self.row is not None and self.row.cells[0].startswith(_FOLDED):
            text += " → shows what it was before."
        if entry.source == "estimated":
            text += " Estimated from your best efforts; a value of yours rules from its day on."
        return text

    def show_thresholds(self, report: "Thresholds", today: date, units: Units) -> None:
        self._known = (report, today, units)
        self.entries = {}
        found: list[Row] = []
        for entry in report.current:
            group = (entry.sport, entry.metric)
            others = [e for e in report.coming + report.history if (e.sport, e.metric) == group]
            others = [other for other in others if other != entry]
            mark = "" if not others else _OPEN if group in self._unfolded else _FOLDED
            found.append(self._row_of(entry, "value", mark))
            if group in self._unfolded:
                found += [self._row_of(other, "past") for other in others]
        current = {(entry.sport, entry.metric) for entry in report.current}
        for entry in report.coming:
            if (entry.sport, entry.metric) not in current:
                found.append(self._row_of(entry, "past"))
        if found:
            found.insert(
                0, Row("", ("  sport", "threshold", "value", "since", "source"), "columns")
            )
        self.show(found)

    def _row_of(self, entry: "ThresholdInForce", kind: str, mark: str = " ") -> Row:
        assert self._known is not None
        report, today, units = self._known
        name = f"{entry.sport}/{entry.metric}/{entry.valid_from}"
        self.entries[name] = entry
        past = kind == "past"
        source = SOURCES.get(entry.source, entry.source)
        if entry.valid_from > report.date:
            source += ", to come"
        cells = (
            "" if past else f"{mark or ' '} {_SPORTS.get(entry.sport) or SPORT_NAMES[entry.sport]}",
            "" if past else METRICS[entry.metric][0],
            amount(entry.metric, entry.value, units),
            day_text(entry.valid_from, today),
            source,
        )
        return Row(name, cells, kind, warn=entry.source == "estimated" and not past)

    def action_unfold(self, shown: int) -> None:
        entry = self.entry
        if entry is None or self._known is None:
            return
        group = (entry.sport, entry.metric)
        self._unfolded.discard(group)
        if shown:
            self._unfolded.add(group)
        else:
            names = [n for n, e in self.entries.items() if (e.sport, e.metric) == group]
            self.cursor = next(i for i, row in enumerate(self.rows) if row.name == names[0])
        self.show_thresholds(*self._known)

    def action_open(self) -> None:
        if self.rows:
            super().action_open()
        else:
            self.action_add()

    def action_add(self) -> None:
        self.post_message(self.Asked("add", self.entry))

    def action_remove(self) -> None:
        if self.entry is not None:
            self.post_message(self.Asked("remove", self.entry))
