"""Time in zone, week by week: each column a week's time, divided as it was spent."""

from datetime import date, timedelta
from typing import ClassVar

from textual.binding import BindingType

from reports.zone_time import ZoneSeries, ZoneTime
from tui.actions import Action, bindings
from tui.palette import SPORT_NAMES, Palette
from tui.units import hours, percent
from tui.widgets import days
from tui.widgets.chart import days as chart
from tui.widgets.chart.bars import Bar, bars
from tui.widgets.chart.canvas import Canvas
from tui.widgets.chart.days import GUTTER, DayAxis, Plot
from tui.widgets.chart.scale import Scale
from tui.widgets.days import DaysPane
from tui.widgets.fitness.weekly import LEAST_WEEKS

ACTIONS = (Action("z", "next_metric", "Other zones", "Power, pace, heart rate", "z", "Zones"),)
_NAMES = {"power": "power", "pace_s_per_km": "pace", "hr": "heart rate"}
#: Cells of the whole range's bars, beside the weeks where there is room for both.
_SIDE = 48


class SpreadPane(DaysPane):
    """One sport and metric at a time; `z` takes the next."""

    title = "Zones"
    BINDINGS: ClassVar[list[BindingType]] = list(bindings(ACTIONS))

    def __init__(self) -> None:
        super().__init__(id="spread")
        self.zones: ZoneTime | None = None
        self.key: tuple[str, str] | None = None

    def show(self, zones: ZoneTime) -> None:
        """Another range; the series stays where it has any time."""
        self.zones = zones
        self.redraw()

    @property
    def series(self) -> ZoneSeries | None:
        """The one chosen, else the one with most time."""
        found = self.zones.series if self.zones else []
        kept = (series for series in found if (series.sport, series.metric) == self.key)
        most = max(found, key=lambda series: sum(series.seconds), default=None)
        return next(kept, most)

    def action_next_metric(self) -> None:
        series = self.series
        if self.zones is not None and series is not None:
            every = self.zones.series
            chosen = every[(every.index(series) + 1) % len(every)]
            self.key = (chosen.sport, chosen.metric)
            self.redraw()

    def paint(self, canvas: Canvas) -> None:
        series = self.series
        self.title, self.note = "Time in zone", ""
        if series is not None and self.zones is not None:
            sport = SPORT_NAMES.get(series.sport, series.sport)
            self.title = f"{sport}: time in zone by {_NAMES[series.metric]}"
            count = len(self.zones.series)
            here = self.zones.series.index(series) + 1
            self.note = f"z {here} of {count}" if count > 1 else ""
        super().paint(canvas)

    def content(self, canvas: Canvas) -> None:
        if self.zones is None:
            return
        series = self.series
        if series is None:
            self.nothing(canvas, "No zones here: no power, pace or heart rate was recorded.")
            return
        rows = _bars(series, self.colours)
        beside = canvas.width >= 100 and canvas.height > len(rows)
        below = not beside and canvas.height >= len(rows) + 9
        width = canvas.width - _SIDE - 2 if beside else canvas.width
        height = canvas.height - len(rows) - 1 if below else canvas.height
        self._weeks(canvas, series, width, height)
        if beside:
            bars(canvas, width + 2, 1, _SIDE, rows, self.colours)
        elif below:
            bars(canvas, 0, height + 1, canvas.width, rows, self.colours)

    def _weeks(self, canvas: Canvas, series: ZoneSeries, width: int, height: int) -> None:
        colours = self.colours
        first = date.fromisoformat(series.weeks[0].start)
        shown = max(len(series.weeks), LEAST_WEEKS)
        axis = DayAxis(first, shown, GUTTER, width - GUTTER)
        plot = Plot(axis, 2, Scale(0, 100, height - 3))
        count = len(series.seconds)
        stacks = []
        for week in series.weeks:
            shares = list(week.shares_pct)
            shares += [0.0] * (count - len(shares)) if shares else []
            stacks.append([(share, colours.zone(n + 1)) for n, share in enumerate(shares)])
        chart.bars(canvas, plot, stacks)
        for value in (0, 50, 100):
            row = plot.top + plot.scale.row(value)
            canvas.text(0, row, f"{value}%".rjust(GUTTER - 1), colours.muted)
        whole_axis = DayAxis(first, shown * 7, axis.x, axis.width)
        whole_axis.draw(canvas, height - 1, colours.muted)
        index = max(0, min(len(series.weeks) - 1, (self.day - first).days // 7))
        x = whole_axis.centre(index * 7 + 3)
        if self.has_focus:
            canvas.cursor(x, plot.top, plot.scale.cells, colours.strong, colours.selected)
        else:
            canvas.column_rule(x, plot.top, plot.scale.cells, colours.muted)
        self._readout(canvas, series, index, width)

    def _readout(self, canvas: Canvas, series: ZoneSeries, index: int, width: int) -> None:
        colours = self.colours
        week = series.weeks[index]
        start = date.fromisoformat(series.weeks[0].start) + timedelta(weeks=index)
        whole = sum(week.seconds)
        pieces = [(f"Week of {start.day} {start:%b} ", colours.strong, True)]
        pieces.append((f"{hours(whole)} h " if whole else "nothing recorded", colours.text, False))
        for n, seconds in enumerate(week.seconds if whole else []):
            if seconds >= 1:
                name = series.labels[n].partition(" ")[0]
                pieces.append((name, colours.zone(n + 1), True))
                pieces.append((percent(week.shares_pct[n]), colours.text, False))
        x = GUTTER
        for text, ink, bold in pieces:
            if x + len(text) > width:
                return
            canvas.text(x, 1, text, ink, bold=bold)
            x += len(text) + 1

    def actions(self) -> tuple[Action, ...]:
        return (*ACTIONS, *days.ACTIONS)


def _bars(series: ZoneSeries, colours: Palette) -> list[Bar]:
    """The whole range, a row a zone."""
    rows = []
    for n, seconds in enumerate(series.seconds):
        label, _, name = series.labels[n].partition(" ")
        share = percent(series.shares_pct[n])
        rows.append(Bar(label, name, seconds, f"{hours(seconds)} h", share, colours.zone(n + 1)))
    return rows
