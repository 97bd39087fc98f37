"""Today in a line with its raw numbers, the plan beside it, and the day under the cursor."""

from datetime import date

from rich.cells import cell_len

from reports.briefing import Briefing
from reports.calendar import Item
from reports.flags import AnomalyNote
from reports.recovery import Recovery
from tui.palette import SPORT_LETTERS
from tui.text import cut, wrap
from tui.units import hours, signed
from tui.widgets.chart.canvas import Canvas
from tui.widgets.chart.widget import CanvasWidget

_INDENT = 11


def verdict(notes: list[AnomalyNote], advice: str | None) -> str:
    """`! Back off`, `~ 1 flag`, `✓ No flags`."""
    if advice:
        return f"! {advice.capitalize()}"
    return "~ 1 flag" if notes else "✓ No flags"


def short(note: AnomalyNote) -> str:
    """A rule in few cells: the value against its limit."""
    match note.kind:
        case "hrv":
            return f"HRV {note.value:.0f} of {note.limit:.0f} ms"
        case "sleep" if note.limit > 100:
            return f"slept {hours(note.value)}"
        case "sleep":
            return f"sleep score {note.value:.0f}"
        case "rhr":
            return f"RHR {note.value:.0f}, usual {note.limit:.0f}"
        case "readiness":
            return f"readiness {note.value:.0f}"
        case _:
            return f"load {note.value:.0f}, mean {note.limit:.0f}"


def told(notes: list[AnomalyNote], width: int, rows: int) -> list[str]:
    """The rules' own words in `rows` lines, or the short ones where those are too long."""
    lines = wrap(" · ".join(note.message for note in notes), width)
    if len(lines) > rows:
        lines = wrap(" · ".join(map(short, notes)), width)
    return lines[:rows]


class VerdictPanel(CanvasWidget):
    """Today, the plan, and on the rest of the rows the day under the cursor with its flags."""

    def __init__(self) -> None:
        super().__init__(id="verdict")
        self.briefing: Briefing | None = None
        self.recovery: Recovery | None = None
        self.items: list[Item] = []
        self.day: date | None = None

    def show(self, briefing: Briefing, recovery: Recovery, items: list[Item]) -> None:
        """Another morning, or other numbers; items: today's on the calendar."""
        self.briefing, self.recovery, self.items = briefing, recovery, items
        self.redraw()

    def show_day(self, day: date) -> None:
        """The cursor's."""
        if day != self.day:
            self.day = day
            self.redraw()

    def paint(self, canvas: Canvas) -> None:
        briefing = self.briefing
        if briefing is None or self.recovery is None:
            return
        self._today(canvas, briefing, self.recovery)
        self._plan(canvas)
        self._day(canvas, self.recovery)

    def _today(self, canvas: Canvas, briefing: Briefing, recovery: Recovery) -> None:
        colours = self.colours
        canvas.text(0, 0, "Today", colours.accent, bold=True)
        facts = raw(briefing, recovery)
        if not facts:
            canvas.text(_INDENT, 0, "No night and no training recorded yet", colours.muted)
            return
        notes, x = briefing.anomalies, _INDENT
        if briefing.wellness is not None or notes:
            lead = verdict(notes, briefing.advice)
            ink = colours.bad if briefing.advice else colours.warn if notes else colours.good
            canvas.text(x, 0, lead, ink, bold=True)
            x += len(lead) + 2
        else:
            canvas.text(x, 0, "No night yet", colours.muted)
            x += 14
        if notes:
            text = told(notes, max(1, canvas.width - x), 1)[0]
            canvas.text(x, 0, text, colours.text)
            x += len(text) + 3
        for name, value in facts:
            if x + len(name) + len(value) + 1 > canvas.width:
                return
            canvas.text(x, 0, name, colours.muted)
            canvas.text(x + len(name) + 1, 0, value, colours.strong, bold=True)
            x += len(name) + len(value) + 3

    def _plan(self, canvas: Canvas) -> None:
        colours = self.colours
        canvas.text(0, 1, "Plan", colours.accent, bold=True)
        x = _INDENT
        sessions = [_session(item) for item in self.items]
        if not sessions:
            canvas.text(x, 1, "Nothing planned today", colours.muted)
        for index, (sport, words, done) in enumerate(sessions):
            room = canvas.width - x - 2
            if index and room < 16:
                canvas.text(x, 1, f"+{len(sessions) - index}", colours.muted)
                return
            letter, ink = SPORT_LETTERS.get(sport, "O"), colours.sport(sport)
            if done:
                canvas.put(x, 1, letter, colours.on_colour, ink, bold=True)
            else:
                canvas.put(x, 1, letter, ink, bold=True)
            text = cut(words, room)
            canvas.text(x + 2, 1, text, colours.text)
            x += cell_len(text) + 5

    def _day(self, canvas: Canvas, recovery: Recovery) -> None:
        colours, day = self.colours, self.day
        if day is None or canvas.height < 3:
            return
        canvas.text(0, 2, f"{day:%a} {day.day} {day:%b}", colours.accent, bold=True)
        found = next((f for f in recovery.flags if f.date == day.isoformat()), None)
        if found is None:
            known = any(row.date == day.isoformat() for row in recovery.wellness)
            text = "✓ No flags" if known else "Nothing recorded"
            canvas.text(_INDENT, 2, text, colours.good if known else colours.muted)
            return
        lead = verdict(found.anomalies, found.advice)
        canvas.text(_INDENT, 2, lead, colours.bad if found.advice else colours.warn, bold=True)
        x = _INDENT + len(lead) + 2
        for y, line in enumerate(told(found.anomalies, canvas.width - x, canvas.height - 2)):
            canvas.text(x, 2 + y, line, colours.text)


def _session(item: Item) -> tuple[str, str, bool]:
    """(sport, words, done): what was done where it was, else what is planned."""
    done, plan = item.executed, item.planned
    if done is not None:
        amounts = done.duration_s, done.load
    else:
        amounts = (plan.duration_planned_s, plan.tss_planned) if plan else (None, None)
    seconds, load = amounts
    parts = [item.title]
    if seconds:
        parts.append(hours(seconds))
    if load:
        parts.append(f"load {load:.0f}")
    return item.sport, " · ".join(parts), done is not None


def raw(briefing: Briefing, recovery: Recovery) -> list[tuple[str, str]]:
    """The numbers behind the verdict: (name, value), those that are known."""
    night, base, form = briefing.wellness, recovery.baseline, briefing.form
    found: list[tuple[str, str]] = []
    if night is not None and night.hrv_overnight_ms is not None:
        band = "" if base.hrv_low is None else f" of {base.hrv_low:.0f}–{base.hrv_high:.0f}"
        found.append(("HRV", f"{night.hrv_overnight_ms:.0f}{band} ms"))
    if night is not None and night.rhr_bpm is not None:
        usual = "" if base.rhr_median is None else f" of {base.rhr_median:.0f}"
        found.append(("RHR", f"{night.rhr_bpm:.0f}{usual}"))
    if night is not None and night.sleep_total_s is not None:
        found.append(("Slept", hours(night.sleep_total_s)))
    if night is not None and night.training_readiness is not None:
        found.append(("Ready", f"{night.training_readiness:.0f}"))
    if form is not None:
        found.append(("TSB", signed(form.tsb)))
    return found
