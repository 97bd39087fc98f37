"""What the athlete says of a workout, with all that follows from it: its partner in the plan, and
the season's load."""

from mirror import edits, matches
from mirror.database import Mirror
from sync import matching, season

_LONGEST = {"title": 200, "excluded_reason": 200, "notes": 20_000}
_HARDEST = 10.0


class EditError(ValueError):
    """A value that cannot be; `str(error)` is one line that says what to give instead."""


def edit(
    mirror: Mirror, workout_id: str, *, now: str, today: str, **said: str | float | None
) -> None:
    """Stores title, notes, rpe (0 to 10) or excluded_reason in one transaction; None clears.

    An excluded workout counts nowhere and answers no session, unless the athlete pinned it; loads
    and fitness follow. now: ISO instant, today: ISO date. Raises EditError; KeyError as
    `mirror.edits.edit`.
    """
    checked = {name: _checked(name, value) for name, value in said.items()}
    with mirror.transaction():
        edits.edit(mirror, workout_id, now=now, **checked)
        if "excluded_reason" not in checked:
            return
        day = matches.day_of_workout(mirror, workout_id)
        if checked["excluded_reason"] is not None:
            matches.set_auto(mirror, workout_id, None)
        if day is not None:
            matching.refresh(mirror, day, day, today=today)
        season.refresh(mirror)


def _checked(name: str, value: str | float | None) -> str | float | None:
    if name == "rpe" and value is not None:
        return read_rpe(str(value))
    if not isinstance(value, str):
        return value
    text = value.strip()
    if len(text) > _LONGEST[name]:
        raise EditError(f"{name}: at most {_LONGEST[name]} characters, this has {len(text)}")
    if name == "excluded_reason" and not text:
        raise EditError("Say why it shall not count, for example: the heart rate strap failed")
    return text or None


def read_rpe(text: str) -> float | None:
    """`7`, `6.5`, `6,5`; None for nothing. Raises EditError."""
    if not text.strip():
        return None
    try:
        number = float(text.strip().replace(",", "."))
    except ValueError:
        number = -1.0
    if not 0.0 <= number <= _HARDEST:
        raise EditError(f"RPE {text.strip()!r}: give a number from 0 (rest) to 10 (all out)")
    return number
