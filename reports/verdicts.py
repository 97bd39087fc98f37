"""The words for a number, one rule each, so that every face says the same.

Form and drift follow the usual reading of TrainingPeaks' TSB and Pw:HR; stress has Garmin's words.
"""

from collections.abc import Sequence

#: TSB at or above -> its word; the last holds below.
_FORM = ((25, "very fresh"), (10, "fresh"), (-10, "neutral"), (-30, "loaded"))
#: Garmin's stress up to -> its word.
_STRESS = ((25, "resting"), (50, "low"), (75, "medium"))
#: Aerobic decoupling (%): below the first the heart held, above the second it drifted away.
_STEADY, _STRONG = 5, 10


def form_word(tsb: float) -> str:
    """very fresh | fresh | neutral | loaded | overloaded."""
    return next((word for limit, word in _FORM if tsb >= limit), "overloaded")


def drift_word(percent: float) -> str:
    """steady | some drift | strong drift."""
    if percent < _STEADY:
        return "steady"
    return "some drift" if percent <= _STRONG else "strong drift"


def stress_word(value: float) -> str:
    """resting | low | medium | high."""
    return next((word for limit, word in _STRESS if value <= limit), "high")


def place_in(value: float | None, low: float | None, high: float | None) -> str | None:
    """below | within | above, in whole numbers as all faces show them; None where one is unknown.

    Else 57 against 57.4 to 63 would read "57 is below 57–63".
    """
    if value is None or low is None or high is None:
        return None
    value, low, high = round(value), round(low), round(high)
    return "below" if value < low else "above" if value > high else "within"


def shares_pct(seconds: Sequence[float]) -> list[float]:
    """Each part of the sum in percent; 0 where the sum is."""
    whole = sum(seconds)
    return [part / whole * 100 if whole else 0.0 for part in seconds]
