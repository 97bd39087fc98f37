"""A threshold moved to another day, taken away on trial, and the athlete's own settings."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from mirror.athlete import athlete
from mirror.database import Mirror
from mirror.reads.thresholds import until
from sync import profile, thresholds
from tests.sync.season.athlete import activity, add, daily, loads, new_mirror


@pytest.fixture
def mirror(tmp_path: Path) -> Iterator[Mirror]:
    """A ride on the first of each month, January to June, half an hour at 200 W."""
    with new_mirror(tmp_path) as opened:
        for month in range(1, 7):
            add(opened, activity(f"2026-0{month}-01T08:00:00", watts=200, bpm=150))
        yield opened


def state(mirror: Mirror) -> tuple[object, ...]:
    return until(mirror, "9999-12-31"), loads(mirror), daily(mirror)


@pytest.mark.parametrize("day", ["2026-02-01", "2026-05-01"])
def test_an_entry_moved_is_as_if_it_had_always_been_there(
    mirror: Mirror, tmp_path: Path, day: str
) -> None:
    thresholds.set_threshold(mirror, "bike", "ftp_w", 250, "2026-03-15")
    promised = thresholds.preview(mirror, "bike", "ftp_w", 240, day, instead_of="2026-03-15")
    made = thresholds.set_threshold(mirror, "bike", "ftp_w", 240, day, instead_of="2026-03-15")
    assert made == promised
    moved = state(mirror)
    thresholds.remove_threshold(mirror, "bike", "ftp_w", day)
    thresholds.set_threshold(mirror, "bike", "ftp_w", 240, day)
    assert state(mirror) == moved
    assert [r.valid_from for r in until(mirror, "9999-12-31") if r.source == "athlete"] == [day]


def test_preview_of_a_removal_writes_nothing_and_tells_the_truth(mirror: Mirror) -> None:
    thresholds.set_threshold(mirror, "bike", "ftp_w", 250, "2026-03-15")
    before = state(mirror)
    promised = thresholds.preview_removal(mirror, "bike", "ftp_w", "2026-03-15")
    assert state(mirror) == before
    assert promised.workouts == 3
    assert thresholds.remove_threshold(mirror, "bike", "ftp_w", "2026-03-15") == promised


def test_effect_counts_days_and_names_what_changes_most(mirror: Mirror) -> None:
    add(mirror, activity("2026-06-01T18:00:00", watts=260, bpm=160))
    effect = thresholds.preview(mirror, "bike", "ftp_w", 250, "2026-04-01")
    assert (effect.workouts, effect.days) == (4, 3)
    largest = effect.largest[0]
    assert largest.day == "2026-06-01"
    changes = [abs((m.after or 0) - (m.before or 0)) for m in effect.largest]
    assert changes == sorted(changes, reverse=True)
    assert sum(changes) == pytest.approx(abs(effect.load_after - effect.load_before))


def test_sex_reaches_every_heart_rate_load(mirror: Mirror) -> None:
    add(mirror, activity("2026-02-02T08:00:00", "run", bpm=150))
    before = loads(mirror)
    assert profile.save(mirror, sex="f") == 1
    changed = {day for day, load in loads(mirror).items() if load != before[day]}
    assert changed == {"2026-02-02"}
    assert profile.save(mirror, sex="f") == 0
    profile.save(mirror, sex="m")
    assert loads(mirror) == before


def test_a_name_computes_nothing(mirror: Mirror) -> None:
    assert profile.save(mirror, name="Kim", weight_kg=70.0) == 0
    assert (athlete(mirror).name, athlete(mirror).weight_kg) == ("Kim", 70.0)


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("name", " Kim ", "Kim"),
        ("timezone", "Europe/Berlin", "Europe/Berlin"),
        ("birth-year", "1985", 1985),
        ("birth-year", "", None),
        ("sex", "Female", "f"),
        ("weight", "71,4 kg", 71.4),
        ("weight", "157 lb", 71.21),
        ("weight", "", None),
        ("units", "Imperial", "imperial"),
        ("week-start", "sun", 7),
        ("week-start", "Monday", 1),
    ],
)
def test_read(name: str, text: str, value: object) -> None:
    assert profile.read(name, text) == value


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("name", ""),
        ("name", "x" * 101),
        ("name", "a\x1bb"),
        ("timezone", "../etc/passwd"),
        ("timezone", ""),
        ("birth-year", "85"),
        ("birth-year", "٢٠٠٠"),
        ("sex", "x"),
        ("weight", "nan"),
        ("weight", "1e9"),
        ("weight", "heavy"),
        ("units", "both"),
        ("week-start", "s"),
        ("week-start", "t"),
        ("week-start", "noday"),
    ],
)
def test_what_cannot_be_read_is_one_line(name: str, text: str) -> None:
    with pytest.raises(ValueError, match=r"give|write|no ") as caught:
        profile.read(name, text)
    assert "\n" not in str(caught.value)
