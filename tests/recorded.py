"""Real recordings and answers, where a developer has them beside the checkout; tests that use them
skip where they are absent. They belong to others and are never part of the project."""

from pathlib import Path

_BESIDE = Path(__file__).parents[1] / "../shared/data"
FIT = _BESIDE / "fit"
GARMIN = _BESIDE / "garmin"
CALENDARS = _BESIDE / "ical"
