"""The laps as a table; enter puts the streams' cursor on one."""

from collections.abc import Callable
from typing import ClassVar, NamedTuple

from textual import events
from textual.binding import BindingType
from textual.message import Message

from mirror.rows import Lap
from reports.swim import swolf
from tui.actions import Action, bindings
from tui.text import right
from tui.units import NONE, Units, clock, whole
from tui.widgets.chart.canvas import Canvas
from tui.widgets.pane import Pane

ACTIONS = (
    Action("up,k", "move(-1)", "Lap above", "The lap above", palette=False),
    Action("down,j", "move(1)", "Lap below", "The lap below", palette=False),
    Action("enter", "jump", "Select lap", "This lap selected in the chart", "enter", "Select lap"),
    Action("home", "ends(-1)", "First lap", "To the first lap"),
    Action("end,G", "ends(1)", "Last lap", "To the last lap"),
)


class Column(NamedTuple):
    """name, cells, and what a lap shows there; order of importance is order of the list."""

    name: str
    width: int
    show: Callable[[Lap], str]


def _some(text: str) -> str:
    """`–` for a rest at the wall."""
    return NONE if text.startswith("0 ") else text


class LapsPane(Pane):
    """Posts `Chosen` with the lap's number."""

    can_focus = True
    title = "Laps"
    BINDINGS: ClassVar[list[BindingType]] = list(bindings(ACTIONS))

    class Chosen(Message):
        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index

    def __init__(self, units: Units) -> None:
        super().__init__(id="laps", classes="part")
        self.units = units
        self.laps: list[Lap] = []
        self.sport = "other"
        self.index = 0
        self._top = 0

    def show(self, laps: list[Lap], sport: str) -> None:
        self.laps, self.sport, self.index, self._top = laps, sport, 0, 0
        self.redraw()

    def columns(self, width: int) -> list[Column]:
        """What is recorded and fits, left to right."""
        wanted = self._swum() if self.sport == "swim" else self._moved()
        used = [column for column in wanted if any(column.show(lap) != NONE for lap in self.laps)]
        chosen, room = [], width - 4
        for column in used:
            if column.width + 1 <= room:
                chosen.append(column)
                room -= column.width + 1
        return chosen

    def _swum(self) -> list[Column]:
        units = self.units
        return [
            Column("Time", 7, lambda lap: clock(lap.duration_s)),
            Column("Dist", 6, lambda lap: _some(units.distance(lap.distance_m, "swim"))),
            Column(units.rate_name("swim").removeprefix("min"), 5, self._pace),
            Column("Stroke", 9, lambda lap: (lap.swim_stroke or NONE).replace("_", " ")),
            Column("SWOLF", 5, lambda lap: whole(swolf(lap))),
            Column("HR", 4, lambda lap: whole(lap.avg_hr)),
            Column("Len", 4, lambda lap: whole(lap.swim_lengths)),
            Column("Cad", 4, lambda lap: whole(lap.avg_cadence)),
            Column("Max", 4, lambda lap: whole(lap.max_hr)),
        ]

    def _pace(self, lap: Lap) -> str:
        pace = lap.avg_pace_s_per_km
        return self.units.rate(1000 / pace, self.sport) if pace else NONE

    def _moved(self) -> list[Column]:
        units, sport = self.units, self.sport
        wanted = [
            Column("Time", 8, lambda lap: clock(lap.duration_s)),
            Column("Dist", 8, lambda lap: units.distance(lap.distance_m, sport)),
            Column("HR", 5, lambda lap: whole(lap.avg_hr)),
            Column("Power", 6, lambda lap: whole(lap.avg_power)),
            Column(units.rate_name(sport).removeprefix("min"), 6, self._pace),
            Column("NP", 5, lambda lap: whole(lap.normalized_power)),
            Column("Max", 5, lambda lap: whole(lap.max_hr)),
            Column("Cad", 5, lambda lap: whole(lap.avg_cadence)),
            Column("Climb", 6, lambda lap: units.height(lap.elevation_gain_m).split(" ")[0]),
        ]
        if sport == "run":
            wanted.insert(2, wanted.pop(4))
        return wanted

    def content(self, canvas: Canvas) -> None:
        if not self.laps:
            self.say(canvas, "No laps in this recording.")
            return
        colours = self.colours
        columns = self.columns(canvas.width)
        x = 4
        canvas.text(0, 1, right("#", 3), colours.muted)
        for column in columns:
            canvas.text(x, 1, right(column.name, column.width), colours.muted)
            x += column.width + 1
        rows = canvas.height - 2
        self._top = max(self.index - rows + 1, min(self._top, self.index), 0)
        for offset, lap in enumerate(self.laps[self._top : self._top + rows]):
            self._lap(canvas, offset + 2, self._top + offset, lap, columns)

    def _lap(self, canvas: Canvas, y: int, index: int, lap: Lap, columns: list[Column]) -> None:
        colours = self.colours
        here = index == self.index and self.has_focus
        if here:
            canvas.fill(0, y, canvas.width, 1, colours.selected)
        canvas.text(0, y, right(str(index + 1), 3), colours.accent if here else colours.muted)
        resting = lap.intensity in ("rest", "recovery")
        ink = colours.strong if here else colours.muted if resting else colours.text
        x = 4
        for column in columns:
            canvas.text(x, y, right(column.show(lap), column.width), ink, bold=here)
            x += column.width + 1

    def action_move(self, step: int) -> None:
        self.index = max(0, min(len(self.laps) - 1, self.index + step))
        self.redraw()

    def action_ends(self, step: int) -> None:
        self.action_move(step * len(self.laps))

    def action_jump(self) -> None:
        if self.laps:
            self.post_message(self.Chosen(self.index))

    def on_click(self, event: events.Click) -> None:
        index = self._top + event.y - 2
        if event.y >= 2 and index < len(self.laps):
            self.index = index
            self.redraw()
            self.action_jump()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self.action_move(1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self.action_move(-1)
