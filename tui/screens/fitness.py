"""How fit, how tired, how fresh, and where the plan leads."""

from datetime import date
from typing import ClassVar

from textual.binding import BindingType

from tui.actions import bindings
from tui.screens.ranged import RANGE_ACTIONS, RangedScreen
from tui.units import signed
from tui.widgets.days import DaysPane
from tui.widgets.fitness.form import FormPane, form_ink, form_word
from tui.widgets.fitness.weekly import WeeklyPane
from tui.widgets.tiles import Tile, Tiles


class FitnessScreen(RangedScreen):
    """The performance chart over the weeks' load."""

    NAME = "fitness"
    ABOUT = (
        "CTL (fitness) is your load of six weeks, ATL (fatigue) of one, TSB (form) their distance.",
        "The tinted part is a forecast: what happens if you do what is planned.",
        "Below, each week's load by sport; dashes mark what the plan asked for.",
    )
    BINDINGS: ClassVar[list[BindingType]] = list(bindings(RANGE_ACTIONS))

    def panes(self) -> list[DaysPane]:
        return [FormPane(), WeeklyPane()]

    def fill(self, span: int) -> None:
        fitness = self.reader.fitness(span)
        form = self.query_one(FormPane)
        form.show(fitness)
        self.query_one(Tiles).show(self._tiles())
        if not fitness.days:
            return
        first, last = form.start, date.fromisoformat(fitness.days[-1].date)
        weeks = self.reader.calendar(first, last).weeks
        self.query_one(WeeklyPane).show(weeks, form.start, form.days, form.cursor)

    def _tiles(self) -> list[Tile]:
        fitness = self.query_one(FormPane).fitness
        now = fitness.now if fitness else None
        if now is None:
            return [Tile("Fitness", "–", "no training stored yet")]
        colours = self.query_one(FormPane).colours
        found = [
            Tile("Fitness CTL", f"{now.ctl:.0f}"),
            Tile("Fatigue ATL", f"{now.atl:.0f}"),
            Tile("Form TSB", signed(now.tsb), form_word(now.tsb), form_ink(now.tsb, colours)),
        ]
        if now.ramp is not None:
            found.append(Tile("Ramp", f"{now.ramp:+.1f}".replace("-", "−"), "a week"))
        if now.acwr is not None:
            found.append(Tile("Acute:chronic", f"{now.acwr:.2f}"))
        if now.monotony is not None:
            found.append(Tile("Monotony", f"{now.monotony:.1f}"))
        if now.strain is not None:
            found.append(Tile("Strain", f"{now.strain:.0f}"))
        return found
