"""A replica of Garmin, and a home of its own with a signed-in athlete."""

from tests.replicas.garmin_home import by_the_machines_clock, garmin, home

__all__ = ["by_the_machines_clock", "garmin", "home"]
