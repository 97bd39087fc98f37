"""A grid of cells to draw charts on: one glyph, one ink, one paper each.

Drawing order gives the layers: papers (bands), areas, grid lines (into empty cells only), braille
lines (over areas, whose colour becomes the paper), dots, text, and the cursor last. The canvas
ends as Textual `Strip`s of run-length segments with shared styles. Standard library and rich only.
"""

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip

from tui.palette import mix
from tui.widgets.chart.inks import Styles, true_colour

EIGHTHS = " ▁▂▃▄▅▆▇█"
LEFT_EIGHTHS = " ▏▎▍▌▋▊▉█"
FULL = "█"
DOT = "●"
#: Bits of a braille cell, [row 0…3][column 0…1].
_BRAILLE = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
_BRAILLE_BASE = 0x2800


class Canvas:
    """`width` × `height` cells on `paper`. Coordinates: x to the right, y down, from 0.

    Anything outside is silently left out, so that callers need not clip.
    """

    __slots__ = ("bolds", "dots", "glyphs", "height", "inks", "paper", "papers", "width")

    def __init__(self, width: int, height: int, paper: str) -> None:
        self.width, self.height, self.paper = width, height, paper
        self.glyphs = [[" "] * width for _ in range(height)]
        self.inks = [[paper] * width for _ in range(height)]
        self.papers = [[paper] * width for _ in range(height)]
        self.bolds = [bytearray(width) for _ in range(height)]
        self.dots: dict[tuple[int, int], int] = {}

    def text(
        self, x: int, y: int, text: str, ink: str, paper: str | None = None, *, bold: bool = False
    ) -> None:
        """From (x, y) on; the paper stays unless one is given. A glyph of two cells leaves the
        second one without any, one that does not fit before the edge is left out."""
        if not 0 <= y < self.height:
            return
        if text.isascii():
            for offset, glyph in enumerate(text):
                self.put(x + offset, y, glyph, ink, paper, bold=bold)
            return
        for glyph in text:
            cells = cell_len(glyph)
            if cells == 2:
                if x + 1 >= self.width:
                    return
                self.put(x + 1, y, "", ink, paper, bold=bold)
            if cells:
                self.put(x, y, glyph, ink, paper, bold=bold)
            elif 0 < x <= self.width:
                self.glyphs[y][x - 1] += glyph  # an accent joins the letter before it
            x += cells

    def put(
        self, x: int, y: int, glyph: str, ink: str, paper: str | None = None, *, bold: bool = False
    ) -> None:
        """One cell."""
        if 0 <= x < self.width and 0 <= y < self.height:
            self.glyphs[y][x] = glyph
            self.inks[y][x] = ink
            self.bolds[y][x] = bold
            if paper is not None:
                self.papers[y][x] = paper

    def fill(self, x: int, y: int, width: int, height: int, paper: str) -> None:
        """A rectangle of background."""
        left, right = max(0, x), min(self.width, x + width)
        if right <= left:
            return
        for row in range(max(0, y), min(self.height, y + height)):
            self.papers[row][left:right] = [paper] * (right - left)

    def paper_at(self, x: int, y: int) -> str:
        """The background of a cell; outside there is the canvas' own."""
        inside = 0 <= x < self.width and 0 <= y < self.height
        return self.papers[y][x] if inside else self.paper

    def empty(self, x: int, y: int) -> bool:
        """Nothing but paper there."""
        return self.glyphs[y][x] == " "

    def solid(self, x: int, y: int) -> str:
        """The colour one sees most of in a cell: of a full block its ink, else the paper."""
        glyph = self.glyphs[y][x]
        return self.inks[y][x] if glyph in "▅▆▇█" else self.papers[y][x]

    def grid_row(self, x: int, y: int, width: int, ink: str) -> None:
        """A dotted line in the empty cells of a row."""
        if 0 <= y < self.height:
            for column in range(max(0, x), min(self.width, x + width)):
                if self.empty(column, y):
                    self.put(column, y, "┈", ink)

    def column_rule(self, x: int, y: int, height: int, ink: str, glyph: str = "┊") -> None:
        """A dotted vertical line in empty cells."""
        for row in range(max(0, y), min(self.height, y + height)):
            if 0 <= x < self.width and self.empty(x, row):
                self.put(x, row, glyph, ink)

    def braille(self, px: int, py: int, ink: str) -> None:
        """Light one of the 2 × 4 dots of a cell; `px` in half columns, `py` in quarter rows."""
        x, y = px >> 1, py >> 2
        if not (0 <= x < self.width and 0 <= y < self.height):
            return
        bits = self.dots.get((x, y), 0)
        if not bits:
            self.papers[y][x] = self.solid(x, y)
        bits |= _BRAILLE[py & 3][px & 1]
        self.dots[x, y] = bits
        self.glyphs[y][x] = chr(_BRAILLE_BASE + bits)
        self.inks[y][x] = ink

    def cursor(self, x: int, y: int, height: int, ink: str, paper: str) -> None:
        """A vertical line that leaves what it crosses legible."""
        if not 0 <= x < self.width:
            return
        for row in range(max(0, y), min(self.height, y + height)):
            glyph = self.glyphs[row][x]
            if glyph in " ┈┊":
                self.put(x, row, "│", ink)
            elif glyph == FULL:
                self.put(x, row, "│", ink, self.inks[row][x])
            else:
                self.papers[row][x] = paper

    def dim(self, x: int, y: int, width: int, height: int, paper: str) -> None:
        """A rectangle steps back: its inks and papers are drawn towards `paper`."""
        left, right = max(0, x), min(self.width, x + width)
        faded: dict[str, str] = {}
        for row in range(max(0, y), min(self.height, y + height)):
            for cells in (self.inks[row], self.papers[row]):
                for column in range(left, right):
                    colour = cells[column]
                    if colour not in faded:
                        faded[colour] = mix(colour, paper, 0.68)
                    cells[column] = faded[colour]

    def line(self, y: int) -> str:
        """A row as plain text."""
        return "".join(self.glyphs[y])

    def strip(self, y: int, styles: Styles = true_colour) -> Strip:
        """A row as a Strip; neighbours of one style share a segment."""
        glyphs, inks, papers, bolds = self.glyphs[y], self.inks[y], self.papers[y], self.bolds[y]
        segments: list[Segment] = []
        start, width = 0, self.width
        while start < width:
            ink, paper, bold = inks[start], papers[start], bolds[start]
            blank = glyphs[start] == " "
            end = start + 1
            while end < width and papers[end] == paper:
                if glyphs[end] != " ":
                    if blank:
                        ink, bold, blank = inks[end], bolds[end], False
                    elif inks[end] != ink or bolds[end] != bold:
                        break
                end += 1
            segments.append(Segment("".join(glyphs[start:end]), styles(ink, paper, bool(bold))))
            start = end
        return Strip(segments, width)

    def strips(self, styles: Styles = true_colour) -> list[Strip]:
        """All rows."""
        return [self.strip(y, styles) for y in range(self.height)]
