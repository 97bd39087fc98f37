"""Which sport a session is: by the publisher's type, else by whole words of its title."""

import re

#: TrainingPeaks' workout types (lower case) and what others write in their place.
_TYPES = {
    "swim": "swim",
    "bike": "bike",
    "run": "run",
    "strength": "strength",
    "brick": "brick",
    "mtnbike": "bike",
    "mtn bike": "bike",
    "crosstrain": "other",
    "x-train": "other",
    "xc-ski": "other",
    "rowing": "other",
    "walk": "other",
    "custom": "other",
    "other": "other",
    "day off": "other",
    "race": "other",
    "event": "other",
}

#: Types that say "see the title".
_OPEN_TYPES = {"other", "custom", "race", "event"}

_WORDS = {
    "swim": "swim swimming swims pool schwimmen nage natation natacion natación nuoto zwemmen",
    "bike": (
        "bike biking ride riding rides cycling cycle mtb mtnbike gravel zwift turbo spin rad"
        " radfahren velo vélo ciclismo bici bicicletta fietsen criterium"
    ),
    "run": (
        "run running runs jog jogging lauf laufen footing correr corsa hardlopen parkrun"
        " treadmill marathon halfmarathon strides"
    ),
    "strength": "strength gym weights lifting kraft krafttraining core musculation fuerza",
    "mobility": "mobility stretching stretch yoga pilates dehnen",
    "brick": "brick koppeltraining",
    "other": "triathlon duathlon aquathlon swimrun multisport",
}
_BY_WORD = {word: sport for sport, words in _WORDS.items() for word in words.split()}
_WORD = re.compile(r"[^\W\d_]+")
_REST = re.compile(
    r"\W*(?:rest(?: ?day)?|day off|off day|off|recovery day|ruhetag|repos|jour de repos|descanso"
    r"|riposo|rustdag)\W*",
    re.IGNORECASE,
)


def of_type(name: str, title: str) -> str | None:
    """The sport of a publisher's workout type; None when the type is unknown."""
    kind = name.strip().lower()
    sport = _TYPES.get(kind)
    if sport == "other" and kind in _OPEN_TYPES:
        found = of_title(title)
        return found if kind in {"race", "event"} or found in {"strength", "mobility"} else sport
    return sport


def of_title(title: str, default: str = "other") -> str:
    """The first word that names a sport. Words are whole: "Garrowby" is no rowing."""
    for word in _WORD.findall(title[:300].lower()):
        sport = _BY_WORD.get(word)
        if sport is not None:
            return sport
    return default


def is_rest(title: str) -> bool:
    """Whether the title says nothing but that there is nothing to do."""
    return _REST.fullmatch(title[:40]) is not None
