"""Every key there is, and the athlete's own in place of it."""

from collections.abc import Mapping
from typing import ClassVar

from textual.binding import BindingType
from textual.message import Message

from tui.actions import Action, bindings, key_names
from tui.registry import everything
from tui.widgets.settings.rows import Row, RowsPane

ACTIONS = (
    Action("d,delete,x", "usual", "Usual key", "Back to the key it came with", "d", "Usual key"),
)


class KeysPane(RowsPane):
    """Actions by the part they belong to; a changed key is marked."""

    title = "Keys"
    BINDINGS: ClassVar[list[BindingType]] = list(bindings(ACTIONS))
    VALUE = 1

    class UsualAsked(Message):
        """The key of `name` shall be the usual one again."""

        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name

    def __init__(self) -> None:
        super().__init__(id="keys")

    def widths(self, width: int) -> list[int]:
        return [20, 12] if width >= 50 else [20]

    def foot(self) -> str:
        return "Enter, then the new key. They are kept in keymap.toml beside your data."

    def show_keys(self, keymap: Mapping[str, str]) -> None:
        found: list[Row] = []
        seen: set[str] = set()
        for where, actions in everything():
            rows = [self._row_of(a, keymap) for a in actions if a.name not in seen]
            seen |= {action.name for action in actions}
            if rows:
                found += [Row("", (where,), "heading"), *rows]
        self.show(found)

    def _row_of(self, action: Action, keymap: Mapping[str, str]) -> Row:
        own = action.name in keymap
        keys = key_names(action.keys_in(keymap)) + (" · yours" if own else "")
        if self.size.width >= 50:
            return Row(action.name, (action.title, keys, action.help), warn=own)
        return Row(action.name, (action.title, keys), warn=own)

    def action_usual(self) -> None:
        if self.row is not None and self.row.name:
            self.post_message(self.UsualAsked(self.row.name))
