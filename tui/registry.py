"""Every action of the dashboard: all modules read, for the key map, its check and its list."""

import pkgutil
from collections.abc import Iterator
from functools import lru_cache
from importlib import import_module
from typing import NamedTuple

from tui.actions import Action
from tui.everywhere import ACTIONS


class Owned(NamedTuple):
    """where: `Everywhere`, or the screen or part that has the actions."""

    where: str
    actions: tuple[Action, ...]


EVERYWHERE = "Everywhere"
#: Dialogs have the keys of forms: nothing to name, and long to import.
_DIALOGS = "tui.screens.edit"
#: Modules whose names say nothing to an athlete.
_TITLES = {
    "ranged": "Fitness and recovery",
    "days": "Charts of days",
    "grid": "Calendar",
    "empty": "First steps",
    "rows": "Settings",
    "legs": "Multisport",
}


@lru_cache(maxsize=1)
def everything() -> tuple[Owned, ...]:
    """The registries of the app, of all screens and of all parts."""
    return tuple(_found())


def _found() -> Iterator[Owned]:
    yield Owned(EVERYWHERE, ACTIONS)
    seen = {id(ACTIONS)}
    for folder in ("screens", "widgets"):
        package = import_module(f"tui.{folder}")
        for module in pkgutil.walk_packages(package.__path__, f"tui.{folder}."):
            if module.name.startswith(_DIALOGS):
                continue
            for where, actions in _of_module(module.name):
                if actions and id(actions) not in seen:
                    seen.add(id(actions))
                    yield Owned(where, actions)


def _of_module(name: str) -> Iterator[tuple[str, tuple[Action, ...]]]:
    module = import_module(name)
    short = name.rpartition(".")[2]
    short = _TITLES.get(short, short.capitalize())
    own = getattr(module, "ACTIONS", None)
    if isinstance(own, tuple):
        yield short, own
    for value in list(vars(module).values()):
        if isinstance(value, type) and value.__module__ == name:
            listed = vars(value).get("ACTIONS")
            if isinstance(listed, tuple):
                yield short, listed


def names() -> dict[str, Action]:
    """A key map's names -> the first action of that name."""
    found: dict[str, Action] = {}
    for owned in everything():
        for action in owned.actions:
            found.setdefault(action.name, action)
    return found
