"""What the panes of recovery share: the range's report, the night under the cursor, flags."""

from datetime import date, timedelta

from mirror.rows import Wellness
from reports.recovery import MEASURED, Recovery
from tui.text import wrap
from tui.widgets.chart.canvas import Canvas
from tui.widgets.chart.days import GUTTER, Plot, Values
from tui.widgets.chart.scale import Scale
from tui.widgets.days import DaysPane


def spoken(iso: str) -> str:
    """`3 March 2026`."""
    day = date.fromisoformat(iso)
    return f"{day.day} {day:%B %Y}"


class NightsPane(DaysPane):
    """`report` of the range; `nights`: one a day, None where nothing was recorded.

    KINDS: the anomaly rules whose days are marked here. ASKED: what the pane draws.
    """

    KINDS: tuple[str, ...] = ()
    ASKED: tuple[str, ...] = ()

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self.report: Recovery | None = None
        self.nights: list[Wellness | None] = []
        self.flagged: list[int] = []
        self.severe: list[int] = []

    def show(self, report: Recovery, nights: list[Wellness | None], cursor: int) -> None:
        """Another range, or other numbers."""
        self.report, self.nights = report, nights
        start = date.fromisoformat(report.start)
        self.flagged = [
            (date.fromisoformat(day.date) - start).days
            for day in report.flags
            if any(note.kind in self.KINDS for note in day.anomalies)
        ]
        advised = {day.date for day in report.flags if day.advice}
        self.severe = [
            index for index in self.flagged if (start + timedelta(index)).isoformat() in advised
        ]
        self.show_range(start, len(nights), cursor)

    def night(self) -> Wellness | None:
        """The one under the cursor."""
        return self.nights[self.cursor] if 0 <= self.cursor < len(self.nights) else None

    def values(self, column: str) -> list[float | None]:
        """A column of the nights."""
        return [getattr(night, column) if night else None for night in self.nights]

    def top(self, canvas: Canvas) -> int:
        """The plot's first row: the flags have one of their own where there are rows for it."""
        return 3 if self.flagged and canvas.height >= 8 else 2

    def rows(self, canvas: Canvas) -> int:
        """The plot's height."""
        return canvas.height - 1 - self.top(canvas)

    def plot(self, canvas: Canvas, ruler: Scale) -> Plot:
        plot = Plot(self.axis(canvas), self.top(canvas), ruler)
        plot.axis.draw(canvas, canvas.height - 1, self.colours.muted)
        return plot

    def apart(self, plot: Plot, least: float = 1.5) -> bool:
        """The days are wide enough for a dot each."""
        return plot.axis.width >= least * plot.axis.days

    def flags(self, canvas: Canvas, plot: Plot) -> None:
        """A `!` over each day on which a rule of this pane's held; stronger where two did."""
        for index in self.flagged:
            canvas.put(plot.axis.centre(index), 2, "!", self.colours.warn)
        for index in self.severe:
            canvas.put(plot.axis.centre(index), 2, "!", self.colours.bad, bold=True)

    def missing(self, canvas: Canvas) -> None:
        """Why there is nothing to draw, for each thing asked for, and what to do."""
        report = self.report
        if report is None:
            return
        offers = {name: report.offered[name] for name in self.ASKED}
        never = [MEASURED[name][1] for name, offer in offers.items() if offer.last is None]
        said = []
        if never:
            listed = ", ".join(never[:-1])
            text = f"No {listed} or {never[-1]}" if listed else f"No {never[-1]}"
            text += " in the past year."
            if len(never) < len(self.ASKED) or any(o.last for o in report.offered.values()):
                text += " Not every watch or scale gives it."
            said.append(text)
        for name, offer in offers.items():
            if offer.last is not None:
                said.append(
                    f"No {MEASURED[name][1]} since {spoken(offer.last)}: − for a longer range."
                )
        if all(offer.last is None for offer in report.offered.values()):
            said.append("It comes from a watch's account: 5 for the sources, and sign in there.")
        y = 2
        for sentence in said:
            for line in wrap(sentence, canvas.width - GUTTER):
                canvas.text(GUTTER, y, line, self.colours.muted)
                y += 1

    def lacks(self) -> str:
        """The measurements of the pane that have no value, where others have: for the title."""
        report = self.report
        if report is None:
            return ""
        without = [name for name in self.ASKED if not report.offered[name].days]
        if not without or len(without) == len(self.ASKED):
            return ""
        return f"no {' and no '.join(name.replace('_', ' ') for name in without)}"


def known(values: Values) -> bool:
    """Anything to draw."""
    return any(value is not None for value in values)
