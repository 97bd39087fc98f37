"""The next key pressed becomes an action's."""

from collections.abc import Mapping

from textual import events
from textual.app import ComposeResult
from textual.widgets import Label

from tui.actions import Action, key_names
from tui.keymap import clash
from tui.screens.edit.card import EditCard


class KeyCard(EditCard[str]):
    """Dismisses with Textual's name of the key."""

    def __init__(self, action: Action, keymap: Mapping[str, str]) -> None:
        super().__init__(f"A key for: {action.title}", action.help, "esc leaves it as it is")
        self.chosen, self.keymap = action, keymap

    def fields(self) -> ComposeResult:
        now = key_names(self.chosen.keys_in(self.keymap))
        yield Label(f"Press the new key. Now it is {now}.", markup=False)

    def on_key(self, event: events.Key) -> None:
        if event.key == "escape":
            return
        event.stop()
        event.prevent_default()
        taken = clash(self.chosen.name, event.key, self.keymap)
        if taken is None:
            self.dismiss(event.key)
        else:
            self.say(f"Not {taken}. Press another.", wrong=True)

    def action_save(self) -> None:
        """Enter is a key as any other here."""
