"""Asking a range of days: halved where it is too long, asked twice where it is all empty."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from sync.engine.errors import BadRequestError, MissingError, ShapeError
from sync.sources.garmin.client import GarminClient
from sync.sources.garmin.datasets import Dataset, Row, recognised, split


def ask(client: GarminClient, dataset: Dataset, start: date, end: date) -> dict[str, Row]:
    """The rows of start..end by day.

    Raises ShapeError for an answer in which the dataset's rows are not where they belong.
    """
    try:
        found = confirmed(lambda: _rows(client, dataset, start, end))
    except BadRequestError:
        if start == end:
            raise
        middle = start + (end - start) // 2
        newer = ask(client, dataset, middle + timedelta(days=1), end)
        return ask(client, dataset, start, middle) | newer
    except MissingError:  # twice: this account has none of it
        found = {}
    inside = (start.isoformat(), end.isoformat())
    return {day: row for day, row in found.items() if inside[0] <= day <= inside[1]}


def confirmed[T](send: Callable[[], T]) -> T:
    """The answer; an empty one only if it comes twice. "Nothing there" looks the same as some of
    Garmin's hiccups, and a day marked absent is not asked for again."""
    try:
        answer = send()
    except MissingError:
        return send()
    return answer or send()


def _rows(client: GarminClient, dataset: Dataset, start: date, end: date) -> dict[str, Row]:
    words = {"start": start.isoformat(), "end": end.isoformat(), "name": client.name}
    payload: Any = client.get(
        dataset.path.format(**words), {k: v.format(**words) for k, v in dataset.params.items()}
    )
    if not recognised(dataset, payload):
        raise ShapeError(f"Garmin's answer for {dataset.name} has a form not known here.")
    return split(dataset, payload)
