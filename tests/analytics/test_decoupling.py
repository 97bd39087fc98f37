"""Decoupling and efficiency: sign, coasting, and when the figure is withheld."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.decoupling import decoupling, drift_percent, efficiency
from tests.analytics.rides import NAN, blocks

POWER = blocks((3600, 200))
DRIFTING = blocks((1800, 140), (1800, 147))


def test_dec_const() -> None:
    found = decoupling(POWER, DRIFTING, "power")
    assert found.percent == pytest.approx(4.761905, abs=1e-6)
    assert (found.basis, found.withheld) == ("power", None)


def test_dec_missing_hr() -> None:
    """Halves are of the kept samples: five minutes without a strap do not shift the middle."""
    hr = np.concatenate([blocks((1800, 142)), np.full(300, NAN), blocks((1800, 150))])
    found = decoupling(blocks((3900, 200)), hr, "power")
    assert found.percent == pytest.approx(5.333333, abs=1e-6)


def test_dec_pace() -> None:
    found = decoupling(blocks((2400, 3.2)), blocks((1200, 145), (1200, 155)), "pace")
    assert found.percent == pytest.approx(6.451613, abs=1e-6)
    assert found.basis == "pace"


def test_ef_1() -> None:
    step = blocks((600, 200), (600, 250))
    assert efficiency(step, blocks((1200, 150))) == pytest.approx(1.526642, abs=1e-6)


def test_np_halves_of_an_uneven_ride() -> None:
    """The same mean in both halves, but 300 and 100 W in the second."""
    ride = blocks((1800, 200), (900, 300), (900, 100))
    assert drift_percent(ride, blocks((3600, 140))) == pytest.approx(-26.302, abs=1e-3)
    withheld = decoupling(ride, blocks((3600, 140)), "power")
    assert withheld.percent is None
    assert withheld.withheld is not None
    assert withheld.withheld.startswith("not steady")


def test_coasting_is_kept() -> None:
    """Dropping zeros would call a second half of half coasting as strong as the first."""
    coasting = np.tile(np.concatenate([np.full(60, 200.0), np.zeros(60)]), 15)
    ride = np.concatenate([blocks((1800, 200)), coasting])
    drift = drift_percent(ride, blocks((3600, 140)))
    assert drift is not None
    assert drift > 20


def test_more_heart_for_the_same_power_is_positive() -> None:
    assert (drift_percent(POWER, DRIFTING) or 0) > 0
    assert (drift_percent(POWER, DRIFTING[::-1]) or 0) < 0


@pytest.mark.parametrize(
    ("power", "hr", "reason"),
    [
        (None, DRIFTING, "no power recorded"),
        (np.full(3600, NAN), DRIFTING, "no power recorded"),
        (np.zeros(3600), DRIFTING, "no power recorded"),
        (POWER, None, "no heart rate recorded"),
        (POWER, np.full(3600, NAN), "no heart rate recorded"),
        (POWER[:1199], DRIFTING[:1199], "under 20 minutes with heart rate"),
        (
            POWER,
            np.concatenate([np.full(1800, NAN), blocks((1800, 140))]),
            "heart rate in only 50 % of the time",
        ),
    ],
)
def test_withheld(
    power: np.ndarray[tuple[int], np.dtype[np.float64]] | None,
    hr: np.ndarray[tuple[int], np.dtype[np.float64]] | None,
    reason: str,
) -> None:
    assert decoupling(power, hr, "power") == (None, None, reason)


@given(st.integers(100, 300), st.integers(100, 180), st.integers(1, 20), st.floats(0.2, 3))
def test_scaling_power_changes_nothing(watts: int, bpm: int, rise: int, factor: float) -> None:
    power, hr = blocks((1200, watts)), blocks((600, bpm), (600, bpm + rise))
    plain, scaled = drift_percent(power, hr), drift_percent(power * factor, hr)
    assert plain == pytest.approx(scaled)
    assert plain == pytest.approx(100 * (1 - bpm / (bpm + rise)))


@pytest.mark.parametrize("seconds", [0, 10, 59])
def test_too_short_for_halves(seconds: int) -> None:
    assert drift_percent(np.full(seconds, 200.0), np.full(seconds, 140.0)) is None
