"""What a command prints: one JSON document, or tables for people.

Rich draws only on a terminal: importing it costs a read command its time twice over, and a pipe
wants plain lines.
"""

import json
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from rich.table import Table as RichTable


class Column(NamedTuple):
    """right: numbers. What gives way where the terminal is narrow: first the flexible column is
    cut, down to a dozen cells, then optional ones are left out, the highest number first.
    """

    title: str
    right: bool = False
    flexible: bool = False
    optional: int = 0


class Cell(NamedTuple):
    """A cell with a colour; plain output prints the text alone, so it must say the same."""

    text: str
    style: str


class Table(NamedTuple):
    columns: Sequence[Column]
    rows: Sequence[Sequence[str | Cell]]


class Line(NamedTuple):
    """One line of text. style: "", "title", "good", "warn", "bad" or "dim"."""

    text: str
    style: str = ""


Block = Table | Line

_STYLES = {
    "title": "bold",
    "good": "green",
    "warn": "yellow",
    "bad": "bold red",
    "dim": "dim",
}
_GAP = "  "
_NARROWEST = 12


def write_json(document: dict[str, Any]) -> None:
    """One document and nothing else; indented for eyes, on one line for programs."""
    indent = 2 if sys.stdout.isatty() else None
    plain = not (sys.stdout.encoding or "").lower().startswith("utf")
    sys.stdout.write(json.dumps(document, ensure_ascii=plain, indent=indent) + "\n")


def show(blocks: Sequence[Block]) -> None:
    """Prints the blocks one below the other."""
    if sys.stdout.isatty():
        _show_rich(blocks)
        return
    text = "".join(f"{line}\n" for block in blocks for line in _plain(block))
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(text.encode(encoding, "replace").decode(encoding))


def _plain(block: Block) -> list[str]:
    if isinstance(block, Line):
        return [block.text]
    head = [column.title for column in block.columns]
    body = [[cell.text if isinstance(cell, Cell) else cell for cell in row] for row in block.rows]
    widths = [max(map(len, column)) for column in zip(head, *body, strict=True)]
    lines = []
    for row in [head, *body] if any(head) else body:
        cells = [
            text.rjust(width) if column.right else text.ljust(width)
            for text, width, column in zip(row, widths, block.columns, strict=True)
        ]
        lines.append(_GAP.join(cells).rstrip())
    return lines


def _show_rich(blocks: Sequence[Block]) -> None:
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False)
    for block in blocks:
        if isinstance(block, Line):
            console.print(Text(block.text, style=_STYLES.get(block.style, "")))
        else:
            console.print(_rich_table(block, console.width))


def _rich_table(block: Table, room: int) -> "RichTable":
    from rich.cells import cell_len
    from rich.table import Table as RichTable
    from rich.text import Text

    shown = list(range(len(block.columns)))
    texts = [[cell.text if isinstance(cell, Cell) else cell for cell in row] for row in block.rows]
    widths = [
        max(cell_len(text) for text in (column.title, *(row[n] for row in texts)))
        for n, column in enumerate(block.columns)
    ]
    least = [
        min(width, _NARROWEST) if column.flexible else width
        for width, column in zip(widths, block.columns, strict=True)
    ]
    while sum(least[n] + 1 for n in shown) > room + 1:
        optional = max(shown, key=lambda n: block.columns[n].optional)
        if not block.columns[optional].optional:
            break
        shown.remove(optional)
    spare = room + 1 - sum(least[n] + 1 for n in shown)
    table = RichTable(box=None, padding=(0, 1, 0, 0), header_style="dim", pad_edge=False)
    table.show_header = any(column.title for column in block.columns)
    for n in shown:
        column = block.columns[n]
        width = min(widths[n], least[n] + max(0, spare)) if column.flexible else widths[n]
        prose = not table.show_header and n == shown[-1]  # facts: better two lines than a cut
        table.add_column(
            column.title,
            justify="right" if column.right else "left",
            width=None if prose else width,
            no_wrap=not prose,
            overflow="ellipsis",
        )
    for row, cells in zip(texts, block.rows, strict=True):
        styles = [cell.style if isinstance(cell, Cell) else "" for cell in cells]
        table.add_row(*(Text(row[n], style=_STYLES.get(styles[n], styles[n])) for n in shown))
    return table
