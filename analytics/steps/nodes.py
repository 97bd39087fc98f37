"""What a handful of words says: amounts, intent, effort, and whether it is a step at all."""

from typing import Any

from analytics.steps.tokens import Token
from analytics.steps.words import (
    ADVICE,
    COOLDOWN,
    DESCRIBING,
    EFFORTS,
    HEADINGS,
    PAIRS,
    RECOVERY,
    REST,
    SEND_OFF,
    THEN,
    WARMUP,
    WITH,
)

Node = dict[str, Any]

#: A step's line with more words that say nothing to us than this is prose with a number in it.
MAX_STRANGE = 2


def paired(found: list[Token]) -> list[Token]:
    """Two words that mean one become one."""
    joined: list[Token] = []
    for token in found:
        last = joined[-1] if joined else None
        if last is not None and (word := PAIRS.get((last.word, token.word))):
            joined[-1] = Token("word", last.start, token.end, word=word)
        else:
            joined.append(token)
    return joined


def separates(token: Token) -> bool:
    return token.kind in {"stop", "slash"} or (token.kind == "word" and token.word in THEN)


def amounts_of(words: list[Token]) -> list[Token]:
    return [word for word in words if word.kind in {"duration", "distance"}]


def recovery_at(words: list[Token]) -> int:
    """Where the recovery begins in `3' hard 2' easy`, `50 kick r15`; the end without any."""
    for place in range(1, len(words)):
        before, rest = words[:place], words[place:]
        if not (amounts_of(before) or any(is_pool(word) for word in before)):
            continue
        amount = rest[0].kind in {"duration", "distance"}
        if amount and any(word.word in REST | RECOVERY for word in rest):
            return place
        named = rest[0].word in REST and len(rest) > 1
        if named and rest[1].kind in {"number", "clock", "duration", "distance"}:
            return place
    return len(words)


def is_pool(token: Token) -> bool:
    """A bare number that a swimmer reads as a distance."""
    value = token.low or 0.0
    return token.kind == "number" and value >= 25 and value % 25 == 0 and value <= 10_000


def part_of(words: list[Token]) -> str | None:
    for word in words:
        if word.word in WARMUP:
            return "warmup"
        if word.word in COOLDOWN:
            return "cooldown"
    return None


def intent_of(words: list[Token], role: str | None, *, rests: bool) -> str:
    if part := part_of(words):
        return part
    if role in {"warmup", "cooldown"}:
        return role
    if rests:
        still = any(word.word in {"rest", "ri", "r", "rp", "pause"} for word in words)
        return "rest" if still else "recovery"
    return "recovery" if role == "recovery" else "work"


def effort_of(words: list[Token]) -> Node | None:
    for word in words:
        if (effort := EFFORTS.get(word.word)) is not None:
            return {"kind": "effort", "low": None, "high": None, "unit": None, "text": effort}
    return None


def is_advice(words: list[Token]) -> bool:
    return any(word.word in ADVICE for word in words)


def strange(words: list[Token]) -> int:
    known = (DESCRIBING, WARMUP, COOLDOWN, HEADINGS, RECOVERY, REST, WITH, SEND_OFF, set(EFFORTS))
    return sum(
        1
        for word in words
        if word.kind == "word" and not any(word.word in group for group in known)
    )


def referred(unit: str, sport: str) -> Node:
    """What a percentage is of; on the bike a bare one is of FTP by custom, and said so."""
    if unit == "%ftp":
        return {"kind": "power", "unit": unit}
    if unit in {"%lthr", "%max_hr", "%hr"}:
        return {"kind": "hr", "unit": unit}
    if unit == "%threshold_pace":
        return {"kind": "pace", "unit": unit}
    if sport == "bike":
        return {"kind": "power", "unit": "%ftp", "assumed": True}
    return {"kind": "percent", "unit": "%"}


def spanned(measure: str, low: float, high: float) -> Node:
    unit = "s" if measure == "duration" else "m"
    node: Node = {f"{measure}_{unit}": round(low, 1)}
    if high > low:
        node[f"{measure}_max_{unit}"] = round(high, 1)
    return node


def on_off(steps: list[Node]) -> list[Node]:
    return [step for step in steps if step.get("text") or len(step) > 1]
