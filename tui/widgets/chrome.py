"""The first and the last line of every screen: where one is, and which keys lead on."""

from typing import NamedTuple

from textual import events
from textual.dom import DOMNode

from tui.actions import key_names
from tui.text import cut
from tui.widgets.chart.canvas import Canvas
from tui.widgets.chart.widget import CanvasWidget

#: (key, name, screen)
TABS = (
    ("1", "Calendar", "calendar"),
    ("2", "Workout", "workout"),
    ("3", "Fitness", "fitness"),
    ("4", "Recovery", "recovery"),
    ("5", "Sources", "sources"),
    ("6", "Settings", "settings"),
)
_MOST_KEYS = 6


class TopBar(CanvasWidget):
    """Screens by number, the one shown marked; on the right what runs in the background."""

    def __init__(self, current: str) -> None:
        super().__init__(id="top-bar")
        self.current = current
        self.status = ""
        self._spans: list[tuple[int, int, str]] = []

    def say(self, status: str) -> None:
        """Text at the right end; empty when nothing runs."""
        if status != self.status:
            self.status = status
            self.redraw()

    def paint(self, canvas: Canvas) -> None:
        colours = self.colours
        canvas.fill(0, 0, canvas.width, 1, colours.surface)
        x, self._spans = 0, []
        if canvas.width >= 100:
            canvas.text(1, 0, "training-brain", colours.muted)
            x = 17
        brief = self._brief(canvas.width - x)
        for key, whole, screen in TABS:
            here = screen == self.current
            name = whole if here or not brief else ""
            start, end = x, x + len(name) + (4 if name else 3)
            if here:
                canvas.fill(start, 0, end - start, 1, colours.background)
            canvas.text(x + 1, 0, key, colours.accent if here else colours.muted, bold=here)
            canvas.text(x + 3, 0, name, colours.strong if here else colours.text, bold=here)
            self._spans.append((start, end, screen))
            x = end + 1
        room = canvas.width - x - 1
        status = cut(self.status, room) if room > 8 else ""
        canvas.text(canvas.width - len(status) - 1, 0, status, colours.accent)

    def _brief(self, width: int) -> bool:
        """Where names and news do not both fit, the other screens' names give way."""
        names = sum(len(name) + 5 for _, name, _ in TABS)
        return names > width or (bool(self.status) and names + 10 > width)

    async def on_click(self, event: events.Click) -> None:
        for start, end, screen in self._spans:
            if start <= event.x < end:
                await self.app.run_action(f"show('{screen}')")


class Key(NamedTuple):
    """shown: how the key is written; name: what it does. owner: whose the action is, for a screen
    and its part in focus may have one of the same name."""

    shown: str
    name: str
    action: str
    owner: DOMNode


class KeyBar(CanvasWidget):
    """At most six keys of what has the focus, then of the screen; `?` always closes the line."""

    def __init__(self) -> None:
        super().__init__(id="key-bar")
        self._spans: list[tuple[int, int, Key]] = []

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, lambda _: self.redraw())

    def keys(self) -> list[Key]:
        found: list[Key] = []
        for active in self.screen.active_bindings.values():
            binding = active.binding
            if binding.show and binding.id and active.enabled:
                shown = binding.key_display or key_names(binding.key)
                key = Key(shown, binding.description, binding.action, active.node)
                if all(other[1:3] != key[1:3] for other in found):
                    found.append(key)
        last = [key for key in found if key.action == "help"]
        rest = [key for key in found if key.action != "help"]
        return rest[: _MOST_KEYS - len(last)] + last

    def paint(self, canvas: Canvas) -> None:
        colours = self.colours
        canvas.fill(0, 0, canvas.width, 1, colours.surface)
        x, self._spans = 1, []
        for key in self.keys():
            end = x + len(key.shown) + 1 + len(key.name)
            if end > canvas.width:
                return
            canvas.text(x, 0, key.shown, colours.accent, bold=True)
            canvas.text(x + len(key.shown) + 1, 0, key.name, colours.muted)
            self._spans.append((x, end, key))
            x = end + 3

    async def on_click(self, event: events.Click) -> None:
        for start, end, key in self._spans:
            if start <= event.x < end:
                await self.app.run_action(key.action, default_namespace=key.owner)


class TooSmall(CanvasWidget):
    """All that is shown below 60 × 16."""

    AT_ANY_SIZE = True

    def paint(self, canvas: Canvas) -> None:
        for y, text in enumerate(("training-brain needs", "60 × 16 cells or more.")):
            canvas.text(0, y, text[: canvas.width], self.colours.text)
