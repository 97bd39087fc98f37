"""The coach's plan as rows of the mirror: as it stands on a day, with the edits seen until then."""

import json
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import uuid5
from zoneinfo import ZoneInfo

from mirror.rows import PlanChange, Planned
from sync.merge import NAMESPACE
from sync.sources.demo import coach, life, season
from sync.sources.demo.coach import Item
from sync.sources.demo.seeds import chance
from sync.sources.demo.sessions import Session, Step

SOURCE = "demo"


class Version(NamedTuple):
    """What the plan says of one session at one time."""

    day: date
    title: str
    duration_s: float
    distance_m: float | None
    tss: float | None


class Edit(NamedTuple):
    """seen_on: the day in whose evening the coach or athlete made it. None: not in the plan."""

    seen_on: date
    kind: str
    before: Version | None
    after: Version | None


def planned_id(key: str) -> str:
    return str(uuid5(NAMESPACE, f"{SOURCE}:planned:{key}"))


def rows(
    athlete_id: str, first: date, last: date, today: date
) -> tuple[list[Planned], list[PlanChange]]:
    """The plan of the days `first` … `last` as it stands on the morning of `today`."""
    planned: list[Planned] = []
    changes: list[PlanChange] = []
    day = first
    while day <= last:
        for item in coach.items(day):
            edits = [edit for edit in history(item) if edit.seen_on < today]
            row = _row(athlete_id, item, edits)
            if row is not None:
                planned.append(row)
                changes += [_change(item, number, edit) for number, edit in enumerate(edits)]
        day += timedelta(1)
    return planned, changes


@lru_cache(maxsize=8192)
def history(item: Item) -> tuple[Edit, ...]:
    """All edits of a session, past and still to come, in order."""
    edits: list[Edit] = []
    final = _final(item)
    for back in (4, 3, 2):
        seen_on = item.day - timedelta(back)
        if _reviewed(seen_on) == item.key:
            edits.append(_review(item, seen_on, final))
            break
    ill = season.ill(item.day)
    if ill is not None and ill >= 1:
        edits.append(Edit(item.day - timedelta(1), "removed", final, None))
    elif life.moved_in_plan(item):
        later = final._replace(day=item.day + timedelta(1))
        edits.append(Edit(item.day, "moved", final, later))
    return tuple(edits)


def _final(item: Item) -> Version:
    session = item.session
    return Version(item.day, session.title, session.duration_s, session.distance_m, session.tss)


@lru_cache(maxsize=4096)
def _reviewed(evening: date) -> str | None:
    """Some evenings the coach goes over the next days and changes one session."""
    if chance(evening, "review") > 0.42:
        return None
    near = [
        item
        for ahead in (2, 3, 4)
        for item in coach.items(evening + timedelta(ahead))
        if item.slot != "race" and not item.session.kind.endswith(".test")
    ]
    return near[int(chance(evening, "review pick") * len(near))].key if near else None


def _review(item: Item, seen_on: date, final: Version) -> Edit:
    roll = chance(item.day, f"review {item.key}")
    if roll < 0.15:
        return Edit(seen_on, "added", None, final)
    if roll < 0.45 and item.day - timedelta(1) > seen_on:
        days = -1 if chance(item.day, f"side {item.key}") < 0.5 else 1
        return Edit(seen_on, "moved", final._replace(day=item.day + timedelta(days)), final)
    if roll < 0.55:
        return Edit(seen_on, "retitled", final._replace(title=_old_title(item.session)), final)
    factor = 1.25 if roll < 0.85 else 0.8
    before = final._replace(
        duration_s=round(final.duration_s * factor / 300) * 300.0,
        distance_m=final.distance_m and round(final.distance_m * factor / 100) * 100.0,
        tss=final.tss and round(final.tss * factor),
    )
    if before.duration_s == final.duration_s:
        return Edit(seen_on, "added", None, final)
    return Edit(seen_on, "resized", before, final)


def _old_title(session: Session) -> str:
    return {"bike": "Ride", "run": "Run", "swim": "Swim"}.get(session.sport, "Session") + " tbc"


def _row(athlete_id: str, item: Item, edits: list[Edit]) -> Planned | None:
    version: Version | None = _final(item)
    everything = history(item)
    if everything and everything[0].before != version:
        version = everything[0].before
    status = "planned"
    for edit in edits:
        if edit.after is None:
            status = "removed"
        else:
            version = edit.after
    if version is None:
        return None
    published = _evening(item.day - timedelta(coach.DAYS_AHEAD + 1))
    if everything and everything[0].kind == "added":
        published = _evening(everything[0].seen_on)
    session = item.session
    return Planned(
        planned_id(item.key),
        athlete_id,
        version.day.isoformat(),
        session.sport,
        version.title,
        version.duration_s,
        version.distance_m,
        version.tss,
        session.description or None,
        _structure(session),
        SOURCE,
        None,
        item.key,
        None,
        status,
        published,
        _evening(edits[-1].seen_on) if edits else published,
    )


def _change(item: Item, number: int, edit: Edit) -> PlanChange:
    return PlanChange(
        str(uuid5(NAMESPACE, f"{SOURCE}:change:{item.key}:{number}")),
        planned_id(item.key),
        _evening(edit.seen_on),
        edit.kind,
        _json(item, edit.before),
        _json(item, edit.after),
    )


def _evening(day: date) -> str:
    """UTC stamp of the coach's hour."""
    local = datetime(day.year, day.month, day.day, 20, 15, tzinfo=ZoneInfo(season.HOME.timezone))
    return local.astimezone(UTC).isoformat(timespec="seconds")


def _json(item: Item, version: Version | None) -> str | None:
    if version is None:
        return None
    content = {
        "date": version.day.isoformat(),
        "sport": item.session.sport,
        "title": version.title,
        "duration_planned_s": version.duration_s,
        "distance_planned_m": version.distance_m,
        "tss_planned": version.tss,
    }
    return json.dumps(content)


def _structure(session: Session) -> str | None:
    """Kind of the session, and the steps of a structured one, as analytics/steps gives them;
    intensities in percent of threshold power or speed."""
    kind = "race" if session.venue == "race" else "workout"
    nodes: list[dict[str, Any]] = []
    if len(session.blocks) > 1 and session.sport in ("swim", "bike", "run"):
        for block in session.blocks:
            steps = [_step(step, session.sport) for step in block.steps]
            nodes += [{"repeat": block.repeat, "steps": steps}] if block.repeat > 1 else steps
    if not nodes and kind != "race":
        return None
    return json.dumps({"version": 1, "kind": kind, "confidence": 1.0, "steps": nodes})


_INTENT = {"warmup": "warmup", "active": "work", "rest": "recovery", "cooldown": "cooldown"}


def _step(step: Step, sport: str) -> dict[str, Any]:
    """A pool step is long by its distance, any other by its time."""
    content: dict[str, Any] = {"intent": _INTENT[step.kind]}
    if step.metres:
        content["distance_m"] = step.metres
    else:
        content["duration_s"] = round(step.seconds)
    if step.intensity:
        percent = round(100 * step.intensity)
        measure = ("power", "%ftp") if sport == "bike" else ("pace", "%threshold_pace")
        content["target"] = {
            "kind": measure[0],
            "low": percent,
            "high": percent,
            "unit": measure[1],
        }
    return content
