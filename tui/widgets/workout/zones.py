"""Time in zone as bars, and what drifted."""

from typing import ClassVar

from textual.binding import BindingType

from reports.analyze import Analysis
from reports.verdicts import shares_pct
from reports.zones import ZoneTable
from tui.actions import Action, bindings
from tui.text import wrap
from tui.units import clock, drift, percent
from tui.widgets.chart.bars import Bar, bars
from tui.widgets.chart.canvas import Canvas
from tui.widgets.pane import Pane

ACTIONS = (Action("z", "next_metric", "Other zones", "Power, pace, heart rate", "z", "Zones"),)
_NAMES = {"power": "Power", "pace_s_per_km": "Pace", "hr": "Heart rate"}


class ZonesPane(Pane):
    """One metric at a time, the sport's own first; `z` takes the next; both where it is wide."""

    can_focus = True
    title = "Time in zone"
    BINDINGS: ClassVar[list[BindingType]] = list(bindings(ACTIONS))

    def __init__(self) -> None:
        super().__init__(id="zones", classes="part")
        self.analysis: Analysis | None = None
        self.choice = 0

    def show(self, analysis: Analysis | None) -> None:
        self.analysis, self.choice = analysis, 0
        self.redraw()

    def times(self) -> list[tuple[str, dict[str, float]]]:
        """(metric, zone -> seconds) of what there is."""
        a = self.analysis
        if a is None:
            return []
        found = [
            ("power", a.time_in_power_zone_s),
            ("pace_s_per_km", a.time_in_pace_zone_s),
            ("hr", a.time_in_hr_zone_s),
        ]
        return [(metric, times) for metric, times in found if times and sum(times.values())]

    def action_next_metric(self) -> None:
        self.choice += 1
        self.redraw()

    def paint(self, canvas: Canvas) -> None:
        times = self.times()
        self.note = ""
        if times:
            metric = times[self.choice % len(times)][0]
            self.note = _NAMES[metric] + (" z" if len(times) > 1 else "")
        super().paint(canvas)

    def content(self, canvas: Canvas) -> None:
        times = self.times()
        if not times:
            self.say(canvas, "No zones: neither power, pace nor heart rate with a threshold.")
            return
        metric, seconds = times[self.choice % len(times)]
        rows = self._bars(metric, seconds)
        y = 1
        bars(canvas, 0, y, canvas.width, rows[: canvas.height - 1], self.colours)
        y += len(rows) + 1
        others = [found for found in times if found[0] != metric]
        if others and canvas.height - y > len(others[0][1]):
            name, also = others[0]
            canvas.text(0, y, _NAMES[name], self.colours.muted)
            rows = self._bars(name, also)
            bars(canvas, 0, y + 1, canvas.width, rows, self.colours)
            y += len(rows) + 2
        self._drift(canvas, y)

    def _bars(self, metric: str, seconds: dict[str, float]) -> list[Bar]:
        table = self._table(metric)
        labels = {str(row.zone): row.label or "" for row in table.zones} if table else {}
        zones = sorted(seconds, key=int)
        shares = shares_pct([seconds[zone] for zone in zones])
        rows = []
        for zone, share in zip(zones, shares, strict=True):
            label, _, name = (labels.get(zone) or f"Z{zone}").partition(" ")
            ink = self.colours.zone(int(zone))
            rows.append(Bar(label, name, seconds[zone], clock(seconds[zone]), percent(share), ink))
        return rows

    def _table(self, metric: str) -> ZoneTable | None:
        tables = self.analysis.zones if self.analysis else []
        return next((table for table in tables if table.metric == metric), None)

    def _drift(self, canvas: Canvas, y: int) -> None:
        a, colours = self.analysis, self.colours
        if a is None or y >= canvas.height:
            return
        canvas.text(0, y, "Decoupling", colours.muted)
        if a.aerobic_decoupling_pct is not None:
            value = a.aerobic_decoupling_pct
            verdict = a.aerobic_decoupling or ""
            inks = {"steady": colours.good, "some drift": colours.warn}
            ink = inks.get(verdict, colours.bad)
            canvas.text(11, y, drift(value), ink, bold=True)
            canvas.text(20, y, verdict, colours.muted)
        else:
            reason = a.decoupling_withheld or "not known"
            for offset, line in enumerate(wrap(f"– {reason}", canvas.width - 11)):
                canvas.text(11, y + offset, line, colours.muted)
