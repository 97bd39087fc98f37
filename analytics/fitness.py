"""Fitness and fatigue from daily loads. Pure Python: read paths use it.

CTL and ATL as TrainingPeaks: x += (load - x) / n with n = 42 and 7; TSB is yesterday's CTL - ATL.
"""

from collections.abc import Sequence
from typing import NamedTuple

CTL_DAYS = 42
ATL_DAYS = 7
MONOTONY_CAP = 10.0


class Day(NamedTuple):
    ctl: float
    atl: float
    tsb: float


def pmc(loads: Sequence[float], ctl0: float = 0.0, atl0: float = 0.0) -> list[Day]:
    """One `Day` per daily load (oldest first, rest days as 0), from yesterday's CTL and ATL."""
    days = []
    ctl, atl = ctl0, atl0
    for load in loads:
        tsb = ctl - atl
        ctl += (load - ctl) / CTL_DAYS
        atl += (load - atl) / ATL_DAYS
        days.append(Day(ctl, atl, tsb))
    return days


def forecast(today: Day, planned: Sequence[float]) -> list[Day]:
    """The days after `today` if exactly the planned loads are done."""
    return pmc(planned, today.ctl, today.atl)


def ramp(ctl: Sequence[float], days: int = 7) -> float | None:
    """CTL of the last day minus CTL `days` earlier; None with too short a history."""
    return ctl[-1] - ctl[-1 - days] if len(ctl) > days else None


def monotony(week: Sequence[float]) -> float | None:
    """Mean / population SD of seven daily loads, rest days included, capped at 10 (Foster).

    None for a week without load.
    """
    mean = sum(week) / len(week) if week else 0.0
    if mean <= 0:
        return None
    spread = (sum((load - mean) ** 2 for load in week) / len(week)) ** 0.5
    return mean / spread if spread * MONOTONY_CAP > mean else MONOTONY_CAP


def strain(week: Sequence[float]) -> float | None:
    """Weekly load x monotony; None for a week without load."""
    value = monotony(week)
    return None if value is None else sum(week) * value


def acwr(loads: Sequence[float], *, coupled: bool = False) -> float | None:
    """Acute (7 days) to chronic (28 days) mean daily load; oldest first, the last day is today.

    Uncoupled: the 28 days before the acute week. None without a full window or chronic load.
    """
    end = len(loads) if coupled else len(loads) - ATL_DAYS
    if end < 28:
        return None
    chronic = sum(loads[end - 28 : end]) / 28
    return sum(loads[-ATL_DAYS:]) / ATL_DAYS / chronic if chronic > 0 else None


def acwr_ewma(loads: Sequence[float]) -> float | None:
    """The same by exponential means, lambda = 2 / (N + 1) (Williams 2017)."""
    if len(loads) < 28:
        return None
    acute = chronic = loads[0]
    for load in loads[1:]:
        acute += (load - acute) * 2 / 8
        chronic += (load - chronic) * 2 / 29
    return acute / chronic if chronic > 0 else None


def trailing_mean(loads: Sequence[float], days: int = 14) -> float | None:
    """Mean daily load of exactly the last `days` days; None with a shorter history."""
    return sum(loads[-days:]) / days if len(loads) >= days else None
