"""What is remembered about the account between runs: who it is, and until when to keep away.

Nothing of it is secret; it lies in the mirror's settings of this machine.
"""

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from mirror import settings
from mirror.database import Mirror
from sync.credentials import Secret

_NAME, _PERSON, _PROFILE = "garmin.name", "garmin.person", "garmin.profile"
_SIGN_IN_BLOCKED, _PAUSED = "garmin.sign_in_blocked_until", "garmin.paused_until"
_REJECTED = "garmin.rejected_tokens"
_RENEWED_AT = "garmin.renewed_at"
DATA_AS_OF = "garmin.data_as_of"
_LOGIN_BLOCK = timedelta(hours=24)


class Account(NamedTuple):
    """name: part of Garmin's paths. person: for people. profile: the account's number."""

    name: str
    person: str
    profile: str = ""


def from_profile(answer: Any) -> Account | None:
    """Out of Garmin's social profile, None if it does not name the account."""
    name = answer.get("displayName") if isinstance(answer, dict) else None
    if not isinstance(name, str) or not name:
        return None
    person, number = answer.get("fullName"), answer.get("profileId")
    return Account(
        name,
        person if isinstance(person, str) and person else name,
        str(number) if isinstance(number, int) else "",
    )


def read(mirror: Mirror) -> Account | None:
    name = settings.get(mirror, _NAME)
    if not name:
        return None
    person, profile = settings.get(mirror, _PERSON), settings.get(mirror, _PROFILE)
    return Account(name, person or name, profile or "")


def remember(mirror: Mirror, account: Account) -> None:
    with mirror.transaction():
        settings.put(mirror, _NAME, account.name)
        settings.put(mirror, _PERSON, account.person)
        settings.put(mirror, _PROFILE, account.profile)


def forget(mirror: Mirror) -> None:
    """Signed out: everything but the blocks, which Garmin does not forget either."""
    with mirror.transaction():
        for name in (_NAME, _PERSON, _PROFILE, _REJECTED, _RENEWED_AT):
            settings.drop(mirror, name)


def sign_in_blocked_until(mirror: Mirror, now: datetime) -> datetime | None:
    """The end of the block after a throttled sign-in, None if there is none."""
    return _future(settings.get(mirror, _SIGN_IN_BLOCKED), now)


def block_sign_in(mirror: Mirror, now: datetime) -> datetime:
    """Garmin blocks the account for hours to a day, and every further try begins it anew."""
    until = now + _LOGIN_BLOCK
    settings.put(mirror, _SIGN_IN_BLOCKED, until.isoformat(timespec="seconds"))
    return until


def unblock_sign_in(mirror: Mirror) -> None:
    settings.drop(mirror, _SIGN_IN_BLOCKED)


def paused_until(mirror: Mirror, now: datetime) -> datetime | None:
    """The end of the pause that Garmin asked for while it was being read."""
    return _future(settings.get(mirror, _PAUSED), now)


def pause(mirror: Mirror, until: datetime) -> None:
    settings.put(mirror, _PAUSED, until.isoformat(timespec="seconds"))


def is_rejected(mirror: Mirror, tokens: Secret) -> bool:
    """Garmin has said of these very tokens that they are over: asking again would be noise."""
    return settings.get(mirror, _REJECTED) == _fingerprint(tokens)


def has_ended(mirror: Mirror) -> bool:
    """Garmin has said so, and nobody has signed in since."""
    return settings.get(mirror, _REJECTED) is not None


def reject(mirror: Mirror, tokens: Secret) -> None:
    settings.put(mirror, _REJECTED, _fingerprint(tokens))


def note_renewal(mirror: Mirror, now: datetime) -> None:
    settings.put(mirror, _RENEWED_AT, now.isoformat(timespec="seconds"))


def sign_in_ends(mirror: Mirror) -> datetime | None:
    """A sign-in that is not renewed for 30 days is over."""
    text = settings.get(mirror, _RENEWED_AT)
    return datetime.fromisoformat(text) + timedelta(days=30) if text else None


def clock(moment: datetime, timezone: str) -> str:
    """`2026-11-24 07:30` on the athlete's clock."""
    from zoneinfo import ZoneInfo

    return moment.astimezone(ZoneInfo(timezone)).strftime("%Y-%m-%d %H:%M")


def _future(text: str | None, now: datetime) -> datetime | None:
    until = datetime.fromisoformat(text) if text else None
    # A clock that was wrong once must not block for years.
    return until if until and now < until <= now + timedelta(days=2) else None


def _fingerprint(tokens: Secret) -> str:
    return hashlib.sha256(tokens.reveal().encode()).hexdigest()[:16]


def utc_now() -> datetime:
    return datetime.now(UTC)
