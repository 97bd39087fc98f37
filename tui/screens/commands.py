"""The command palette."""

from textual.command import CommandList, CommandPalette


class Commands(CommandPalette):
    """Textual's, which would break at a page key where its list has no room to be seen."""

    def _action_command_list(self, action: str) -> None:
        if self.query_one(CommandList).size.height:
            super()._action_command_list(action)
