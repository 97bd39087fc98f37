"""Is the body ready: nights, HRV, resting heart rate, readiness, stress, weight."""

from datetime import date
from typing import ClassVar

from textual.binding import BindingType
from textual.types import CSSPathType
from textual.widget import Widget

from tui.actions import bindings
from tui.screens.ranged import RANGE_ACTIONS, RangedScreen
from tui.styles import SCREENS
from tui.units import NONE, hours
from tui.widgets.pane import Pane
from tui.widgets.recovery.days import BodyPane, ReadinessPane, StressPane
from tui.widgets.recovery.nights import NightsPane
from tui.widgets.recovery.panes import HrvPane, PulsePane, SleepPane
from tui.widgets.recovery.verdict import VerdictPanel
from tui.widgets.tiles import Tile, Tiles


class RecoveryScreen(RangedScreen):
    """The verdict and HRV on top, the rest below; at 80 columns one of the rest at a time."""

    NAME = "recovery"
    CSS_PATH: ClassVar[CSSPathType | None] = [SCREENS, "recovery.tcss"]
    FIRST_RANGE = 30
    PANES: ClassVar[dict[str, str]] = {
        "hrv": "HRV",
        "sleep": "Sleep",
        "pulse": "Pulse",
        "readiness": "Readiness",
        "stress": "Stress",
        "body": "Body",
    }
    ABOUT = (
        "Each dot is a night's HRV; the tinted band is your normal, the line seven days.",
        "A ! marks a day on which a rule of the briefing held; put the cursor there to read it.",
        "Move the cursor and all charts tell of the same day.",
    )
    BINDINGS: ClassVar[list[BindingType]] = list(bindings(RANGE_ACTIONS))

    def summary(self) -> list[Widget]:
        return [VerdictPanel(), Tiles()]

    def panes(self) -> list[Pane]:
        body = BodyPane(metric=self.reader.who().units.metric)
        return [HrvPane(), SleepPane(), PulsePane(), ReadinessPane(), StressPane(), body]

    def fill(self, span: int) -> None:
        report = self.reader.recovery(span)
        by_day = {row.date: row for row in report.wellness}
        nights = [by_day.get(day.date) for day in report.hrv]
        last = max(0, len(nights) - 1)
        for pane in self.query(NightsPane).results():
            pane.show(report, nights, last)
        today = date.fromisoformat(report.end)
        items = self.reader.calendar(today, today).days[report.end].items
        self.query_one(VerdictPanel).show(self.reader.briefing(), report, items)
        self.query_one(VerdictPanel).show_day(today)
        base = report.baseline
        colours = self.query_one(HrvPane).colours
        inks = {"below": colours.bad, "above": colours.warn, "within": colours.good}
        found = [
            Tile(
                "HRV 7 days",
                NONE if base.hrv_7d is None else f"{base.hrv_7d:.0f} ms",
                f"{base.hrv_status} normal" if base.hrv_status else "",
                inks.get(base.hrv_status or ""),
            ),
            Tile(
                "Normal",
                NONE if base.hrv_low is None else f"{base.hrv_low:.0f}–{base.hrv_high:.0f} ms",
            ),
            Tile("RHR median", NONE if base.rhr_median is None else f"{base.rhr_median:.0f} bpm"),
        ]
        if base.rhr_deviation_bpm is not None:
            against = f"{base.rhr_deviation_bpm:+.1f}".replace("-", "−")
            found.append(Tile("RHR to 28 days", against, "bpm"))
        if base.sleep_debt_s is not None:
            need = f"at {hours(base.sleep_need_s)} a night"
            found.append(Tile("Sleep debt, 14 nights", hours(base.sleep_debt_s), need))
        flagged = len(report.flags)
        ink = colours.warn if flagged else None
        found.append(Tile("Flagged", f"{flagged}", f"of {report.days} days", ink))
        self.query_one(Tiles).show(found)

    def moved(self) -> None:
        self.query_one(VerdictPanel).show_day(self.query_one(HrvPane).day)
