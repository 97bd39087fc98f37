"""Thresholds estimated from what the athlete has done. Pure Python.

All are floors: who never went hard looks slower than he is. Each result is to be stored and shown
as "estimated", never over a value that the athlete or the watch gave.
"""

from collections.abc import Mapping
from typing import NamedTuple

from analytics.predict import speed_over
from analytics.thresholds import ThresholdSet


class Effort(NamedTuple):
    """A value and the duration (s) of the effort it was taken from."""

    value: float
    seconds: int


FTP_SHARE = 0.95
#: Shares of the best mean heart rate over a duration (s) that stand for the threshold.
_LTHR_SHARES = {1200: 0.95, 1800: 0.97, 2700: 0.99, 3600: 1.0}
_LONG_S = (1200, 1800, 2700, 3600)
_RUN_S, _SWIM_S = 3600, 1800

#: When nothing is known at all: an adult's values, marked "default" wherever they are used.
DEFAULT_RESTING_HR = 60.0
DEFAULT_AGE = 40
#: A trained athlete's threshold, as a share of the maximum.
_LTHR_OF_MAX = 0.90


def ftp(bests: Mapping[int, float]) -> float | None:
    """95 % of the best 20 minutes (W)."""
    best = bests.get(1200)
    return FTP_SHARE * best if best else None


def lthr(bests: Mapping[int, float], maximum: float) -> float | None:
    """LTHR (bpm): the highest of 95 % of the best 20 min ... 100 % of the best hour.

    None when that stays under 80 % of the maximum: then no hard effort is among them.
    """
    found = lthr_effort(bests, maximum)
    return found.value if found else None


def lthr_effort(bests: Mapping[int, float], maximum: float) -> Effort | None:
    """`lthr` with the effort it rests on."""
    efforts = (Effort(share * bests[s], s) for s, share in _LTHR_SHARES.items() if bests.get(s))
    found = max(efforts, default=None)
    return found if found and found.value >= 0.8 * maximum else None


def max_hr(bests: Mapping[int, float], age: int | None = None) -> float | None:
    """Highest heart rate held for 5 s; None when it stays under 90 % of what the age lets expect.

    An athlete who never went all out has shown no maximum.
    """
    best = bests.get(5)
    return best if best and best >= 0.9 * default_max_hr(age) else None


def threshold_speed(bests: Mapping[int, float]) -> float | None:
    """Running speed (m/s) for an hour: Riegel from the best 20 to 60 minutes, the fastest wins."""
    found = run_effort(bests)
    return found.value if found else None


def run_effort(bests: Mapping[int, float]) -> Effort | None:
    """`threshold_speed` with the effort it rests on."""
    return _fastest(bests, _RUN_S)


def css(bests: Mapping[int, float]) -> float | None:
    """Critical swim speed (m/s), as the speed for half an hour."""
    found = swim_effort(bests)
    return found.value if found else None


def swim_effort(bests: Mapping[int, float]) -> Effort | None:
    """`css` with the effort it rests on."""
    return _fastest(bests, _SWIM_S)


def default_max_hr(age: int | None) -> float:
    """208 - 0.7 x age (Tanaka 2001)."""
    return 208.0 - 0.7 * (DEFAULT_AGE if age is None else age)


def with_defaults(known: ThresholdSet, age: int | None = None) -> ThresholdSet:
    """Heart rates that nobody gave, from the age, marked "default".

    FTP and paces have no default: a guess there would be wrong by a half.
    """
    maximum = known.max_hr_bpm or max(default_max_hr(age), (known.lthr_bpm or 0.0) / _LTHR_OF_MAX)
    missing = dict.fromkeys(("max_hr_bpm", "resting_hr_bpm", "lthr_bpm"), "default")
    return known._replace(
        max_hr_bpm=maximum,
        resting_hr_bpm=known.resting_hr_bpm or DEFAULT_RESTING_HR,
        lthr_bpm=known.lthr_bpm or _LTHR_OF_MAX * maximum,
        sources=missing | dict(known.sources),
    )


def _fastest(bests: Mapping[int, float], goal_s: int) -> Effort | None:
    found = (Effort(speed_over(s, bests[s], goal_s), s) for s in _LONG_S if bests.get(s))
    return max(found, default=None)
