"""One of a few: a line of them inside a form, or a card with one a line."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message

from tui.screens.edit.card import EditCard
from tui.text import fit
from tui.widgets.chart.canvas import Canvas
from tui.widgets.chart.widget import CanvasWidget

#: (value, how it is shown)
type Option = tuple[str, str]


class Choice(CanvasWidget):
    """`‹ Bike ›`: arrows go through the options. Posts `Changed`."""

    can_focus = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h,minus", "turn(-1)", "Before", show=False),
        Binding("right,l,space,plus", "turn(1)", "Next", show=False),
        Binding("enter", "screen.save", "Save", show=False),
    ]

    class Changed(Message):
        def __init__(self, choice: "Choice") -> None:
            super().__init__()
            self.choice = choice

    def __init__(self, options: Sequence[Option], chosen: str, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id, classes="choice")
        self.options: list[Option] = []
        self.index = 0
        self.offer(options, chosen)

    def offer(self, options: Sequence[Option], chosen: str) -> None:
        """Other options; the first where `chosen` is none of them."""
        self.options = list(options)
        values = [value for value, _ in options]
        self.index = values.index(chosen) if chosen in values else 0
        self.can_focus = len(self.options) > 1
        self.redraw()

    @property
    def value(self) -> str:
        return self.options[self.index][0]

    def paint(self, canvas: Canvas) -> None:
        colours = self.colours
        paper = colours.selected if self.has_focus else colours.raised
        canvas.fill(0, 0, canvas.width, 1, paper)
        ink = colours.strong if self.has_focus else colours.text
        canvas.text(3, 0, fit(self.options[self.index][1], canvas.width - 5), ink)
        if len(self.options) > 1:
            arrows = colours.accent if self.has_focus else colours.muted
            canvas.put(1, 0, "‹", arrows)
            canvas.put(canvas.width - 2, 0, "›", arrows)

    def action_turn(self, step: int) -> None:
        if len(self.options) > 1:
            self.index = (self.index + step) % len(self.options)
            self.redraw()
            self.post_message(self.Changed(self))

    def on_click(self, event: events.Click) -> None:
        self.action_turn(1 if event.x > self.size.width // 2 else -1)


class Options(CanvasWidget):
    """One option a line, the chosen one marked."""

    can_focus = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "Up", show=False),
        Binding("down,j", "move(1)", "Down", show=False),
        Binding("enter,space", "screen.save", "Save", show=False),
    ]

    class Moved(Message):
        """The cursor is on another option."""

    def __init__(self, options: Sequence[Option], chosen: str) -> None:
        super().__init__(id="options")
        self.options = list(options)
        values = [value for value, _ in options]
        self.index = self.chosen = values.index(chosen) if chosen in values else 0
        self.styles.height = len(self.options)

    def paint(self, canvas: Canvas) -> None:
        colours = self.colours
        canvas.fill(0, 0, canvas.width, canvas.height, colours.surface)
        for y, (_, text) in enumerate(self.options):
            here = y == self.index
            if here:
                canvas.fill(0, y, canvas.width, 1, colours.selected)
            canvas.put(1, y, "●" if y == self.chosen else "○", colours.accent)
            ink = colours.strong if here else colours.text
            canvas.text(3, y, fit(text, canvas.width - 3), ink, bold=here)

    def action_move(self, step: int) -> None:
        self.index = max(0, min(len(self.options) - 1, self.index + step))
        self.redraw()
        self.post_message(self.Moved())

    async def on_click(self, event: events.Click) -> None:
        self.index = max(0, min(len(self.options) - 1, event.y))
        self.redraw()
        await self.run_action("screen.save")


class ChoiceCard(EditCard[str]):
    """A card of options. `tried` is called with each the cursor comes to, and at the end with the
    one that was chosen before where the athlete leaves."""

    def __init__(
        self,
        title: str,
        options: Sequence[Option],
        chosen: str,
        hint: str = "",
        tried: Callable[[str], None] | None = None,
    ) -> None:
        super().__init__(title, hint, "↑↓ choose · enter takes it · esc leaves")
        self.options, self.chosen, self.tried = options, chosen, tried

    def fields(self) -> ComposeResult:
        yield Options(self.options, self.chosen)

    def on_options_moved(self) -> None:
        if self.tried is not None:
            self.tried(self.options[self.query_one(Options).index][0])

    def action_save(self) -> None:
        self.dismiss(self.options[self.query_one(Options).index][0])

    async def action_dismiss(self, result: str | None = None) -> None:
        if self.tried is not None:
            self.tried(self.chosen)
        self.dismiss(result)
