"""How was one day: the night before it, and the form at its end?"""

from datetime import date
from typing import Any, NamedTuple

from mirror.database import Mirror
from mirror.reads import wellness
from mirror.rows import Wellness
from reports.form import form_days
from reports.jsonable import document
from reports.parts import Form


class DayNumbers(NamedTuple):
    """load: of the whole day. form: None in the future and before the first workout."""

    date: str
    wellness: Wellness | None
    load: float | None
    form: Form | None

    def to_json(self) -> dict[str, Any]:
        return document(self)


def day_numbers(mirror: Mirror, day: date, today: date) -> DayNumbers:
    """Of the athlete's local `day`; nothing is known of days after `today`."""
    iso = day.isoformat()
    if day > today:
        return DayNumbers(iso, None, None, None)
    nights = wellness.between(mirror, iso, iso)
    form = form_days(mirror, day, day)
    last = form[-1] if form else None
    return DayNumbers(
        date=iso,
        wellness=nights[0] if nights else None,
        load=last.load if last else None,
        form=Form(last.date, last.ctl, last.atl, last.tsb) if last else None,
    )
