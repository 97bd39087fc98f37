"""A token bucket with jitter: many requests over an evening, never many at once."""

import os
import random
import threading
import time
from collections.abc import Callable

from sync.engine.errors import CancelledError, SourceError

BURST = 8
_JITTER = 0.3


class Pace:
    """`wait()` returns when the next request may go out. rate: requests a second.

    `slot_s` is the time of one request at this rate; back-off counts in slots, so that a faster
    pace (tests, or the athlete's wish) shortens the whole behaviour alike.
    """

    def __init__(
        self,
        rate: float,
        cancel: threading.Event,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.slot_s = 1.0 / rate
        self._cancel = cancel
        self._clock = clock
        self._tokens = float(BURST)
        self._at = clock()
        self._jitter = random.Random()  # noqa: S311 - it spreads requests, it keeps no secret

    def wait(self) -> None:
        """Raises CancelledError if the run is cancelled meanwhile."""
        now = self._clock()
        self._tokens = min(float(BURST), self._tokens + (now - self._at) / self.slot_s)
        self._at = now
        self._tokens -= 1.0
        delay = 0.0
        if self._tokens < 0:
            delay = -self._tokens * self.slot_s
            delay *= 1.0 + self._jitter.uniform(-_JITTER, _JITTER)
        self.sleep(delay)

    def sleep(self, seconds: float) -> None:
        """Sleeps so that a cancel ends it at once."""
        if self._cancel.wait(seconds) if seconds > 0 else self._cancel.is_set():
            raise CancelledError("Stopped.")


def chosen_rate(variable: str, default: float) -> float:
    """The rate of the environment variable, else the default. Raises SourceError for nonsense."""
    text = os.environ.get(variable, "").strip()
    if not text:
        return default
    try:
        rate = float(text)
    except ValueError:
        rate = 0.0
    if not 0.01 <= rate <= 10_000:
        raise SourceError(
            f"{variable} is {text!r}; give requests a second as a number, such as {default:g}."
        )
    return rate
