"""The athlete's own keys: `keymap.toml` in the folder of the mirror, `name = "keys"` a line.

A name is an action's title as the palette shows it, in small letters with hyphens. An entry that
cannot hold is left out and told in one line; the others hold.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

#: Keys that can be given by a name; single characters stand for themselves.
_NAMED = {
    *("up", "down", "left", "right", "home", "end", "pageup", "pagedown", "enter", "tab"),
    *("space", "backspace", "delete", "insert", "escape"),
    *(f"f{number}" for number in range(1, 25)),
}
_MODIFIERS = ("ctrl", "shift", "alt")
#: How Textual calls the signs that are typed.
_SIGNS = {
    "?": "question_mark", "/": "slash", "[": "left_square_bracket", "]": "right_square_bracket",
    "+": "plus", "-": "minus", ",": "comma", ".": "full_stop", "=": "equals_sign",
    "<": "less_than_sign", ">": "greater_than_sign", ";": "semicolon", ":": "colon",
    "!": "exclamation_mark", "@": "at", "#": "number_sign", "$": "dollar_sign",
    "%": "percent_sign", "^": "circumflex_accent", "&": "ampersand", "*": "asterisk",
    "(": "left_parenthesis", ")": "right_parenthesis", "_": "underscore", "'": "apostrophe",
    '"': "quotation_mark", "\\": "backslash", "|": "vertical_line", "`": "grave_accent",
    "~": "tilde", "{": "left_curly_bracket", "}": "right_curly_bracket", " ": "space",
}  # fmt: skip
#: Without these nobody finds out of a dialog or to the help.
FIXED = ("escape", "ctrl+c", "ctrl+q", "ctrl+p")


class KeyMap(NamedTuple):
    """keys: action's name -> Textual's key names, comma separated. troubles: a line each."""

    keys: dict[str, str]
    troubles: list[str]


def path(base: Path) -> Path:
    """Where it is kept."""
    return base / "keymap.toml"


def load(base: Path) -> KeyMap:
    """The file's entries whose keys can be read; names are not looked at (see `check`)."""
    try:
        text = path(base).read_text(encoding="utf-8")
    except FileNotFoundError:
        return KeyMap({}, [])
    except (OSError, UnicodeDecodeError) as error:
        return KeyMap({}, [f"{path(base)} cannot be read ({error}): the usual keys hold."])
    import tomllib

    try:
        stored = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return KeyMap({}, [f"{path(base).name}: {error}. The usual keys hold until it is mended."])
    found, troubles = KeyMap({}, []), []
    for name, value in stored.items():
        given = value if isinstance(value, list) else [value]
        keys = [read_key(key) if isinstance(key, str) else None for key in given]
        if not keys or None in keys:
            troubles.append(
                f"{path(base).name}: {name} = {_shown(value)} is no key. "
                'Write "x", "ctrl+t", "f5" or ["x", "f5"].'
            )
        else:
            found.keys[name] = ",".join(key for key in keys if key)
    return KeyMap(found.keys, troubles)


def _shown(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value)


def read_key(text: str) -> str | None:
    """Textual's name of a key as people write it (`?`, `ctrl+t`, `F5`); None where it is none."""
    if len(text) == 1:
        return _sign(text)
    *modifiers, key = text.strip().lower().split("+")
    if any(modifier not in _MODIFIERS for modifier in modifiers):
        return None
    if key in _NAMED or key in _SIGNS.values():
        return "+".join([*modifiers, key])
    if len(key) == 1 and modifiers and _sign(key):
        return "+".join([*modifiers, key])
    return None


def _sign(character: str) -> str | None:
    if character in _SIGNS:
        return _SIGNS[character]
    return character if character.isalnum() and character.isascii() else None


def check(keymap: KeyMap) -> KeyMap:
    """The same without entries that name no action, or give a key that is needed elsewhere."""
    from difflib import get_close_matches

    from tui.registry import names

    known = names()
    kept, troubles = dict(keymap.keys), list(keymap.troubles)
    for name, keys in keymap.keys.items():
        if name not in known:
            near = get_close_matches(name, known, n=1)
            hint = f"Did you mean {near[0]}?" if near else "See them with: training-brain settings"
            troubles.append(f"keymap.toml: there is no action {name}. {hint}")
            del kept[name]
            continue
        taken = clash(name, keys, kept)
        if taken is not None:
            troubles.append(f"keymap.toml: {name} cannot have {taken}. Give it another key.")
            del kept[name]
    return KeyMap(kept, troubles)


def clash(name: str, keys: str, keymap: Mapping[str, str]) -> str | None:
    """`f, it is Fitness already` where one of `keys` is another action's in the same place."""
    from tui.actions import key_names
    from tui.registry import EVERYWHERE, everything

    wanted = set(keys.split(","))
    for key in FIXED:
        if key in wanted and name != "back":
            return f"{key_names(key)}, it always has its own meaning"
    homes = {owned.where for owned in everything() for a in owned.actions if a.name == name}
    for owned in everything():
        if owned.where not in homes and EVERYWHERE not in (owned.where, *homes):
            continue
        for action in owned.actions:
            if action.name != name:
                shared = wanted & set(action.keys_in(keymap).split(","))
                if shared:
                    return f"{key_names(min(shared))}, it is {action.title} already"
    return None


def write(base: Path, name: str, keys: str | None) -> None:
    """Gives an action keys of its own, or its usual ones back (None). Other lines stay as they
    are. Raises OSError where the file cannot be written."""
    file = path(base)
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    kept = [line for line in lines if line.partition("=")[0].strip().strip("\"'") != name]
    if keys is not None:
        listed = ", ".join(f'"{key}"' for key in keys.split(","))
        kept.append(f"{name} = {listed if ',' not in keys else f'[{listed}]'}")
    draft = file.with_suffix(f".{os.getpid()}.tmp")
    draft.write_text("".join(f"{line}\n" for line in kept), encoding="utf-8")
    draft.replace(file)
