"""What a card says of its source: from the reports and the overviews, computed nowhere here."""

from typing import NamedTuple

from reports.sources import HubState, Sources, SourceState
from tui.reader import SourcesView
from tui.widgets.sources.words import day, many, moment, size


class Card(NamedTuple):
    """level: a field of the palette. enter: what Enter does there, empty for nothing."""

    key: str
    title: str
    glyph: str
    level: str
    state: str
    sentence: str
    facts: tuple[str, ...] = ()
    enter: str = ""
    can_leave: bool = False


def cards(view: SourcesView, *, demo: bool) -> list[Card]:
    """In the order of the screen."""
    if demo:
        return [_demo(view.report)]
    return [_garmin(view), _plan(view), _files(view), _hub(view), _strava(view)]


_GARMIN = {
    "signed_out": ("○", "muted", "not signed in"),
    "signed_in": ("✓", "good", "signed in"),
    "ended": ("✗", "bad", "signed out by Garmin"),
    "sign_in_blocked": ("!", "warn", "sign-in throttled"),
    "paused": ("!", "warn", "throttled"),
}


def _garmin(view: SourcesView) -> Card:
    garmin, state = view.garmin, view.report.sources.get("garmin")
    glyph, level, word = _GARMIN[garmin.standing]
    sentence = garmin.sentence
    trouble = _trouble(view, "garmin")
    if garmin.standing == "signed_in" and trouble:
        glyph, level, word = trouble[:3]
        sentence = trouble[3] or sentence
    signed = garmin.standing in ("signed_in", "paused")
    return Card(
        "garmin",
        "Garmin",
        glyph,
        level,
        word,
        sentence,
        (
            *_said("last success", moment(garmin.last_success_at, view.now)),
            *_said("watch synced", moment(garmin.data_as_of, view.now)),
            *_workouts(state),
        ),
        "Sign in again" if signed else "Sign in",
        can_leave=signed or garmin.standing == "ended",
    )


def _trouble(view: SourcesView, name: str) -> tuple[str, str, str, str] | None:
    """Of the newest finished run, or of what was put off."""
    last = next((run for run in view.report.runs if run.finished_at), None)
    if last is not None and last.outcome in ("offline", "sign_in"):
        return ("!", "warn", last.outcome.replace("_", " "), last.message)
    state = view.report.sources.get(name)
    if state is not None and state.failed:
        return ("!", "warn", f"signed in, {state.failed:,} put off", "")
    return None


_PLAN = {
    "not_set_up": ("○", "muted", "not set up"),
    "followed": ("✓", "good", "followed"),
    "failed": ("!", "warn", "failing"),
}


def _plan(view: SourcesView) -> Card:
    plan, state = view.plan, view.report.sources.get("trainingpeaks")
    glyph, level, word = _PLAN[plan.standing]
    sentence = plan.sentence
    if plan.standing == "not_set_up":
        sentence = "Give the address of your coach's calendar (TrainingPeaks or any iCal)."
    planned = state.planned if state else None
    return Card(
        "plan",
        "Training plan",
        glyph,
        level,
        word,
        sentence,
        (
            *_said("last success", moment(plan.last_success_at, view.now)),
            *((many(planned.rows, "session"),) if planned else ()),
            *_said("until", day(planned.last, view.now) if planned and planned.last else None),
        ),
        "Give the address" if plan.standing == "not_set_up" else "Change the address",
        can_leave=plan.standing != "not_set_up",
    )


def _files(view: SourcesView) -> Card:
    state = view.report.sources.get("file")
    gave = state.gave if state else None
    kept = view.report.original_files
    return Card(
        "files",
        "Files",
        "✓" if gave else "○",
        "good" if gave else "muted",
        "imported" if gave else "nothing imported",
        "I imports FIT, GPX, TCX, folders of them and whole archives, any time.",
        (
            *_said("last", moment(gave.fetched_at, view.now) if gave else None),
            *_workouts(state),
            *_said("originals kept:", f"{kept:,}" if kept else None),
        ),
    )


def _hub(view: SourcesView) -> Card:
    hub = view.report.hub
    if not hub.configured:
        sentence = "Optional: your own Postgres, so that several devices share one mirror."
        return Card(
            "hub",
            "Supabase hub",
            "○",
            "muted",
            "not set up",
            sentence,
            (f"mirror {size(view.report.mirror_bytes)}",),
            "Connect",
        )
    waiting = many(hub.pending, "change waits", "changes wait")
    return Card(
        "hub",
        "Supabase hub",
        "✓" if not hub.pending else "○",
        "good" if not hub.pending else "accent",
        "in step" if not hub.pending else "changes to send",
        f"{waiting}." if hub.pending else "The hub has everything of this mirror.",
        tuple(_hub_facts(view, hub)),
        "Change the key",
        can_leave=True,
    )


def _hub_facts(view: SourcesView, hub: HubState) -> list[str]:
    found = [*_said("last success", moment(hub.last_success_at, view.now))]
    if hub.database_bytes is not None and hub.free_tier_pct is not None:
        share = f"{hub.free_tier_pct:.0f} % of the free tier"
        found.append(f"{size(hub.database_bytes)}, {share}")
    if hub.conflicts:
        found.append(many(hub.conflicts, "conflict"))
    return found


def _strava(view: SourcesView) -> Card:
    state = view.report.sources.get("strava")
    gave = state.gave if state else None
    return Card(
        "strava",
        "Strava",
        "✓" if gave else "○",
        "good" if gave else "muted",
        "archive imported" if gave else "by its archive",
        "Ask Strava for your archive, then I imports it.",
        tuple(_workouts(state)),
    )


def _demo(report: Sources) -> Card:
    gave = report.sources.get("demo")
    return Card(
        "demo",
        "Demo athlete",
        "✓",
        "good",
        "made up",
        "Nothing here is real. Start training-brain without --demo for your own data.",
        tuple(_workouts(gave)),
    )


def _workouts(state: SourceState | None) -> list[str]:
    return [many(state.gave.workouts, "workout")] if state and state.gave else []


def _said(what: str, value: str | None) -> list[str]:
    return [f"{what} {value}"] if value else []
