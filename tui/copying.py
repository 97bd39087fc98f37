"""What is on the screen as plain text, for the clipboard: words and numbers, without drawings."""

from typing import TYPE_CHECKING

from textual.widget import Widget

if TYPE_CHECKING:
    from tui.screens.base import DashboardScreen

#: Blocks, braille and shades: a row with more of them than this is a row of a chart.
_DRAWN = (range(0x2580, 0x25A0), range(0x2800, 0x2900))
_MOST_DRAWN = 4
#: Rules, dotted lines and frames.
_LINES = range(0x2500, 0x2580)


def copy(screen: "DashboardScreen") -> None:
    """The screen's own choice of what is worth copying goes to the terminal's clipboard."""
    text = screen.copied()
    if not text:
        screen.app.notify("Nothing to copy here.", severity="warning")
        return
    screen.app.copy_to_clipboard(text)
    first, count = text.partition("\n")[0].strip(), text.count("\n") + 1
    screen.app.notify(f"Copied {count} {'line' if count == 1 else 'lines'}: {first[:40]}")


def text_of(widget: Widget) -> str:
    """What a part shows: its rows of words and numbers; rows of a chart and empty ones are not."""
    rows = (_row(widget.render_line(y).text) for y in range(widget.size.height))
    return "\n".join(row for row in rows if row)


def _row(text: str) -> str:
    drawn = sum(any(ord(sign) in block for block in _DRAWN) for sign in text)
    if drawn > _MOST_DRAWN:
        return ""
    kept = "".join(" " if ord(sign) in _LINES or _is_drawn(sign) else sign for sign in text)
    return kept.rstrip()


def _is_drawn(sign: str) -> bool:
    return any(ord(sign) in block for block in _DRAWN)
