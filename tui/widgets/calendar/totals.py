"""The week's column: hours, load, fitness, sports."""

from typing import NamedTuple

from reports.calendar import Week
from tui.palette import SPORT_LETTERS, SPORTS, Palette
from tui.units import Units, hours, signed
from tui.widgets.chart.canvas import Canvas

#: The share bar is no longer than this, else it says less.
_LONGEST_BAR = 24


class Totals(NamedTuple):
    """One week's sums, drawn line by line at `x`, `width` cells wide."""

    canvas: Canvas
    x: int
    width: int
    week: Week
    colours: Palette
    units: Units

    def draw(self, y: int, rows: int, *, future: bool) -> None:
        """From row `y` on; the less important lines only where there is room."""
        if future:
            lines = [self._plan]
        elif rows >= 4:
            lines = [self._time, self._share, self._load, self._form, self._sports]
        else:
            lines = [self._time, self._load, self._form]
        for offset, line in enumerate(lines[:rows]):
            line(y + offset)

    def _plan(self, y: int) -> None:
        week, parts = self.week, []
        if week.planned_s:
            parts.append(f"Plan {hours(week.planned_s)}")
        if week.planned_load:
            parts.append(f"Load {week.planned_load:.0f}")
        joined = " · ".join(parts)
        lines = [joined] if len(joined) <= self.width else parts
        for offset, text in enumerate(lines):
            self.canvas.text(self.x, y + offset, text, self.colours.muted)

    def _time(self, y: int) -> None:
        planned = hours(self.week.planned_s) if self.week.planned_s else ""
        if self.week.done_s or planned:
            name = "Time" if self.width >= 18 else ""
            done = hours(self.week.done_s) + ("" if name or planned else " h")
            self._pair(y, name, done, planned)

    def _load(self, y: int) -> None:
        planned = f"{self.week.planned_load:.0f}" if self.week.planned_load else ""
        if self.week.done_load or planned:
            self._pair(y, "Load", f"{self.week.done_load:.0f}", planned)

    def _pair(self, y: int, name: str, done: str, planned: str) -> None:
        """Name, done, and ` / planned` where there is a plan."""
        x = self.x
        self.canvas.text(x, y, name, self.colours.muted)
        x += len(name) + (1 if name else 0)
        self.canvas.text(x, y, done, self.colours.strong, bold=True)
        if planned:
            self.canvas.text(x + len(done), y, f" / {planned}", self.colours.muted)

    def _form(self, y: int) -> None:
        week = self.week
        if week.ctl is None or week.atl is None or week.tsb is None:
            return
        parts = [("CTL", f"{week.ctl:.0f}"), ("ATL", f"{week.atl:.0f}"), ("TSB", signed(week.tsb))]
        if sum(5 + max(2, len(value)) for _, value in parts) - 1 > self.width:
            del parts[1]
        x = self.x
        for name, value in parts:
            self.canvas.text(x, y, name, self.colours.muted)
            self.canvas.text(x + 4, y, value, self.colours.text)
            x += 5 + max(2, len(value))

    def _share(self, y: int) -> None:
        """Done time by sport as one bar, against the week's plan."""
        whole = max(self.week.done_s, self.week.planned_s)
        if whole <= 0:
            return
        width = min(self.width - 1, _LONGEST_BAR)
        self.canvas.text(self.x, y, "━" * width, self.colours.rule)
        start = 0.0
        for sport in SPORTS:
            total = self.week.by_sport.get(sport)
            if total is None or total.done_s <= 0:
                continue
            end = start + total.done_s / whole * width
            for column in range(round(start), min(width, max(round(end), round(start) + 1))):
                self.canvas.put(self.x + column, y, "━", self.colours.sport(sport))
            start = end

    def _sports(self, y: int) -> None:
        x = self.x
        for sport in SPORTS:
            total = self.week.by_sport.get(sport)
            if total is None or total.done_m <= 0:
                continue
            text = self.units.short_distance(total.done_m, sport).replace(".0k", "k")
            if x + 2 + len(text) > self.x + self.width:
                return
            self.canvas.text(x, y, SPORT_LETTERS[sport], self.colours.sport(sport), bold=True)
            self.canvas.text(x + 2, y, text, self.colours.text)
            x += len(text) + 3
