"""What a screen is for, and its keys, taken from the same registry as the keys themselves."""

from collections.abc import Mapping, Sequence

from tui.actions import Action, key_names
from tui.palette import COMPLIANCE, SPORT_LETTERS, SPORT_NAMES
from tui.screens.base import DashboardScreen
from tui.screens.card import Card, Line
from tui.text import wrap
from tui.widgets.calendar.cards import OTHER_SIGNS


class HelpCard(Card):
    """About one screen, and the part that had the focus."""

    def __init__(
        self, about: DashboardScreen, general: Sequence[Action], keymap: Mapping[str, str]
    ) -> None:
        super().__init__()
        self.about, self.general, self.keymap = about, general, keymap

    def lines(self, width: int) -> list[Line]:
        found: list[Line] = [[(self.about.NAME.capitalize(), "accent")], []]
        for sentence in self.about.ABOUT:
            found += [[(part, "text")] for part in wrap(sentence, width)]
        groups = (
            ("Here", [*self.about.focused_actions(), *self.about.ACTIONS]),
            ("Everywhere", self.general),
        )
        for title, actions in groups:
            found += [[], [(title, "strong")]]
            found += [self._row(action) for action in actions]
        found.append([("ctrl+p".ljust(14), "accent"), ("Every command, by name", "text")])
        if self.about.NAME == "calendar":
            found += self._legend()
        return found

    def _legend(self) -> list[Line]:
        from tui.theme import palette_for

        colours = palette_for(self.app.theme, colour=not self.app.no_color)
        sports: Line = []
        for sport, letter in SPORT_LETTERS.items():
            sports += [(letter, colours.sport(sport)), (f" {SPORT_NAMES[sport]}  ", "muted")]
        marks: list[Line] = [
            [(f"{glyph} ", colours.compliance[level]), (words, "muted")]
            for level, (glyph, words) in COMPLIANCE.items()
        ]
        marks += [[(f"{sign} ", colours.accent), (words, "muted")] for sign, words in OTHER_SIGNS]
        return [[], [("Signs", "strong")], sports, *marks]

    def _row(self, action: Action) -> Line:
        keys = key_names(action.keys_in(self.keymap))
        return [(keys.ljust(13) + " ", "accent"), (action.help, "text")]
