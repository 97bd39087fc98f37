"""An own zone table: where each zone begins, and how the table looks then."""

from typing import TYPE_CHECKING, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input

from tui.reader import Reader
from tui.screens.edit.card import EditCard, text_input
from tui.screens.goto import read_day
from tui.text import fit
from tui.units import Units
from tui.widgets.chart.canvas import Canvas
from tui.widgets.chart.widget import CanvasWidget
from tui.widgets.settings.words import is_pace, read_edge, zone_edge, zone_unit
from tui.widgets.settings.zones import range_text, table_name

if TYPE_CHECKING:
    from analytics.zones import ZoneBound
    from reports.zones import ZoneTable

_MOST = 9


class WantedZones(NamedTuple):
    """zones: as `sync.thresholds.set_zones` takes them."""

    sport: str
    metric: str
    zones: "list[ZoneBound]"
    valid_from: str


def edges_of(table: "ZoneTable", units: Units) -> str:
    """`144 197 236`: where zones 2, 3, … begin, as they are typed."""
    slow_end = is_pace(table.metric)
    edges = [zone.upper if slow_end else zone.lower for zone in table.zones[1:]]
    return " ".join(
        zone_edge(table.metric, table.sport, edge, units) for edge in edges if edge is not None
    )


def read_zones(text: str, table: "ZoneTable", units: Units) -> "list[ZoneBound]":
    """The zones that begin where `text` says; the usual labels stay where their number is the
    same. Raises ValueError with one line."""
    from itertools import pairwise

    from analytics.zones import ZoneBound

    pace = is_pace(table.metric)
    example = "5:30 5:00 4:40" if pace else "140 160 175"
    edges: list[float] = []
    for word in text.replace(",", " ").split():
        try:
            edges.append(read_edge(table.metric, table.sport, word, units))
        except ValueError:
            raise ValueError(f"{word!r} is no bound. Write them as {example}.") from None
    if not 1 <= len(edges) < _MOST:
        raise ValueError(f"Give 1 to {_MOST - 1} bounds, such as {example}.")
    if any(edge <= 0 for edge in edges):
        raise ValueError("A zone begins above nothing: give bounds greater than 0.")
    if edges != sorted(set(edges), reverse=pace):
        raise ValueError(
            "From slow to fast: each pace must be quicker than the one before."
            if pace
            else "From low to high: each bound must be above the one before."
        )
    same = len(edges) + 1 == len(table.zones)
    labels = [zone.label for zone in table.zones] if same else []
    return [
        ZoneBound(
            number,
            *((high, low) if pace else (low, high)),
            (labels[number - 1] if labels else None) or f"Z{number}",
        )
        for number, (low, high) in enumerate(pairwise([None, *edges, None]), 1)
    ]


class TableView(CanvasWidget):
    """The zones as they would be."""

    def __init__(self, table: "ZoneTable", units: Units) -> None:
        super().__init__(id="table-view")
        self.table, self.units = table, units
        self.zones: list[ZoneBound] = []
        self.styles.height = _MOST

    def paint(self, canvas: Canvas) -> None:
        from reports.zones import ZoneRow

        colours, table = self.colours, self.table
        canvas.fill(0, 0, canvas.width, canvas.height, colours.surface)
        for y, (number, lower, upper, label) in enumerate(self.zones):
            row = ZoneRow(number, label, lower, upper)
            canvas.put(1, y, "■", colours.zone(number))
            canvas.text(3, y, fit(label, 25), colours.text)
            text = range_text(row, table.metric, table.sport, self.units)
            canvas.text(29, y, fit(text, 18), colours.strong)


class ZonesCard(EditCard[WantedZones]):
    """The bounds on one line, the day they hold from, the table below."""

    def __init__(self, reader: Reader, table: "ZoneTable") -> None:
        units = reader.who().units
        unit = zone_unit(table.metric, table.sport, units)
        way = "from slow to fast" if is_pace(table.metric) else "from low to high"
        hint = f"Where zones 2, 3, … begin, in {unit}, {way}."
        super().__init__(f"Your own zones: {table_name(table)}", hint)
        self.table, self.units, self.today = table, units, reader.today()

    def fields(self) -> ComposeResult:
        yield from self.field("Bounds", text_input(edges_of(self.table, self.units), id="bounds"))
        since = self.table.valid_from if self.table.basis is None else None
        yield from self.field("Valid from", text_input(since or self.today.isoformat(), id="since"))
        yield TableView(self.table, self.units)

    def on_mount(self) -> None:
        self._typed()

    @on(Input.Changed)
    def _typed(self) -> None:
        try:
            wanted = self.wanted()
        except ValueError as error:
            self.say(str(error), wrong=True)
        else:
            view = self.query_one(TableView)
            view.zones = wanted.zones
            view.redraw()
            self.say("")

    def wanted(self) -> WantedZones:
        """What the fields say. Raises ValueError with one line."""
        zones = read_zones(self.query_one("#bounds", Input).value, self.table, self.units)
        text = self.query_one("#since", Input).value
        day = read_day(text, self.today)
        if day is None:
            raise ValueError(f"Valid from: {text!r} is no day. Write 2026-05-17, 17 may or -6w.")
        return WantedZones(self.table.sport, self.table.metric, zones, day.isoformat())

    def action_save(self) -> None:
        try:
            wanted = self.wanted()
        except ValueError as error:
            self.say(str(error), wrong=True)
        else:
            self.dismiss(wanted)
