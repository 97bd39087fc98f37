"""Which workout comes before or after this one?"""

from mirror.database import Mirror
from mirror.reads import workouts
from reports.identify import identify


def beside(mirror: Mirror, ident: str, step: int, *, same_sport: bool) -> str | None:
    """The id of the next later (step 1) or earlier (-1) workout; None at the end of the history.

    Raises UnknownWorkoutError, AmbiguousWorkoutError.
    """
    workout = identify(mirror, ident)
    found = workouts.beside(mirror, workout, step, workout.sport if same_sport else None)
    return found.id if found else None
