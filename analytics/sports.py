"""The sports we know, in the order in which they are shown. Pure Python: read paths use it."""

from typing import NamedTuple


class Sport(NamedTuple):
    """One sport and the intensity factor (share of threshold) an hour of it usually has."""

    name: str
    label: str
    usual_intensity: float


#: Ours: an easy-to-middling hour, since the load of an unmeasured one must not look like a race.
SPORTS: dict[str, Sport] = {
    "swim": Sport("swim", "Swim", 0.70),
    "bike": Sport("bike", "Bike", 0.65),
    "run": Sport("run", "Run", 0.72),
    "strength": Sport("strength", "Strength", 0.60),
    "mobility": Sport("mobility", "Mobility", 0.35),
    "brick": Sport("brick", "Brick", 0.70),
    "other": Sport("other", "Other", 0.50),
}

ORDER: tuple[str, ...] = tuple(SPORTS)


def usual_intensity(sport: str) -> float:
    """The usual intensity factor; an unknown sport counts as "other"."""
    return SPORTS.get(sport, SPORTS["other"]).usual_intensity


def rank(sport: str) -> int:
    """Place in the order of display, unknown sports last."""
    return ORDER.index(sport) if sport in SPORTS else len(ORDER)
