"""Critical power and W' balance."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics import wbalance
from analytics.critical import cp2, cp3
from analytics.streams import Floats
from tests.analytics.rides import NAN, blocks

FOUR = {180: 365.0, 300: 330.0, 600: 295.0, 1200: 272.0}
INTERVAL = blocks((120, 350), (300, 150))
type Balance = Callable[[Floats, float, float], Floats]


@pytest.mark.parametrize(
    ("method", "cp", "w_prime"),
    [
        pytest.param("work-time", 254.639, 21_881, id="cp2-work-time"),
        pytest.param("inverse-time", 260.196, 19_424, id="cp2-inverse-time"),
    ],
)
def test_cp2(method: str, cp: float, w_prime: float) -> None:
    found = cp2(FOUR, method)
    assert found is not None
    assert found.cp_w == pytest.approx(cp, abs=1e-3)
    assert found.w_prime_j == pytest.approx(w_prime, abs=0.5)
    assert found.method == method


@pytest.mark.parametrize(
    "bests",
    [
        {},
        {300: 300.0},
        {300: 300.0, 600: 280.0},
        {60: 500.0, 300: 300.0},
        {120: 200.0, 1200: 300.0},
    ],
)
def test_cp2_without_the_efforts(bests: dict[int, float]) -> None:
    assert cp2(bests) is None


def test_cp2_of_an_unknown_method() -> None:
    with pytest.raises(ValueError, match="work-time"):
        cp2(FOUR, "best")


@given(st.floats(150, 400), st.floats(5_000, 40_000))
def test_cp2_recovers_its_own_curve(cp: float, w_prime: float) -> None:
    bests = {t: cp + w_prime / t for t in (120, 300, 720, 1200)}
    for method in ("work-time", "inverse-time"):
        found = cp2(bests, method)
        assert found is not None
        assert found.cp_w == pytest.approx(cp)
        assert found.w_prime_j == pytest.approx(w_prime)


@pytest.mark.parametrize(
    ("cp", "w_prime", "p_max"),
    [
        pytest.param(250, 20_000, 1000, id="cp3-recover"),
        (180, 12_000, 700),
        (380, 30_000, 1600),
    ],
)
def test_cp3(cp: float, w_prime: float, p_max: float) -> None:
    k = w_prime / (p_max - cp)
    found = cp3({t: cp + w_prime / (t + k) for t in (1, 5, 15, 60, 180, 300, 600, 1200)})
    assert found is not None
    assert found.cp_w == pytest.approx(cp, rel=1e-4)
    assert found.w_prime_j == pytest.approx(w_prime, rel=1e-3)
    assert found.p_max_w == pytest.approx(p_max, rel=1e-3)


def test_cp3_needs_a_sprint() -> None:
    assert cp3(FOUR) is None


def last(balance: Balance) -> float:
    return float(balance(INTERVAL, 250, 20_000)[-1])


@pytest.mark.parametrize(
    ("balance", "expected"),
    [
        pytest.param(wbalance.differential, 17332.493602, id="wbal-diff-1"),
        pytest.param(wbalance.exact, 17322.438078, id="wbal-exact"),
        pytest.param(wbalance.bartram, 19468.828217, id="wbal-bartram"),
    ],
)
def test_w_balance(balance: Balance, expected: float) -> None:
    assert last(balance) == pytest.approx(expected, abs=1e-5)


def test_w_balance_integral() -> None:
    balance, tau = wbalance.integral(INTERVAL, 250, 20_000)
    assert tau == pytest.approx(516.862, abs=1e-3)
    assert balance[-1] == pytest.approx(14000.907616, abs=1e-5)


@given(st.lists(st.integers(0, 900).map(float), max_size=300), st.floats(5_000, 30_000))
def test_w_balance_equals_the_recurrence(watts: list[float], w_prime: float) -> None:
    left, expected = w_prime, []
    for p in watts:
        left += (250 - p) * (w_prime - left) / w_prime if p < 250 else 250 - p
        expected.append(left)
    found = wbalance.differential(np.array(watts), 250, w_prime)
    np.testing.assert_allclose(found, expected, atol=1e-6)


@pytest.mark.parametrize("balance", [wbalance.differential, wbalance.exact, wbalance.bartram])
def test_a_long_ride_does_not_start_anew(balance: Balance) -> None:
    """Longer than one chunk of the scan: the second half goes on from where the first ended."""
    ride = np.tile(blocks((40, 350), (80, 180)), 100)
    whole = balance(ride, 250, 20_000)
    steps = np.abs(np.diff(whole))
    assert steps.max() < 150
    left = 20_000.0
    for p in ride.tolist():
        left += (250 - p) * (20_000 - left) / 20_000 if p < 250 else 250 - p
    assert wbalance.differential(ride, 250, 20_000)[-1] == pytest.approx(left)


def test_a_day_of_w_balance_stays_finite() -> None:
    ride = np.tile(blocks((60, 400), (240, 0)), 288)
    for balance in (wbalance.differential, wbalance.exact, wbalance.bartram):
        assert np.isfinite(balance(ride, 300, 8_000)).all()


def test_missing_power_recovers() -> None:
    ride = np.concatenate([blocks((60, 400)), np.full(600, NAN)])
    balance = wbalance.differential(ride, 250, 20_000)
    assert balance[59] == pytest.approx(11_000)
    assert balance[-1] > 19_900


def test_no_floor_at_zero() -> None:
    assert wbalance.differential(blocks((100, 500)), 250, 20_000)[-1] == pytest.approx(-5_000)


@given(st.lists(st.integers(0, 900).map(float), min_size=1, max_size=200), st.integers(1, 100))
def test_harder_never_leaves_more(watts: list[float], more: int) -> None:
    plain = wbalance.exact(np.array(watts), 250, 20_000)
    harder = wbalance.exact(np.array(watts) + more, 250, 20_000)
    assert (harder <= plain + 1e-6).all()
