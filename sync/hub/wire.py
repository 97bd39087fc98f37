"""Units as the hub receives and answers them: JSON without blobs, and the hash that names a state.

Streams travel as Postgres array literals (twice as fast to store as JSON arrays); texts that hold
JSON become JSON, so that agents can ask into them; timestamps stay ISO-8601 in UTC.
"""

import hashlib
import json
from datetime import UTC, datetime
from math import isfinite
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mirror.codec import CHANNELS, MISSING, unpack
from mirror.hub import Body
from sync.pack import pack

type Samples = NDArray[np.int32]

#: Columns whose text is JSON, by table-like name of the body.
_JSON = frozenset(
    {"structure", "before", "after", "thresholds_used", "pauses", "bests", "details", "by_sport"}
)
_TIMES = frozenset(
    {
        "created_at", "starts_at", "first_seen_at", "updated_at", "seen_at", "started_at",
        "ended_at", "fetched_at", "sleep_start_at", "sleep_end_at", "intraday_updated_at",
        "daily_updated_at",
    }
)  # fmt: skip
_BLOBS = frozenset({"curve", "counts", "payload"})
#: Channels that the hub keeps as they are; the others as differences, in columns named `…_d`.
_PLAIN = frozenset({"hr", "power", "cadence", "temperature"})
_SMALL = 32_767


def encode(body: Body) -> Body:
    """The mirror's body -> what `sync_push` takes."""
    made: Body = {}
    for name, part in body.items():
        if name == "stream":
            made[name] = None if part is None else _encode_stream(part)
        elif isinstance(part, list):
            made[name] = [_encode_row(row) for row in part]
        else:
            made[name] = _encode_row(part)
    return made


def decode(body: Body) -> Body:
    """What `sync_pull` answers -> the mirror's body."""
    made: Body = {}
    for name, part in body.items():
        if name == "stream":
            made[name] = None if part is None else _decode_stream(part)
        elif isinstance(part, list):
            made[name] = [_decode_row(row) for row in part]
        else:
            made[name] = _decode_row(part)
    return made


def respelled(body: Body) -> Body:
    """The mirror's body as it will be when it has been to the hub and back."""
    made: Body = {}
    for name, part in body.items():
        if name == "stream":
            made[name] = None if part is None else _respelled_stream(part)
        elif isinstance(part, list):
            made[name] = [_decode_row(_encode_row(row)) for row in part]
        else:
            made[name] = _decode_row(_encode_row(part))
    return made


def sha(encoded: Body) -> str:
    """The hash of an encoded body: the same on every device that holds the same unit."""
    text = json.dumps(encoded, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def agreed_part(body: Body | None) -> dict[str, Any] | None:
    """What later merges compare with: the unit's row in the spelling in which the hub gives it
    back, or all rows of a table. None where the newest holds, whatever it was before."""
    if body is None or "answers" in body:
        return None
    if "row" in body:
        return _decode_row(_encode_row(body["row"]))
    return {"rows": [_decode_row(_encode_row(row)) for row in body["rows"]]}


def _encode_row(row: dict[str, Any]) -> dict[str, Any]:
    return {name: _outward(name, value) for name, value in row.items()}


def _decode_row(row: dict[str, Any]) -> dict[str, Any]:
    return {name: _inward(name, value) for name, value in row.items()}


def _outward(name: str, value: Any) -> Any:
    if value is None:
        return None
    if name in _JSON and isinstance(value, str):
        return json.loads(value.replace("\\u0000", ""))
    if name in _BLOBS:
        return "\\x" + value.hex()
    if name in _TIMES:
        return utc(value)
    if isinstance(value, str):
        return value.replace("\0", "")  # Postgres stores none
    if isinstance(value, float):
        # One spelling of a number on every device: 5.0 and 5 are the same column value.
        return None if not isfinite(value) else int(value) if value.is_integer() else value
    return value


def _inward(name: str, value: Any) -> Any:
    if value is None:
        return None
    if name in _JSON:
        # As this program spells it elsewhere: a workout that comes in is not seen as another one.
        return json.dumps(value, sort_keys=True, ensure_ascii=False)
    if name in _BLOBS:
        return bytes.fromhex(value[2:])
    if name in _TIMES:
        return utc(value)
    return value


def utc(text: str) -> str:
    """ISO-8601 in UTC, whatever zone or precision it was written in."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return moment.astimezone(UTC).isoformat()


def _encode_stream(row: dict[str, Any]) -> dict[str, Any]:
    made = {
        "workout_id": row["workout_id"],
        "sample_count": row["sample_count"],
        "pauses": json.loads(row["pauses"]),
    }
    for channel in CHANNELS:
        blob = row[channel]
        if blob is None:
            continue
        samples = np.frombuffer(unpack(blob), dtype=np.int32)
        if channel in _PLAIN:
            made[channel] = _literal(_clamped(samples))
        else:
            made[f"{channel}_d"] = _literal(_differences(samples))
    return made


def _decode_stream(row: dict[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {
        "workout_id": row["workout_id"],
        "sample_count": row["sample_count"],
        "pauses": json.dumps(row["pauses"]),
    }
    for channel in CHANNELS:
        stored = row.get(channel if channel in _PLAIN else f"{channel}_d")
        if stored is None:
            made[channel] = None
        else:
            made[channel] = pack(_samples(stored, added_up=channel not in _PLAIN))
    return made


def _respelled_stream(row: dict[str, Any]) -> dict[str, Any]:
    made = {**row, "pauses": json.dumps(json.loads(row["pauses"]))}
    for channel in CHANNELS:
        if row[channel] is not None:
            samples = np.frombuffer(unpack(row[channel]), dtype=np.int32)
            made[channel] = pack(_clamped(samples) if channel in _PLAIN else samples)
    return made


def _present(samples: Samples) -> NDArray[np.bool_]:
    present: NDArray[np.bool_] = samples != MISSING
    return present


def _clamped(samples: Samples) -> Samples:
    return np.minimum(samples, _SMALL).astype(np.int32)


def _differences(samples: Samples) -> Samples:
    """To the last recorded second, the first from 0; MISSING stays."""
    made = np.full(len(samples), MISSING, dtype=np.int32)
    present = _present(samples)
    made[present] = np.diff(samples[present], prepend=np.int32(0))
    return made


def _samples(stored: list[int | None], *, added_up: bool) -> Samples:
    made = np.array([MISSING if value is None else value for value in stored], dtype=np.int32)
    if added_up:
        present = _present(made)
        made[present] = np.cumsum(made[present], dtype=np.int64)
    return made


def _literal(samples: Samples) -> str:
    """A Postgres array literal."""
    return "{" + ",".join(map(str, samples.tolist())).replace(str(MISSING), "NULL") + "}"
