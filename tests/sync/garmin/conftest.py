"""A replica of Garmin, and a home of its own with a signed-in athlete."""

from tests.replicas.garmin_home import garmin, home

__all__ = ["garmin", "home"]
