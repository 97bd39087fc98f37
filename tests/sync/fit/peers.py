"""Other people's decoders as oracles: the columns of `Recording.records` from independent code."""

import io
import warnings
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

import fitdecode
import fitparse
import numpy as np
import pyfitparsernative
from numpy.typing import NDArray

from sync.fit import Recording

Floats = NDArray[np.float64]

_FIELDS = {
    "time": ("timestamp",),
    "hr": ("heart_rate",),
    "power": ("power",),
    "cadence": ("cadence",),
    "speed": ("enhanced_speed", "speed"),
    "altitude": ("enhanced_altitude", "altitude"),
    "lat": ("position_lat",),
    "lon": ("position_long",),
    "distance": ("distance",),
    "temperature": ("temperature",),
}
_SEMICIRCLE = 180 / 2**31


def by_fitdecode(data: bytes) -> dict[str, Floats]:
    rows = []
    with fitdecode.FitReader(
        io.BytesIO(data),
        check_crc=fitdecode.CrcCheck.DISABLED,
        error_handling=fitdecode.ErrorHandling.IGNORE,
    ) as reader:
        try:
            for frame in reader:
                if isinstance(frame, fitdecode.FitDataMessage) and frame.name == "record":
                    rows.append(_first((field.name, field.value) for field in frame.fields))
        except fitdecode.FitError:
            pass  # a cut file: what came before counts
    return _columns(rows)


def by_pyfitparsernative(data: bytes) -> dict[str, Floats]:
    return _columns(
        row for row in pyfitparsernative.parse_fit_bytes(data) if row["message_type"] == "record"
    )


def by_fitparse(data: bytes) -> dict[str, Floats]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # its utcfromtimestamp
        file = fitparse.FitFile(io.BytesIO(data), check_crc=False)
        return _columns(
            _first((field.name, field.value) for field in message)
            for message in file.get_messages("record")
        )


def _first(fields: Iterable[tuple[str, object]]) -> dict[str, object]:
    """Expanded components come as a second field of the name, often None: the first counts."""
    row: dict[str, object] = {}
    for name, value in fields:
        if row.get(name) is None:
            row[name] = value
    return row


def _columns(rows: Iterable[Mapping[str, object]]) -> dict[str, Floats]:
    rows = list(rows)
    columns = {
        name: np.array([_value(row, fields) for row in rows], np.float64)
        for name, fields in _FIELDS.items()
    }
    for name in ("lat", "lon"):
        columns[name] *= _SEMICIRCLE
    return columns


def _value(row: Mapping[str, object], fields: tuple[str, ...]) -> float:
    for field in fields:
        value = row.get(field)
        if isinstance(value, list | tuple):
            value = value[0]
        if isinstance(value, str):
            value = datetime.fromisoformat(value)
        if isinstance(value, datetime):
            return value.replace(tzinfo=UTC).timestamp()
        if isinstance(value, int | float):
            return float(value)
    return float("nan")


def assert_same(
    recording: Recording, peer: dict[str, Floats], *, but: tuple[str, ...] = ()
) -> None:
    """Every value of every record; `but` names columns in which the peer is known to be wrong."""
    for name, theirs in peer.items():
        if name not in but:
            # One digit of the peer that truncates floats: 1 mm/s, 0.2 m.
            tolerance = {"speed": 1.1e-3, "altitude": 0.21}.get(name, 1e-6)
            np.testing.assert_allclose(
                recording.records[name], theirs, rtol=0, atol=tolerance, err_msg=name
            )
