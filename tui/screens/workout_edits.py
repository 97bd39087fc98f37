"""What the athlete says of a workout: its words, its partner in the plan, whether it counts."""

from datetime import UTC, date
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, Label, TextArea

from mirror.database import Mirror
from reports.partners import Candidate, Partners
from reports.parts import ExecutedPart
from tui.palette import SPORT_LETTERS
from tui.screens.card import Line
from tui.screens.choose import Choose
from tui.screens.modal import Modal
from tui.text import cut
from tui.theme import palette_for
from tui.units import Units, hours
from tui.writing import Job, write

if TYPE_CHECKING:
    from tui.app import TrainingBrainApp


class Subject(NamedTuple):
    """The workout that is spoken of."""

    id: str
    name: str
    title: str
    rpe: float | None
    notes: str
    excluded_reason: str | None

    @classmethod
    def of(cls, part: ExecutedPart) -> "Subject":
        name = cut(part.title or part.sport.capitalize(), 40)
        title, notes = part.title or "", part.notes or ""
        return cls(part.id, name, title, part.rpe, notes, part.excluded_reason)


def _store(
    app: "TrainingBrainApp", subject: Subject, sentence: str, **said: str | float | None
) -> None:
    now = app.reader.now().astimezone(UTC).isoformat(timespec="seconds")
    today = app.reader.today().isoformat()

    def job(mirror: Mirror) -> str:
        from sync.editing import edit

        edit(mirror, subject.id, now=now, today=today, **said)
        return sentence

    write(app, job)


def edit(app: "TrainingBrainApp", subject: Subject) -> None:
    """Title, RPE, notes: a form; only what was changed is stored."""

    def stored(said: dict[str, str | float | None] | None) -> None:
        if said:
            _store(app, subject, f"Stored for {subject.name}.", **said)

    app.push_screen(EditWorkout(subject), stored)


def exclude(app: "TrainingBrainApp", subject: Subject) -> None:
    """Takes the workout out of all sums, with a reason; or counts it again."""
    if subject.excluded_reason is not None:
        _store(app, subject, f"{subject.name} counts again.", excluded_reason=None)
        return

    def stored(reason: str | None) -> None:
        if reason:
            sentence = f"{subject.name} does not count any more; x takes that back."
            _store(app, subject, sentence, excluded_reason=reason)

    app.push_screen(AskReason(subject), stored)


def pair(app: "TrainingBrainApp", subject: Subject) -> None:
    """Chooses the workout's partner among the sessions of the days around it."""
    found = app.reader.partners(subject.id)
    colours = palette_for(app.theme, colour=not app.no_color)
    units = app.reader.who().units
    lines = [_candidate(c, units, colours.sport(c.planned.sport)) for c in found.candidates]
    lines.append([("    Keep it apart: it answers no session", "text")])
    released = found.method == "pinned"
    if released:
        lines.append([("    Let the days decide again", "text")])
    chosen = next((n for n, c in enumerate(found.candidates) if c.chosen), 0)
    hint = "● is its partner now; enter pairs and keeps it so, esc leaves"
    title = f"Which session was {subject.name}?"

    def taken(index: int | None) -> None:
        if index is not None:
            write(app, _pairing(found, index, app.reader.today().isoformat()))

    app.push_screen(Choose(title, lines, chosen=chosen, hint=hint), taken)


def _pairing(found: Partners, index: int, today: str) -> Job:
    """What an entry of the list does: a session, keep apart, release."""

    def job(mirror: Mirror) -> str:
        from sync import matching

        if index < len(found.candidates):
            plan = found.candidates[index].planned
            matching.pin(mirror, found.workout_id, plan.id, today=today)
            return f"Paired with {cut(plan.title, 40)} of {_day(plan.date)}."
        if index == len(found.candidates):
            matching.unpin(mirror, found.workout_id, today=today)
            return "Kept apart from the plan; p changes that."
        matching.release(mirror, found.workout_id, today=today)
        return "Matched by day, sport and size again."

    return job


def _candidate(candidate: Candidate, units: Units, sport: str) -> Line:
    plan = candidate.planned
    amounts = [
        hours(plan.duration_planned_s) if plan.duration_planned_s else "",
        units.distance(plan.distance_planned_m, plan.sport) if plan.distance_planned_m else "",
    ]
    text = "  ".join(part for part in amounts if part)
    others = ", ".join(cut(title, 20) for title in candidate.taken_by)
    return [
        ("● " if candidate.chosen else "  ", "accent"),
        (f"{SPORT_LETTERS.get(plan.sport, 'O')} ", sport),
        (f"{_day(plan.date):<11}", "muted"),
        (f"{cut(plan.title, 30)}  ", "text"),
        (text, "muted"),
        (f"  has {others}" if others else "", "muted"),
    ]


def _day(iso: str) -> str:
    day = date.fromisoformat(iso)
    return f"{day:%a} {day.day} {day:%b}"


class EditWorkout(Modal["dict[str, str | float | None] | None"]):
    """Ends with the fields that were changed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Close"),
        Binding("ctrl+s", "store", "Store", priority=True),
    ]

    def __init__(self, subject: Subject) -> None:
        super().__init__()
        self.subject = subject
        self.rpe = "" if subject.rpe is None else f"{subject.rpe:g}"

    def compose(self) -> ComposeResult:
        with Vertical(classes="ask edit"):
            yield Label("Title")
            title = Input(self.subject.title, id="title", max_length=200, select_on_focus=False)
            yield title
            yield Label("RPE, how hard it felt: 0 rest … 10 all out")
            rpe = Input(self.rpe, id="rpe", max_length=4, select_on_focus=False)
            yield rpe
            yield Label("Notes")
            notes = TextArea(self.subject.notes, id="notes", tab_behavior="focus")
            yield notes
            title.cursor_blink = rpe.cursor_blink = notes.cursor_blink = False
            yield Label("tab next, ctrl+s stores, esc leaves it as it was", classes="hint")

    @on(Input.Submitted)
    def _submitted(self) -> None:
        self.action_store()

    def action_store(self) -> None:
        from sync.editing import EditError, read_rpe

        try:
            rpe = read_rpe(self.query_one("#rpe", Input).value)
        except EditError as error:
            self.query_one(".hint", Label).update(str(error))
            self.query_one("#rpe", Input).focus()
            return
        title = self.query_one("#title", Input).value.strip()
        notes = self.query_one("#notes", TextArea).text.strip()
        said: dict[str, str | float | None] = {}
        if title != self.subject.title:
            said["title"] = title or None
        if rpe != self.subject.rpe:
            said["rpe"] = rpe
        if notes != self.subject.notes.strip():
            said["notes"] = notes or None
        self.dismiss(said)


class AskReason(Modal["str | None"]):
    """Why a workout shall not count."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "Close")]

    def __init__(self, subject: Subject) -> None:
        super().__init__()
        self.subject = subject

    def compose(self) -> ComposeResult:
        with Vertical(classes="ask"):
            yield Label(f"Why shall {self.subject.name} not count?", markup=False)
            asked = Input(placeholder="strap failed · left running in the car", max_length=200)
            asked.cursor_blink = False
            yield asked
            yield Label("It stays, without load · enter stores · esc leaves", classes="hint")

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        if event.value.strip():
            self.dismiss(event.value.strip())
        else:
            self.query_one(".hint", Label).update("A word is enough: it tells you later why.")
