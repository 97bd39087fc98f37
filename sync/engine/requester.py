"""One request at a time: paced, counted, tried again where that can help, and cancellable."""

import time
from collections.abc import Callable

from sync.engine.errors import OfflineError, SignInNeededError, ThrottledError, TroubleError
from sync.engine.pace import Pace

TRIES = 4
#: The longest a run waits for a throttling to end; beyond it, it ends and says until when.
PATIENCE_S = 120.0
#: Without Retry-After: so many slots of the pace, doubled each time.
_THROTTLE_SLOTS = 30
_TROUBLE_SLOTS = 2


class Requester:
    """Sends what it is given. `requests` counts every try, `seconds` the time they took.

    on_wait(seconds, why) tells the faces about a pause longer than a moment.
    """

    def __init__(
        self,
        pace: Pace,
        *,
        on_wait: Callable[[float, str], None] | None = None,
    ) -> None:
        self.pace = pace
        self.requests = 0
        self.seconds = 0.0
        self.reached = False
        self._on_wait = on_wait or (lambda _seconds, _why: None)

    def __call__[T](self, send: Callable[[], T]) -> T:
        """The answer of `send`. Raises what `send` raised last, once trying again is over."""
        tries = throttles = 0
        while True:
            self.pace.wait()
            started = time.monotonic()
            self.requests += 1
            try:
                answer = send()
                self.reached = True
                return answer
            except ThrottledError as error:
                self.reached = True
                throttles += 1
                delay = self._throttle_delay(error, throttles)
                if throttles >= TRIES or delay > PATIENCE_S:
                    raise
                why = str(error)
            except (TroubleError, OfflineError, SignInNeededError) as error:
                self.reached = self.reached or not isinstance(error, OfflineError)
                tries += 1
                if tries >= self._limit(error):
                    raise
                delay = self.pace.slot_s * _TROUBLE_SLOTS**tries
                why = str(error)
            finally:
                self.seconds += time.monotonic() - started
            if delay >= 1.0:
                self._on_wait(delay, why)
            self.pace.sleep(delay)

    def _limit(self, error: Exception) -> int:
        """Never having reached the service means no network: that is told soon."""
        if isinstance(error, OfflineError) and not self.reached:
            return 2
        return 3 if isinstance(error, SignInNeededError) else TRIES

    def _throttle_delay(self, error: ThrottledError, count: int) -> float:
        if error.retry_after_s is not None:
            return max(error.retry_after_s, self.pace.slot_s)
        return float(self.pace.slot_s * _THROTTLE_SLOTS * 2 ** (count - 1))
