"""Real recordings, where they are at hand: the device's own means, and what must always hold."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from analytics.workout import analyse, lap_summary
from sync.activity import Activity
from sync.decode import UnreadableFileError, read_file
from tests import recorded
from tests.analytics.rides import ATHLETE

FILES = sorted(p for p in recorded.FIT.glob("*") if p.suffix in (".fit", ".gpx", ".tcx"))


def activities(path: Path) -> list[Activity]:
    try:
        return read_file(path.name, path.read_bytes()).activities
    except UnreadableFileError:
        return []


@pytest.mark.skipif(not FILES, reason="no recordings here")
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_real_files(path: Path) -> None:
    for activity in activities(path):
        found = analyse(activity.streams, activity.sport, ATHLETE, totals=activity.totals)
        timer = int(np.count_nonzero(activity.streams.timer))
        for metric, bests in found.bests.items():
            last_digit = 0.0005 if metric == "speed" else 0.05
            for (shorter, one), (longer, other) in pairwise(bests.items()):
                work = shorter * (one - last_digit)
                assert work <= longer * (other + last_digit), (metric, longer)
            assert found.histograms[metric].counts.sum() <= timer
        if found.normalized_power is not None and found.avg_power is not None:
            assert found.max_power is not None
            assert found.normalized_power <= found.max_power
        if found.moving_s is not None:
            assert found.moving_s <= timer
        if found.duration_s:
            assert found.load is not None
            assert 0 < found.load < 250 * found.duration_s / 3600
        for lap in activity.laps:
            summary = lap_summary(activity.streams, lap.start, lap.end)
            assert (summary["duration_s"] or 0) <= lap.end - lap.start


@pytest.mark.skipif(not FILES, reason="no recordings here")
@pytest.mark.parametrize(("name", "unit"), [("avg_hr", 3.0), ("avg_power", 2.0)])
def test_means_agree_with_the_devices(name: str, unit: float) -> None:
    """For recordings whose channel is there nearly all the time; swimmers rest at the wall."""
    channel = {"avg_hr": "hr", "avg_power": "power"}[name]
    compared = 0
    for path in FILES:
        for activity in activities(path):
            theirs = getattr(activity.totals, name)
            values = activity.streams.get(channel)
            if theirs is None or values is None or activity.sport == "swim":
                continue
            if activity.streams.n < 300:
                continue
            known = np.count_nonzero(~np.isnan(values) & activity.streams.timer)
            if known < 0.85 * np.count_nonzero(activity.streams.timer):
                continue
            ours = getattr(analyse(activity.streams, activity.sport, ATHLETE), name)
            assert ours == pytest.approx(theirs, abs=unit), path.name
            compared += 1
    assert compared >= 5
