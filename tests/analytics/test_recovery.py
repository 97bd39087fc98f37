"""HRV band, resting heart rate, sleep debt and regularity."""

import math
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics import recovery

DAY = 86_400.0
hours = st.floats(20, 200)
series = st.lists(st.one_of(st.none(), hours), max_size=80)


def test_hrv_within() -> None:
    """Sixty nights of 60 and 70 ms in turn, then one of 65."""
    band = recovery.hrv_band([60.0, 70.0] * 30 + [65.0])
    assert band.ln_baseline7 == pytest.approx(4.171844, abs=1e-6)
    assert band.ln_low == pytest.approx(4.132557, abs=1e-6)
    assert band.ln_high == pytest.approx(4.210283, abs=1e-6)
    assert band.low == pytest.approx(math.exp(4.132557), abs=1e-4)


@pytest.mark.parametrize(("nights", "below"), [([45.0] * 7, True), ([95.0] * 7, False)])
def test_hrv_outside(nights: list[float], below: bool) -> None:
    """The mean leaves the range at once, which follows much more slowly."""
    band = recovery.hrv_band([60.0, 70.0] * 30 + nights)
    assert band.baseline7 is not None
    assert band.low is not None
    assert band.high is not None
    assert (band.baseline7 < band.low, band.baseline7 > band.high) == (below, not below)


def test_hrv_counts() -> None:
    few = recovery.hrv_band([None] * 5 + [60.0, 61.0])
    assert (few.baseline7, few.low) == (None, None)
    fresh = recovery.hrv_band([60.0, 62.0] * 7)
    assert fresh.baseline7 is not None
    assert fresh.low is None
    assert recovery.hrv_band([60.0, 62.0] * 7 + [61.0]).low is not None


def test_hrv_without_last_night() -> None:
    band = recovery.hrv_band([60.0, 62.0] * 20 + [None])
    assert band.baseline7 is not None
    assert band.baseline7 == pytest.approx(61, abs=0.5)
    assert band.low is not None
    assert band.high is not None
    assert band.low < band.baseline7 < band.high


@given(series, st.floats(0.5, 2))
def test_hrv_scales(values: list[float | None], factor: float) -> None:
    plain = recovery.hrv_band([*values, 50.0])
    scaled = recovery.hrv_band([*(None if v is None else v * factor for v in values), 50 * factor])
    for one, other in zip(plain[:3], scaled[:3], strict=True):
        assert other == (None if one is None else pytest.approx(one * factor))


def test_rhr() -> None:
    found = recovery.rhr_deviation([48.0, 52.0] * 14 + [56.0])
    assert found is not None
    assert found.difference == pytest.approx(6)
    assert found.mean == 50
    assert found.z == pytest.approx(6 / math.sqrt(4 * 28 / 27))


@pytest.mark.parametrize("values", [[], [50.0], [50.0] * 20 + [None], [None] * 22 + [50.0] * 7])
def test_rhr_unknown(values: list[float | None]) -> None:
    assert recovery.rhr_deviation(values) is None


@given(st.lists(st.floats(35, 90), min_size=8, max_size=40), st.floats(-10, 10))
def test_rhr_shift(values: list[float], more: float) -> None:
    plain = recovery.rhr_deviation(values)
    lifted = recovery.rhr_deviation([v + more for v in values])
    assert plain is not None
    assert lifted is not None
    assert lifted.difference == pytest.approx(plain.difference, abs=1e-6)


def test_sleep_debt() -> None:
    hour = 3600.0
    assert recovery.sleep_debt([7 * hour] * 14) == 14 * hour
    assert recovery.sleep_debt([0.0] + [8 * hour] * 14) == 0
    assert recovery.sleep_debt([9 * hour, None, 6 * hour]) == hour
    assert recovery.sleep_debt([None, None]) is None
    assert recovery.sleep_debt([]) is None


@given(st.lists(st.floats(0, 40_000), min_size=1, max_size=14), st.floats(1, 3600))
def test_less_sleep_is_never_less_debt(nights: list[float], less: float) -> None:
    shorter = [max(0.0, night - less) for night in nights]
    before, after = recovery.sleep_debt(nights), recovery.sleep_debt(shorter)
    assert before is not None
    assert after is not None
    assert after >= before


def nights_of(*starts_h: float) -> list[tuple[float, float]]:
    """Eight hours from so many hours after each noon."""
    return [
        (day * DAY + start * 3600, day * DAY + (start + 8) * 3600)
        for day, start in enumerate(starts_h)
    ]


def test_sri_one_hour_shift_in_four_days() -> None:
    found = recovery.sleep_regularity(nights_of(11, 11, 12, 11), 0, 4 * DAY)
    assert found == pytest.approx(88.889, abs=1e-3)


def test_sri_extremes() -> None:
    assert recovery.sleep_regularity(nights_of(11, 11, 11), 0, 3 * DAY) == 100
    # Twelve hours asleep, twelve awake, turned round every day: never the same state.
    opposite = [(0.0, DAY / 2), (1.5 * DAY, 2 * DAY), (2 * DAY, 2.5 * DAY)]
    assert recovery.sleep_regularity(opposite, 0, 3 * DAY) == -100


@pytest.mark.parametrize(("nights", "end"), [([], 4 * DAY), (nights_of(11), 1.9 * DAY)])
def test_sri_unknown(nights: list[tuple[float, float]], end: float) -> None:
    assert recovery.sleep_regularity(nights, 0, end) is None


@given(st.lists(st.floats(0, 15), min_size=2, max_size=10), st.floats(-5, 5))
def test_sri_does_not_care_when_only_how_regular(starts: list[float], later: float) -> None:
    end = len(starts) * DAY
    plain = recovery.sleep_regularity(nights_of(*starts), 0, end)
    moved = recovery.sleep_regularity(
        [(a + later * 3600, b + later * 3600) for a, b in nights_of(*starts)],
        later * 3600,
        end + later * 3600,
    )
    assert plain is not None
    assert moved == pytest.approx(plain)
    assert -100 - 1e-9 <= plain <= 100


@pytest.mark.parametrize(
    ("asleep", "awake", "seconds"),
    [
        pytest.param("2026-03-28T23:00", "2026-03-29T07:00", 25_200, id="sleep-dst-march"),
        pytest.param("2026-10-24T23:00", "2026-10-25T07:00", 32_400, id="sleep-dst-autumn"),
        pytest.param("2026-06-01T23:00", "2026-06-02T07:00", 28_800, id="sleep-summer"),
    ],
)
def test_nights_are_measured_between_instants(asleep: str, awake: str, seconds: int) -> None:
    berlin = ZoneInfo("Europe/Berlin")
    ends = [datetime.fromisoformat(t).replace(tzinfo=berlin).isoformat() for t in (asleep, awake)]
    assert recovery.night_seconds(*ends) == seconds


def test_median() -> None:
    assert recovery.median([3.0, None, 1.0, 2.0]) == 2
    assert recovery.median([1.0, 2.0]) == 1.5
    assert recovery.median([1.0, 2.0], minimum=3) is None
    assert recovery.median([]) is None


@given(series, st.integers(1, 90))
def test_bands_of_many_mornings_are_those_of_each(nights: list[float | None], days: int) -> None:
    found = recovery.hrv_bands(nights, days)
    ends = range(max(1, len(nights) - days + 1), len(nights) + 1)
    assert found == [recovery.hrv_band(nights[:end]) for end in ends]


def test_mean_pulse_of_the_days_before() -> None:
    pulses = [50.0, 50.0, 50.0, 50.0, 50.0, 50.0, None, 57.0, 60.0]
    assert recovery.rhr_means(pulses, 3) == [None, None, 51.0]
