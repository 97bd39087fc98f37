"""What an athlete can ask wrongly. `str(error)` is one line with the way out."""


class ReportError(Exception):
    """Base: the question cannot be answered as it was put."""


class UnknownWorkoutError(ReportError):
    """No workout has this id, prefix, Garmin id or date."""


class AmbiguousWorkoutError(ReportError):
    """Several workouts fit; the message lists them."""
