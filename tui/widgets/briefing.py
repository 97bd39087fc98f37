"""Today's briefing above the calendar: the night, the form, a verdict, the plan."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from rich.cells import cell_len

from reports.briefing import Briefing
from reports.parts import ExecutedPart, PlannedPart
from tui.palette import SPORT_LETTERS, SPORT_NAMES, Palette
from tui.text import cut
from tui.units import Units, hours, signed
from tui.widgets.calendar.cards import CHANGED
from tui.widgets.chart.canvas import Canvas
from tui.widgets.chart.widget import CanvasWidget


class Bit(NamedTuple):
    """A piece of a line that is drawn whole or not at all."""

    label: str
    value: str
    note: str = ""
    ink: str | None = None


class BriefingPanel(CanvasWidget):
    """Three lines at 80 columns, a fourth with yesterday where there is room."""

    def __init__(self, units: Units) -> None:
        super().__init__(id="briefing")
        self.units = units
        self.briefing: Briefing | None = None

    def show(self, briefing: Briefing) -> None:
        """Another morning, or other numbers."""
        self.briefing = briefing
        self.redraw()

    def paint(self, canvas: Canvas) -> None:
        briefing, colours = self.briefing, self.colours
        if briefing is None:
            return
        bits = [*_form(briefing), *_night(briefing, colours)]
        if not bits:
            bits = [Bit("", "No night and no training recorded yet")]
        _row(canvas, 0, "Today", bits, colours)
        _verdict(canvas, 1, briefing, colours)
        end = _news(canvas, 2, briefing, colours)
        _sessions(canvas, 2, "Plan", self._today(briefing), no_plan(briefing), colours, end)
        if canvas.height > 3:
            done = [_Session(part.sport, self._done(part), True) for part in briefing.yesterday]
            _sessions(canvas, 3, "Yesterday", done, "Nothing recorded", colours, canvas.width)

    def _today(self, briefing: Briefing) -> list["_Session"]:
        done = [_Session(part.sport, self._done(part), True) for part in briefing.done_today]
        still = [part for part in briefing.plan if part.id not in briefing.plan_done]
        return done + [_Session(part.sport, self._planned(part), False) for part in still]

    def _planned(self, part: PlannedPart) -> str:
        amounts = []
        if part.duration_planned_s:
            amounts.append(hours(part.duration_planned_s))
        if part.distance_planned_m:
            amounts.append(self.units.distance(part.distance_planned_m, part.sport))
        return f"{part.title} {' · '.join(amounts)}".strip()

    def _done(self, part: ExecutedPart) -> str:
        amounts = [hours(part.duration_s)] if part.duration_s else []
        if part.distance_m:
            amounts.append(self.units.distance(part.distance_m, part.sport))
        if part.load is not None:
            amounts.append(f"load {part.load:.0f}")
        title = part.title or SPORT_NAMES.get(part.sport, part.sport)
        return f"{title} {' · '.join(amounts)}"


class _Session(NamedTuple):
    sport: str
    text: str
    done: bool


_INDENT = 11


def _form(briefing: Briefing) -> Iterator[Bit]:
    form = briefing.form
    if form is not None:
        yield Bit("CTL", f"{form.ctl:.0f}")
        yield Bit("ATL", f"{form.atl:.0f}")
        yield Bit("TSB", signed(form.tsb))


def _night(briefing: Briefing, colours: Palette) -> Iterator[Bit]:
    night = briefing.wellness
    if night is None:
        return
    flagged = {note.kind for note in briefing.anomalies}

    def ink(*kinds: str) -> str | None:
        return colours.bad if flagged.intersection(kinds) else None

    if night.hrv_overnight_ms is not None:
        yield Bit("HRV", f"{night.hrv_overnight_ms:.0f}", "ms", ink("hrv"))
    if night.rhr_bpm is not None:
        yield Bit("RHR", f"{night.rhr_bpm:.0f}", "bpm", ink("rhr"))
    if night.sleep_total_s is not None:
        score = f"score {night.sleep_score:.0f}" if night.sleep_score is not None else ""
        yield Bit("Sleep", hours(night.sleep_total_s), score, ink("sleep", "sleep_score"))
    if night.training_readiness is not None:
        yield Bit("Ready", f"{night.training_readiness:.0f}", "", ink("readiness"))
    if night.body_battery_high is not None:
        yield Bit("Battery", f"{night.body_battery_high:.0f}")


def _row(canvas: Canvas, y: int, name: str, bits: list[Bit], colours: Palette) -> None:
    canvas.text(0, y, name, colours.accent, bold=True)
    x = _INDENT
    for bit in bits:
        wide = len(bit.label) + 1 + len(bit.value) + (1 + len(bit.note) if bit.note else 0)
        if x + wide > canvas.width and bit.note:
            bit, wide = bit._replace(note=""), wide - 1 - len(bit.note)
        if x + wide > canvas.width:
            return
        canvas.text(x, y, bit.label, colours.muted)
        at = x + len(bit.label) + (1 if bit.label else 0)
        canvas.text(at, y, bit.value, bit.ink or colours.strong, bold=True)
        canvas.text(at + len(bit.value) + 1, y, bit.note, colours.muted)
        x += wide + 2


def _verdict(canvas: Canvas, y: int, briefing: Briefing, colours: Palette) -> None:
    notes = briefing.anomalies
    if briefing.advice:
        lead, ink = f"! {briefing.advice.capitalize()}", colours.bad
    elif notes:
        lead, ink = "~ Look out", colours.warn
    elif briefing.wellness is None:
        lead, ink = "No verdict", colours.muted
    else:
        lead, ink = "✓ All clear", colours.good
    canvas.text(0, y, lead, ink, bold=True)
    x = max(_INDENT, len(lead) + 2)
    text = " · ".join(note.message for note in notes) or _calm(briefing)
    canvas.text(x, y, cut(text, canvas.width - x), colours.text)


def _calm(briefing: Briefing) -> str:
    if briefing.wellness is None:
        return "No night recorded for today or yesterday: 5 shows what is missing"
    if briefing.wellness_fallback_to_yesterday:
        return "Nothing unusual in yesterday's night; today's is not in yet"
    return "Nothing unusual in last night's numbers"


def no_plan(briefing: Briefing) -> str:
    """Why nothing is planned: a rest day is one only as far as the plan reaches."""
    if briefing.plan_until is None:
        return "No plan yet: 5 takes the address of yours"
    if briefing.plan_until < briefing.date:
        last = date.fromisoformat(briefing.plan_until)
        return f"The plan ended on {last.day} {last:%b %Y}"
    return "Nothing planned: a rest day"


def _news(canvas: Canvas, y: int, briefing: Briefing, colours: Palette) -> int:
    """The coach's edits since yesterday, at the right; where the row's room ends."""
    count = len(briefing.plan_changes)
    if not count:
        return canvas.width
    text = f"{CHANGED} {count} {'change' if count == 1 else 'changes'}: c"
    x = canvas.width - len(text)
    canvas.text(x, y, text, colours.accent)
    return x - 2


def _sessions(
    canvas: Canvas,
    y: int,
    name: str,
    sessions: list[_Session],
    nothing: str,
    colours: Palette,
    end: int,
) -> None:
    """Up to column `end`."""
    canvas.text(0, y, name, colours.accent, bold=True)
    x = _INDENT
    if not sessions:
        canvas.text(x, y, cut(nothing, end - x), colours.muted)
        return
    for index, session in enumerate(sessions):
        letter = SPORT_LETTERS.get(session.sport, "O")
        sport = colours.sport(session.sport)
        room = end - x - 2
        text = cut(session.text, room)
        if room < 12 and index:
            canvas.text(x, y, f"+{len(sessions) - index}", colours.muted)
            return
        if session.done:
            canvas.put(x, y, letter, colours.on_colour, sport, bold=True)
        else:
            canvas.put(x, y, letter, sport, bold=True)
        canvas.text(x + 2, y, text, colours.strong if session.done else colours.text)
        x += cell_len(text) + 5
