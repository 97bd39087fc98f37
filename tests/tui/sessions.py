"""The seeded ride made richer: a structured plan, a GPS track, notes."""

import json
from pathlib import Path

import numpy as np

from analytics.streams import Streams
from mirror.database import open_mirror
from sync.pack import stream_row
from tests.tui.seed import RIDE

#: Blocks of 600 s as the seeded ride has them: 68, 78 and 101 % of FTP. The third is missed.
_BLOCKS = (("recovery", 60, 70), ("work", 75, 85), ("work", 88, 94))


def _step(intent: str, low: int, high: int) -> dict[str, object]:
    target = {"kind": "power", "low": low, "high": high, "unit": "%ftp"}
    return {"intent": intent, "duration_s": 600, "text": "10'", "target": target}


STEPS = [{"repeat": 5, "text": "5×", "steps": [_step(*block) for block in _BLOCKS]}]
WORDS = "5 times 10' easy, 10' steady, 10' at threshold.\n\nHold back in the first round."


def enrich(base: Path, *, confidence: float = 0.9) -> None:
    """Plan, track and notes of the ride; the structure trusted that much."""
    structure = {"version": 1, "kind": "workout", "confidence": confidence, "steps": STEPS}
    with open_mirror(base / "mirror.db") as mirror, mirror.transaction():
        mirror.db.execute(
            "INSERT INTO workouts_planned SELECT 'plan-ride', athlete_id, date, 'bike',"
            " 'Threshold ladder', 9600, 80000, 130, ?, ?, source, NULL, 'ride', NULL, status,"
            " first_seen_at, updated_at FROM workouts_planned WHERE id = 'plan-2026-11-22-run'",
            (WORDS, json.dumps(structure)),
        )
        mirror.db.execute(
            "UPDATE workouts_executed SET planned_workout_id = 'plan-ride', notes = ? WHERE id = ?",
            ("Legs good, wind from the west.", RIDE),
        )
        track = stream_row(RIDE, _track())
        assert track is not None
        mirror.db.execute(
            "UPDATE workout_streams SET lat = ?, lon = ? WHERE workout_id = ?",
            (track.lat, track.lon, RIDE),
        )


def _track(n: int = 9000) -> Streams:
    """A bean around a hill, back at its start."""
    turn = np.linspace(0, 2 * np.pi, n)
    reach = 0.05 * (1 + 0.35 * np.sin(2 * turn))
    channels = {"lat": 47.4 + reach * np.cos(turn), "lon": 8.7 + 1.5 * reach * np.sin(turn)}
    return Streams(channels, np.ones(n, dtype=bool))
