"""Instants on the athlete's clock."""

from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo


def zone(name: str) -> tzinfo:
    """The IANA zone; UTC on a machine without its data, for a shifted clock beats no answer."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return UTC


def local_now(timezone: str) -> datetime:
    """Now, on a clock of the zone."""
    return datetime.now(zone(timezone))
