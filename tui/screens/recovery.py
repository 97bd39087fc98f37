"""Is the body ready: nights, HRV, resting heart rate, readiness."""

from datetime import date
from typing import ClassVar

from textual.binding import BindingType

from tui.actions import bindings
from tui.screens.ranged import RANGE_ACTIONS, RangedScreen
from tui.units import NONE, hours
from tui.widgets.days import DaysPane
from tui.widgets.recovery.panes import HrvPane, NightsPane, PulsePane, ReadinessPane, SleepPane
from tui.widgets.tiles import Tile, Tiles


class RecoveryScreen(RangedScreen):
    """HRV on top, the rest beside and below; at 80 columns one of the rest at a time."""

    NAME = "recovery"
    FIRST_RANGE = 30
    ABOUT = (
        "Each dot is a night's HRV; the tinted band is your normal, the line seven days.",
        "A night outside the band is marked; a trend of the line matters more than one night.",
        "Move the cursor and all charts tell of the same day.",
    )
    BINDINGS: ClassVar[list[BindingType]] = list(bindings(RANGE_ACTIONS))

    def panes(self) -> list[DaysPane]:
        return [HrvPane(), SleepPane(), PulsePane(), ReadinessPane()]

    def fill(self, span: int) -> None:
        recovery = self.reader.recovery(span)
        by_day = {row.date: row for row in recovery.wellness}
        nights = [by_day.get(day.date) for day in recovery.hrv]
        last = max(0, len(nights) - 1)
        start = date.fromisoformat(recovery.start)
        self.query_one(HrvPane).hrv = recovery.hrv
        for pane in self.query(NightsPane).results():
            pane.nights = nights
            pane.show_range(start, len(nights), last)
        base = recovery.baseline
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
            found.append(Tile("RHR now", f"{base.rhr_deviation_bpm:+.1f}".replace("-", "−"), "bpm"))
        if base.sleep_debt_s is not None:
            need = f"of {hours(base.sleep_need_s)} a night"
            found.append(Tile("Sleep debt", hours(base.sleep_debt_s), need))
        self.query_one(Tiles).show(found)
