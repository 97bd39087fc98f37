"""Options that several commands share, and what their values may be."""

from argparse import ArgumentParser, ArgumentTypeError
from datetime import date

SPORTS = ("swim", "bike", "run", "strength", "mobility", "brick", "other")

#: A hundred years: more than anyone trains, and no date runs out of the calendar.
MOST_DAYS = 36525


def add_json(parser: ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def add_days(parser: ArgumentParser, default: int) -> None:
    parser.add_argument(
        "--days",
        type=day_count,
        default=default,
        metavar="N",
        help=f"so many local days, today included (default {default})",
    )


def day_count(text: str) -> int:
    """1 to MOST_DAYS."""
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= MOST_DAYS):
        raise ArgumentTypeError(f"{text!r} is no number of days (1 to {MOST_DAYS})")
    return int(text)


def iso_day(text: str) -> date:
    """YYYY-MM-DD."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is no date, write it as 2026-05-31") from None


def amount(text: str) -> float:
    """`250`, `4:20` (seconds)."""
    try:
        minutes, colon, seconds = text.partition(":")
        return int(minutes) * 60 + float(seconds) if colon else float(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is no number, and no pace like 4:20") from None
