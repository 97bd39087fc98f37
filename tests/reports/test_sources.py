"""What is missing and why, by dataset and week, and how the syncs went."""

import json
from datetime import date

import pytest

from mirror import ledger
from mirror.athlete import athlete, save_athlete
from mirror.database import Mirror
from mirror.ledger import Entry
from reports.sources import Cell, Completeness, completeness, sources
from tests.reports.conftest import TODAY

NOW = "2026-04-06T09:00:00+00:00"


def row(report: Completeness, dataset: str) -> list[Cell]:
    return next(row.cells for row in report.rows if row.dataset == dataset)


@pytest.fixture
def asked(empty: Mirror) -> Mirror:
    """Thursday to Monday of HRV, one recording, one that failed for good."""
    hrv = [
        Entry("2026-04-02", "full"),
        Entry("2026-04-03", "full"),
        Entry("2026-04-04", "absent", reason="nothing recorded"),
        Entry("2026-04-05", "failed", 2, "HTTP 500", "2026-04-06T11:00:00+00:00"),
        Entry("2026-04-06", "full", next_try_at="2026-04-07T00:00:00+00:00"),
    ]
    ledger.put(empty, "garmin", "hrv", hrv, now=NOW)
    ledger.put(
        empty,
        "garmin",
        "originals",
        [Entry("17", "pending"), Entry("18", "failed", 5, "given up: HTTP 403")],
        now=NOW,
    )
    return empty


def test_weeks(asked: Mirror) -> None:
    report = completeness(asked, TODAY, "garmin", columns=3)
    assert [period.start for period in report.periods] == ["2026-03-23", "2026-03-30", "2026-04-06"]
    assert [period.end for period in report.periods] == ["2026-03-29", "2026-04-05", "2026-04-06"]
    before, week, this = row(report, "hrv")
    assert before == Cell({}, unasked=7)
    assert (week.full, week.absent, week.failed, week.unasked) == (2, 1, 1, 3)
    assert week.reasons == {"absent": "nothing recorded", "failed": "HTTP 500"}
    assert week.next_try_at == "2026-04-06T11:00:00+00:00"
    assert this == Cell({}, full=1)
    assert report.first == "2026-04-02"


def test_months_and_items_without_a_day(asked: Mirror) -> None:
    report = completeness(asked, TODAY, "garmin", step="month", columns=2)
    assert [period.start for period in report.periods] == ["2026-03-01", "2026-04-01"]
    assert row(report, "hrv")[1] == Cell(
        {"absent": "nothing recorded", "failed": "HTTP 500"},
        full=3,
        absent=1,
        failed=1,
        unasked=1,
        next_try_at="2026-04-06T11:00:00+00:00",
    )
    undated = next(row.undated for row in report.rows if row.dataset == "originals")
    assert (undated.pending, undated.failed, undated.unasked) == (1, 1, 0)


def test_a_week_that_begins_on_sunday(asked: Mirror) -> None:
    save_athlete(asked, athlete(asked)._replace(week_start=7))
    report = completeness(asked, TODAY, "garmin", columns=2)
    assert [period.start for period in report.periods] == ["2026-03-29", "2026-04-05"]
    assert [(cell.full, cell.failed) for cell in row(report, "hrv")] == [(2, 0), (1, 1)]


def test_every_day_of_the_ledger_is_in_one_cell(filled: Mirror) -> None:
    for step, columns in (("week", 30), ("month", 8)):
        report = completeness(filled, TODAY, "garmin", step=step, columns=columns)
        for each in report.rows:
            cells = [*each.cells, each.undated]
            entries = ledger.entries(filled, "garmin", each.dataset)
            assert sum(cell.full for cell in cells) == sum(
                entry.state == "full" for entry in entries.values()
            )
    json.dumps(report.to_json())


def test_put_off_and_given_up(asked: Mirror) -> None:
    report = sources(asked)
    assert [(one.items, one.attempts) for one in report.waiting] == [
        (["18"], 5),
        (["2026-04-05"], 2),
    ]
    assert (report.waiting[1].first, report.waiting[1].last) == ("2026-04-05", "2026-04-05")
    assert report.waiting_total == 2
    state = report.sources["garmin"]
    assert (state.state, state.full, state.failed, state.pending) == ("failed", 3, 2, 1)
    assert state.last_success_at == NOW
    json.dumps(report.to_json())


def test_what_failed_together_is_one_line(asked: Mirror) -> None:
    again = "2026-04-06T11:00:00+00:00"
    ledger.put(
        asked, "garmin", "hrv", [Entry("2026-04-04", "failed", 2, "HTTP 500", again)], now=NOW
    )
    line = sources(asked).waiting[1]
    assert line.items == ["2026-04-05", "2026-04-04"]
    assert (line.first, line.last) == ("2026-04-04", "2026-04-05")


def test_tried_again_when_asked(asked: Mirror) -> None:
    ledger.try_again(asked, "garmin", "originals", "18", now=NOW)
    entry = ledger.entries(asked, "garmin", "originals")["18"]
    assert (entry.state, entry.attempts, entry.next_try_at) == ("failed", 0, NOW)
    ledger.try_again(asked, "garmin", "hrv", "2026-04-02", now=NOW)
    assert ledger.entries(asked, "garmin", "hrv")["2026-04-02"] == Entry("2026-04-02", "full")


def test_runs(empty: Mirror) -> None:
    done = {
        "message": "Up to date; 3 written.",
        "seconds": 2.5,
        "sources": {
            "garmin": {"written": 3, "failed": 1, "requests": 20},
            "trainingpeaks": {"written": 0, "failed": 0, "requests": 1},
        },
    }
    ledger.start_run(empty, "a", "daily", "2026-04-05T06:00:00+00:00")
    ledger.start_run(empty, "b", "daily", "2026-04-06T06:00:00+00:00")
    ledger.finish_run(empty, "b", "partly", json.dumps(done), "2026-04-06T06:00:03+00:00")
    ledger.start_run(empty, "c", "auto", "2026-04-06T07:00:00+00:00")
    runs = sources(empty).runs
    assert [run.outcome for run in runs] == ["running", "partly", "killed"]
    assert (runs[1].written, runs[1].failed, runs[1].requests) == (3, 1, 21)
    assert runs[1].message == "Up to date; 3 written."


def test_what_each_source_gave(filled: Mirror) -> None:
    report = sources(filled)
    gave = report.sources["file"].gave
    assert gave is not None
    assert gave.workouts == report.original_files
    assert report.wellness.last == TODAY.isoformat()
    assert not report.hub.configured
    assert report.hub.pending > 0


def test_nothing_there(empty: Mirror) -> None:
    report = sources(empty)
    assert report.sources == {}
    assert report.runs == []
    assert completeness(empty, date(2026, 4, 6), "garmin").rows == []
