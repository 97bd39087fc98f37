"""The workout screen: selecting, comparing, explaining, going on; its numbers are the report's."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual.events import MouseMove
from textual.geometry import Offset
from textual.pilot import Pilot

from mirror.database import open_mirror
from reports.analyze import Analysis, analyze
from tests.tui.conftest import check, picture, settle, shown
from tests.tui.seed import RIDE, RUN, SWIM, TODAY
from tests.tui.sessions import enrich
from tui.screens.calendar import CalendarScreen
from tui.screens.explain import Board, ExplainCard
from tui.screens.workout import WorkoutScreen
from tui.widgets.chart.streams import StreamChart
from tui.widgets.workout.curve import CurvePane
from tui.widgets.workout.laps import LapsPane
from tui.widgets.workout.plan import PlanPane
from tui.widgets.workout.track import TrackPane
from tui.widgets.workout.zones import ZonesPane

WIDE, NARROW, HUGE = (120, 40), (80, 24), (200, 50)
SIZES = (NARROW, WIDE, HUGE)


@pytest.fixture
def rich(filled: Path) -> Path:
    """The ride with a plan, a track and notes."""
    enrich(filled)
    return filled


def chart(pilot: Pilot[None]) -> StreamChart:
    return pilot.app.screen.query_one(StreamChart)


def workout(pilot: Pilot[None]) -> WorkoutScreen:
    return next(s for s in pilot.app.screen_stack if isinstance(s, WorkoutScreen))


def shows(pilot: Pilot[None], kind: type) -> bool:
    return isinstance(pilot.app.screen, kind)


def analysis(pilot: Pilot[None]) -> Analysis:
    found = workout(pilot).analysis
    assert found is not None
    return found


def document(base: Path, ident: str) -> dict[str, Any]:
    with open_mirror(base / "mirror.db") as mirror:
        report = analyze(mirror, ident, TODAY)
    assert report is not None
    return report.to_json()


# Selection


async def test_v_and_arrows_select_and_escape_ends(rich: Path) -> None:
    async with shown(rich, WIDE, "2", "n", "n", "v", "L", "L") as pilot:
        found = chart(pilot).selection
        assert found is not None
        assert found.start == 600
        assert found.end - found.start > 1000
        assert found.avg_power is not None
        assert f"{found.avg_power:.0f} W" in picture(pilot)
        await pilot.press("escape")
        assert chart(pilot).selection is None
        assert shows(pilot, WorkoutScreen)
        await pilot.press("escape")
        assert shows(pilot, CalendarScreen)


async def test_shift_arrows_select_both_ways(rich: Path) -> None:
    async with shown(rich, WIDE, "2", "n", "n", "shift+right", "shift+right") as pilot:
        view = chart(pilot).view
        assert view.selected is not None
        assert view.selected[0] == 600
        await pilot.press(*["shift+left"] * 5)
        back = chart(pilot).view.selected
        assert back is not None
        assert back[1] == 600


async def test_enter_on_a_lap_selects_it_with_the_laps_own_numbers(rich: Path) -> None:
    async with shown(rich, WIDE, "2", "tab", "down", "down", "enter") as pilot:
        lap, found = analysis(pilot).laps[2], chart(pilot).selection
        assert found is not None
        assert (found.start, found.end) == (1200, 1800)
        assert lap.avg_power is not None
        assert lap.normalized_power is not None
        assert found.avg_power == pytest.approx(lap.avg_power)
        assert found.normalized_power == pytest.approx(lap.normalized_power)
        assert found.avg_hr == pytest.approx(lap.avg_hr)
        assert found.elevation_gain_m == pytest.approx(lap.elevation_gain_m, abs=0.5)


async def test_the_mouse_drags_a_selection_and_a_click_ends_it(rich: Path) -> None:
    async with shown(rich, WIDE, "2") as pilot:
        await pilot.mouse_down(StreamChart, offset=Offset(20, 5))
        start = chart(pilot).view.cursor
        chart(pilot).post_message(MouseMove(chart(pilot), 40, 5, 20, 0, 1, False, False, False))
        await pilot.mouse_up(StreamChart, offset=Offset(40, 5))
        found = chart(pilot).selection
        assert found is not None
        assert found.start == start
        assert found.end - found.start > 1000
        await pilot.click(StreamChart, offset=Offset(50, 5))
        assert chart(pilot).view.selected is None


async def test_enter_zooms_to_the_selection_and_arrows_pan_beyond_the_edge(rich: Path) -> None:
    async with shown(rich, WIDE, "2", "n", "n", "v", "n", "enter") as pilot:
        view = chart(pilot).view
        assert (view.start, round(view.end)) == (600, 1200)
        await pilot.press("escape", *["L"] * 3)
        moved = chart(pilot).view
        assert moved.start > view.start
        assert moved.span == pytest.approx(view.span)
        assert moved.cursor is not None
        assert moved.start <= moved.cursor < moved.end
        await pilot.press("0")
        assert chart(pilot).view.span == 9000


async def test_without_seconds_the_chart_offers_nothing(filled: Path) -> None:
    async with shown(filled, WIDE, "left", "left", "enter") as pilot:
        assert not analysis(pilot).stream_rows
        await pilot.press("shift+tab", "v", "L", "plus", "n", "enter", "0")
        assert chart(pilot).view.cursor is None
        assert "No second-by-second recording" in picture(pilot)


# Bests


async def test_windows_cycle_and_new_bests_are_marked(rich: Path) -> None:
    async with shown(rich, WIDE, "2") as pilot:
        pane = pilot.app.screen.query_one(CurvePane)
        assert pane.window_name == "90d"
        assert pane.new_bests() == []  # no other ride has a curve
        pane.focus()
        await pilot.press("w")
        assert pane.window_name == "season"
        await pilot.press("w", "w")
        assert pane.window_name == "90d"


async def test_the_best_of_the_others_has_its_day_and_leaves_oneself_out(rich: Path) -> None:
    with open_mirror(rich / "mirror.db") as mirror:
        for ident in ("bike-2026-11-04", "bike-2025-11-04"):
            mirror.db.execute(
                "INSERT OR IGNORE INTO workouts_executed (id, athlete_id, started_at, local_date,"
                " sport, match_method, analytics_version)"
                " SELECT ?, athlete_id, ?, ?, 'bike', 'none', 1 FROM workouts_executed LIMIT 1",
                (ident, f"{ident[5:]}T07:30:00+00:00", ident[5:]),
            )
        mirror.db.execute(
            "INSERT INTO workout_curves SELECT 'bike-2026-11-04', metric, grid_version, curve,"
            " json_set(bests, '$.1200', 250.5) FROM workout_curves WHERE workout_id = ?",
            (RIDE,),
        )
        mirror.db.execute(
            "INSERT INTO workout_curves SELECT 'bike-2025-11-04', metric, grid_version, curve,"
            " json_set(bests, '$.1200', 300) FROM workout_curves WHERE workout_id = ?",
            (RIDE,),
        )
    own = document(rich, RIDE)["curves"]["power"]["1200"]
    async with shown(rich, HUGE, "2") as pilot:
        pane = pilot.app.screen.query_one(CurvePane)
        pane.focus()
        assert own < 250.5
        assert 1200 not in pane.new_bests()
        assert "best 250 W on 4 Nov" in picture(pilot)
        await pilot.press("w", "w")
        await settle(pilot)
        assert "best 300 W on 4 Nov 2025" in picture(pilot)
    with open_mirror(rich / "mirror.db") as mirror:
        mirror.db.execute(
            "UPDATE workout_curves SET bests = json_set(bests, '$.1200', 100)"
            " WHERE workout_id LIKE 'bike-202%'"
        )
    async with shown(rich, HUGE, "2") as pilot:
        assert pilot.app.screen.query_one(CurvePane).new_bests() == [1200]
        assert "● new best, was 100 W" in picture(pilot)


# Plan


async def test_steps_show_target_actual_and_verdict(rich: Path) -> None:
    async with shown(rich, WIDE, "2") as pilot:
        text, report = picture(pilot), document(rich, RIDE)
        score = report["adherence"]
        assert f"{score['hits']} of {score['scored']} on target, {score['percent']} %" in text
        assert "Work 1/5" in text
        assert "✗" in text
        for name in ("duration", "load", "distance"):
            share = report["compliance"][f"{name}_percent"]
            label = "Time" if name == "duration" else name.title()
            assert re.search(rf"{label} .* of .* {share} %", text)
        pane = pilot.app.screen.query_one(PlanPane)
        pane.focus()
        await pilot.press("down", "enter")
        found, lap = chart(pilot).selection, pane.steps[1].lap
        assert found is not None
        assert lap == 1
        assert (found.start, found.end) == (600, 1200)


async def test_a_plan_not_understood_is_shown_in_the_coachs_words(filled: Path) -> None:
    enrich(filled, confidence=0.5)
    async with shown(filled, (120, 50), "2", "tab", "tab") as pilot:
        text = picture(pilot)
        assert "on target" not in text
        assert "5 times 10' easy" in text
        assert "Legs good, wind from the west." in text


# The track


async def test_the_track_follows_the_cursor_and_leads_it(rich: Path) -> None:
    async with shown(rich, HUGE, "2", "n", "n") as pilot:
        pane = pilot.app.screen.query_one(TrackPane)
        assert workout(pilot).has_class("-map")
        assert pane.second == chart(pilot).view.cursor == 600
        pane.focus()
        await pilot.press("right", "right")
        assert chart(pilot).view.cursor == pane.second
        await pilot.press("g")
        assert not workout(pilot).has_class("-map")
        assert chart(pilot).has_focus


async def test_no_track_no_part(filled: Path) -> None:
    async with shown(filled, NARROW, "2", "g") as pilot:
        assert "Track" not in picture(pilot)
        assert workout(pilot).parts() == ["streams", "laps", "curve", "zones"]


# On to other workouts


async def test_brackets_walk_one_sport_and_the_calendar_comes_along(filled: Path) -> None:
    async with shown(filled, WIDE, "2", "left_square_bracket") as pilot:
        assert analysis(pilot).workout.id == "bike-2026-11-21"
        await pilot.press("left_square_bracket")
        await settle(pilot)
        assert analysis(pilot).workout.id == "bike-2026-11-18"
        await pilot.press("escape")
        await settle(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, CalendarScreen)
        assert screen.grid.day == date(2026, 11, 18)
        await pilot.press("enter")
        await settle(pilot)
        assert analysis(pilot).workout.id == "bike-2026-11-18"
        await pilot.press("right_curly_bracket")
        await settle(pilot)
        assert analysis(pilot).workout.sport == "run"


async def test_the_ends_of_the_history_say_so(filled: Path) -> None:
    async with shown(filled, WIDE, "2", "right_square_bracket") as pilot:
        assert analysis(pilot).workout.id == RIDE
        assert any("No later bike" in n.message for n in pilot.app._notifications)


# Explain


async def test_explain_tells_formula_inputs_threshold_and_source(rich: Path) -> None:
    async with shown(rich, WIDE, "2", "x") as pilot:
        assert shows(pilot, ExplainCard)
        text = picture(pilot)
        for part in ("(NP / FTP)²", "FTP 262 W", "athlete, since 2026-01-01", "Edge 840"):
            assert part in text
        board = pilot.app.screen.query_one(Board)
        for _ in board.found.numbers:
            await pilot.press("down")
        assert board.index == len(board.found.numbers) - 1
        await pilot.press("escape")
        assert shows(pilot, WorkoutScreen)


async def test_a_click_on_a_number_explains_it(rich: Path) -> None:
    async with shown(rich, WIDE, "2") as pilot:
        await pilot.click("#head", offset=(1, 2))
        await settle(pilot)
        board = pilot.app.screen.query_one(Board)
        assert board.found.numbers[board.index].key == "duration_s"


# Numbers


def _seconds(text: str) -> int:
    total = 0
    for part in text.split(":"):
        total = total * 60 + int(part)
    return total


@pytest.mark.parametrize("ident", [RIDE, RUN, SWIM, "strength-2026-11-17"])
async def test_every_number_of_the_head_is_the_reports(rich: Path, ident: str) -> None:
    """Label and value as they stand on the screen, read back and compared with the JSON."""
    report = document(rich, ident)
    row = report["workout"]
    sport, pace = row["sport"], row["avg_pace_s_per_km"]
    per = 10 if sport == "swim" else 1
    wanted = {
        "Duration": row["duration_s"],
        "Distance": None if row["distance_m"] is None else row["distance_m"] / 1000,
        "Load": report["load"],
        "Pace": None if pace is None or sport == "bike" else pace / per,
        "Speed": None if pace is None or sport != "bike" else 3600 / pace,
        "Graded": row["normalized_pace_s_per_km"],
        "NP": row["normalized_power"],
        "IF": row["intensity_factor"],
        "TSS": row["tss"],
        "HR": row["avg_hr"],
        "Power": row["avg_power"],
        "Climb": row["elevation_gain_m"],
        "Drift": row["decoupling_pct"],
        "Work": row["work_kj"],
        "Cadence": row["avg_cadence"],
        "EF": row["efficiency_factor"],
        "VI": row["variability_index"],
        "RPE": row["rpe"],
    }
    async with shown(rich, HUGE, "2") as pilot:
        pilot.app.open_workout(ident)  # type: ignore[attr-defined]
        await settle(pilot)
        lines = picture(pilot).splitlines()
    start = next(n for n, line in enumerate(lines) if " Duration " in line)
    labels, values = lines[start], lines[start + 1]
    found = {
        m.group(): values[m.start() :].split("   ")[0].strip() for m in re.finditer(r"\S+", labels)
    }
    assert set(found) == {name for name, value in wanted.items() if value}
    for name, text in found.items():
        first = text.replace("−", "-").split(" ")[0].split("/")[0].replace("km", "")
        expected = wanted[name]
        assert expected is not None
        if ":" in first:
            assert _seconds(first) == round(expected), name
        else:
            shown_value = float(first) / (
                1000 if text.split(" ")[1:2] == ["m"] and name == "Distance" else 1
            )
            digits = len(first.partition(".")[2])
            assert shown_value == pytest.approx(expected, abs=0.5001 * 10**-digits), name


async def test_the_panels_show_the_reports_numbers(rich: Path) -> None:
    report = document(rich, RIDE)
    async with shown(rich, HUGE, "2") as pilot:
        lines = picture(pilot).splitlines()
        left = {
            type(pane): pane.region.x
            for kind in (LapsPane, ZonesPane, PlanPane)
            for pane in pilot.app.screen.query(kind).results(kind)
        }
        top = pilot.app.screen.query_one(LapsPane).region.y
    for lap in report["laps"][:10]:
        line = lines[top + 2 + lap["lap_index"]][left[LapsPane] :].split()
        assert line[:2] == [str(lap["lap_index"] + 1), "10:00"]
        assert f"{lap['avg_power']:.0f}" in line
        assert f"{lap['normalized_power']:.0f}" in line
    for offset, (zone, spent) in enumerate(report["time_in_power_zone_s"].items()):
        line = lines[top + 1 + offset][left[ZonesPane] :]
        assert line.split()[0] == f"Z{zone}"
        assert _seconds(re.findall(r"\d+:\d\d(?::\d\d)?", line)[0]) == round(spent)
    for offset, step in enumerate(report["adherence"]["steps"][:9]):
        line = lines[top + 5 + offset][left[PlanPane] : left[ZonesPane]]
        assert f"{step['low']:.0f}–{step['high']:.0f} W" in line
        assert f"{step['actual']:.0f} W" in line
        assert ("✓" if step["hit"] else "✗") in line


# As seen


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("plan", ("2",)),
        ("selection", ("2", "n", "n", "n", "v", "n", "n")),
        ("track", ("2", "n", "n", "g")),
        ("explain", ("2", "x")),
    ],
)
async def test_looks(rich: Path, name: str, keys: tuple[str, ...], size: tuple[int, int]) -> None:
    if name == "track" and size == HUGE:  # there it is shown from the start
        keys = keys[:-1]
    async with shown(rich, size, *keys) as pilot:
        check(f"workout-{name}-{size[0]}x{size[1]}", picture(pilot))


async def test_the_plan_alone_at_80_columns(rich: Path) -> None:
    async with shown(rich, NARROW, "2", "tab", "tab", "down") as pilot:
        check("state-plan", picture(pilot))


async def test_a_pool_swim_has_stroke_and_swolf(filled: Path) -> None:
    with open_mirror(filled / "mirror.db") as mirror:
        mirror.db.execute(
            "UPDATE workout_laps SET swim_stroke = 'freestyle', swim_lengths = 20, avg_cadence = 30"
            " WHERE workout_id = ?",
            (SWIM,),
        )
    async with shown(filled, NARROW, "left", "left", "left", "enter", "tab") as pilot:
        text = picture(pilot)
        assert "SWOLF" in text
        assert "freestyle" in text
        assert " 45 " in text  # 600 s / 20 lengths = 30 s, and 15 strokes
        check("state-swim-laps", text)
