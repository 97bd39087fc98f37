"""What fitness and recovery print is what the reports say."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from mirror.database import Mirror, open_mirror
from reports.calendar import calendar
from reports.fitness import fitness
from reports.power_curve import curve_pair
from reports.recovery import recovery
from reports.season_curve import WINDOWS, SeasonCurve
from reports.zone_time import zone_time
from tests.tui.conftest import picture, settle, shown
from tests.tui.seed import TODAY
from tui.levels import level, level_change
from tui.screens.recovery import RecoveryScreen
from tui.units import Units, hours, percent, signed
from tui.widgets.chart.scale import duration_name
from tui.widgets.fitness.bests import BestsPane
from tui.widgets.fitness.form import FormPane
from tui.widgets.fitness.levels import LevelsPane
from tui.widgets.fitness.spread import SpreadPane

WIDE, HUGE = (120, 40), (200, 50)


@pytest.fixture
def mirror(filled: Path) -> Iterator[Mirror]:
    with open_mirror(filled / "mirror.db", readonly=True) as opened:
        yield opened


async def test_form_and_weeks_print_the_report(filled: Path, mirror: Mirror) -> None:
    report = fitness(mirror, TODAY, 90)
    async with shown(filled, WIDE, "3") as pilot:
        form = pilot.app.screen.query_one(FormPane)
        for index in (0, 10, 62, len(report.days) - 1):
            form.show_cursor(index)
            form.post_message(form.Moved(index))
            await settle(pilot)
            text = picture(pilot)
            day = report.days[index]
            ramp = f"{day.ramp:+.1f}".replace("-", "−")
            line = f"CTL {day.ctl:.0f}  ⠒ ATL {day.atl:.0f}  ▂ TSB {signed(day.tsb)}"
            assert line in text
            assert f"Load {day.load:.0f}  Ramp {ramp}" in text
            week = max((w for w in report.weeks if w.start <= day.date), key=lambda w: w.start)
            planned = f" of {week.planned_load:.0f} planned" if week.planned_load else ""
            assert f"= {week.load:.0f}{planned}" in text
            if week.expected_load:
                assert f"{week.expected_load:.0f} to come" in text
        assert report.now is not None
        for value in (f"{report.now.acwr:.2f}", f"{report.now.strain:.0f}"):
            assert value in text


async def test_zones_print_the_report(filled: Path, mirror: Mirror) -> None:
    report = zone_time(mirror, TODAY, 90)
    async with shown(filled, WIDE, "3", "tab", "tab") as pilot:
        pane = pilot.app.screen.query_one(SpreadPane)
        for _ in report.series:
            text = picture(pilot)
            drawn = pane.series
            assert drawn in report.series
            assert drawn is not None
            whole = sum(drawn.seconds)
            for label, seconds in zip(drawn.labels, drawn.seconds, strict=True):
                row = next(
                    line for line in text.splitlines() if label.split()[0] + " " in line[60:]
                )
                assert f"{hours(seconds)} h" in row
                assert percent(seconds / whole * 100) in row
            await pilot.press("z")
            await settle(pilot)


def told(curve: SeasonCurve, seconds: int) -> str:
    best = next(point for point in curve.points if point.seconds == seconds)
    return "–" if best.value is None else f"{best.value:.0f} W"


async def test_bests_print_the_report(filled: Path, mirror: Mirror) -> None:
    pair = curve_pair(mirror, TODAY)
    assert pair.one is not None
    assert pair.other is not None
    async with shown(filled, WIDE, "3", "tab", "tab", "tab") as pilot:
        pane = pilot.app.screen.query_one(BestsPane)
        for seconds in pane.durations:
            pane.cursor = seconds
            pane.redraw()
            await pilot.pause()
            lines = picture(pilot).splitlines()
            for curve in (pair.one, pair.other):
                (line,) = (x for x in lines if f" {WINDOWS[curve.window]} " in x and "on" in x[:70])
                assert f"{duration_name(seconds)} {told(curve, seconds)} on 22 Nov 2026" in line


async def test_thresholds_print_the_report(filled: Path, mirror: Mirror) -> None:
    pair, units = curve_pair(mirror, TODAY), Units()
    async with shown(filled, HUGE, "3") as pilot:
        pilot.app.screen.query_one(LevelsPane).styles.height = 60
        await settle(pilot)
        pane = pilot.app.screen.query_one(LevelsPane)
        text = "\n".join(strip.text for strip in map(pane.render_line, range(pane.size.height)))
    seen: set[str] = set()  # a method that two sports share is found in the first one's line
    for found in pair.estimates.thresholds:
        assert found.in_force is not None
        assert level(found.metric, found.in_force.value, units) in text
        for made in found.estimates:
            line = next(row for row in text.splitlines() if made.method in row)
            assert made.efforts
            value = level(found.metric, made.value, units)
            change = level_change(found.metric, made.difference, units)
            assert (value in line and change in line) or made.method in seen
            seen.add(made.method)


async def test_the_verdict_prints_briefing_plan_and_flags(filled: Path, mirror: Mirror) -> None:
    report = recovery(mirror, TODAY, 90)
    assert report.flags
    async with shown(filled, HUGE, "4", "minus") as pilot:
        text = picture(pilot)
        items = calendar(mirror, TODAY, TODAY, TODAY).days[TODAY.isoformat()].items
        assert items
        assert all(item.title in text for item in items)
        screen = pilot.app.screen
        assert isinstance(screen, RecoveryScreen)
        for flag in report.flags[:3]:
            index = [day.date for day in report.hrv].index(flag.date)
            pane = screen.charts[0]
            assert hasattr(pane, "Moved")
            screen.post_message(pane.Moved(index))
            await settle(pilot)
            text = picture(pilot)
            assert all(note.message in text for note in flag.anomalies)
            rhr = report.rhr[index]
            assert f"{rhr.rhr:.0f} bpm  ⠒ 28 days {rhr.mean_28d:.1f}" in text
