"""Planned steps against laps and intervals."""

import pytest

from analytics.adherence import Adherence, Effort, adherence, expand
from analytics.steps import parse_steps
from analytics.targets import References
from analytics.thresholds import ThresholdSet
from analytics.zones import default_bounds

THRESHOLDS = ThresholdSet(
    ftp_w=250, lthr_bpm=165, max_hr_bpm=185, threshold_speed_m_s=4.0, css_m_s=1.25
)


def references(sport: str = "bike") -> References:
    zones = {
        metric: default_bounds(sport, metric, THRESHOLDS)
        for metric in ("hr", "power", "pace_s_per_km")
    }
    return References(sport, THRESHOLDS, zones)


def structure(text: str, sport: str = "bike") -> dict[str, object]:
    found = parse_steps(text, sport)
    assert found is not None
    return found.to_json()


def lap(minutes: float, power: float | None = None, **more: float) -> Effort:
    return Effort(duration_s=minutes * 60, power=power, **more)


INTERVALS = "15' WU, 4x8' @ 95-100% / 2' easy, 10' CD"


def laps_of(*work: float) -> list[Effort]:
    laps = [lap(15, 150)]
    for watts in work:
        laps += [lap(8, watts), lap(2, 110)]
    return [*laps, lap(10, 120)]


def scored(laps: list[Effort], text: str = INTERVALS, sport: str = "bike") -> Adherence:
    found = adherence(structure(text, sport), laps, references(sport))
    assert found is not None
    return found


def test_repeats_are_written_out() -> None:
    steps = expand(structure("2x(3' @ 110% + 1' easy)"))
    assert [(step.duration_s, step.round) for step in steps] == [
        (180, (1, 2)),
        (60, (1, 2)),
        (180, (2, 2)),
        (60, (2, 2)),
    ]


def test_each_effort_is_judged_by_its_own_lap() -> None:
    found = scored(laps_of(240, 245, 250, 205))
    assert (found.hits, found.scored, found.percent, found.basis) == (3, 4, 75, "laps")
    work = [result for result in found.results if result.step.intent == "work"]
    assert [result.hit for result in work] == [True, True, True, False]
    assert [(result.low, result.high, result.actual) for result in work][3] == (237.5, 250, 205)
    assert all(result.assumed for result in work)  # of FTP, which the coach left out


def test_a_session_cut_short_is_on_target_all_the_same() -> None:
    found = scored([lap(15, 150), lap(8, 242), lap(2, 110), lap(8, 246), lap(2, 100), lap(8, 244)])
    assert (found.hits, found.scored) == (3, 3)
    left_out = [result for result in found.results if result.laps is None]
    assert [result.step.intent for result in left_out].count("work") == 1


def test_a_warm_up_cut_by_automatic_laps_is_one_step() -> None:
    found = scored([lap(5, 140), lap(5, 150), lap(5, 160), *laps_of(240, 245, 250, 240)[1:]])
    assert found.results[0].laps == (0, 3)
    assert found.results[0].actual is None  # "WU" asks for nothing that can be measured
    assert found.results[0].done_s == 900
    assert (found.hits, found.scored) == (4, 4)


def test_automatic_laps_say_nothing_about_several_efforts() -> None:
    kilometres = [lap(4.5, 200) for _ in range(12)]
    plan = structure("5x5' @ 95-100% / 2' easy")
    assert adherence(plan, kilometres, references(), deliberate=False) is None
    bouts = [lap(5, watts) for watts in (240, 238, 245, 244, 180)]
    found = adherence(plan, kilometres, references(), deliberate=False, intervals=bouts)
    assert found is not None
    assert (found.hits, found.scored, found.basis) == (4, 5, "intervals")


def test_automatic_laps_do_for_one_long_effort() -> None:
    halves = [lap(15, 170) for _ in range(6)]
    found = adherence(structure("90 min @ 60-75%"), halves, references(), deliberate=False)
    assert found is not None
    assert (found.hits, found.scored) == (1, 1)


def test_another_session_altogether_is_not_scored() -> None:
    assert adherence(structure(INTERVALS), [lap(45, 160), lap(40, 150)], references()) is None


@pytest.mark.parametrize(
    ("text", "sport", "effort", "metric", "hit"),
    [
        ("20 min @ 250-270W", "bike", lap(20, 258), "power", True),
        ("20 min @ 250-270W", "bike", lap(20, 240), "power", False),
        ("20 min @ 250W", "bike", lap(20, 239), "power", True),
        ("20 min Z3", "bike", lap(20, 200), "power", True),
        ("20 min Z3", "bike", lap(20, None, hr=151), "hr", True),
        ("20 min HR Z2", "run", lap(20, None, hr=160), "hr", False),
        ("20 min <140 bpm", "run", lap(20, None, hr=132), "hr", True),
        ("20 min <140 bpm", "run", lap(20, None, hr=152), "hr", False),
        ("5 km @ 4:00-4:10/km", "run", lap(20.5, distance_m=5000), "speed", True),
        ("5 km @ 4:00-4:10/km", "run", lap(22, distance_m=5000), "speed", False),
        ("400 @ 1:20/100", "swim", lap(5.4, distance_m=400), "speed", True),
        ("20 min >95 rpm", "bike", lap(20, 150, cadence=97), "cadence", True),
        ("20 min at 75-80% of max HR", "run", lap(20, None, hr=142), "hr", True),
        ("20 min @ 98-102% threshold pace", "run", lap(20, speed=4.02), "speed", True),
    ],
)
def test_targets(text: str, sport: str, effort: Effort, metric: str, hit: bool) -> None:
    found = scored([effort], text, sport)
    assert (found.results[0].metric, found.results[0].hit) == (metric, hit)


@pytest.mark.parametrize("text", ["20 min easy", "20 min @ RPE 7", "20 min"])
def test_what_cannot_be_measured_is_not_scored(text: str) -> None:
    found = scored([lap(20, 150, hr=140)], text)
    assert (found.results[0].hit, found.scored, found.percent) == (None, 0, None)


def test_an_unknown_threshold_asks_for_nothing() -> None:
    nobody = References("bike", ThresholdSet(), {})
    found = adherence(structure("20 min @ 90%"), [lap(20, 200)], nobody)
    assert found is not None
    assert (found.scored, found.results[0].metric) == (0, None)


@pytest.mark.parametrize(
    "odd",
    [
        None,
        [],
        {},
        {"confidence": 0.5, "steps": [{"duration_s": 60, "intent": "work"}]},
        {"confidence": 1.0, "steps": [{"text": "easy"}]},
        {"confidence": 1.0, "steps": ["x", 3, {"repeat": 3}]},
        {"kind": "rest", "confidence": 1.0, "steps": []},
    ],
)
def test_no_steps_no_score(odd: object) -> None:
    assert adherence(odd, [lap(20, 200)], references()) is None
