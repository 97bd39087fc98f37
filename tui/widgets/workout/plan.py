"""What was planned beside what was done: amounts, then step by step, then the coach's words."""

from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.message import Message

from reports.adherence import Adherence, StepRow
from reports.analyze import Analysis
from tui.actions import Action, bindings
from tui.palette import COMPLIANCE
from tui.text import cut, fit, right, wrap
from tui.units import NONE, Units, clock, percent, whole
from tui.widgets.chart.canvas import Canvas
from tui.widgets.pane import Pane

ACTIONS = (
    Action("up,k", "move(-1)", "Step above", "The step above", palette=False),
    Action("down,j", "move(1)", "Step below", "The step below", palette=False),
    Action(
        "enter", "jump", "Show step", "Select this step's lap in the chart", "enter", "Show step"
    ),
)
_INTENTS = {
    "warmup": "Warm up",
    "work": "Work",
    "recovery": "Recover",
    "rest": "Rest",
    "cooldown": "Cool down",
}
#: Step, amount, target, actual, mark.
_WIDTHS = (12, 7, 12, 8)


def _wrapped(text: str, width: int) -> list[str]:
    """The text's own lines, each wrapped."""
    return [line for part in text.splitlines() for line in (wrap(part, width) or [""])]


class PlanPane(Pane):
    """Posts `Chosen` with the number of the lap that a step was done in."""

    can_focus = True
    title = "Plan"
    BINDINGS: ClassVar[list[BindingType]] = list(bindings(ACTIONS))

    class Chosen(Message):
        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index

    def __init__(self, units: Units) -> None:
        super().__init__(id="plan", classes="part")
        self.units = units
        self.analysis: Analysis | None = None
        self.index = 0
        self._top = 0
        self._first_row = 0

    def show(self, analysis: Analysis | None) -> None:
        self.analysis, self.index, self._top = analysis, 0, 0
        self.title = "Plan" if analysis is None or analysis.planned else "Notes"
        self.redraw()

    @property
    def steps(self) -> list[StepRow]:
        found = self.analysis.adherence if self.analysis else None
        return found.steps if found else []

    def content(self, canvas: Canvas) -> None:
        analysis = self.analysis
        rows = self._rows(canvas.width)
        if analysis is None or not rows:
            self.say(canvas, "Not in the plan.")
            return
        self._first_row = 1
        if analysis.planned is not None:
            y = 1 + self._amounts(canvas, analysis)
            canvas.text(0, y, self._verdict(analysis)[: canvas.width], self.colours.muted)
            self._first_row = y + 1
        room = max(1, canvas.height - self._first_row)
        top = self._top = max(self.index - room + 1, min(self._top, self.index), 0)
        for offset, row in enumerate(rows[top : top + room]):
            self._row(canvas, self._first_row + offset, top + offset, row)
        if top + room < len(rows):
            canvas.text(canvas.width - 1, canvas.height - 1, "↓", self.colours.accent)

    def _amounts(self, canvas: Canvas, a: Analysis) -> int:
        """A row each: done of planned, the share; and how many rows that was."""
        planned, found, sums = a.planned, a.compliance, a.plan_done
        if planned is None or found is None or sums is None:
            return 0
        tell, sport = self.units.distance, planned.sport
        time, metres, load = (
            (clock(sums.duration_s), clock(planned.duration_planned_s)),
            (tell(sums.distance_m, sport), tell(planned.distance_planned_m, sport)),
            (whole(sums.load), whole(planned.tss_planned)),
        )
        rows = (
            ("Time", "duration", time, found.duration_percent),
            ("Distance", "distance", metres, found.distance_percent),
            ("Load", "load", load, found.load_percent),
        )
        wanted = [row for row in rows if row[2][1] != NONE]
        for y, (name, basis, (done, goal), share) in enumerate(wanted, start=1):
            judged = found.level if basis == found.basis else None
            ink = self.colours.compliance[judged] if judged else self.colours.text
            mark = COMPLIANCE[judged][0] if judged else " "
            canvas.text(0, y, name, self.colours.muted)
            canvas.text(9, y, right(done, 9), self.colours.strong, bold=True)
            canvas.text(19, y, f"of {goal}", self.colours.muted)
            canvas.text(32, y, right(percent(share), 7), ink, bold=judged is not None)
            canvas.text(40, y, mark, ink, bold=True)
        return len(wanted)

    def _verdict(self, a: Analysis) -> str:
        found: Adherence | None = a.adherence
        if found is None:
            others = a.plan_done.workouts - 1 if a.plan_done else 0
            together = f"With {others} more of that day. " if others > 0 else ""
            return f"{together}No steps to compare; as written:"
        basis = "laps" if found.basis == "laps" else "efforts found in the power"
        if not found.scored:
            return f"No step with a target was measured · by {basis}"
        return f"{found.hits} of {found.scored} on target, {percent(found.percent)} · by {basis}"

    def _rows(self, width: int) -> list[StepRow | str]:
        """Steps, the coach's words, the athlete's own."""
        rows: list[StepRow | str] = [*self.steps]
        planned = self.analysis.planned if self.analysis else None
        if planned is not None:
            rows += [""] if rows else []
            rows.append(f"“{cut(planned.title, width - 2)}”")
            rows += _wrapped(planned.description or "No description.", width)
        notes = self.analysis.workout.notes if self.analysis else None
        if notes:
            rows += ["", "Your notes:"] if rows else []
            rows += _wrapped(notes, width)
        return rows

    def _row(self, canvas: Canvas, y: int, index: int, row: StepRow | str) -> None:
        colours = self.colours
        if isinstance(row, str):
            canvas.text(0, y, row, colours.text)
            return
        here = index == self.index and self.has_focus
        if here:
            canvas.fill(0, y, canvas.width, 1, colours.selected)
        resting = row.intent in ("rest", "recovery")
        ink = colours.strong if here else colours.muted if resting else colours.text
        x = 0
        name = _INTENTS.get(row.intent, row.intent)
        if row.round and row.rounds and row.rounds > 1:
            name = f"{name} {row.round}/{row.rounds}"
        texts = (name, self._amount(row), self._target(row), self._value(row, row.actual))
        for number, (text, width) in enumerate(zip(texts, _WIDTHS, strict=True)):
            shown = fit(text, width) if number == 0 else right(text, width)
            canvas.text(x, y, shown, ink, bold=here)
            x += width
        if row.hit is not None:
            mark, mark_ink = ("✓", colours.good) if row.hit else ("✗", colours.bad)
            canvas.text(x + 1, y, mark, mark_ink, bold=True)

    def _amount(self, row: StepRow) -> str:
        if row.planned_s is not None:
            return clock(row.planned_s)
        if row.planned_m is not None:
            sport = self.analysis.workout.sport if self.analysis else "other"
            short = row.planned_m < 1000 and self.units.metric
            return self.units.distance(row.planned_m, "swim" if short else sport)
        return ""

    def _target(self, row: StepRow) -> str:
        low, high = row.low, row.high
        if row.metric is None or (low is None and high is None):
            return ""
        if row.metric == "speed":
            low, high = high, low  # a pace runs the other way
        tell = self._value
        if low is None or high is None:
            sign = "≤" if low is None else "≥"
            return f"{sign}{tell(row, high if low is None else low)}"
        if low == high:
            return tell(row, low)
        return f"{tell(row, low, bare=True)}–{tell(row, high)}"

    def _value(self, row: StepRow, value: float | None, *, bare: bool = False) -> str:
        if value is None:
            return ""
        sport = self.analysis.workout.sport if self.analysis else "other"
        match row.metric:
            case "speed":
                return self.units.rate(value, sport)
            case "power":
                return f"{value:.0f}" if bare else whole(value, "W")
            case "hr":
                return f"{value:.0f}" if bare else whole(value, "bpm")
            case _:
                return f"{value:.0f}"

    def action_move(self, step: int) -> None:
        rows = self._rows(max(10, self.size.width))
        self.index = max(0, min(len(rows) - 1, self.index + step))
        self.redraw()

    def action_jump(self) -> None:
        if self.index < len(self.steps):
            lap = self.steps[self.index].lap
            if lap is not None:
                self.post_message(self.Chosen(lap))

    def on_click(self, event: events.Click) -> None:
        index = self._top + event.y - self._first_row
        if event.y >= self._first_row and index < len(self.steps):
            self.index = index
            self.redraw()
            self.action_jump()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self.action_move(1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self.action_move(-1)
