"""What a command prints: one JSON document, or tables for people.

Rich draws only on a terminal: importing it costs a read command its time twice over, and a pipe
wants plain lines.
"""

import json
import sys
from collections.abc import Sequence
from typing import Any, NamedTuple


class Column(NamedTuple):
    """right: numbers. flexible: cut first where the terminal is narrow."""

    title: str
    right: bool = False
    flexible: bool = False


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
    from rich.table import Table as RichTable
    from rich.text import Text

    console = Console(highlight=False)
    for block in blocks:
        if isinstance(block, Line):
            console.print(Text(block.text, style=_STYLES.get(block.style, "")))
            continue
        table = RichTable(box=None, padding=(0, 1, 0, 0), header_style="dim", pad_edge=False)
        table.show_header = any(column.title for column in block.columns)
        for column in block.columns:
            table.add_column(
                column.title,
                justify="right" if column.right else "left",
                no_wrap=True,
                overflow="ellipsis",
                ratio=1 if column.flexible and console.width < 100 else None,
            )
        for row in block.rows:
            table.add_row(*(_rich_cell(cell) for cell in row))
        console.print(table)


def _rich_cell(cell: str | Cell) -> Any:
    from rich.text import Text

    if isinstance(cell, Cell):
        return Text(cell.text, style=_STYLES.get(cell.style, cell.style))
    return Text(cell)
