"""How well a session kept to its plan, in TrainingPeaks' five levels. Pure Python."""

from typing import NamedTuple


class Amounts(NamedTuple):
    """Planned or done; None = not given."""

    duration_s: float | None = None
    distance_m: float | None = None
    load: float | None = None


class Compliance(NamedTuple):
    """status: "completed" | "missed" | "planned" | "unplanned" | "rest".

    level: "green" | "yellow" | "orange" | "red" | "grey", None for what is still to come, for what
    has no planned amount, done or not, and for rest days and races that were not done.
    percent: of the quantity named by `basis`.
    """

    status: str
    level: str | None
    percent: int | None = None
    basis: str | None = None
    duration_percent: int | None = None
    distance_percent: int | None = None
    load_percent: int | None = None


def whole_percent(done: float | None, planned: float | None) -> int | None:
    """done / planned in whole percent, halves up; None when either is unknown or plan is 0."""
    if done is None or planned is None or planned <= 0:
        return None
    return int(done / planned * 100 + 0.5)


def level(percent: int) -> str:
    """Bands of whole percents, so that 79.6 % is green as its rounded figure says."""
    if 80 <= percent <= 120:
        return "green"
    return "yellow" if 50 <= percent <= 150 else "orange"


def compliance(
    planned: Amounts | None, done: Amounts | None, *, is_past: bool, kind: str = "workout"
) -> Compliance:
    """Coloured by the first planned of duration, distance and load that was also measured.

    is_past: the planned day lies before the athlete's today. kind: of the plan, "workout" | "rest"
    | "race"; a day of rest is kept by doing nothing, and a race left out is no lapse.
    """
    if planned is None:
        return Compliance("unplanned", "grey")
    if done is None:
        return _not_done(planned, is_past=is_past, kind=kind)
    percents = {
        "duration": whole_percent(done.duration_s, planned.duration_s),
        "distance": whole_percent(done.distance_m, planned.distance_m),
        "load": whole_percent(done.load, planned.load),
    }
    basis = next((name for name, percent in percents.items() if percent is not None), None)
    decisive = None if basis is None else percents[basis]
    return Compliance(
        "completed",
        None if decisive is None else level(decisive),
        decisive,
        basis,
        percents["duration"],
        percents["distance"],
        percents["load"],
    )


def _not_done(planned: Amounts, *, is_past: bool, kind: str) -> Compliance:
    if kind == "rest":
        return Compliance("rest", None)
    if not is_past:
        return Compliance("planned", None)
    asked = any(amount is not None and amount > 0 for amount in planned)
    return Compliance("missed", "red" if asked and kind == "workout" else None)
