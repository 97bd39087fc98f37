"""The style sheets that are parsed when a screen that wants them is first shown."""

from pathlib import Path
from typing import Final

_FOLDER = Path(__file__).parent / "screens"

#: What the screens but home have in common; a screen names its own after it.
SCREENS: Final = _FOLDER / "screens.tcss"
#: All dialogs, and the command palette.
DIALOGS: Final = _FOLDER / "dialogs.tcss"
