"""A row of numbers: label over value."""

from typing import NamedTuple

from tui.widgets.chart.canvas import Canvas
from tui.widgets.chart.widget import CanvasWidget


class Tile(NamedTuple):
    label: str
    value: str
    note: str = ""
    ink: str | None = None


def width_of(tile: Tile) -> int:
    """Cells a tile takes."""
    value = len(tile.value) + (1 + len(tile.note) if tile.note else 0)
    return max(len(tile.label), value)


def overflows(tiles: list[Tile], width: int) -> bool:
    """They do not fit into one row."""
    return sum(width_of(tile) + 3 for tile in tiles) - 3 > width


def draw(canvas: Canvas, y: int, tiles: list[Tile], inks: tuple[str, str], *, x: int = 0) -> int:
    """Labels on row `y`, values below; as many as fit whole, and how many that was."""
    muted, strong = inks
    for index, tile in enumerate(tiles):
        wide = width_of(tile)
        if x + wide > canvas.width:
            return index
        canvas.text(x, y, tile.label, muted)
        canvas.text(x, y + 1, tile.value, tile.ink or strong, bold=True)
        canvas.text(x + len(tile.value) + 1, y + 1, tile.note, muted)
        x += wide + 3
    return len(tiles)


class Tiles(CanvasWidget):
    """`show` the tiles; the first that do not fit are left out with what follows."""

    def __init__(self) -> None:
        super().__init__(classes="tiles")
        self.tiles: list[Tile] = []

    def show(self, tiles: list[Tile]) -> None:
        self.tiles = tiles
        self.redraw()

    def paint(self, canvas: Canvas) -> None:
        draw(canvas, 0, self.tiles, (self.colours.muted, self.colours.strong))
