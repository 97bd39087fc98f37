"""Sports as GPX and TCX files write them, in words of their makers."""

#: Part of the word -> our sport; the first that fits.
_WORDS = (
    ("run", "run"), ("jog", "run"), ("treadmill", "run"),
    ("cycl", "bike"), ("bik", "bike"), ("ride", "bike"),
    ("swim", "swim"),
    ("strength", "strength"), ("weight", "strength"),
    ("yoga", "mobility"), ("pilates", "mobility"), ("stretch", "mobility"),
    ("multisport", "brick"), ("triathlon", "brick"),
)  # fmt: skip
#: Strava's numbers in the GPX files it exports.
_STRAVA_NUMBERS = {"1": "ride", "4": "hiking", "9": "running", "10": "walking"}
_SAYS_NOTHING_MORE = frozenset(
    ["run", "running", "bike", "biking", "cycling", "ride", "swim", "swimming", "other", ""]
)


def sport_of(text: str | None) -> tuple[str, str | None]:
    """(sport, sub_sport) of a file's own word."""
    word = (text or "").strip().lower().replace(" ", "_").replace("-", "_")
    word = _STRAVA_NUMBERS.get(word, word)
    sport = next((ours for part, ours in _WORDS if part in word), "other")
    return sport, None if word in _SAYS_NOTHING_MORE else word
