"""Settings: what is shown, what a change stores, and what it says when it cannot be."""

from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Label

from mirror.athlete import athlete
from mirror.database import open_mirror
from mirror.reads.thresholds import until, zones_until
from tests.tui.conftest import check, picture, settle, shown
from tui.screens.calendar import CalendarScreen
from tui.screens.edit.choice import Choice, Options
from tui.screens.edit.effect import EffectView, change_text
from tui.screens.edit.threshold import ThresholdCard
from tui.screens.edit.zones import ZonesCard
from tui.screens.settings import SettingsScreen
from tui.widgets.settings.athlete import AthletePane
from tui.widgets.settings.thresholds import ThresholdsPane
from tui.widgets.settings.zones import ZonesPane

SIZES = ((80, 24), (120, 40), (200, 50))
WIDE = (120, 40)
#: Keys from the home screen to the row of the ride's FTP.
TO_FTP = ("6", "tab", "tab", "down", "down")
TO_BIKE_POWER = ("6", "tab", "tab", "tab", "down", "down")


async def type_in(pilot: Pilot[None], field: str, text: str) -> None:
    """Replace what a field says, and wait until what hangs on it is computed."""
    pilot.app.screen.query_one(field, Input).value = text
    await pilot.pause(0.4)
    await settle(pilot)


def message(pilot: Pilot[None]) -> str:
    return str(pilot.app.screen.query_one("#message", Label).content)


def toasts(pilot: Pilot[None]) -> list[str]:
    return [toast.message for toast in pilot.app._notifications]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("settings", ("6",)),
        ("settings-thresholds", ("6", "tab", "tab")),
        ("settings-zones", TO_BIKE_POWER),
        ("settings-text", ("6", "enter")),
        ("settings-choice", ("6", "tab", "down", "enter")),
        ("settings-remove", (*TO_FTP, "d")),
        ("settings-own-zones", (*TO_BIKE_POWER, "enter")),
    ],
)
async def test_pictures(
    filled: Path, name: str, keys: tuple[str, ...], size: tuple[int, int]
) -> None:
    async with shown(filled, size, *keys) as pilot:
        check(f"{name}-{size[0]}x{size[1]}", picture(pilot))


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize(("name", "value"), [("preview", "275"), ("error", "2750"), ("word", "x")])
async def test_pictures_of_a_threshold(
    filled: Path, name: str, value: str, size: tuple[int, int]
) -> None:
    async with shown(filled, size, *TO_FTP, "enter") as pilot:
        await type_in(pilot, "#value", value)
        check(f"settings-threshold-{name}-{size[0]}x{size[1]}", picture(pilot))


async def test_an_athlete_with_nothing_yet(empty: Path) -> None:
    async with shown(empty, (80, 24), "6", "tab", "tab") as pilot:
        assert "No thresholds yet" in picture(pilot)
        await pilot.press("d", "enter", "right")
        await settle(pilot)
        assert isinstance(pilot.app.screen, ThresholdCard)  # enter offers to add one


# Who the athlete is


async def test_a_name_is_stored_and_shown(filled: Path) -> None:
    async with shown(filled, WIDE, "6", "enter") as pilot:
        await type_in(pilot, "#text", "Kim")
        await pilot.press("enter")
        await settle(pilot)
        pane = pilot.app.screen.query_one(AthletePane)
        assert pane.rows[0].cells[1] == "Kim"
    with open_mirror(filled / "mirror.db") as mirror:
        assert athlete(mirror).name == "Kim"


@pytest.mark.parametrize(
    ("downs", "text", "told"),
    [
        (0, "  ", "name: give"),
        (1, "Berlin", "IANA time zone"),
        (2, "85", "write it as 1985"),
        (4, "7", "20 to 300 kg"),
    ],
)
async def test_what_cannot_be_is_told_and_not_stored(
    filled: Path, downs: int, text: str, told: str
) -> None:
    with open_mirror(filled / "mirror.db") as mirror:
        before = athlete(mirror)
    async with shown(filled, (80, 24), "6", *["down"] * downs, "enter") as pilot:
        await type_in(pilot, "#text", text)
        await pilot.press("enter")
        await settle(pilot)
        assert told in message(pilot)
        assert pilot.app.screen.query_one("#message").has_class("-wrong")
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(pilot.app.screen, SettingsScreen)
    with open_mirror(filled / "mirror.db") as mirror:
        assert athlete(mirror) == before


async def test_a_time_zone_is_completed(filled: Path) -> None:
    async with shown(filled, WIDE, "6", "down", "enter") as pilot:
        await type_in(pilot, "#text", "berl")
        await pilot.press("tab", "enter")
        await settle(pilot)
        assert pilot.app.screen.query_one(AthletePane).rows[1].cells[1] == "Europe/Berlin"


async def test_imperial_units_reach_the_calendar_below(filled: Path) -> None:
    async with shown(filled, (200, 50), "6", "tab", "enter", "down", "enter", "1") as pilot:
        assert isinstance(pilot.app.screen, CalendarScreen)
        assert not pilot.app.screen.grid.units.metric


async def test_the_week_begins_where_it_is_told_to(filled: Path) -> None:
    keys = ("6", "tab", "down", "enter", *["down"] * 6, "enter", "escape")
    async with shown(filled, WIDE, *keys) as pilot:
        assert isinstance(pilot.app.screen, CalendarScreen)
        assert pilot.app.screen.grid.week_start == 7
        heads = [line.split()[:2] for line in picture(pilot).splitlines()]
        assert ["Sun", "Mon"] in heads


async def test_a_theme_is_tried_while_choosing_and_left_again(filled: Path) -> None:
    async with shown(filled, WIDE, "6", "tab", "down", "down", "enter", "down") as pilot:
        assert pilot.app.screen.query_one(Options).index == 1
        assert pilot.app.theme == "training-light"
        await pilot.press("escape")
        await settle(pilot)
        assert pilot.app.theme == "training-dark"


async def test_the_palette_keeps_the_theme(filled: Path) -> None:
    keys = ("D", "6", "tab", "down", "down", "down", "enter", "down", "enter")
    async with shown(filled, WIDE, *keys) as pilot:
        assert pilot.app.theme == "training-light-safe"


# Thresholds


async def test_preview_tells_what_saving_then_does(filled: Path) -> None:
    async with shown(filled, WIDE, *TO_FTP, "enter") as pilot:
        await type_in(pilot, "#value", "275")
        promised = pilot.app.screen.query_one(EffectView).effect
        assert promised is not None
        assert promised.workouts > 1
        assert promised.days <= promised.workouts
        assert len(promised.largest) == 5
        with open_mirror(filled / "mirror.db") as mirror:
            (load,) = mirror.db.execute("SELECT sum(load) FROM workouts_executed").fetchone()
        await pilot.press("enter")
        await settle(pilot)
        assert f"{promised.workouts} workouts computed anew" in toasts(pilot)[0]
    with open_mirror(filled / "mirror.db") as mirror:
        rows = [row for row in until(mirror, "9999-12-31") if row.metric == "ftp_w"]
        (now,) = mirror.db.execute("SELECT sum(load) FROM workouts_executed").fetchone()
    assert [(row.value, row.valid_from, row.source) for row in rows] == [
        (275.0, "2026-01-01", "athlete")
    ]
    assert now - load == pytest.approx(promised.load_after - promised.load_before)


async def test_another_day_moves_the_entry(filled: Path) -> None:
    async with shown(filled, WIDE, *TO_FTP, "enter") as pilot:
        await type_in(pilot, "#since", "1 mar")
        await pilot.press("enter")
        await settle(pilot)
    with open_mirror(filled / "mirror.db") as mirror:
        rows = [row for row in until(mirror, "9999-12-31") if row.metric == "ftp_w"]
    assert [(row.value, row.valid_from) for row in rows] == [(262.0, "2026-03-01")]


async def test_an_estimate_stays_and_the_athletes_value_rules(filled: Path) -> None:
    async with shown(filled, WIDE, *TO_FTP, "down", "enter") as pilot:
        await type_in(pilot, "#value", "170")
        await pilot.press("enter")
        await settle(pilot)
        pane = pilot.app.screen.query_one(ThresholdsPane)
        ruling = next(row for row in pane.rows if row.cells[:2] == ("▸ Bike", "LTHR"))
        assert ruling.cells[2:4] == ("170 bpm", "23 Nov")
        await pilot.press("right", "down")
        await settle(pilot)
        assert pane.entry is not None
        assert (pane.entry.value, pane.entry.source) == (166.0, "estimated")
        await pilot.press("left")
        assert pane.row is not None
        assert pane.row.name == ruling.name


async def test_removing_shows_what_changes_and_removes(filled: Path) -> None:
    async with shown(filled, WIDE, *TO_FTP, "d") as pilot:
        effect = pilot.app.screen.query_one(EffectView).effect
        assert effect is not None
        assert effect.workouts > 0
        await pilot.press("enter")
        await settle(pilot)
        assert "Removed." in toasts(pilot)[0]
    with open_mirror(filled / "mirror.db") as mirror:
        assert not [row for row in until(mirror, "9999-12-31") if row.metric == "ftp_w"]


async def test_choosing_a_metric_offers_its_sports_and_unit(filled: Path) -> None:
    async with shown(filled, WIDE, "6", "tab", "tab", "a") as pilot:
        card = pilot.app.screen
        metric, sport = card.query_one("#metric", Choice), card.query_one("#sport", Choice)
        metric.focus()
        while metric.value != "threshold_pace_s_per_km":
            await pilot.press("right")
        await settle(pilot)
        assert [value for value, _ in sport.options] == ["run"]
        assert str(card.query_one("#value-after", Label).content) == "min/km"
        await type_in(pilot, "#value", "4:61")
        assert "more than 59 seconds" in message(pilot)
        await type_in(pilot, "#value", "4:02")
        await type_in(pilot, "#since", "someday")
        assert "is no day" in message(pilot)


async def test_a_pace_in_miles_is_kept_per_kilometre(filled: Path) -> None:
    with open_mirror(filled / "mirror.db") as mirror:
        mirror.db.execute("UPDATE athletes SET units = 'imperial'")
    async with shown(filled, WIDE, "6", "tab", "tab", *["down"] * 5, "enter") as pilot:
        assert pilot.app.screen.query_one("#value", Input).value == "6:39"
        await type_in(pilot, "#value", "6:26")
        await pilot.press("enter")
        await settle(pilot)
    with open_mirror(filled / "mirror.db") as mirror:
        rows = {row.metric: row.value for row in until(mirror, "9999-12-31")}
    assert rows["threshold_pace_s_per_km"] == pytest.approx(386 / 1.609344)


@pytest.mark.parametrize(
    ("before", "after", "digits", "text"),
    [(10, 7.6, 0, "−2"), (1, 1234, 0, "+1,233"), (5, 5.01, 1, "±0"), (1, 1.26, 1, "+0.3")],
)
def test_change_text(before: float, after: float, digits: int, text: str) -> None:
    assert change_text(before, after, digits) == text


# Zones


async def test_own_zones_are_stored_and_taken_away(filled: Path) -> None:
    async with shown(filled, WIDE, *TO_BIKE_POWER, "enter") as pilot:
        await type_in(pilot, "#bounds", "150 200 250")
        await pilot.press("enter")
        await settle(pilot)
        table = pilot.app.screen.query_one(ZonesPane).table
        assert table is not None
        assert [(zone.lower, zone.upper) for zone in table.zones] == [
            (None, 150), (150, 200), (200, 250), (250, None),
        ]  # fmt: skip
        await pilot.press("d", "enter")
        await settle(pilot)
    with open_mirror(filled / "mirror.db") as mirror:
        assert not zones_until(mirror, "9999-12-31")


@pytest.mark.parametrize(
    ("keys", "text", "told"),
    [
        (TO_BIKE_POWER, "150 140", "each bound must be above"),
        (TO_BIKE_POWER, "", "Give 1 to 8 bounds"),
        (TO_BIKE_POWER, "150 easy", "'easy' is no bound"),
        (TO_BIKE_POWER, "0 100", "above nothing"),
        (TO_BIKE_POWER[:4], "1:40 1:50", "quicker than the one before"),
    ],
)
async def test_zones_that_cannot_be(
    filled: Path, keys: tuple[str, ...], text: str, told: str
) -> None:
    async with shown(filled, WIDE, *keys, "enter") as pilot:
        await type_in(pilot, "#bounds", text)
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(pilot.app.screen, ZonesCard)
        assert told in message(pilot)


async def test_the_usual_zones_cannot_be_taken_away(filled: Path) -> None:
    async with shown(filled, WIDE, *TO_BIKE_POWER, "d") as pilot:
        assert isinstance(pilot.app.screen, SettingsScreen)
        assert "Enter makes a table of your own" in toasts(pilot)[0]
