"""How many dashboards may be open at once."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

#: A page that is loaded again comes before its old dashboard has ended (s).
WAIT_S = 6.0
#: Pages that may wait; more than these are not a person's.
_WAITING = 4


class NoSeatError(Exception):
    """As many dashboards as allowed are open."""


class Seats:
    """`async with seats.taken():` holds one for a dashboard, from before it starts to its end."""

    def __init__(self, count: int) -> None:
        self._free = asyncio.Semaphore(count)
        self._waiting = 0

    @asynccontextmanager
    async def taken(self) -> AsyncIterator[None]:
        """Raises NoSeatError when none gets free in time."""
        await self._take()
        try:
            yield
        finally:
            self._free.release()

    async def _take(self) -> None:
        if self._waiting >= _WAITING:
            raise NoSeatError
        self._waiting += 1
        try:
            await asyncio.wait_for(self._free.acquire(), WAIT_S)
        except TimeoutError:
            raise NoSeatError from None
        finally:
            self._waiting -= 1
