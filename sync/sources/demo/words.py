"""What the athlete and the watch write beside a recording: title, effort felt, a note."""

from sync.sources.demo import season
from sync.sources.demo.life import Outing
from sync.sources.demo.seeds import chance, normal

_WATCH = {
    "bike": "Cycling",
    "run": "Running",
    "swim": "Pool Swim",
    "strength": "Strength",
    "mobility": "Mobility",
    "brick": "Multisport",
    "other": "Hiking",
}
_BY_KIND = {
    "bike.commute": "Commute",
    "bike.group": "Club ride",
    "run.trail": "Trail Running",
    "run.track": "Track Running",
    "swim.open_water": "Open Water Swimming",
}
_RPE = {
    "easy": 3, "long": 5, "trail": 6, "tempo": 6, "threshold": 8, "track": 8, "hills": 7,
    "strides": 4, "test": 9, "endurance": 4, "group": 6, "sweet_spot": 6, "vo2max": 9,
    "race_pace": 6, "commute": 2, "css": 7, "sprints": 7, "technique": 3, "open_water": 4,
    "gym": 6, "home": 1, "training": 7, "comeback": 3, "openers": 4, "hike": 3,
}  # fmt: skip
_GOOD = ("Felt strong today.", "Legs were there.", "Best one in weeks.", "Smooth all the way.")
_BAD = (
    "Heavy legs.",
    "Slept badly, just got it done.",
    "Cut it short, no spark.",
    "Head wind both ways.",
)


def title(outing: Outing) -> str:
    """The plan's title where the watch ran the planned workout, else the watch's own."""
    session = outing.session
    if session.venue == "race":
        return session.title
    if outing.planned is not None and (len(session.blocks) > 1 or session.venue == "indoor"):
        return session.title
    name = _BY_KIND.get(session.kind, _WATCH[session.sport])
    outdoors = session.venue in ("road", "trail", "group") and session.kind != "bike.commute"
    return f"{outing.place.name} {name}" if outdoors else name


def rpe(outing: Outing) -> float | None:
    """How hard it felt, 1 … 10; not always filled in."""
    if chance(outing.day, f"rpe? {outing.key}") > 0.8:
        return None
    what = outing.session.kind.split(".")[1]
    base = 9 if outing.session.venue == "race" else _RPE[what]
    return float(max(1, min(10, round(base + 0.8 * normal(outing.day, f"rpe {outing.key}")))))


def note(outing: Outing) -> str | None:
    """A line now and then, and on the day the leg went."""
    day, session = outing.day, outing.session
    if session.sport == "run" and day == season.year(day.year).injury.first:
        where = "Achilles tendon" if day.year % 2 else "calf"
        return f"Something pulled in the {where} after the warm-up. Stopped and walked home."
    if session.kind == "run.comeback":
        return "No pain." if chance(day, "pain") < 0.8 else "Slight pull, 1 of 10."
    roll = chance(day, f"note {outing.key}")
    if roll > 0.12:
        return None
    words = _GOOD if outing.effort >= 1.0 else _BAD
    return words[int(roll / 0.12 * len(words))]
