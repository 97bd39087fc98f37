"""FIT files: `decode` reads one, `activities` makes workouts of it; `writer` makes files."""

from sync.fit.decoder import decode, is_fit
from sync.fit.recording import Recording
from sync.fit.workouts import activities

__all__ = ["Recording", "activities", "decode", "is_fit"]
