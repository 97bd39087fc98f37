"""Thresholds over zones, and the dialogs that change them."""

from typing import TYPE_CHECKING, Protocol, cast

from textual import on
from textual.app import ComposeResult
from textual.containers import Container

from tui.reader import Reader
from tui.widgets.settings.rows import RowsPane
from tui.widgets.settings.thresholds import ThresholdsPane
from tui.widgets.settings.words import METRICS, SPORT_NAMES, amount, day_text
from tui.widgets.settings.zones import ZonesPane, table_name

if TYPE_CHECKING:
    from collections.abc import Callable

    from mirror.database import Mirror
    from sync.thresholds import Effect
    from tui.screens.edit.threshold import Wanted
    from tui.screens.edit.zones import WantedZones


class _Writes(Protocol):
    """What the screen around offers."""

    reader: Reader

    def write(self, work: "Callable[[Mirror], str]") -> None:
        """Does it beside the screen, then shows what is new and says the text."""


class LimitsColumn(Container):
    """The right side of the settings."""

    def __init__(self) -> None:
        super().__init__(id="settings-right")

    def compose(self) -> ComposeResult:
        yield ThresholdsPane()
        yield ZonesPane()

    @property
    def reader(self) -> Reader:
        return cast("_Writes", self.screen).reader

    def _store(self, work: "Callable[[Mirror], str]") -> None:
        cast("_Writes", self.screen).write(work)

    # Thresholds

    @on(RowsPane.Opened, "#thresholds")
    def _change_threshold(self) -> None:
        self._edit_threshold(change=True)

    @on(ThresholdsPane.Asked)
    def _asked(self, event: ThresholdsPane.Asked) -> None:
        if event.what == "add":
            self._edit_threshold(change=False)
        else:
            self._remove_threshold()

    def _edit_threshold(self, *, change: bool) -> None:
        from tui.screens.edit.threshold import ThresholdCard

        entry = self.query_one(ThresholdsPane).entry
        if change and entry is not None and entry.source == "athlete":
            card = ThresholdCard(self.reader, entry)
        else:
            # A value of Garmin or an estimate stays; the athlete's own is set beside it.
            card = ThresholdCard(self.reader, like=entry)
        self.app.push_screen(card, self._set_threshold)

    def _set_threshold(self, wanted: "Wanted | None") -> None:
        if wanted is None:
            return
        units, today = self.reader.who().units, self.reader.today()

        def work(mirror: "Mirror") -> str:
            from sync.thresholds import set_threshold
            from tui.screens.edit.effect import summary

            sport, metric, value, since, instead = wanted
            effect = set_threshold(mirror, sport, metric, value, since, instead_of=instead)
            name = f"{SPORT_NAMES[sport]} {METRICS[metric][0]}"
            shown = amount(metric, value, units)
            return f"{name} {shown} from {day_text(since, today)} on. {summary(effect)}"

        self._store(work)

    def _remove_threshold(self) -> None:
        from tui.screens.edit.confirm import ConfirmCard

        entry = self.query_one(ThresholdsPane).entry
        if entry is None:
            return
        sport, metric, since = entry.sport, entry.metric, entry.valid_from

        def effect(mirror: "Mirror") -> "Effect":
            from sync.thresholds import preview_removal

            return preview_removal(mirror, sport, metric, since)

        def work(mirror: "Mirror") -> str:
            from sync.thresholds import remove_threshold
            from tui.screens.edit.effect import summary

            done = remove_threshold(mirror, sport, metric, since)
            return "Removed. " + (summary(done) if done else "")

        shown = amount(metric, entry.value, self.reader.who().units)
        card = ConfirmCard(
            f"Remove {METRICS[metric][0]} {shown}?",
            "What held before its day holds again. a adds it anew.",
            self.reader,
            effect,
        )
        self.app.push_screen(card, lambda yes: self._store(work) if yes else None)

    # Zones

    @on(RowsPane.Opened, "#zone-tables")
    def _change_zones(self) -> None:
        from tui.screens.edit.zones import ZonesCard

        table = self.query_one(ZonesPane).table
        if table is not None:
            self.app.push_screen(ZonesCard(self.reader, table), self._set_zones)

    def _set_zones(self, wanted: "WantedZones | None") -> None:
        if wanted is None:
            return

        def work(mirror: "Mirror") -> str:
            from sync.thresholds import set_zones

            set_zones(mirror, wanted.sport, wanted.metric, wanted.zones, wanted.valid_from)
            return f"{len(wanted.zones)} zones of your own; time in zone follows them at once."

        self._store(work)

    @on(ZonesPane.ResetAsked)
    def _reset_zones(self, event: ZonesPane.ResetAsked) -> None:
        from tui.screens.edit.confirm import ConfirmCard

        table, since = event.table, event.table.valid_from
        if table.basis is not None or since is None:
            self.app.notify("They are the usual ones. Enter makes a table of your own.")
            return

        def work(mirror: "Mirror") -> str:
            from sync.thresholds import set_zones

            set_zones(mirror, table.sport, table.metric, [], since)
            return "Your table is gone; what held before holds again."

        card = ConfirmCard(
            f"Remove your zones: {table_name(table)}?",
            "The usual ones hold again, or the table you had before.",
        )
        self.app.push_screen(card, lambda yes: self._store(work) if yes else None)
