"""One registry of what can be done: keys, footer, palette and help all read it."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from textual.binding import Binding


class Action(NamedTuple):
    """keys: Textual key names, comma separated. action: as in a Binding.

    title: two words for the palette. help: a sentence. glyph: how the footer writes the keys;
    an action without one is not in the footer. group: help's heading.
    """

    keys: str
    action: str
    title: str
    help: str
    glyph: str = ""
    footer: str = ""
    palette: bool = True

    @property
    def name(self) -> str:
        """How a key map calls it: `next-theme`. Actions of one title share their keys."""
        words = "".join(c if c.isalnum() else " " for c in self.title.lower())
        return "-".join(words.split())

    def keys_in(self, keymap: Mapping[str, str]) -> str:
        """Its keys where the athlete's own key map rules."""
        return keymap.get(self.name, self.keys)


#: How keys are written for people.
_KEY_NAMES = {
    "left": "←",
    "right": "→",
    "up": "↑",
    "down": "↓",
    "enter": "enter",
    "escape": "esc",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "home": "Home",
    "end": "End",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "left_curly_bracket": "{",
    "right_curly_bracket": "}",
    "question_mark": "?",
    "slash": "/",
    "plus": "+",
    "minus": "−",
    "comma": ",",
    "full_stop": ".",
    "semicolon": ";",
    "shift+left": "⇧←",
    "shift+right": "⇧→",
    "shift+tab": "⇧tab",
}
_HIDDEN_KEYS = {"equals_sign", "less_than_sign", "greater_than_sign"}


def key_names(keys: str) -> str:
    """`left,h` -> `← h`."""
    return " ".join(_KEY_NAMES.get(key, key) for key in keys.split(",") if key not in _HIDDEN_KEYS)


def bindings(actions: Iterable[Action]) -> list[Binding]:
    """Textual bindings of the registry's rows."""
    return [
        Binding(
            action.keys,
            action.action,
            action.footer or action.title,
            show=bool(action.glyph),
            key_display=action.glyph or None,
            tooltip=action.help,
            id=action.name,
        )
        for action in actions
    ]
