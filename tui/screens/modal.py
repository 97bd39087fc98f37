"""What every dialog is."""

from typing import ClassVar

from textual.screen import ModalScreen
from textual.types import CSSPathType

from tui.styles import DIALOGS


class Modal[T](ModalScreen[T]):
    """A screen over a screen; the first one shown brings the dialogs' styles."""

    CSS_PATH: ClassVar[CSSPathType | None] = DIALOGS
