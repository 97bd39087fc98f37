"""Names and moments, as the sources screen writes them."""

from datetime import date, datetime, timedelta

#: Dataset -> how it is called here; also the order of the heat map.
DATASETS = {
    "originals": "Recordings",
    "activities": "Workouts listed",
    "sleep": "Sleep",
    "hrv": "HRV",
    "resting_hr": "Resting HR",
    "summary": "Day summary",
    "readiness": "Readiness",
    "training_status": "Training status",
    "vo2max": "VO2max",
    "weight": "Weight",
    "stress": "Stress",
    "body_battery": "Body battery",
    "thresholds": "Thresholds",
    "plan": "Training plan",
}

PROFILES = {"auto": "sync", "daily": "daily", "intraday": "intraday", "backfill": "backfill"}

#: Outcome of a run -> (glyph, palette field, words).
OUTCOMES = {
    "done": ("✓", "good", "done"),
    "running": ("▸", "accent", "under way"),
    "cancelled": ("‖", "muted", "paused"),
    "partly": ("!", "warn", "some put off"),
    "throttled": ("!", "warn", "throttled"),
    "offline": ("!", "warn", "offline"),
    "busy": ("!", "warn", "busy"),
    "sign_in": ("✗", "bad", "sign in"),
    "not_set_up": ("○", "muted", "not set up"),
    "killed": ("✗", "muted", "ended early"),
    "failed": ("✗", "bad", "failed"),
}


def dataset(name: str) -> str:
    """For people."""
    return DATASETS.get(name, name.replace("_", " ").capitalize())


def day(text: str, now: datetime) -> str:
    """`today`, `yesterday`, `3 Nov`, `3 Nov 2024`."""
    found = date.fromisoformat(text[:10])
    if found == now.date():
        return "today"
    if found == now.date() - timedelta(days=1):
        return "yesterday"
    year = "" if found.year == now.year else f" {found.year}"
    return f"{found.day} {found:%b}{year}"


def moment(text: str | None, now: datetime) -> str | None:
    """An instant on the athlete's clock: `today 14:03`, `21 Nov 06:00`; a bare day stays one."""
    if text is None:
        return None
    if len(text) == 10:
        return day(text, now)
    local = datetime.fromisoformat(text).astimezone(now.tzinfo)
    return f"{day(local.date().isoformat(), now)} {local:%H:%M}"


def span(first: str | None, last: str | None, now: datetime) -> str:
    """`3 Nov`, `29 Sep – 26 Oct`; empty where unknown."""
    if first is None or last is None:
        return ""
    if first == last:
        return day(first, now)
    return f"{day(first, now)} – {day(last, now)}"


def size(octets: int) -> str:
    """`12 MB`."""
    return f"{octets / 1e6:.1f} MB" if octets < 10e6 else f"{octets / 1e6:,.0f} MB"


def many(count: int, one: str, more: str | None = None) -> str:
    """`1 day`, `1,204 days`."""
    return f"{count:,} {one if count == 1 else more or one + 's'}"
