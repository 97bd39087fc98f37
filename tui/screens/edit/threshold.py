"""Add or change a threshold, with what it would do to the loads before it is stored."""

from typing import TYPE_CHECKING, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input, Label

from tui.reader import Reader
from tui.screens.edit.card import EditCard, text_input
from tui.screens.edit.choice import Choice
from tui.screens.edit.effect import EffectView
from tui.screens.goto import read_day
from tui.units import Units
from tui.widgets.settings.words import (
    METRICS,
    SPORT_NAMES,
    SPORTS_OF,
    number,
    read_amount,
    unit,
)

if TYPE_CHECKING:
    from datetime import date

    from textual.timer import Timer

    from reports.thresholds import ThresholdInForce
    from sync.thresholds import Effect

#: Typing rests for so long before the preview is computed (s).
_REST_S = 0.25


class Wanted(NamedTuple):
    """A threshold to be stored. value: in the table's unit. instead_of: first day of the entry
    that it replaces."""

    sport: str
    metric: str
    value: float
    valid_from: str
    instead_of: str | None


def options(names: dict[str, str], wanted: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(name, names[name]) for name in wanted]


class ThresholdCard(EditCard[Wanted]):
    """entry: the one to change, None for a new one. like: whose metric a new one begins with."""

    def __init__(
        self,
        reader: Reader,
        entry: "ThresholdInForce | None" = None,
        like: "ThresholdInForce | None" = None,
    ) -> None:
        title = "Change a threshold" if entry else "Add a threshold"
        super().__init__(title, keys="enter saves · tab next · ←→ choose · esc leaves")
        self.reader, self.entry = reader, entry
        self.units: Units = reader.who().units
        self.today: date = reader.today()
        begin = entry or like
        self.metric = begin.metric if begin else "ftp_w"
        self.sport = begin.sport if begin else SPORTS_OF[self.metric][0]
        self._rest: Timer | None = None

    def fields(self) -> ComposeResult:
        entry, named = self.entry, {metric: name for metric, (name, _) in METRICS.items()}
        if entry is not None:
            # An entry is known by sport and metric: they stay.
            named = {self.metric: named[self.metric]}
        sports = (self.sport,) if entry else SPORTS_OF[self.metric]
        yield from self.field("Threshold", Choice(list(named.items()), self.metric, id="metric"))
        yield from self.field("Sport", Choice(options(SPORT_NAMES, sports), self.sport, id="sport"))
        shown = number(self.metric, entry.value, self.units) if entry else ""
        yield from self.field("Value", text_input(shown, id="value"), unit(self.metric, self.units))
        since = entry.valid_from if entry else self.today.isoformat()
        yield from self.field("Valid from", text_input(since, id="since"), "")
        yield EffectView()

    def on_mount(self) -> None:
        self._explain()
        self.query_one("#value", Input).focus()
        self._preview()

    def _explain(self) -> None:
        name, what = METRICS[self.metric]
        self.hint = f"{name}: {what}."
        self.say("")

    @on(Choice.Changed)
    def _chosen(self, event: Choice.Changed) -> None:
        if event.choice.id == "metric":
            self.metric = event.choice.value
            sports = SPORTS_OF[self.metric]
            self.query_one("#sport", Choice).offer(options(SPORT_NAMES, sports), self.sport)
            self.query_one("#value-after", Label).update(unit(self.metric, self.units))
            self._explain()
        self.sport = self.query_one("#sport", Choice).value
        self._changed()

    @on(Input.Changed)
    def _typed(self) -> None:
        self.say("")
        self._changed()

    def _changed(self) -> None:
        if self._rest is not None:
            self._rest.stop()
        self._rest = self.set_timer(_REST_S, self._preview)

    # What is wanted

    def wanted(self) -> Wanted:
        """What the fields say. Raises ValueError with one line."""
        value = read_amount(self.metric, self.query_one("#value", Input).value, self.units)
        text = self.query_one("#since", Input).value
        day = read_day(text, self.today)
        if day is None:
            raise ValueError(f"Valid from: {text!r} is no day. Write 2026-05-17, 17 may or -6w.")
        entry = self.entry
        return Wanted(
            self.sport, self.metric, value, day.isoformat(), entry.valid_from if entry else None
        )

    def _preview(self) -> None:
        """Ask for the effect beside the screen; a newer question takes the older one's place."""
        if self.leaving:
            return
        view = self.query_one(EffectView)
        try:
            wanted = self.wanted()
        except ValueError as error:
            view.show(None, self.today, "Give a value and a day to see it.")
            if self.query_one("#value", Input).value:
                self.say(str(error), wrong=True)
            return
        if view.effect is None:
            view.show(None, self.today, "Computing…")
        self.run_worker(lambda: self._compute(wanted), thread=True, exclusive=True, group="preview")

    def _compute(self, wanted: Wanted) -> None:
        from sync.thresholds import ThresholdError, preview

        sport, metric, value, since, instead = wanted
        try:
            with self.reader.aside() as reader:
                effect = preview(reader.mirror, sport, metric, value, since, instead_of=instead)
        except ThresholdError as error:
            self.app.call_from_thread(self._refused, in_units(str(error), wanted, self.units))
        else:
            self.app.call_from_thread(self._show, effect)

    def _refused(self, why: str) -> None:
        self.query_one(EffectView).show(None, self.today, "Nothing: such a value is not stored.")
        self.say(why, wrong=True)

    def _show(self, effect: "Effect") -> None:
        if self.is_attached:
            self.query_one(EffectView).show(effect, self.today)

    def action_save(self) -> None:
        try:
            wanted = self.wanted()
            check(wanted, self.units)
        except ValueError as error:
            self.say(str(error), wrong=True)
        else:
            self.dismiss(wanted)


def check(wanted: Wanted, units: Units) -> None:
    """Raises ValueError for a value out of range, in the athlete's units."""
    from analytics.thresholds import LIMITS

    low, high = LIMITS[wanted.metric]
    if not low <= wanted.value <= high:
        shown = number(wanted.metric, wanted.value, units)
        ends = [number(wanted.metric, end, units) for end in (low, high)]
        raise ValueError(
            f"{METRICS[wanted.metric][0]}: {shown} cannot be, "
            f"give {ends[0]} to {ends[1]} {unit(wanted.metric, units)}."
        )


def in_units(text: str, wanted: Wanted, units: Units) -> str:
    """A refusal as the athlete reads it."""
    try:
        check(wanted, units)
    except ValueError as error:
        return str(error)
    return text
