"""Screens over a range of days: four ranges, panes that share a cursor."""

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Container, Horizontal

from tui.actions import Action
from tui.screens.base import BACK, DashboardScreen
from tui.widgets import days
from tui.widgets.days import DaysPane
from tui.widgets.tabs import Tabs
from tui.widgets.tiles import Tiles

RANGES = (14, 30, 90, 365)
_NAMES = ("14d", "30d", "90d", "1y")

RANGE_ACTIONS = (
    Action("minus,o", "range(1)", "Longer range", "14, 30, 90 or 365 days", "+ −", "Range"),
    Action("plus,equals_sign,i", "range(-1)", "Shorter range", "365, 90, 30 or 14 days"),
    Action("tab", "pane(1)", "Next chart", "The next chart", "tab", "Chart"),
    Action("shift+tab", "pane(-1)", "Chart before", "The chart before"),
    BACK,
)


class RangedScreen(DashboardScreen):
    """Subclasses give `panes`, `fill`, and the range to begin with."""

    ACTIONS: ClassVar[Sequence[Action]] = RANGE_ACTIONS
    FIRST_RANGE: ClassVar[int] = 90

    def __init__(self) -> None:
        super().__init__()
        self.choice = RANGES.index(self.FIRST_RANGE)

    def panes(self) -> list[DaysPane]:
        """The charts, made anew."""
        raise NotImplementedError

    def fill(self, span: int) -> None:
        """Ask the report for `span` days and hand it to the panes."""
        raise NotImplementedError

    def body(self) -> ComposeResult:
        kept = self.brain.kept.ranges.get(self.NAME)
        if kept in RANGES:
            self.choice = RANGES.index(kept)
        with Horizontal(classes="heading"):
            yield Tiles()
            yield Tabs(list(_NAMES), self.choice, classes="ranges")
        yield Container(*self.panes(), id="charts")

    def on_mount(self) -> None:
        self.refresh_data()
        self._choose_pane(self.charts[1])
        self._choose_pane(self.charts[0])

    @property
    def charts(self) -> list[DaysPane]:
        return list(self.query(DaysPane).results())

    def refresh_data(self) -> None:
        self.fill(RANGES[self.choice])

    def action_range(self, step: int) -> None:
        self._choose(max(0, min(len(RANGES) - 1, self.choice + step)))

    def _choose(self, choice: int) -> None:
        self.choice = choice
        self.query_one(".ranges", Tabs).choose(choice)
        self.brain.remember_range(self.NAME, RANGES[choice])
        self.refresh_data()

    def action_pane(self, step: int) -> None:
        panes = self.charts
        here = panes.index(self.focused) if isinstance(self.focused, DaysPane) else 0
        self._choose_pane(panes[(here + step) % len(panes)])

    def _choose_pane(self, chosen: DaysPane) -> None:
        """At 80 columns the first chart and the one chosen last are in sight."""
        panes = self.charts
        if chosen is not panes[0]:
            for pane in panes[1:]:
                pane.set_class(pane is chosen, "-chosen")
        chosen.focus()

    @on(Tabs.Chosen)
    def _chosen(self, event: Tabs.Chosen) -> None:
        self._choose(event.index)

    @on(DaysPane.Moved)
    def _moved(self, event: DaysPane.Moved) -> None:
        for pane in self.charts:
            pane.show_cursor(event.index)

    def focused_actions(self) -> Sequence[Action]:
        return days.ACTIONS
