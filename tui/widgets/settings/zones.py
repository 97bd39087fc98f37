"""The zone tables in force; the one under the cursor is open."""

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.binding import BindingType
from textual.message import Message

from tui.actions import Action, bindings
from tui.text import fit
from tui.units import Units
from tui.widgets.chart.canvas import Canvas
from tui.widgets.settings.rows import Row, RowsPane
from tui.widgets.settings.words import (
    SOURCES,
    SPORT_NAMES,
    amount,
    day_text,
    zone_edge,
    zone_unit,
)

if TYPE_CHECKING:
    from reports.zones import ZoneRow, Zones, ZoneTable

ACTIONS = (
    Action("d,delete,x", "reset", "Reset zones", "Your own table away, the usual one again", "d"),
)

_NAMES = {"hr": "heart rate", "power": "power", "pace_s_per_km": "pace"}
_BASES = {
    "ftp_w": "FTP", "lthr_bpm": "LTHR", "max_hr_bpm": "max heart rate",
    "threshold_pace_s_per_km": "threshold pace", "css_s_per_100m": "CSS",
}  # fmt: skip
_NONE = (
    "No zones: they follow from a threshold. "
    "Go to Thresholds and add one, such as FTP or a threshold heart rate."
)


def table_name(table: "ZoneTable") -> str:
    """`Bike power`."""
    return f"{SPORT_NAMES[table.sport]} {_NAMES[table.metric]}"


def range_text(zone: "ZoneRow", metric: str, sport: str, units: Units) -> str:
    """`141–157`, `under 141`, `4:20–4:36`, `faster than 3:54`."""
    pace = metric == "pace_s_per_km"
    low = None if zone.lower is None else zone_edge(metric, sport, zone.lower, units)
    high = None if zone.upper is None else zone_edge(metric, sport, zone.upper, units)
    if low is None and high is None:
        return "all"
    if low is None:
        return f"{'faster than' if pace else 'under'} {high}"
    if high is None:
        return f"{'slower than' if pace else 'from'} {low}"
    return f"{low}–{high}"


def basis_text(table: "ZoneTable", units: Units) -> str:
    """What a table follows from: `FTP 262 W, yours`; of one's own, since when it holds."""
    if table.basis is None:
        return "set by you"
    name, _, value = table.basis.partition(" ")
    source = SOURCES.get(table.source, table.source)
    shown = amount(name, float(value), units)
    return f"{_BASES.get(name, name)} {shown}, {source}"


class ZonesPane(RowsPane):
    """One line a table; its zones below while the cursor is on it."""

    title = "Zones"
    BINDINGS: ClassVar[list[BindingType]] = list(bindings(ACTIONS))
    VALUE = 0

    class ResetAsked(Message):
        def __init__(self, table: "ZoneTable") -> None:
            super().__init__()
            self.table = table

    def __init__(self) -> None:
        super().__init__(id="zone-tables")
        self.tables: dict[str, ZoneTable] = {}
        self._units = Units()
        self._today = date(2000, 1, 1)

    def widths(self, _: int) -> list[int]:
        return [18]

    def nothing(self) -> str:
        return _NONE

    @property
    def table(self) -> "ZoneTable | None":
        """Under the cursor."""
        return self.tables.get(self.row.name) if self.row else None

    def foot(self) -> str:
        table = self.table
        if table is None:
            return ""
        if table.basis is None:
            return "Your own table. Enter changes it, d goes back to what held before."
        return "They follow the threshold by themselves. Enter makes a table of your own."

    def show_zones(self, report: "Zones", today: date, units: Units) -> None:
        self._units, self._today = units, today
        self.tables = {f"{table.sport}/{table.metric}": table for table in report.tables}
        self._list(self.row.name if self.row else None)

    def _list(self, opened: str | None) -> None:
        if opened not in self.tables:
            opened = next(iter(self.tables), None)
        found: list[Row] = []
        for name, table in self.tables.items():
            since = f", since {day_text(table.valid_from, self._today)}" if table.valid_from else ""
            found.append(Row(name, (table_name(table), basis_text(table, self._units) + since)))
            if name == opened:
                found += [self._zone(zone, table) for zone in table.zones]
        self.show(found)
        if opened is not None:
            self.cursor = next(n for n, row in enumerate(found) if row.name == opened)

    def _zone(self, zone: "ZoneRow", table: "ZoneTable") -> Row:
        text = range_text(zone, table.metric, table.sport, self._units)
        label = zone.label or f"Z{zone.zone}"
        return Row("", (str(zone.zone), label, text), "zone")

    def paint_row(self, canvas: Canvas, y: int, row: Row, *, here: bool) -> None:
        if row.kind != "zone":
            super().paint_row(canvas, y, row, here=here)
            return
        colours = self.colours
        number, label, text = row.cells
        canvas.put(3, y, "■", colours.zone(int(number)))
        canvas.text(5, y, fit(label, 26), colours.text)
        table = self.table
        last = canvas.width - 32
        if table is not None and last > 8:
            unit_name = zone_unit(table.metric, table.sport, self._units)
            canvas.text(31, y, fit(text, min(last, 17)), colours.strong)
            if last > 28 and number == "1":
                canvas.text(49, y, unit_name, colours.muted)

    def action_move(self, step: int) -> None:
        names = list(self.tables)
        if names and self.row is not None:
            here = names.index(self.row.name) if self.row.name in names else 0
            self._list(names[max(0, min(len(names) - 1, here + step))])

    def on_click(self, event: events.Click) -> None:
        before = self.row
        super().on_click(event)
        if self.row is not None and self.row != before:
            self._list(self.row.name)

    def action_reset(self) -> None:
        if self.table is not None:
            self.post_message(self.ResetAsked(self.table))
