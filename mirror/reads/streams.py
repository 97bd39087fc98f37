"""The stored seconds of a workout, still packed (mirror/codec.py unpacks)."""

from collections.abc import Sequence

from mirror.codec import CHANNELS
from mirror.database import Mirror


def blobs(mirror: Mirror, workout_id: str, channels: Sequence[str]) -> dict[str, bytes]:
    """channel -> packed samples, only the channels that are stored."""
    unknown = [channel for channel in channels if channel not in CHANNELS]
    if unknown:
        raise ValueError(f"no such channel: {', '.join(unknown)}")
    row = mirror.db.execute(
        f"SELECT {', '.join(channels)} FROM workout_streams WHERE workout_id = ?", (workout_id,)
    ).fetchone()
    if row is None:
        return {}
    return {channel: blob for channel, blob in zip(channels, row, strict=True) if blob is not None}
