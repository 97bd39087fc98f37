"""The command palette."""

from typing import ClassVar

from textual.command import CommandList, CommandPalette
from textual.types import CSSPathType

from tui.styles import DIALOGS


class Commands(CommandPalette):
    """Textual's, which would break at a page key where its list has no room to be seen."""

    CSS_PATH: ClassVar[CSSPathType | None] = DIALOGS

    def _action_command_list(self, action: str) -> None:
        if self.query_one(CommandList).size.height:
            super()._action_command_list(action)
