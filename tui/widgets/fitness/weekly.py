"""Load by sport, week by week."""

from datetime import date, timedelta

from reports.calendar import Week
from tui.palette import SPORT_LETTERS, SPORT_NAMES, SPORTS
from tui.units import hours
from tui.widgets.chart import days as chart
from tui.widgets.chart.canvas import Canvas
from tui.widgets.chart.days import DayAxis, Plot
from tui.widgets.chart.scale import Scale
from tui.widgets.days import DaysPane


class WeeklyPane(DaysPane):
    """Columns of weeks under the form's days; `start` is the first week's first day."""

    title = "Load by week and sport"

    def __init__(self) -> None:
        super().__init__(id="weekly")
        self.weeks: list[Week] = []
        self.sports: list[str] = []

    def show(self, weeks: list[Week], start: date, days: int, cursor: int) -> None:
        self.weeks = weeks
        self.sports = [s for s in SPORTS if any(self._load(week, s) for week in weeks)]
        self.show_range(start, days, cursor)

    @staticmethod
    def _load(week: Week, sport: str) -> float:
        total = week.by_sport.get(sport)
        return total.done_load if total else 0.0

    def content(self, canvas: Canvas) -> None:
        colours = self.colours
        most = max((sum(self._load(w, s) for s in self.sports) for w in self.weeks), default=0)
        most = max([most, *(week.planned_load for week in self.weeks)])
        if most <= 0:
            self.nothing(canvas, "No load in these weeks.")
            return
        first = date.fromisoformat(self.weeks[0].start)
        axis = DayAxis(first, len(self.weeks), chart.GUTTER, canvas.width - chart.GUTTER)
        plot = Plot(axis, 2, Scale(0, most * 1.05, canvas.height - 3))
        stacks = [
            [(self._load(week, sport), colours.sport(sport)) for sport in self.sports]
            for week in self.weeks
        ]
        chart.bars(canvas, plot, stacks)
        entries = [(SPORT_NAMES[sport], colours.sport(sport)) for sport in self.sports]
        self.legend(canvas, entries)
        self._plans(canvas, plot)
        chart.ticks(canvas, plot, colours, lambda value: f"{value:.0f}")
        whole = DayAxis(first, len(self.weeks) * 7, axis.x, axis.width)
        whole.draw(canvas, canvas.height - 1, colours.muted)
        self._readout(canvas)

    def _plans(self, canvas: Canvas, plot: Plot) -> None:
        """The plan as a dash above or within each column, where columns stand apart."""
        if plot.axis.width < chart.APART * plot.axis.days:
            return
        for index, week in enumerate(self.weeks):
            if week.planned_load <= 0:
                continue
            row = plot.top + plot.scale.row(week.planned_load)
            start, end = plot.axis.column(index), plot.axis.column(index + 1)
            for x in range(start, end - 1):
                if canvas.empty(x, row):
                    canvas.put(x, row, "╌", self.colours.muted)

    def _readout(self, canvas: Canvas) -> None:
        colours = self.colours
        first = date.fromisoformat(self.weeks[0].start)
        index = max(0, min(len(self.weeks) - 1, (self.day - first).days // 7))
        week = self.weeks[index]
        start = first + timedelta(weeks=index)
        pieces = [(f"Week of {start.day} {start:%b} ", colours.strong, True)]
        for sport in self.sports:
            total = week.by_sport.get(sport)
            if total and total.done_load:
                pieces.append((SPORT_LETTERS[sport], colours.sport(sport), True))
                pieces.append((f"{total.done_load:.0f} ", colours.text, False))
        done = f"= {week.done_load:.0f}"
        planned = f"of {week.planned_load:.0f} planned" if week.planned_load else ""
        pieces += [(done, colours.strong, True), (planned, colours.muted, False)]
        pieces.append((f" {hours(week.done_s)} h", colours.muted, False))
        self.pieces(canvas, pieces)
