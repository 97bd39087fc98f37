"""The command palette."""

from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.command import CommandList, CommandPalette
from textual.types import CSSPathType
from textual.widgets import Input, OptionList

from tui.screens.modal import uncovered
from tui.styles import DIALOGS


class Found(CommandList):
    """Textual's, which would break at a click on a command that has just gone from it."""

    def on_click(self, event: events.Click) -> None:
        if (event.style.meta.get("option") or 0) >= self.option_count:
            event.prevent_default()


class Commands(CommandPalette):
    """Textual's, which would break at a page key where its list has no room to be seen, and at the
    second of two clicks on a command."""

    CSS_PATH: ClassVar[CSSPathType | None] = DIALOGS

    _left = False

    def dismiss(self, result: None = None) -> AwaitComplete:
        self._left = True
        return super().dismiss(result) if uncovered(self) else AwaitComplete()

    def compose(self) -> ComposeResult:
        for part in super().compose():
            yield Found() if isinstance(part, CommandList) else part

    @on(OptionList.OptionSelected)
    @on(Input.Submitted)
    def chosen(self, event: OptionList.OptionSelected | Input.Submitted) -> None:
        """A command is run once, however often it was chosen before the palette had gone."""
        if self._left:
            event.stop()
            event.prevent_default()

    def _action_command_list(self, action: str) -> None:
        if self.query_one(CommandList).size.height:
            super()._action_command_list(action)
