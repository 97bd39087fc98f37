"""The style sheets: which there are, and how they are kept from being parsed twice."""

from pathlib import Path
from typing import Final

from textual.css.stylesheet import Stylesheet

_FOLDER = Path(__file__).parent / "screens"

#: What the screens but home have in common; a screen names its own after it.
SCREENS: Final = _FOLDER / "screens.tcss"
#: All dialogs, and the command palette.
DIALOGS: Final = _FOLDER / "dialogs.tcss"


class Sheet(Stylesheet):
    """Textual's parses all anew at the start, and again when a screen brings its own styles. This
    one keeps what it has parsed until the colours change: a tenth of the dashboard's start."""

    def __init__(self, variables: dict[str, str]) -> None:
        super().__init__(variables=variables)
        self._parsed_with = variables

    def set_variables(self, variables: dict[str, str]) -> None:
        if variables != self._parsed_with:
            self._parsed_with = variables
            super().set_variables(variables)

    def reparse(self) -> None:
        self.parse()
