"""What runs beside the dashboard, told on the top bar of every screen: our own sync, and one that
another process runs (a timer, another terminal)."""

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.timer import Timer

    from sync.engine.contract import Profile
    from tui.app import TrainingBrainApp
    from tui.syncing import Running, Syncing

#: How often a running sync is drawn (s).
_TICK_S = 0.25
#: Ends that need nobody.
_QUIET = frozenset({"done", "cancelled"})


class Background:
    """Belongs to the app; nothing is imported before the first sync or the first look."""

    def __init__(self, app: "TrainingBrainApp") -> None:
        self._app = app
        self._syncing: Syncing | None = None
        self._timer: Timer | None = None
        self._told = ""
        self.elsewhere: str | None = None

    @property
    def syncing(self) -> "Syncing":
        if self._syncing is None:
            from tui.syncing import Syncing

            self._syncing = Syncing(self._app.base)
        return self._syncing

    @property
    def running(self) -> "Running":
        return self.syncing.state

    def start(self, profile: "Profile", since: date | None = None) -> None:
        """Starts a sync, or says why not."""
        refusal = self._refusal()
        if refusal:
            self._app.notify(refusal, severity="warning")
        elif self.syncing.start(profile, since):
            self._follow()

    def pause_or_go_on(self) -> None:
        """Pauses what runs, takes up what was paused."""
        if self.syncing.busy:
            self.syncing.pause()
            self._tick()
        elif self._refusal() is None and self.syncing.go_on():
            self._follow()

    def stop(self) -> None:
        """The dashboard closes."""
        if self._syncing is not None:
            self._syncing.stop()

    def look(self) -> None:
        """Does another process sync? Reads a line of a small file."""
        if self._syncing is not None and self._syncing.busy:
            return
        from sync.lock import holder

        found = holder(self._app.base)
        if found != self.elsewhere:
            self.elsewhere = found
            self._tell(f"{found.partition(',')[0]} runs" if found else "")
            self._draw()

    def _refusal(self) -> str | None:
        if self._app.demo:
            return "These days are made up. Start training-brain without --demo to sync your own."
        self.look()
        if self.elsewhere is not None:
            return f"{self.elsewhere.capitalize()} is already at work; its data appear by itself."
        return None

    def _follow(self) -> None:
        if self._timer is None:
            self._timer = self._app.set_interval(_TICK_S, self._tick)
        self._timer.resume()
        self._tick()

    def _tick(self) -> None:
        self._tell(self.running.line())
        self._draw()
        if not self.syncing.busy and self._timer is not None:
            self._timer.pause()
            self._ended(self.running)

    def _ended(self, state: "Running") -> None:
        """A toast where the athlete looks at something else, or has to do something."""
        if state.outcome not in _QUIET and state.phase != "paused":
            severity = "information" if state.outcome == "not_set_up" else "warning"
            self._app.notify(state.message, title="Sync", severity=severity, timeout=8)  # type: ignore[arg-type]

    def _tell(self, text: str) -> None:
        """Only what is ours is replaced: the bar also tells other news."""
        if text == self._told:
            return
        if text or self._app.status == self._told:
            self._app.tell(text)
        self._told = text

    def _draw(self) -> None:
        screen = self._app.shown
        if screen is not None and screen.NAME == "sources" and screen.ready:
            from tui.screens.sources import SourcesScreen

            assert isinstance(screen, SourcesScreen)
            screen.show_run()
