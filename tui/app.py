"""The dashboard. `run` is its door; `TrainingBrainApp` holds the reader and the screens."""

import os
import sqlite3
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.app import App, SystemCommand
from textual.binding import BindingType
from textual.command import CommandPalette
from textual.notifications import SeverityLevel
from textual.screen import Screen

from mirror.database import explain
from mirror.errors import MirrorError
from mirror.home import mirror_path
from reports.calendar import Item
from tui import keymap, state
from tui.actions import Action, bindings, key_names
from tui.background import Background
from tui.everywhere import ACTIONS
from tui.memory import let_go
from tui.reader import Clock, Reader, utc_now
from tui.screens.base import DashboardScreen
from tui.screens.calendar import CalendarScreen
from tui.theme import THEMES, themes
from tui.widgets.chart.inks import Colourless

if TYPE_CHECKING:
    from tui.demo import DemoFiller
    from tui.imports import Imports

#: How often another process's writes are looked for (s): one PRAGMA.
_WATCH_S = 1.0
#: News wait while keys are being pressed: no redraw between two steps of a cursor (s).
_JUST_S = 0.3
#: When the other screens are imported after the first paint, one after the other (s).
_WARM_S = 0.4


def _workout() -> Screen[None]:
    from tui.screens.workout import WorkoutScreen

    return WorkoutScreen()


def _fitness() -> Screen[None]:
    from tui.screens.fitness import FitnessScreen

    return FitnessScreen()


def _recovery() -> Screen[None]:
    from tui.screens.recovery import RecoveryScreen

    return RecoveryScreen()


def _sources() -> Screen[None]:
    from tui.screens.sources import SourcesScreen

    return SourcesScreen()


def _settings() -> Screen[None]:
    from tui.screens.settings import SettingsScreen

    return SettingsScreen()


class TrainingBrainApp(App[None]):
    """base: the folder of the mirror. clock: whence `today` comes. demo: fill it meanwhile."""

    TITLE = "training-brain"
    CSS_PATH = "dashboard.tcss"
    ENABLE_COMMAND_PALETTE = True
    BINDINGS: ClassVar[list[BindingType]] = list(bindings(ACTIONS))
    SCREENS: ClassVar[dict[str, Any]] = {
        "calendar": CalendarScreen,
        "workout": _workout,
        "fitness": _fitness,
        "recovery": _recovery,
        "sources": _sources,
        "settings": _settings,
    }

    def __init__(self, base: Path, *, clock: Clock = utc_now, demo: bool = False) -> None:
        # Without colour the terminal gets none at all, and no greys in their place either.
        super().__init__(ansi_color=True if "NO_COLOR" in os.environ else None)
        if self.no_color:
            self._filters = [Colourless()]
        self.base, self.demo = base, demo
        self.reader = Reader(mirror_path(base), clock)
        self.status = ""
        self.data_version = 0
        self._changed, self._pressed_at = False, 0.0
        self.background = Background(self)
        self.workout_id: str | None = None
        self._filler: DemoFiller | None = None
        self._imports: Imports | None = None
        self.wants_demo = False
        self.animation_level = "none"
        for theme in themes():
            self.register_theme(theme)
        self.kept = state.load(base).on(self.reader.today())
        self.theme = self.kept.theme
        self.workout_id = self.kept.workout
        self.keymap = keymap.load(self.config)
        self.set_keymap(self.keymap.keys)

    @property
    def config(self) -> Path:
        """The folder of the key map: the demo shares the athlete's own."""
        return self.base.parent if self.demo else self.base

    def get_default_screen(self) -> Screen[None]:
        return self.get_screen("calendar")

    def on_mount(self) -> None:
        self.set_interval(_WATCH_S, self._watch)
        if self.demo:
            from tui.demo import DemoFiller

            self._filler = DemoFiller(self.base, self.reader.today())
            self.run_worker(self._fill_demo, thread=True, exit_on_error=False, group="demo")

    def on_ready(self) -> None:
        if not self.is_headless:
            names = ("workout", "fitness", "recovery", "sources", "settings")
            for after, name in enumerate(names, start=1):
                self.set_timer(_WARM_S * after, partial(self._warm, name))
        if self.kept.screen in self.SCREENS and self.kept.screen != "calendar":
            self.action_show(self.kept.screen)
        if self.keymap.keys or self.keymap.troubles:
            self.call_after_refresh(self.check_keymap)

    def _warm(self, name: str) -> None:
        """Import another screen in an idle moment, so that its key answers at once."""
        from importlib import import_module

        import_module(f"tui.screens.{name}")

    def on_unmount(self) -> None:
        if self._filler is not None:
            self._filler.stop()
        self.background.stop()
        if self._imports is not None:
            self._imports.stop()
        state.save(self.base, self.kept)
        self.reader.close()

    # Screens

    @property
    def shown(self) -> DashboardScreen | None:
        """The dashboard screen in sight, under any dialog."""
        for screen in reversed(self.screen_stack):
            if isinstance(screen, DashboardScreen):
                return screen
        return None

    @property
    def _background_screens(self) -> list[Screen[Any]]:
        """Textual counts the screen beneath an opaque one as seen, and paints all twice for it."""
        opaque = bool(self._screen_stack) and self.screen.styles.background.a == 1
        return [] if opaque else super()._background_screens

    def action_show(self, name: str) -> None:
        """To a screen by name; the calendar always lies beneath."""
        while len(self.screen_stack) > 1:
            self.pop_screen()
        if name != "calendar":
            self.push_screen(name)
        self.remember(screen=name)

    def open_workout(self, ident: str) -> None:
        """The workout screen with this workout."""
        from tui.screens.workout import WorkoutScreen

        self.workout_id = ident
        self.remember(workout=ident)
        screen = self.get_screen("workout")
        if isinstance(screen, WorkoutScreen) and screen.ready:
            screen.load(ident)
        self.action_show("workout")

    def show_plan(self, item: Item) -> None:
        """What the coach wrote for a session still to come."""
        from tui.screens.planned import PlannedCard

        self.push_screen(PlannedCard(item, self.reader.who().units))

    def action_leave_screen(self) -> None:
        if len(self.screen_stack) > 1:
            self.pop_screen()
            if self.shown is not None:
                self.remember(screen=self.shown.NAME)

    def action_leave(self) -> None:
        if len(self.screen_stack) > 1:
            self.action_leave_screen()
        else:
            self.exit()

    @property
    def imports(self) -> "Imports":
        if self._imports is None:
            from tui.imports import Imports

            self._imports = Imports(self)
        return self._imports

    def action_import_files(self) -> None:
        self.imports.open()

    def action_show_demo(self) -> None:
        """Leave, and begin anew with the made-up athlete."""
        self.wants_demo = True
        self.exit()

    def action_jump(self) -> None:
        from tui.screens.jump import JumpLayer

        screen = self.shown
        if screen is not None and screen is self.screen:
            self.push_screen(JumpLayer(screen))

    def action_copy(self) -> None:
        from tui.copying import copy

        if self.shown is not None:
            copy(self.shown)

    def action_command_palette(self) -> None:
        from tui.screens.commands import Commands

        if not isinstance(self.screen, CommandPalette):
            self.push_screen(Commands(id="--command-palette"))

    def action_help(self) -> None:
        screen = self.shown
        if screen is not None:
            from tui.screens.help import HelpCard

            self.push_screen(HelpCard(screen, ACTIONS, self.keymap.keys))

    def action_reload(self) -> None:
        self._refresh_screens()

    # Looks

    def action_next_theme(self) -> None:
        names = list(THEMES)
        here = names.index(self.theme) if self.theme in names else 0
        self.choose_theme(names[(here + 1) % len(names)])

    def choose_theme(self, name: str) -> None:
        """Change the look, and keep it for the next start."""
        self.theme = name
        self.remember(theme=name)
        state.save(self.base, self.kept)
        if self.no_color:
            self.notify("NO_COLOR is set: every theme is shown without colour.")

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,
    ) -> None:
        """A toast. Plain: what a file or a service says may look like markup."""
        super().notify(message, title=title, severity=severity, timeout=timeout, markup=markup)

    # What is kept between runs

    def remember(self, **changes: Any) -> None:
        """Fields of `State`; written when the dashboard ends."""
        self.kept = self.kept._replace(**changes)

    def remember_range(self, screen: str, days: int) -> None:
        self.remember(ranges={**self.kept.ranges, screen: days})

    def load_keymap(self) -> None:
        """The file has changed."""
        self.keymap = keymap.load(self.config)
        self.check_keymap()
        self.screen.refresh_bindings()

    def check_keymap(self) -> None:
        """Entries that cannot hold are told and left out; the usual keys stand in for them."""
        self.keymap = keymap.check(self.keymap)
        self.set_keymap(self.keymap.keys)
        for trouble in self.keymap.troubles:
            self.notify(trouble, title="Key map", severity="warning", timeout=12)

    # Palette

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        for action in ACTIONS:
            if action.palette:
                yield self._command(action, self)
        if isinstance(screen, DashboardScreen):
            for action in screen.ACTIONS:
                if action.palette:
                    yield self._command(action, screen)
            for action in screen.focused_actions():
                if action.palette and screen.focused is not None:
                    yield self._command(action, screen.focused)

        for name, kind in THEMES.items():
            choose = partial(self.choose_theme, name)
            title = kind.title if kind.ansi else kind.title.lower()
            looks = "In the terminal's own colours" if kind.ansi else "How the dashboard looks"
            yield SystemCommand(f"Theme: {title}", looks, choose)

    def _command(self, action: Action, namespace: Any) -> SystemCommand:
        def run() -> None:
            self.call_later(self.run_action, action.action, namespace)

        keys = key_names(action.keys_in(self.keymap.keys))
        return SystemCommand(action.title, f"{action.help}  ({keys})", run)

    # What happens meanwhile

    def action_sync(self) -> None:
        self.background.start("auto")

    def _watch(self) -> None:
        let_go()
        self.background.look()
        try:
            changed = self.reader.changed()
        except (MirrorError, sqlite3.Error) as error:
            self._trouble(error)
            return
        self._changed = self._changed or changed
        pressed_s = monotonic() - self._pressed_at
        if self._changed and pressed_s >= _JUST_S:
            self._refresh_screens()

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Key):
            self._pressed_at = monotonic()
        await super().on_event(event)

    def _refresh_screens(self) -> None:
        """The one in sight; the others when they are shown again."""
        self._changed = False
        self.data_version += 1
        screen = self.shown
        try:
            if screen is not None and screen.ready:
                screen.catch_up()
        except (MirrorError, sqlite3.Error) as error:
            self._trouble(error)

    def _trouble(self, error: MirrorError | sqlite3.Error) -> None:
        """The screen stays as it is; the top bar says why it may be old, a toast in full, once."""
        if isinstance(error, sqlite3.Error):
            error = explain(error, mirror_path(self.base))
        if str(error) != self.status:
            self.notify(str(error), severity="error", timeout=12)
        self.tell(str(error))

    def tell(self, status: str) -> None:
        """Background news, on the top bar of whatever screen is shown."""
        self.status = status
        screen = self.shown
        if screen is not None and screen.ready:
            screen.say(status)

    def _fill_demo(self) -> None:
        if self._filler is not None:
            self._filler.run(lambda text: self.call_from_thread(self.tell, text))


def run(base: Path, *, demo: bool = False) -> int:
    """Show the dashboard of the mirror in `base` until the athlete leaves; the exit code."""
    app = TrainingBrainApp(base, demo=demo)
    app.run()
    if app.wants_demo and not demo:
        return run(base / "demo", demo=True)
    return app.return_code or 0
