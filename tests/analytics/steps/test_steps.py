"""A coach's text against what a person reading it would write down."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.steps import TRUSTED, parse_steps


def short(nodes: list[dict[str, Any]]) -> list[Any]:
    """Nodes in a notation that fits into a table."""
    found: list[Any] = []
    for node in nodes:
        if "repeat" in node:
            found.append((node["repeat"], short(node["steps"])))
        elif "intent" in node:
            amount = node.get("duration_s")
            size = f"{amount:g}s" if amount is not None else f"{node['distance_m']:g}m"
            target = node.get("target")
            found.append(f"{node['intent']} {size}{_target(target)}")
        else:
            found.append({"text": node["text"]})
    return found


def _target(target: dict[str, Any] | None) -> str:
    if target is None:
        return ""
    if target["kind"] == "effort":
        return f" {target['text']}"
    low, high = target["low"], target["high"]
    span = (
        f"{low:g}"
        if low == high
        else f"{'' if low is None else f'{low:g}'}-" + ("" if high is None else f"{high:g}")
    )
    return f" {target['kind']} {span} {target['unit']}"


@pytest.mark.parametrize(
    ("sport", "text", "steps"),
    [
        (
            "bike",
            "4x8' @ 95-100% / 2' easy",
            [(4, ["work 480s power 95-100 %ftp", "recovery 120s easy"])],
        ),
        (
            "bike",
            "3x(10min Z3 + 5min Z1)",
            [(3, ["work 600s zone 3 zone", "work 300s zone 1 zone"])],
        ),
        ("run", "WU 15min", ["warmup 900s"]),
        ("swim", "8x100 on 1:45", [(8, ["work 100m"])]),
        (
            "bike",
            "5x(1 min left / 1 min right); 5 min easy, then 10 min high cadence (>110 rpm)",
            [(5, ["work 60s", "work 60s"]), "work 300s easy", "work 600s cadence 110- rpm"],
        ),
        (
            "swim",
            "200 m easy, 12x50 m drill, 200 m easy",
            ["work 200m easy", (12, ["work 50m"]), "work 200m easy"],
        ),
        (
            "run",
            "6 x 1000m @ 3:50-4:00/km w/ 90s jog",
            [(6, ["work 1000m pace 230-240 s_per_km", "recovery 90s"])],
        ),
        ("bike", "1h30 Z2", ["work 5400s zone 2 zone"]),
        ("bike", "90 min <140 bpm", ["work 5400s hr -140 bpm"]),
        ("bike", '10x30"/30"', [(10, ["work 30s", "recovery 30s"])]),
        ("bike", "10x 40/20", [(10, ["work 40s", "recovery 20s"])]),
        (
            "bike",
            "2 x 20 min @ 88-94% of FTP, 5' rest between",
            [(2, ["work 1200s power 88-94 %ftp", "rest 300s"])],
        ),
        (
            "bike",
            "4x4min @ 110-115% FTP (3min rest)",
            [(4, ["work 240s power 110-115 %ftp", "rest 180s"])],
        ),
        ("run", "5x3' hard 2' easy", [(5, ["work 180s hard", "recovery 120s easy"])]),
        (
            "swim",
            "WU: 400 free, 4x50 kick r15\nMS: 8x100 @ CSS, 15 sec rest\nCD 200",
            [
                "warmup 400m",
                (4, ["work 50m", "rest 15s"]),
                (8, ["work 100m threshold", "rest 15s"]),
                "cooldown 200m",
            ],
        ),
        ("swim", "10x100yd on 1:30", [(10, ["work 91.4m"])]),
        (
            "run",
            "2x(5x1'/1') 5' easy",
            [(2, [(5, ["work 60s", "recovery 60s"]), "recovery 300s easy"])],
        ),
        (
            "run",
            "Warm up: 15 min easy\nMain set: 5x3' hard / 2' jog\nCool down 10 min",
            ["warmup 900s easy", (5, ["work 180s hard", "recovery 120s"]), "cooldown 600s"],
        ),
        ("bike", "20min @ 250-270W", ["work 1200s power 250-270 w"]),
        (
            "run",
            "15' @ 4:30/km + 15' @ 7:00/mi",
            ["work 900s pace 270 s_per_km", "work 900s pace 260.98 s_per_km"],
        ),
        ("run", "30min at 75-80% of max HR", ["work 1800s hr 75-80 %max_hr"]),
        ("bike", "5 min @ RPE 8", ["work 300s rpe 8 rpe"]),
        ("run", "8'30\" HR Z3", ["work 510s zone 3 zone"]),
        ("run", "10 km easy", ["work 10000m easy"]),
    ],
)
def test_understood(sport: str, text: str, steps: list[Any]) -> None:
    found = parse_steps(text, sport)
    assert found is not None
    assert short(found.steps) == steps
    assert found.confidence >= TRUSTED


def test_send_off_spans_and_what_was_assumed() -> None:
    swim = parse_steps("8x100 on 1:45", "swim")
    assert swim is not None
    assert swim.steps[0]["steps"][0]["send_off_s"] == 105
    run = parse_steps("8-10 km easy", "run")
    assert run is not None
    assert (run.steps[0]["distance_m"], run.steps[0]["distance_max_m"]) == (8000, 10000)
    bike = parse_steps("20 min @ 90%", "bike")
    assert bike is not None
    assert bike.steps[0]["target"]["assumed"] is True
    named = parse_steps("20 min @ 90% FTP", "bike")
    assert named is not None
    assert "assumed" not in named.steps[0]["target"]


@pytest.mark.parametrize(
    ("sport", "text"),
    [
        ("run", "conversational, ok fasted"),
        ("run", "Call me if HR > 150 for more than 5 min"),
        ("bike", "Ride at least 2 h before dinner"),
        ("bike", "Z2 ride, keep cadence > 90 rpm"),
        ("swim", ""),
        ("run", "See https://example.org/v?t=90 for the 5:30 video"),
        ("bike", "1000x"),
        ("run", "20m"),
        ("run", "5 km 25 min, 10x100m something very odd here indeed"),
    ],
)
def test_prose_is_no_step(sport: str, text: str) -> None:
    assert parse_steps(text, sport) is None


@pytest.mark.parametrize(
    ("sport", "text"),
    [
        ("run", "5:30 OR 6:00 pace, 3x8'"),
        ("bike", "60 min (20 min Z3)"),
        ("bike", "3-4x8'"),
    ],
)
def test_half_understood_is_not_trusted_and_has_no_totals(sport: str, text: str) -> None:
    found = parse_steps(text, sport)
    assert found is not None
    assert found.confidence < TRUSTED
    assert found.duration_s is None
    assert found.distance_m is None
    assert any(list(node) == ["text"] for node in found.steps)


def test_totals() -> None:
    ride = parse_steps("15' WU, 4x8' @ 95-100% / 2' easy, 10' CD", "bike")
    assert ride is not None
    assert (ride.duration_s, ride.distance_m) == (15 * 60 + 4 * 600 + 600, None)
    swim = parse_steps("400 easy, 8x100 on 1:45, 200 easy", "swim")
    assert swim is not None
    assert (swim.duration_s, swim.distance_m) == (None, 1400)


def test_steps_that_sum_up_to_something_else_are_trusted_less() -> None:
    text = "15' WU, 4x8' @ 95-100% / 2' easy, 10' CD"
    as_planned = parse_steps(text, "bike", planned_s=65 * 60)
    much_longer = parse_steps(text, "bike", planned_s=30 * 60)
    assert as_planned is not None
    assert much_longer is not None
    assert as_planned.confidence == 1.0
    assert much_longer.confidence < TRUSTED


PIECES = st.sampled_from(
    ["4x", "8'", "(", ")", "/", "@", "95-100%", "Z3", "1:45", "on", "easy", "rest", "100", "m",
     "w/", "with", "+", ",", ";", "WU", ":", "then", '30"', "3:50/km", "[", "]", "x", "10", "-",
     "\n", "é", "x x", "99999x", "5 sets of", "1h", "0'", "٣", "½", "\u2028"]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=120).map(" ".join)),
    st.sampled_from(["swim", "bike", "run", "other"]),
)
def test_any_text_is_read_without_an_exception(text: str, sport: str) -> None:
    found = parse_steps(text, sport, planned_s=3600)
    if found is not None:
        assert 0.0 <= found.confidence <= 1.0
        assert len(found.steps) <= 200
        json.dumps(found.to_json(), allow_nan=False)


@pytest.mark.parametrize(
    "piece", ["(", "4x(", "with ", "8' / ", "1:", "9" * 50, "-", "4x8'+", "a" * 50 + " ", "\n5'"]
)
def test_the_work_is_bounded_whatever_repeats(piece: str) -> None:
    """A megabyte of it: no recursion too deep, no list too long."""
    found = parse_steps(piece * (1_000_000 // len(piece)), "bike")
    assert found is None or len(found.steps) <= 200
