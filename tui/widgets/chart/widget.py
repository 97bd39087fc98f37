"""The base of everything drawn: a widget that paints a canvas once and then only indexes lines."""

from typing import ClassVar

from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from tui.palette import Palette, palette_of
from tui.theme import palette_for
from tui.widgets.chart.canvas import Canvas
from tui.widgets.chart.inks import styles_for

#: Columns and rows under which a screen shows one sentence, and nothing else is painted: between a
#: resize and the new layout there are parts with no room for anything.
LEAST = (60, 16)


class CanvasWidget(Widget):
    """Subclasses implement `paint`; a frame is painted anew after `redraw`, a resize or a theme."""

    #: Painted even where the terminal is too small for the screens.
    AT_ANY_SIZE: ClassVar[bool] = False

    def __init__(
        self,
        *,
        name: str | None = None,
        id: str | None = None,  # noqa: A002
        classes: str | None = None,
    ) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self._frame: tuple[tuple[object, ...], list[Strip]] | None = None

    @property
    def colours(self) -> Palette:
        """The palette of the theme in force."""
        app = self.app
        theme = app.theme
        if theme not in app.available_themes:
            return palette_of(dark=True)
        return palette_for(theme, colour=not app.no_color)

    def paint(self, canvas: Canvas) -> None:
        """Draw the whole widget."""
        raise NotImplementedError

    def _has_room(self) -> bool:
        width, height = self.app.size
        enough = width >= LEAST[0] and height >= LEAST[1]
        return enough or self.AT_ANY_SIZE or self.screen.is_modal

    def redraw(self) -> None:
        """What is drawn has changed."""
        self._frame = None
        self.refresh()

    def render_line(self, y: int) -> Strip:
        width, height = self.size
        key = (width, height, self.app.theme, self.has_focus, self._has_room())
        frame = self._frame
        if frame is None or frame[0] != key:
            colours = self.colours
            canvas = Canvas(width, height, colours.background)
            if width > 0 and height > 0 and self._has_room():
                self.paint(canvas)
            frame = self._frame = (key, canvas.strips(styles_for(colours)))
        strips = frame[1]
        return strips[y] if y < len(strips) else Strip.blank(width, Style())
