"""What the words of a coach's line mean: which part of the session, how hard, and which say that a
line is no step at all."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


WARMUP = {"wu", "w/u", "warmup", "warm-up", "warming-up", "einfahren", "einlaufen", "einschwimmen"}
COOLDOWN = {
    "cd",
    "c/d",
    "wd",
    "cooldown",
    "cool-down",
    "warmdown",
    "warm-down",
    "ausfahren",
    "auslaufen",
    "ausschwimmen",
}
#: Two words that are one.
PAIRS = {
    ("warm", "up"): "warmup",
    ("warming", "up"): "warmup",
    ("cool", "down"): "cooldown",
    ("cooling", "down"): "cooldown",
    ("warm", "down"): "cooldown",
    ("main", "set"): "main",
    ("pre", "set"): "main",
    ("sweet", "spot"): "sweetspot",
    ("race", "pace"): "racepace",
    ("all", "out"): "max",
    ("followed", "by"): "then",
}
#: Headings that only order the text.
HEADINGS = {"main", "ms", "set", "sets", "hauptteil", "drills", "workout", "session", "finish"}

#: In the recovery's place they say what it is; "rest" and its like say it anywhere.
RECOVERY = {"easy", "jog", "spin", "float", "light", "locker", "leicht", "z1", "walk"}
REST = {
    "rest",
    "ri",
    "rec",
    "recovery",
    "recoveries",
    "recover",
    "off",
    "between",
    "pause",
    "rp",
    "r",
    "serienpause",
    "trabpause",
}
#: What begins the recovery of a repeat.
WITH = {"with", "w", "mit", "avec"}
#: What separates two steps.
THEN = {"then", "and", "dann", "puis", "und"}
SEND_OFF = {"on", "every", "leaving"}

EFFORTS = {
    "easy": "easy",
    "leicht": "easy",
    "locker": "easy",
    "light": "easy",
    "recovery": "easy",
    "endurance": "endurance",
    "aerobic": "endurance",
    "steady": "steady",
    "moderate": "moderate",
    "tempo": "tempo",
    "sweetspot": "sweet spot",
    "sst": "sweet spot",
    "threshold": "threshold",
    "ftp": "threshold",
    "css": "threshold",
    "schwelle": "threshold",
    "vo": "vo2max",
    "hard": "hard",
    "strong": "hard",
    "fast": "hard",
    "max": "max",
    "sprint": "max",
    "sprints": "max",
    "racepace": "race pace",
}

#: Words that describe a step and turn it into nothing else.
DESCRIBING = _words(
    """
    a an the of in at to as @ for per each free freestyle fr kick pull drill drills swim back
    breast fly im choice paddles fins buoy snorkel stroke strides stride hill hills uphill
    downhill flat run jog walk ride bike spin cadence rpm left right leg legs single seated
    standing stand gear big small low high progressive progression build building descend
    descending smooth form good relaxed pace effort efforts power hr heart rate zone zones base
    main set interval intervals rep reps round rounds and or step steps pickups pickup openers
    activation long short full very max up down mins time trial tt steady-state
    """
)

#: Words of advice, of conditions and of people: the line speaks, it does not plan.
ADVICE = _words(
    """
    before after if until unless when while call tell please you your me my he she we least most
    instead either skip optional only not don't dont never always remember ago last yesterday
    tomorrow today week weeks day days or oder wenn falls bitte nach vor nicht
    """
)
