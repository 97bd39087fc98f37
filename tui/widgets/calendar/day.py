"""The cursor's day in full, beside the calendar where it is wide enough."""

from datetime import date

from reports.calendar import Item
from tui.palette import COMPLIANCE, LOAD_METHODS, SPORT_LETTERS, SPORT_NAMES
from tui.text import cut, wrap
from tui.units import Units, clock, whole
from tui.widgets.chart.canvas import Canvas
from tui.widgets.pane import Pane

#: (label, done, planned)
type Row = tuple[str, str, str]


class DayPanel(Pane):
    """Every session of the day: what was planned, what was done, what the coach wrote."""

    def __init__(self, units: Units) -> None:
        super().__init__(id="day")
        self.units = units
        self.items: list[Item] = []
        self.index = 0

    def show(self, day: date, items: list[Item], index: int) -> None:
        """Another day, or another card of it."""
        self.title = f"{day:%A} {day.day} {day:%B}"
        self.items, self.index = items, index
        self.redraw()

    def content(self, canvas: Canvas) -> None:
        if not self.items:
            canvas.text(0, 2, "Nothing planned, nothing done.", self.colours.muted)
            return
        y = 2
        for number, item in enumerate(self.items):
            if y >= canvas.height - 1:
                more = f"+{len(self.items) - number} more"
                canvas.text(0, canvas.height - 1, more, self.colours.muted)
                return
            y = self._session(canvas, y, item, chosen=number == self.index) + 1

    def _session(self, canvas: Canvas, y: int, item: Item, *, chosen: bool) -> int:
        colours, width = self.colours, canvas.width
        sport, letter = colours.sport(item.sport), SPORT_LETTERS.get(item.sport, "O")
        if item.executed is not None:
            canvas.text(0, y, f" {letter} ", colours.on_colour, sport, bold=True)
        else:
            canvas.text(0, y, f" {letter} ", sport, bold=True)
        ink = colours.accent if chosen else colours.strong
        canvas.text(4, y, cut(item.title, width - 4), ink, bold=True)
        y = self._verdict(canvas, y + 1, item)
        for label, done, planned in self._rows(item):
            canvas.text(4, y, label, colours.muted)
            canvas.text(14, y, done, colours.text)
            canvas.text(24, y, planned[: max(0, width - 24)], colours.muted)
            y += 1
        words = item.planned.description if item.planned else None
        y += 1 if words else 0
        for line in wrap(words or "", width - 4):
            if y >= canvas.height:
                break
            canvas.text(4, y, line, colours.muted)
            y += 1
        return y

    def _verdict(self, canvas: Canvas, y: int, item: Item) -> int:
        colours, compliance = self.colours, item.compliance
        start = f"{SPORT_NAMES.get(item.sport, item.sport)}"
        if item.starts_at:
            start += f" at {item.starts_at}"
        canvas.text(4, y, start, colours.muted)
        if compliance is None or compliance.level is None:
            return y + 1
        glyph, words = COMPLIANCE[compliance.level]
        if compliance.percent is not None:
            words = f"{compliance.percent:.0f} % of {compliance.basis}"
        canvas.text(4, y + 1, glyph, colours.compliance[compliance.level], bold=True)
        canvas.text(6, y + 1, words[: canvas.width - 6], colours.text)
        return y + 2

    def _rows(self, item: Item) -> list[Row]:
        """What is known, done beside planned."""
        units, sport = self.units, item.sport
        plan, done = item.planned, item.executed
        planned_time = clock(plan.duration_planned_s) if plan and plan.duration_planned_s else ""
        planned_way = ""
        if plan and plan.distance_planned_m:
            planned_way = units.distance(plan.distance_planned_m, sport)
        planned_load = f"{plan.tss_planned:.0f}" if plan and plan.tss_planned else ""
        if done is None:
            rows = [("Time", planned_time, ""), ("Distance", planned_way, "")]
            return [row for row in [*rows, ("Load", planned_load, "")] if row[1]]
        method = LOAD_METHODS.get(done.load_method or "", "")
        method = f"by {method}" if method else ""
        rows = [
            ("Time", clock(done.duration_s), _of(planned_time)),
            ("Distance", units.distance(done.distance_m, sport), _of(planned_way)),
            ("Load", whole(done.load), f"{_of(planned_load)} {method}".strip()),
        ]
        if done.avg_pace_s_per_km:
            name = "Pace" if sport in ("run", "swim") else "Speed"
            rows.append((name, units.rate(1000 / done.avg_pace_s_per_km, sport), ""))
        if done.avg_hr:
            rows.append(("HR", whole(done.avg_hr), f"max {whole(done.max_hr)}"))
        if done.normalized_power:
            rows.append(("NP", whole(done.normalized_power, "W"), ""))
        if done.elevation_gain_m:
            rows.append(("Climb", units.height(done.elevation_gain_m), ""))
        return [row for row in rows if row[1] != "–"]


def _of(planned: str) -> str:
    return f"of {planned}" if planned else ""
