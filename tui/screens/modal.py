"""What every dialog is."""

from typing import Any, ClassVar

from textual.await_complete import AwaitComplete
from textual.screen import ModalScreen, Screen
from textual.types import CSSPathType

from tui.styles import DIALOGS


class Modal[T](ModalScreen[T]):
    """A screen over a screen; the first one shown brings the dialogs' styles."""

    CSS_PATH: ClassVar[CSSPathType | None] = DIALOGS

    @property
    def leaving(self) -> bool:
        """Its parts go before its timers stop (Textual hides what it takes away)."""
        return not self.display

    def dismiss(self, result: T | None = None) -> AwaitComplete:
        return super().dismiss(result) if uncovered(self) else AwaitComplete()


def uncovered(screen: Screen[Any]) -> bool:
    """Whether it is still there to leave; what lies over it has gone by then.

    Textual takes away the uppermost screen, whichever it is: the one below when a second click
    comes in for a dialog that has gone, the palette when a dialog below it is done.
    """
    app = screen.app
    if screen not in app.screen_stack:
        return False
    while app.screen is not screen:
        app.pop_screen()
    return True
