"""The numbers on the screens, one after the other, against the reports' JSON."""

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from tests.tui.conftest import picture, settle, shown
from tests.tui.seed import NOW, TODAY
from tui.reader import Reader

SIZE = (200, 50)
_NUMBER = r"([+−-]?[\d.]+|–)"


def _json(base: Path, name: str, *arguments: Any) -> Any:
    with Reader(base / "mirror.db", lambda: NOW) as reader:
        return getattr(reader, name)(*arguments).to_json()


def _number(text: str) -> float | None:
    return None if text == "–" else float(text.replace("−", "-"))


def _whole(value: float | None) -> float | None:
    return None if value is None else float(f"{value:.0f}") + 0.0


async def _walk(pilot: Pilot[None], days: int) -> list[tuple[str, str]]:
    """(the day under the cursor as it is written, the picture), going back day by day."""
    seen = []
    for _ in range(days):
        text = picture(pilot)
        found = re.search(r"(?m)^ +((?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) \d+ [A-Z][a-z]{2})  [●■]", text)
        assert found, text
        seen.append((found[1], text[found.start() :].partition("\n")[0]))
        await pilot.press("left")
        await settle(pilot)
    return seen


def _written(day: date) -> str:
    return f"{day:%a} {day.day} {day:%b}"


async def test_weeks_of_the_calendar(filled: Path) -> None:
    start = TODAY - timedelta(days=TODAY.weekday() + 14)
    weeks = _json(filled, "calendar", start, start + timedelta(days=20))["weeks"]
    async with shown(filled, SIZE) as pilot:
        text = picture(pilot)
    for week in weeks[:2]:
        monday = date.fromisoformat(week["start"])
        block = text.partition(f" W{monday.isocalendar().week} ")[2]
        done, planned = re.search(r"Load (\d+) / (\d+)", block).groups()  # type: ignore[union-attr]
        assert (float(done), float(planned)) == (
            _whole(week["done_load"]),
            _whole(week["planned_load"]),
        )
        for name in ("CTL", "ATL", "TSB"):
            found = re.search(rf"{name} {_NUMBER}", block)
            assert found
            assert _number(found[1]) == _whole(week[name.lower()]), (monday, name)


async def test_days_of_fitness(filled: Path) -> None:
    days = {day["date"]: day for day in _json(filled, "fitness", 90)["days"]}
    async with shown(filled, SIZE, "3") as pilot:
        for ago, (name, line) in enumerate(await _walk(pilot, 30)):
            day = TODAY - timedelta(days=ago)
            assert name == _written(day)
            for shown_as, key in (("CTL", "ctl"), ("ATL", "atl"), ("TSB", "tsb"), ("Load", "load")):
                found = re.search(rf"{shown_as} {_NUMBER}", line)
                assert found, line
                assert _number(found[1]) == _whole(days[day.isoformat()][key]), (day, key)
            ramp = re.search(rf"Ramp {_NUMBER}", line)
            assert ramp
            assert _number(ramp[1]) == round(days[day.isoformat()]["ramp"], 1)


async def test_nights_of_recovery(filled: Path) -> None:
    nights = {night["date"]: night for night in _json(filled, "recovery", 30)["hrv"]}
    compared = 0
    async with shown(filled, SIZE, "4") as pilot:
        for ago, (name, line) in enumerate(await _walk(pilot, 25)):
            day = TODAY - timedelta(days=ago)
            assert name == _written(day)
            night = nights.get(day.isoformat(), {})
            band = re.search(r"normal (\d+)–(\d+)", line)
            low, high = band.groups() if band else (None, None)
            for key, text in (
                ("hrv", _one(rf"night {_NUMBER} ms", line)),
                ("mean_7d", _one(rf"7 days {_NUMBER}", line)),
                ("low", low),
                ("high", high),
            ):
                shown_as = None if text is None else _number(text)
                assert shown_as == _whole(night.get(key)), (day, key, line)
                compared += text is not None
    assert compared > 50


def _one(pattern: str, line: str) -> str | None:
    found = re.search(pattern, line)
    return found[1] if found else None
