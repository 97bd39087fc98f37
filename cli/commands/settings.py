"""Everything that can be set, in one place: who you are, units, the dashboard's looks and keys.

Thresholds and zones have a day from which they hold, and commands of their own.
"""

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any, NamedTuple

from cli.arguments import add_json
from cli.context import Context
from cli.errors import USAGE, CommandError
from cli.output import Block, Cell, Column, Line, Table, show, write_json
from mirror.athlete import athlete
from mirror.database import Mirror
from sync import profile
from tui import keymap, state
from tui.looks import PALETTES, Look, look, theme_names
from tui.units import NONE

#: A setting of this kind is an action of the dashboard with its keys.
_KEY = "key."


class Setting(NamedTuple):
    """value: None where it is not set. choices: what may be given."""

    name: str
    value: str | None
    choices: str


def configure(parser: ArgumentParser) -> None:
    add_json(parser)
    parser.add_argument("--keys", action="store_true", help="list every action and its keys")
    actions = parser.add_subparsers(dest="action", metavar="show | set | reset")
    for name, text in (
        ("show", "print one value"),
        ("set", "change one"),
        ("reset", "take one away, the usual holds again"),
    ):
        action = actions.add_parser(name, help=text)
        action.add_argument("name", metavar="NAME", help="as listed; key.ACTION for a key")
        if name == "set":
            action.add_argument("value", metavar="VALUE", help="for a key: x, ctrl+t or x,f5")
        add_json(action)


def run(args: Namespace, context: Context) -> int:
    with context.mirror() as mirror:
        base = context.base
        config = base.parent if context.demo else base
        if args.action in ("set", "reset"):
            text = args.value if args.action == "set" else ""
            try:
                _change(mirror, base, config, args.name, text)
            except (ValueError, OSError) as error:
                raise CommandError(f"training-brain settings: {error}", USAGE) from error
        found = _settings(mirror, base)
    if args.action:
        return _show_one(args, found, config)
    keys = keymap.check(keymap.load(config))
    if args.json:
        document: dict[str, Any] = {setting.name: setting.value for setting in found}
        write_json({**document, "keys": keys.keys, "troubles": keys.troubles})
        return 0
    show(_keys(keys) if args.keys else _blocks(found, keys, config))
    return 0


def _settings(mirror: Mirror, base: Path) -> list[Setting]:
    who, chosen = athlete(mirror), look(state.load(base).theme)
    values: dict[str, Any] = {name: getattr(who, f.column) for name, f in profile.FIELDS.items()}
    values["week-start"] = profile.DAYS[who.week_start - 1]
    found = [
        Setting(
            name,
            None if values[name] is None else f"{values[name]:g}" if name == "weight"
            else str(values[name]),
            field.what,
        )
        for name, field in profile.FIELDS.items()
    ]  # fmt: skip
    return [
        *found,
        Setting("theme", chosen.theme, ", ".join(theme_names())),
        Setting("palette", chosen.palette, ", ".join(PALETTES)),
    ]


def _change(mirror: Mirror, base: Path, config: Path, name: str, text: str) -> None:
    """Stores it. Raises ValueError with one line for a name or a value that cannot be."""
    if name.startswith(_KEY):
        _set_key(config, name.removeprefix(_KEY), text)
    elif name in profile.FIELDS:
        profile.save(mirror, **{profile.FIELDS[name].column: profile.read(name, text)})
    elif name in ("theme", "palette"):
        kept = state.load(base)
        state.save(base, kept._replace(theme=_theme(look(kept.theme), name, text)))
    else:
        raise ValueError(_unknown(name, [*profile.FIELDS, "theme", "palette"]))


def _theme(now: Look, name: str, text: str) -> str:
    """The Textual theme after `theme` or `palette` has got a value; "" is the usual one."""
    choices = theme_names() if name == "theme" else list(PALETTES)
    wanted = text or choices[0]
    if wanted not in choices:
        raise ValueError(f"{name}: {text!r} is none, give {' or '.join(choices)}")
    changed = now._replace(**{name: wanted})
    if name == "theme" and changed.name is None:
        changed = Look(wanted, PALETTES[0])  # a theme that has one palette only
    if changed.name is None:
        raise ValueError(
            f"palette: theme {now.theme} has the terminal's own colours; choose another theme first"
        )
    return changed.name


def _set_key(config: Path, action: str, text: str) -> None:
    from tui.registry import names

    known = names()
    if action not in known:
        raise ValueError(_unknown(action, list(known), "action"))
    if not text:
        keymap.write(config, action, None)
        return
    given = [text] if text == "," else text.split(",")
    keys = [keymap.read_key(key) for key in given]
    if None in keys:
        raise ValueError(f"{text!r} is no key, write x, ctrl+t, f5, or several as x,f5")
    joined = ",".join(key for key in keys if key)
    taken = keymap.clash(action, joined, keymap.load(config).keys)
    if taken is not None:
        raise ValueError(f"{action} cannot have {taken}; give it another key")
    keymap.write(config, action, joined)


def _unknown(name: str, known: list[str], what: str = "setting") -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, known, n=1)
    hint = f"did you mean {near[0]}?" if near else "training-brain settings lists them"
    if what == "action":
        hint = hint.replace("settings lists", "settings --keys lists")
    return f"there is no {what} {name!r}, {hint}"


def _show_one(args: Namespace, found: list[Setting], config: Path) -> int:
    values = {setting.name: setting.value for setting in found}
    if args.name.startswith(_KEY):
        from tui.actions import key_names
        from tui.registry import names

        action = names().get(args.name.removeprefix(_KEY))
        if action is not None:
            values[args.name] = key_names(action.keys_in(keymap.load(config).keys))
    if args.name not in values:
        error = _unknown(args.name, list(values))
        raise CommandError(f"training-brain settings: {error}", USAGE)
    if args.json:
        write_json({args.name: values[args.name]})
    else:
        show([Line(f"{values[args.name] or NONE}")])
    return 0


def _blocks(found: list[Setting], keys: keymap.KeyMap, config: Path) -> list[Block]:
    columns = (Column("setting"), Column("value"), Column("may be"))
    rows = [(s.name, s.value or NONE, Cell(s.choices, "dim")) for s in found]
    blocks: list[Block] = [Table(columns, rows)]
    own = f"{len(keys.keys)} of your own" if keys.keys else "as they come"
    blocks.append(Line(f"\nKeys: {own}, in {keymap.path(config)} (settings --keys lists all)"))
    blocks += [Line(trouble, "warn") for trouble in keys.troubles]
    return blocks


def _keys(keys: keymap.KeyMap) -> list[Block]:
    from tui.actions import key_names
    from tui.registry import everything

    blocks: list[Block] = []
    seen: set[str] = set()
    for where, actions in everything():
        rows = [
            (f"{_KEY}{a.name}", key_names(a.keys_in(keys.keys)), Cell(a.help, "dim"))
            for a in actions
            if a.name not in seen
        ]
        seen |= {action.name for action in actions}
        if rows:
            columns = (Column("setting"), Column("keys"), Column("what it does", flexible=True))
            blocks += [Line(where, "title"), Table(columns, rows), Line("")]
    return blocks
