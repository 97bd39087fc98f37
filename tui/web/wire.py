"""What the page sends over its websocket, checked: JSON arrays of a kind and a value."""

import json
from typing import Any, NamedTuple

#: Cells. A terminal beyond this is no screen but a way to eat memory.
_SMALLEST, _LARGEST = 2, 1000
_LONGEST_PING = 64


class Keys(NamedTuple):
    """Typed, clicked or pasted, as a terminal would send it."""

    data: bytes


class Size(NamedTuple):
    """The page's terminal, in cells."""

    width: int
    height: int


class Ping(NamedTuple):
    """Answered with the same mark."""

    mark: str


class Focus(NamedTuple):
    """The page has the keyboard, or lost it."""

    here: bool


type Sent = Keys | Size | Ping | Focus


def understand(text: str) -> Sent | None:
    """The message, or None for what our page never sends."""
    try:
        message = json.loads(text)
    except (ValueError, RecursionError):
        return None
    match message:
        case ["stdin", str(data)]:
            return Keys(data.encode("utf-8", "replace"))
        case ["resize", {"width": width, "height": height}]:
            return size(width, height)
        case ["ping", str(mark)] if len(mark) <= _LONGEST_PING:
            return Ping(mark)
        case ["focus"] | ["blur"]:
            return Focus(message[0] == "focus")
    return None


def size(width: Any, height: Any) -> Size | None:
    """Whole numbers of cells, within reason; from the address they come as text."""
    try:
        cells = int(width), int(height)
    except (TypeError, ValueError, OverflowError):
        return None
    return Size(*(min(max(count, _SMALLEST), _LARGEST) for count in cells))
