"""The athlete's own settings as people write them: reading, checking, storing, and computing anew
the loads that hang on them."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from mirror.athlete import athlete, save_athlete
from mirror.database import Mirror
from mirror.first_run import check_timezone

if TYPE_CHECKING:
    from mirror.rows import Athlete

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_POUND_KG = 0.45359237


class Field(NamedTuple):
    """column: of `Athlete`. read: text -> value, ValueError with one line for what is none.
    clearable: an empty text takes the value away."""

    column: str
    read: Callable[[str], Any]
    what: str
    clearable: bool = False


def _name(text: str) -> str:
    if len(text) > 100 or not text.isprintable():
        raise ValueError("name: give 1 to 100 printable characters")
    return text


def _timezone(text: str) -> str:
    check_timezone(text)
    return text


def _birth_year(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1900 <= int(text) <= 2100):
        raise ValueError(f"birth year: {text!r} is none, write it as 1985")
    return int(text)


def _sex(text: str) -> str:
    short = text.lower()[:1]
    if short not in ("f", "m"):
        raise ValueError(f"sex: {text!r} cannot be used, give f or m (for heart-rate load)")
    return short


def _weight(text: str) -> float:
    """`71.4`, `71,4 kg`, `157 lb`."""
    number = text.lower().replace(",", ".").replace("kg", "")
    factor = _POUND_KG if "lb" in number else 1.0
    try:
        value = round(float(number.replace("lbs", "").replace("lb", "")) * factor, 2)
    except ValueError:
        value = 0.0
    if not 20 <= value <= 300:
        raise ValueError(f"weight: {text!r} is no body weight, 20 to 300 kg (or 44 to 661 lb)")
    return value


def _week_start(text: str) -> int:
    found = [day for day in DAYS if len(text) >= 2 and day.startswith(text.lower())]
    if len(found) != 1:
        raise ValueError(f"week start: {text!r} is no day, give monday, sunday, …")
    return DAYS.index(found[0]) + 1


def _units(text: str) -> str:
    if text.lower() not in ("metric", "imperial"):
        raise ValueError(f"units: {text!r} is none, give metric or imperial")
    return text.lower()


#: How a setting is called -> how it is read.
FIELDS: dict[str, Field] = {
    "name": Field("name", _name, "what you are called"),
    "timezone": Field("timezone", _timezone, "IANA zone, such as Europe/Berlin"),
    "birth-year": Field("birth_year", _birth_year, "for heart-rate defaults", True),
    "sex": Field("sex", _sex, "f or m, for heart-rate load", True),
    "weight": Field("weight_kg", _weight, "71.4 or 157 lb", True),
    "units": Field("units", _units, "metric or imperial"),
    "week-start": Field("week_start", _week_start, "monday, sunday, …"),
}


def read(name: str, text: str) -> Any:
    """The value that `text` stands for. Raises ValueError: one line with the way out."""
    field, text = FIELDS[name], text.strip()
    if text:
        return field.read(text)
    if field.clearable:
        return None
    raise ValueError(f"{name.replace('-', ' ')}: give {field.what}")


def save(mirror: Mirror, **changes: Any) -> int:
    """Stores columns of `Athlete`; returns how many workouts' loads have changed with them.

    Sex and birth year are inputs of heart-rate load. Raises ValueError for an unknown time zone.
    """
    with mirror.transaction():
        before = athlete(mirror)
        now: Athlete = before._replace(**changes)
        if now == before:
            return 0
        save_athlete(mirror, now)
        if (now.sex, now.birth_year) == (before.sex, before.birth_year):
            return 0
        from sync.thresholds import recompute

        return recompute(mirror, every=now.sex != before.sex)
