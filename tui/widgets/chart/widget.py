"""The base of everything drawn: a widget that paints a canvas once and then only indexes lines."""

from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from tui.palette import Palette, palette_of
from tui.theme import palette_for
from tui.widgets.chart.canvas import Canvas


class CanvasWidget(Widget):
    """Subclasses implement `paint`; a frame is painted anew after `redraw`, a resize or a theme."""

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

    def redraw(self) -> None:
        """What is drawn has changed."""
        self._frame = None
        self.refresh()

    def render_line(self, y: int) -> Strip:
        width, height = self.size
        key = (width, height, self.app.theme, self.has_focus)
        frame = self._frame
        if frame is None or frame[0] != key:
            canvas = Canvas(width, height, self.colours.background)
            if width > 0 and height > 0:
                self.paint(canvas)
            frame = self._frame = (key, canvas.strips())
        strips = frame[1]
        return strips[y] if y < len(strips) else Strip.blank(width, Style())
