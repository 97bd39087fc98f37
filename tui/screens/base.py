"""What every screen of the dashboard shares: its bars, its reader, its place in the help."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.screen import Screen

from tui.actions import Action
from tui.reader import Reader
from tui.widgets.chrome import KeyBar, TooSmall, TopBar

if TYPE_CHECKING:
    from tui.app import TrainingBrainApp


#: In the footer of every screen but the calendar.
BACK = Action("escape", "app.leave_screen", "Back", "Back to the calendar", "esc", palette=False)


class DashboardScreen(Screen[None]):
    """Subclasses give `NAME`, `ABOUT` (three lines for the help), `ACTIONS` and `body`."""

    NAME: ClassVar[str] = ""
    ABOUT: ClassVar[tuple[str, ...]] = ()
    ACTIONS: ClassVar[Sequence[Action]] = ()
    #: The parts are drawn, not text to select (`y` copies); and Textual breaks where a part that is
    #: made anew at that moment is pressed.
    ALLOW_SELECT = False
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012
        (0, "-tiny"),
        (60, "-narrow"),
        (100, "-wide"),
        (160, "-huge"),
    ]
    VERTICAL_BREAKPOINTS = [(0, "-flat"), (16, "-short"), (30, "-tall")]  # noqa: RUF012

    _remade = True

    @property
    def brain(self) -> "TrainingBrainApp":
        return cast("TrainingBrainApp", self.app)

    @property
    def ready(self) -> bool:
        """Its parts are there: not so before it is mounted, while it is made anew, and when the
        dashboard closes (Textual hides what it takes away)."""
        return self.is_mounted and self._remade and self.display

    def later(self, work: Callable[[], object]) -> None:
        """Work for after the next refresh; none where its parts have gone by then."""
        self.call_after_refresh(lambda: work() if self.ready else None)

    @property
    def reader(self) -> Reader:
        return self.brain.reader

    def compose(self) -> ComposeResult:
        self.made_for = self.reader.who()
        self.seen_version = self.brain.data_version
        yield TopBar(self.NAME)
        yield from self.body()
        yield KeyBar()
        yield TooSmall()

    def body(self) -> ComposeResult:
        """The widgets between the bars."""
        raise NotImplementedError

    def refresh_data(self) -> None:
        """The mirror has changed: ask again, keep cursors where they are."""
        raise NotImplementedError

    def catch_up(self) -> None:
        """Asks again if the mirror has changed since this screen asked last."""
        if self.seen_version != self.brain.data_version:
            self.seen_version = self.brain.data_version
            self.refresh_data()

    async def on_screen_resume(self) -> None:
        if self.made_for != self.reader.who():
            self._remade = False
            await self.recompose()
            self._query_one_cache.clear()  # Textual would keep the parts that are gone in it
            self._remade, self.seen_version = True, -1
            self.call_after_refresh(self._focus_something)
        self.catch_up()
        self.query_one(TopBar).say(self.brain.status)

    def _focus_something(self) -> None:
        if self.focused is None and self.focus_chain:
            self.set_focus(self.focus_chain[0])

    def copied(self) -> str:
        """What `y` copies: the screen's head, where it has one, and the part in focus."""
        from tui.copying import text_of

        parts = [*self.query("#head"), *([self.focused] if self.focused else [])]
        return "\n\n".join(text for part in parts if (text := text_of(part)))

    def say(self, status: str) -> None:
        """Background news for the top bar."""
        self.query_one(TopBar).say(status)

    def focused_actions(self) -> Sequence[Action]:
        """Actions of the focused part, for help and palette."""
        return ()
