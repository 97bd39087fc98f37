"""One line of text, checked while it is typed."""

from collections.abc import Callable, Sequence

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input

from tui.screens.edit.card import EditCard, text_input
from tui.text import fit
from tui.widgets.chart.canvas import Canvas
from tui.widgets.chart.widget import CanvasWidget

_OFFERED = 6


class Offers(CanvasWidget):
    """What could be meant."""

    def __init__(self) -> None:
        super().__init__(id="offers")
        self.names: list[str] = []
        self.styles.height = _OFFERED

    def paint(self, canvas: Canvas) -> None:
        colours = self.colours
        canvas.fill(0, 0, canvas.width, canvas.height, colours.surface)
        for y, name in enumerate(self.names):
            ink = colours.accent if y == 0 else colours.muted
            canvas.text(1, y, fit(name, canvas.width - 1), ink, bold=y == 0)


class TextCard(EditCard[str]):
    """`check` raises ValueError with one line for what cannot be. `offered`: all the texts there
    are, of which those that fit are listed; tab takes the first."""

    def __init__(
        self,
        title: str,
        value: str,
        check: Callable[[str], object],
        hint: str,
        offered: Sequence[str] = (),
    ) -> None:
        tab = "tab completes · " if offered else ""
        super().__init__(title, hint, f"{tab}enter saves · esc leaves")
        self.value, self.check, self.offered = value, check, offered

    def fields(self) -> ComposeResult:
        yield text_input(self.value, id="text")
        if self.offered:
            yield Offers()

    def on_mount(self) -> None:
        self._offer(self.value)

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        self.say("")
        self._offer(event.value)

    def _offer(self, text: str) -> None:
        if not self.offered:
            return
        part = text.strip().lower().replace(" ", "_")
        hits = [name for name in self.offered if part in name.lower()]
        hits.sort(key=lambda name: (not name.lower().split("/")[-1].startswith(part), name))
        offers = self.query_one(Offers)
        offers.names = hits[:_OFFERED]
        offers.redraw()

    def key_tab(self) -> None:
        if self.offered and self.query_one(Offers).names:
            field = self.query_one(Input)
            field.value = self.query_one(Offers).names[0]
            field.cursor_position = len(field.value)

    def action_save(self) -> None:
        text = self.query_one(Input).value
        try:
            self.check(text)
        except ValueError as error:
            self.say(str(error), wrong=True)
        else:
            self.dismiss(text)
