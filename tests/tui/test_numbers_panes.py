"""The numbers of briefing, nights, zones, settings and sources, against the reports' JSON."""

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from mirror.database import open_mirror
from tests.tui import test_sources
from tests.tui.conftest import picture, settle, shown
from tests.tui.seed import NOW, RIDE, RUN, SWIM, TODAY
from tui.app import TrainingBrainApp
from tui.reader import Reader, SourcesView
from tui.screens.workout import WorkoutScreen
from tui.widgets.settings.thresholds import ThresholdsPane
from tui.widgets.sources.heat import HeatPane

SIZE = (200, 50)


def _json(base: Path, name: str, *arguments: Any, ago: int = 0) -> Any:
    with Reader(base / "mirror.db", lambda: NOW - timedelta(ago)) as reader:
        return getattr(reader, name)(*arguments).to_json()


def _number(text: str) -> float:
    return float(text.replace("−", "-").replace(",", ""))


def _seconds(text: str) -> int:
    """`1:02:07` and `2:07`."""
    total = 0
    for part in text.split(":"):
        total = total * 60 + int(part)
    return total


def _row(text: str, name: str) -> str:
    return next(line for line in text.splitlines() if line.strip().startswith(name))


def _one(pattern: str, text: str) -> str | None:
    found = re.search(pattern, text)
    return found[1] if found else None


#: What the briefing's first row says -> where the JSON has it.
_BRIEFING = {
    r"CTL ([\d−]+)": ("form", "ctl"),
    r"ATL ([\d−]+)": ("form", "atl"),
    r"TSB ([+−\d]+)": ("form", "tsb"),
    r"HRV (\d+) ms": ("wellness", "hrv_overnight_ms"),
    r"RHR (\d+) bpm": ("wellness", "rhr_bpm"),
    r"Sleep [\d:]+ score (\d+)": ("wellness", "sleep_score"),
    r"Ready (\d+)": ("wellness", "training_readiness"),
    r"Battery (\d+)": ("wellness", "body_battery_high"),
}


@pytest.mark.parametrize("ago", [0, 1, 2, 3, 20, 41, 43])
async def test_mornings(filled: Path, ago: int) -> None:
    """The top of the calendar on several mornings, ill ones among them."""
    told = _json(filled, "briefing", ago=ago)
    app = TrainingBrainApp(filled, clock=lambda: NOW - timedelta(ago))
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        text = picture(pilot)
    row = _row(text, "Today")
    for pattern, (part, key) in _BRIEFING.items():
        found = _one(pattern, row)
        assert found is not None, (pattern, row)
        assert _number(found) == round(told[part][key]), (key, row)
    slept = _one(r"Sleep (\d+:\d+)", row)
    assert slept is not None
    assert _seconds(slept) == round(told["wellness"]["sleep_total_s"] / 60)
    verdict = text.splitlines()[3]
    for note in told["anomalies"]:
        assert note["message"] in verdict
    assert bool(told["anomalies"]) != ("All clear" in verdict)
    for name, parts, load in (("Plan", told["done_today"], "load"), ("Yesterday", told["yesterday"],
                                                                    "load")):  # fmt: skip
        row = _row(text, name)
        for part in parts:
            assert f"load {part[load]:.0f}" in row
    planned = [part for part in told["plan"] if part["id"] not in told["plan_done"]]
    for part in planned:
        minutes = round(part["duration_planned_s"] / 60)
        assert f"{part['title']} {minutes // 60}:{minutes % 60:02}" in _row(text, "Plan")


async def test_nights_of_sleep(filled: Path) -> None:
    nights = {night["date"]: night for night in _json(filled, "recovery", 30)["wellness"]}
    stages = ("deep", "light", "REM", "awake")
    async with shown(filled, SIZE, "4", "tab") as pilot:
        for ago in range(25):
            day = TODAY - timedelta(days=ago)
            line = next(row for row in picture(pilot).splitlines() if " deep " in row
                        and "awake " in row and "score" in row)  # fmt: skip
            assert f"{day:%a} {day.day} {day:%b}" in line
            night = nights[day.isoformat()]
            found = re.search(r"(\d+:\d+) score (\d+)", line)
            assert found
            assert _seconds(found[1]) == round(night["sleep_total_s"] / 60)
            assert int(found[2]) == round(night["sleep_score"])
            for stage in stages:
                spent = _one(rf"{stage} (\d+:\d+)", line)
                assert spent is not None
                assert _seconds(spent) == round(night[f"sleep_{stage.lower()}_s"] / 60), (
                    day,
                    stage,
                )
            await pilot.press("left")
            await settle(pilot)


@pytest.mark.parametrize("ident", [RIDE, RUN, SWIM])
async def test_zones_of_a_workout(filled: Path, ident: str) -> None:
    told = _json(filled, "analysis", ident)
    metrics = {"power": "power", "pace_s_per_km": "pace", "hr": "hr"}
    walked = 0
    async with shown(filled, SIZE) as pilot:
        app = pilot.app
        assert isinstance(app, TrainingBrainApp)
        app.open_workout(ident)
        await settle(pilot)
        assert isinstance(app.screen, WorkoutScreen)
        pane = app.screen.query_one("#zones")
        pane.focus()
        kinds = [
            (table, seconds)
            for table in told["zones"]
            if (seconds := told[f"time_in_{metrics[table['metric']]}_zone_s"])
            and sum(seconds.values())
        ]
        for _ in kinds:
            rows = [pane.render_line(y).text for y in range(pane.size.height)]
            name = {"Power": "power", "Pace": "pace_s_per_km", "Heart": "hr"}[
                rows[0].strip("─ ").rpartition("─ ")[2].split()[0]
            ]
            table, seconds = next(kind for kind in kinds if kind[0]["metric"] == name)
            whole = sum(seconds.values())
            for zone, row in zip(table["zones"], rows[1:], strict=False):
                assert row.startswith(zone["label"].split()[0])
                found = re.search(r"([\d:]+)\s+(\d+) %\s*$", row)
                assert found, row
                spent = seconds[str(zone["zone"])]
                assert _seconds(found[1]) == round(spent)
                assert int(found[2]) == int(f"{spent / whole * 100:.0f}")
                walked += 1
            await pilot.press("z")
            await settle(pilot)
    assert walked >= 7


def _value(entry: dict[str, Any]) -> str:
    """As a person writes it: `262 W`, `4:08 min/km`."""
    if entry["unit"].startswith("s/"):
        minutes, seconds = divmod(round(entry["value"]), 60)
        return f"{minutes}:{seconds:02} min/{entry['unit'][2:]}"
    return f"{entry['value']:.0f} {entry['unit']}"


async def test_thresholds_in_the_settings(filled: Path) -> None:
    from sync.thresholds import set_threshold

    with open_mirror(filled / "mirror.db") as mirror:
        for day, watts in (("2026-03-01", 240.0), ("2026-12-01", 270.0)):
            set_threshold(mirror, "bike", "ftp_w", watts, day)
    told = _json(filled, "thresholds")
    assert told["coming"]
    async with shown(filled, SIZE, "6") as pilot:
        pane = pilot.app.screen.query_one(ThresholdsPane)
        pane.focus()
        pane.styles.height = 30
        for index in reversed(range(len(pane.rows))):
            pane.cursor = index
            pane.action_unfold(1)
        await settle(pilot)
        rows = [pane.render_line(y).text for y in range(pane.size.height)]
    entries = [*told["coming"], *told["history"]]
    for entry in entries:
        since = date.fromisoformat(entry["valid_from"])
        written = f"{since.day} {since:%b}"
        line = next((row for row in rows if _value(entry) in row and written in row), None)
        assert line is not None, (entry, rows)
    shown_values = [row for row in rows if re.search(r"\d (W|bpm|min/)", row)]
    assert len(shown_values) == len(entries)


async def test_zones_in_the_settings(filled: Path) -> None:
    tables = _json(filled, "zones")["tables"]
    async with shown(filled, SIZE, "6") as pilot:
        pane = pilot.app.screen.query_one("#zone-tables")
        pane.focus()
        for table in tables:
            await settle(pilot)
            text = "\n".join(pane.render_line(y).text for y in range(pane.size.height))
            pace, metres = (
                table["metric"] == "pace_s_per_km",
                100 if table["sport"] == "swim" else 1000,
            )
            for zone in table["zones"]:
                row = next(line for line in text.splitlines() if f"■ {zone['label']}" in line)
                edges = [
                    f"{round(edge * metres / 1000) // 60}:{round(edge * metres / 1000) % 60:02}"
                    if pace
                    else f"{edge:.0f}"
                    for edge in (zone["lower"], zone["upper"])
                    if edge is not None
                ]
                numbers = row.partition(zone["label"])[2]
                assert all(edge in numbers for edge in edges), (zone, row)
            await pilot.press("down")
        assert len(tables) >= 5


def _view(base: Path) -> SourcesView:
    with Reader(base / "mirror.db", lambda: NOW) as reader:
        return reader.sources("week", 60)


@pytest.fixture
def no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRAINING_BRAIN_STORE", "file")


@pytest.mark.usefixtures("no_keyring")
async def test_sources_runs_and_what_was_put_off(filled: Path) -> None:
    test_sources.prepare(filled, "failing")
    told = _view(filled).report.to_json()
    async with shown(filled, SIZE, "5") as pilot:
        text = picture(pilot)
    for run in told["runs"]:
        seconds = max(1, round(run["seconds"]))
        assert f"{run['written']} written · {seconds} s" in text
    assert f"{told['waiting_total']} items" in text
    for line in told["waiting"]:
        row = next(row for row in text.splitlines() if line["reason"][:30] in row
                   and row.lstrip().startswith(("!", "✗")))  # fmt: skip
        assert re.search(rf"\s{len(line['items'])}\s", row)
    gave = told["sources"]["file"]["gave"]
    assert f"{gave['workouts']:,} workout" in text
    assert f"mirror {told['mirror_bytes'] / 1e6:.1f} MB" in text


_WORDS = {
    "full": "full",
    "summary": "as summary only",
    "absent": "without data",
    "pending": "to come",
    "failed": "put off",
    "unasked": "not asked for",
}


@pytest.mark.usefixtures("no_keyring")
async def test_every_cell_of_the_completeness(filled: Path) -> None:
    test_sources.prepare(filled, "failing")
    found = _view(filled).completeness.to_json()
    cells = {row["dataset"]: row["cells"] for row in found["rows"]}
    compared = 0
    async with shown(filled, SIZE, "5", "tab") as pilot:
        pane = pilot.app.screen.query_one(HeatPane)
        assert pane.has_focus
        for _ in range(len(pane.rows)):
            name = pane.rows[pane.row].dataset
            for back in range(12):
                said = _detail(pane)
                cell = cells[name][-1 - back]
                for key, words in _WORDS.items():
                    count = _one(rf"(\d+) {words}", said)
                    assert int(count or 0) == cell[key], (name, back, key, said)
                    compared += count is not None
                await _press(pilot, "left")
            await _press(pilot, "end", "down")
    assert compared > 20


def _detail(pane: HeatPane) -> str:
    rows = [pane.render_line(y).text.strip() for y in range(pane.size.height)]
    legend = next(y for y, row in enumerate(rows) if row.startswith("■ full"))
    return " ".join(rows[legend + 1 :])


async def _press(pilot: Pilot[None], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await settle(pilot)
