"""Who may open the dashboard: addresses, the token of the first visit, the cookie afterwards."""

from hmac import compare_digest
from secrets import token_urlsafe

#: The only address that is listened on. Nothing else is offered: there is no encryption here.
LOOPBACK = "127.0.0.1"
_HTTP_PORT = 80


class Access:
    """The secrets of one server, new at each start, and the names it answers to."""

    def __init__(self, port: int) -> None:
        names = (LOOPBACK, "localhost")
        self.hosts = frozenset(f"{name}:{port}" for name in names)
        if port == _HTTP_PORT:
            self.hosts |= frozenset(names)
        #: Browsers keep cookies by host, not by port: two servers need two names.
        self.cookie_name = f"training_brain_{port}"
        self.cookie = token_urlsafe(32)
        self._token = token_urlsafe(32)
        self._tickets: set[str] = set()
        self._address = f"http://{LOOPBACK}:{port}/?token="

    @property
    def secrets(self) -> tuple[str, ...]:
        """What no log line may hold."""
        return (self.cookie, self._token, *self._tickets)

    def address(self) -> str:
        """For the athlete's eyes: good for as long as the server runs."""
        return self._address + self._token

    def address_once(self) -> str:
        """For a browser's command line, which other users of the machine can read: good once."""
        ticket = token_urlsafe(32)
        self._tickets.add(ticket)
        return self._address + ticket

    def admits(self, token: str) -> bool:
        """Does the token of an address open the door? One made for a single visit is used up."""
        for ticket in self._tickets:
            if _same(token, ticket):
                self._tickets.discard(ticket)
                return True
        return _same(token, self._token)

    def knows(self, cookie: str) -> bool:
        """Was this cookie given out here?"""
        return _same(cookie, self.cookie)


def _same(given: str, secret: str) -> bool:
    """In a time that tells nothing; what is given may be any bytes."""
    return compare_digest(given.encode("utf-8", "surrogateescape"), secret.encode())
