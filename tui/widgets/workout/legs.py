"""The legs of a multisport workout; enter opens one."""

from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.message import Message

from reports.parts import ExecutedPart
from tui.actions import Action, bindings
from tui.palette import LOAD_METHODS, SPORT_LETTERS, SPORT_NAMES
from tui.text import cut
from tui.units import Units, clock, whole
from tui.widgets.chart.canvas import Canvas
from tui.widgets.pane import Pane
from tui.widgets.tiles import Tile, draw

ACTIONS = (
    Action("up,k", "move(-1)", "Leg above", "The leg above", palette=False),
    Action("down,j", "move(1)", "Leg below", "The leg below", palette=False),
    Action("enter", "open", "Open leg", "The leg with its own streams", "enter", "Open leg"),
)
#: Rows a leg takes: its name, its numbers, air.
_ROWS = 4


class LegsPane(Pane):
    """In place of the streams, which belong to the legs. Posts `Chosen` with the leg."""

    can_focus = True
    title = "Legs"
    BINDINGS: ClassVar[list[BindingType]] = list(bindings(ACTIONS))

    class Chosen(Message):
        def __init__(self, leg: ExecutedPart) -> None:
            super().__init__()
            self.leg = leg

    def __init__(self, units: Units) -> None:
        super().__init__(id="legs")
        self.units = units
        self.legs: list[ExecutedPart] = []
        self.index = 0

    def show(self, legs: list[ExecutedPart]) -> None:
        self.legs, self.index = legs, 0
        self.redraw()

    def content(self, canvas: Canvas) -> None:
        first = max(0, self.index - (canvas.height - 2) // _ROWS + 1)
        for offset, leg in enumerate(self.legs[first:]):
            self._leg(canvas, 2 + offset * _ROWS, leg, here=first + offset == self.index)

    def _leg(self, canvas: Canvas, y: int, leg: ExecutedPart, *, here: bool) -> None:
        colours = self.colours
        sport = colours.sport(leg.sport)
        if here and self.has_focus:
            canvas.fill(0, y, canvas.width, _ROWS - 1, colours.selected)
        letter = SPORT_LETTERS.get(leg.sport, "O")
        canvas.text(0, y, f" {letter} ", colours.on_colour, sport, bold=True)
        sport_name = SPORT_NAMES.get(leg.sport, leg.sport)
        if leg.sport == "other" and leg.sub_sport:  # a transition says more than "other"
            sport_name = leg.sub_sport.replace("_", " ").capitalize()
        name = leg.title or sport_name
        canvas.text(4, y, cut(name, canvas.width - 4), colours.strong, bold=here)
        draw(canvas, y + 1, self._tiles(leg), (colours.muted, colours.strong), x=4)

    def _tiles(self, leg: ExecutedPart) -> list[Tile]:
        units = self.units
        found = [Tile("Start", leg.local_start), Tile("Time", clock(leg.duration_s).ljust(8))]
        if leg.distance_m:
            found.append(Tile("Distance", units.distance(leg.distance_m, leg.sport).ljust(8)))
        if leg.avg_pace_s_per_km:
            rate = units.rate(1000 / leg.avg_pace_s_per_km, leg.sport)
            name = units.rate_name(leg.sport).removeprefix("min")
            found.append(Tile(name, rate.ljust(6)))
        if leg.avg_hr:
            found.append(Tile("HR", whole(leg.avg_hr), f"max {whole(leg.max_hr)}"))
        if leg.normalized_power:
            found.append(Tile("NP", whole(leg.normalized_power, "W")))
        if leg.load is not None:
            found.append(Tile("Load", whole(leg.load), LOAD_METHODS.get(leg.load_method or "", "")))
        return found

    def action_move(self, step: int) -> None:
        self.index = max(0, min(len(self.legs) - 1, self.index + step))
        self.redraw()

    def action_open(self) -> None:
        if self.legs:
            self.post_message(self.Chosen(self.legs[self.index]))

    def on_click(self, event: events.Click) -> None:
        index = (event.y - 2) // _ROWS
        if event.y >= 2 and index < len(self.legs):
            self.index = index
            self.redraw()
            self.action_open()
