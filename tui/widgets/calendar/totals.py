"""The week's column: time and load against the plan, sports, form."""

from datetime import date, timedelta
from typing import NamedTuple

from reports.calendar import SportTotal, Week
from tui.palette import SPORT_LETTERS, SPORTS, Palette
from tui.units import Units, hours, signed
from tui.widgets.calendar.weeks import WeekRow
from tui.widgets.chart.canvas import Canvas

#: From this width on each sport has a line of its own, and the form stands beside them.
_ROOMY = 26
#: From so many rows on time and load have lines of their own too.
_HIGH = 7
_TABLE = 17
_FORM = 19


class Totals(NamedTuple):
    """Draws one week's sums at `x`, `width` cells wide."""

    canvas: Canvas
    x: int
    width: int
    colours: Palette
    units: Units

    def draw(self, y: int, rows: int, row: WeekRow, today: date, rule: str) -> None:
        """From row `y` on, the rule with the week's number first."""
        label = f"W{row.start.isocalendar()[1]}"
        self.canvas.text(self.x, y, label, self.colours.muted)
        start = len(label) + 1
        self.canvas.text(self.x + start, y, "─" * (self.width - start), rule)
        week = row.total
        if week is None:
            return
        future = row.start > today
        if self.width < _ROOMY:
            self._narrow(y + 1, rows - 1, week, future=future)
            return
        if rows >= _HIGH:
            self._share(y, start, week)
            time = _sums(week.done_s, week.planned_s, future=future, clock=True)
            self._pair(y + 1, "Plan" if future else "Time", time)
            load = _sums(week.done_load, week.planned_load, future=future)
            self._pair(y + 2, "Load", load)
            top, left = y + 3, rows - 3
        else:
            self._line(y, start, week, future=future)
            top, left = y + 1, rows - 1
        self._sports(top, left, week, over=row.start + timedelta(7) <= today)
        self._form(top, left, week)

    def _narrow(self, y: int, rows: int, week: Week, *, future: bool) -> None:
        """Three lines at 80 columns, where a name does not fit before the time."""
        time, load = (
            _sums(week.done_s, week.planned_s, future=future, clock=True),
            _sums(week.done_load, week.planned_load, future=future),
        )
        name = "Plan" if future else "Time" if self.width >= 18 else ""
        if any(time):
            self._pair(y, name, time)
        if rows > 1 and any(load):
            self._pair(y + 1, "Load", load)
        if rows > 2:
            self._one_line_form(y + 2, week)

    def _one_line_form(self, y: int, week: Week) -> None:
        if week.ctl is not None and week.tsb is not None:
            self._names(y, (("CTL", f"{week.ctl:.0f}"), ("TSB", signed(week.tsb))))
        elif week.forecast is not None:
            ctl, tsb = f"{week.forecast.ctl:.0f}", signed(week.forecast.tsb)
            self._names(y, (("CTL →", ctl), ("TSB", tsb)))

    def _names(self, y: int, parts: tuple[tuple[str, str], ...]) -> None:
        x = self.x
        for name, value in parts:
            self.canvas.text(x, y, name, self.colours.muted)
            self.canvas.text(x + len(name) + 1, y, value, self.colours.text)
            x += len(name) + 2 + max(2, len(value))

    def _line(self, y: int, start: int, week: Week, *, future: bool) -> None:
        """`W45 10:24/10:35 load 609/627` over the rule."""
        time = _sums(week.done_s, week.planned_s, future=future, clock=True)
        load = _sums(week.done_load, week.planned_load, future=future)
        x = self.x + start
        if not any(time) and not any(load):
            return
        name = "plan " if future else ""
        pieces = [(name, time, ""), ("load ", load, " "), ("", load, " ")]
        width = [sum(map(len, (gap, name, *sums))) for name, sums, gap in pieces]
        second = 1 if width[0] + width[1] <= self.width - start else 2
        self.canvas.text(x, y, " " * (width[0] + width[second] + 1), self.colours.text)
        for name, sums, gap in (pieces[0], pieces[second]):
            x += len(gap)
            for text, ink, bold in (
                (name, self.colours.muted, False),
                (sums[0], self.colours.strong, True),
                (sums[1], self.colours.muted, False),
            ):
                self.canvas.text(x, y, text, ink, bold=bold)
                x += len(text)

    def _pair(self, y: int, name: str, sums: tuple[str, str]) -> None:
        """Name, done, and `/planned`."""
        if not any(sums):
            return
        x = self.x
        self.canvas.text(x, y, name, self.colours.muted)
        x += len(name) + (1 if name else 0)
        self.canvas.text(x, y, sums[0], self.colours.strong, bold=True)
        self.canvas.text(x + len(sums[0]), y, sums[1].replace("/", " / "), self.colours.muted)

    def _share(self, y: int, start: int, week: Week) -> None:
        """Done time by sport as one bar, against the week's plan."""
        whole = max(week.done_s, week.planned_s)
        if whole <= 0 or week.done_s <= 0:
            return
        width = self.width - start
        self.canvas.text(self.x + start, y, "━" * width, self.colours.rule)
        done = 0.0
        for sport in SPORTS:
            total = week.by_sport.get(sport)
            if total is None or total.done_s <= 0:
                continue
            end = done + total.done_s / whole * width
            for column in range(round(done), min(width, max(round(end), round(done) + 1))):
                self.canvas.put(self.x + start + column, y, "━", self.colours.sport(sport))
            done = end

    def _sports(self, y: int, rows: int, week: Week, *, over: bool) -> None:
        """`B  5:29  127k 293` a sport; where nothing is done, what is planned, in a softer ink."""
        known = [sport for sport in SPORTS if sport in week.by_sport]
        if len(known) > rows:
            more = f"+{len(known) - rows + 1} sports"
            self.canvas.text(self.x, y + rows - 1, more, self.colours.muted)
            known = known[: rows - 1]
        for offset, sport in enumerate(known):
            self._sport(y + offset, sport, week.by_sport[sport], over=over)

    def _sport(self, y: int, sport: str, total: SportTotal, *, over: bool) -> None:
        colours = self.colours
        done = total.done_count > 0
        letter, colour = SPORT_LETTERS[sport], colours.sport(sport)
        if done:
            self.canvas.put(self.x, y, letter, colours.on_colour, colour, bold=True)
        else:
            self.canvas.put(self.x, y, letter, colour, bold=True)
        if done:
            parts = (total.done_s, total.done_m, total.done_load)
        elif over:
            self.canvas.text(self.x + 2, y, " 0:00", colours.muted)
            return
        else:
            parts = (total.planned_s, total.planned_m, total.planned_load)
        metres = self.units.short_distance(parts[1], sport).replace(".0k", "k") if parts[1] else ""
        load = f"{parts[2]:.0f}" if parts[2] else ""
        ink = colours.text if done else colours.muted
        time = hours(parts[0]) if parts[0] else ""
        if len(load) > 3 and metres:  # the distance gives a cell to the load
            short = metres.split(".")[0].removesuffix("k") + "k" if "k" in metres else metres
            text = f"{time:>5}{short:>5}{load:>5}"
        else:
            text = f"{time:>5}{metres:>6}{load:>4}"
        self.canvas.text(self.x + 2, y, text, ink)

    def _form(self, y: int, rows: int, week: Week) -> None:
        """At the week's end; an arrow where the plan has to be done first."""
        lines: list[tuple[str, str]] = []
        if week.ctl is not None and week.atl is not None and week.tsb is not None:
            lines = [
                ("CTL ", f"{week.ctl:.0f}"),
                ("ATL ", f"{week.atl:.0f}"),
                ("TSB ", signed(week.tsb)),
            ]
        if week.forecast is not None:
            form = week.forecast
            lines.append(("CTL→", f"{form.ctl:.0f}"))
            if len(lines) == 1:
                lines += [("ATL→", f"{form.atl:.0f}"), ("TSB→", signed(form.tsb))]
        for offset, (name, value) in enumerate(lines[:rows]):
            self.canvas.text(self.x + _FORM, y + offset, name, self.colours.muted)
            self.canvas.text(self.x + _FORM + 4, y + offset, value, self.colours.text)


def _sums(done: float, planned: float, *, future: bool, clock: bool = False) -> tuple[str, str]:
    """(`10:24`, `/10:35`); of a week to come the planned sum alone."""
    first, second = (hours(v) if clock else f"{v:.0f}" for v in (done, planned))
    if future:
        return (second, "") if planned else ("", "")
    if not done and not planned:
        return ("", "")
    return first, f"/{second}" if planned else ""
