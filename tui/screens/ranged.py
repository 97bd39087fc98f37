"""Screens over a range of days: ranges to choose from, panes of which some share a cursor."""

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Container, Horizontal
from textual.widget import Widget

from tui.actions import Action
from tui.screens.base import BACK, DashboardScreen
from tui.widgets import days
from tui.widgets.days import DaysPane
from tui.widgets.pane import Pane
from tui.widgets.tabs import Tabs

RANGE_ACTIONS = (
    Action("minus,o", "range(1)", "Longer range", "More days", "+ −", "Range"),
    Action("plus,equals_sign,i", "range(-1)", "Shorter range", "Fewer days"),
    Action("tab", "pane(1)", "Next chart", "The next chart", "tab", "Chart"),
    Action("shift+tab", "pane(-1)", "Chart before", "The chart before"),
    BACK,
)


class RangedScreen(DashboardScreen):
    """Subclasses give `panes`, `summary`, `fill`, the ranges and the one to begin with.

    The pane chosen sets the class `-at-<its id>` on the screen: where not all have room, the
    styles show that one.
    """

    ACTIONS: ClassVar[Sequence[Action]] = RANGE_ACTIONS
    #: (days, how the tab calls them), the shortest first.
    RANGES: ClassVar[Sequence[tuple[int, str]]] = (
        (14, "14d"),
        (30, "30d"),
        (90, "90d"),
        (365, "1y"),
    )
    FIRST_RANGE: ClassVar[int] = 90
    #: A pane's id -> its tab.
    PANES: ClassVar[dict[str, str]] = {}

    def __init__(self) -> None:
        super().__init__()
        self.choice = self._index_of(self.FIRST_RANGE)

    def panes(self) -> list[Pane]:
        """The charts, made anew, in the order of PANES."""
        raise NotImplementedError

    def arranged(self) -> list[Widget]:
        """The charts as they are laid out."""
        return [*self.panes()]

    def summary(self) -> list[Widget]:
        """What stands between the tabs and the charts."""
        raise NotImplementedError

    def fill(self, span: int) -> None:
        """Ask the report for `span` days and hand it to the panes."""
        raise NotImplementedError

    def body(self) -> ComposeResult:
        kept = self.brain.kept.ranges.get(self.NAME)
        if kept in [span for span, _ in self.RANGES]:
            self.choice = self._index_of(kept)
        names = [name for _, name in self.RANGES]
        with Horizontal(classes="tabs"):
            yield Tabs(list(self.PANES.values()), classes="panes")
            ranges = Tabs(names, self.choice, classes="ranges")
            ranges.styles.width = sum(len(name) + 3 for name in names) - 1
            yield ranges
        yield from self.summary()
        yield Container(*self.arranged(), id="charts")

    def on_mount(self) -> None:
        self.refresh_data()
        self._choose_pane(self.charts[1])
        self._choose_pane(self.charts[0])

    @property
    def charts(self) -> list[Pane]:
        return [self.query_one(f"#{name}", Pane) for name in self.PANES]

    @property
    def span(self) -> int:
        """The days of the range chosen."""
        return self.RANGES[self.choice][0]

    def _index_of(self, span: int) -> int:
        return [known for known, _ in self.RANGES].index(span)

    def refresh_data(self) -> None:
        self.fill(self.span)

    def action_range(self, step: int) -> None:
        self._choose(max(0, min(len(self.RANGES) - 1, self.choice + step)))

    def _choose(self, choice: int) -> None:
        self.choice = choice
        self.query_one(".ranges", Tabs).choose(choice)
        self.brain.remember_range(self.NAME, self.span)
        self.fill(self.span)

    def action_pane(self, step: int) -> None:
        panes = self.charts
        here = panes.index(self.focused) if self.focused in panes else 0
        self._choose_pane(panes[(here + step) % len(panes)])

    def _choose_pane(self, chosen: Pane) -> None:
        """Where there is room for two the first chart stays and the one chosen last."""
        panes = self.charts
        for pane in panes:
            self.set_class(pane is chosen, f"-at-{pane.id}")
            if chosen is not panes[0]:
                pane.set_class(pane is chosen, "-chosen")
        chosen.focus()

    def on_descendant_focus(self) -> None:
        """However the focus came there: by key, mouse or a jump."""
        panes = self.charts
        if self.focused in panes:
            chosen = panes.index(self.focused)
            self.query_one(".panes", Tabs).choose(chosen)
            self.chose(panes[chosen])

    def chose(self, pane: Pane) -> None:
        """A pane has got the focus."""

    @on(Tabs.Chosen, ".ranges")
    def _range(self, event: Tabs.Chosen) -> None:
        self._choose(event.index)

    @on(Tabs.Chosen, ".panes")
    def _pane(self, event: Tabs.Chosen) -> None:
        self._choose_pane(self.charts[event.index])

    @on(DaysPane.Moved)
    def _moved(self, event: DaysPane.Moved) -> None:
        for pane in self.query(DaysPane).results():
            pane.show_cursor(event.index)
        self.moved()

    def moved(self) -> None:
        """The cursor stands on another day."""

    def focused_actions(self) -> Sequence[Action]:
        return days.ACTIONS if isinstance(self.focused, DaysPane) else ()
