"""Signing in to Garmin, one attempt per act of the athlete; the faces only draw the states.

    signing = SignIn(base)
    state = signing.start(email, password)          # blocks: run it in a worker
    while state.kind is Kind.NEEDS_CODE:            # a wrong code leaves it so, with a new sentence
        state = signing.submit_code(code)
    signing.cancel()                                # from any thread: the outcome is dropped

The password is used once and kept nowhere. A sign-in that Garmin throttles is remembered with its
time; until then `start` answers at once and asks nobody.
"""

import re
import threading
from collections.abc import Callable
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import Any, NamedTuple

from mirror.athlete import athlete
from mirror.database import open_mirror
from mirror.home import mirror_path
from sync.credentials import CredentialError, Credentials
from sync.sources.garmin import account
from sync.sources.garmin.client import quiet_library

TOKENS = "garmin-tokens"

#: The library's ways in, in its order. The ones left out repeat these with a client that Garmin's
#: gate keeper refuses, and each of them is one more count against a throttled account.
_WAYS = ("mobile+cffi", "widget+cffi", "portal+cffi")
_ALL_WAYS = frozenset({*_WAYS, "mobile+requests", "portal+requests"})
_NETWORK = re.compile(
    r"curl: \((5|6|7|28|35|52|55|56|60|77|97)\)"
    r"|(?<!Connect)ConnectionError|Timeout|DNSError|ProxyError"
)
_REFUSED = re.compile(r"Invalid Username or Password|Widget authentication failed")
_GATE_KEEPER = re.compile(r"CAPTCHA|Cloudflare")


class Kind(Enum):
    SIGNED_OUT = "signed_out"
    NEEDS_CODE = "needs_code"
    SIGNED_IN = "signed_in"
    WRONG_PASSWORD = "wrong_password"  # noqa: S105 - the name of a state
    THROTTLED = "throttled"
    CAPTCHA = "captcha"
    OFFLINE = "offline"
    CHANGED = "changed"
    NOT_KEPT = "not_kept"
    CANCELLED = "cancelled"


class State(NamedTuple):
    """sentence: for the athlete, complete. until: UTC, when throttled. person: who signed in."""

    kind: Kind
    sentence: str
    until: datetime | None = None
    person: str | None = None


class SignIn:
    """One sign-in, from the password to the stored tokens. Safe to cancel from another thread."""

    def __init__(
        self,
        base: Path,
        credentials: Credentials | None = None,
        *,
        now: Callable[[], datetime] = account.utc_now,
    ) -> None:
        self._base = base
        self._credentials = credentials or Credentials(base)
        self._now = now
        self._client: Any = None
        self._challenge: Any = None
        self._cancelled = threading.Event()
        self._busy = threading.Lock()
        self.state = State(Kind.SIGNED_OUT, "Not signed in to Garmin.")

    def start(self, email: str, password: str) -> State:
        """One attempt with e-mail and password."""
        return self._step(lambda: self._blocked() or self._attempt(email, password))

    def submit_code(self, code: str) -> State:
        """The code that Garmin sent; after a wrong one it can be called again."""
        return self._step(lambda: self._verify(code.strip()))

    def cancel(self) -> None:
        """Nothing is stored any more, whatever Garmin still answers."""
        self._cancelled.set()

    def _step(self, act: Callable[[], State]) -> State:
        if not self._busy.acquire(blocking=False):
            return self.state  # a second press of the key while the first is under way
        try:
            state = act()
        finally:
            self._busy.release()
        cancelled = State(Kind.CANCELLED, "Sign-in cancelled; nothing was stored.")
        self.state = cancelled if self._cancelled.is_set() else state
        return self.state

    def _blocked(self) -> State | None:
        with open_mirror(mirror_path(self._base)) as mirror:
            until = account.sign_in_blocked_until(mirror, self._now())
            return self._throttled(until, athlete(mirror).timezone) if until else None

    def _attempt(self, email: str, password: str) -> State:
        from garminconnect import (
            Garmin,
            GarminConnectAuthenticationError,
            GarminConnectConnectionError,
            GarminConnectTooManyRequestsError,
        )

        quiet_library()
        self._client = Garmin(retry_attempts=0).client
        slowed, last = False, ""
        for way in _WAYS:
            if self._cancelled.is_set():
                break
            self._client.skip_strategies = _ALL_WAYS - {way}
            try:
                status, challenge = self._client.login(email, password, return_on_mfa=True)
            except GarminConnectAuthenticationError as error:
                if not _REFUSED.search(str(error)):
                    return self._changed()  # the password was right, what followed was not
                return State(
                    Kind.WRONG_PASSWORD,
                    "Garmin does not take this e-mail and password; nothing was stored.",
                )
            except GarminConnectTooManyRequestsError:
                slowed = True  # the next way counts separately; the third does not
                if way == _WAYS[1]:
                    break
                continue
            except GarminConnectConnectionError as error:
                last = str(error)
                if slowed or _NETWORK.search(last) or "CAPTCHA" in last:
                    break
                continue
            if status == "needs_mfa":
                self._challenge = challenge
                return State(Kind.NEEDS_CODE, _asking(challenge))
            return self._finish()
        return self._failed(last, slowed=slowed)

    def _failed(self, last: str, *, slowed: bool) -> State:
        if slowed:
            with open_mirror(mirror_path(self._base)) as mirror:
                until = account.block_sign_in(mirror, self._now())
                return self._throttled(until, athlete(mirror).timezone)
        if _GATE_KEEPER.search(last):
            return State(
                Kind.CAPTCHA,
                "Garmin wants to see a human: sign in once at connect.garmin.com in a browser on "
                "this network, then try again.",
            )
        if _NETWORK.search(last):
            return State(Kind.OFFLINE, "Garmin cannot be reached; check the network and try again.")
        return self._changed()

    def _verify(self, code: str) -> State:
        from garminconnect import (
            GarminConnectAuthenticationError,
            GarminConnectConnectionError,
            GarminConnectTooManyRequestsError,
        )

        if self._challenge is None:
            return self.state
        try:
            self._client.resume_login(self._challenge, code)
        except GarminConnectTooManyRequestsError:
            return self._failed("", slowed=True)
        except GarminConnectAuthenticationError as error:
            if "MFA" not in str(error):
                return self._changed()  # the code was right, what followed was not
            if "connection error" in str(error):
                return State(
                    Kind.NEEDS_CODE, "Garmin cannot be reached; check the network and try again."
                )
            return State(Kind.NEEDS_CODE, "Garmin did not take this code; check it and try again.")
        except GarminConnectConnectionError:
            return self._changed()
        self._challenge = None
        return self._finish()

    def _finish(self) -> State:
        """Who it is, and the tokens into the store: only now is anything kept."""
        from garminconnect import GarminConnectConnectionError

        if self._cancelled.is_set():
            return self.state
        if not self._client.di_refresh_token:
            return self._changed()  # a cookie session cannot be kept
        try:
            profile = self._client.connectapi("/userprofile-service/socialProfile")
        except GarminConnectConnectionError:
            profile = None
        known = account.from_profile(profile)
        if known is None:
            return self._changed()
        return store_tokens(
            self._base, self._credentials, self._client.dumps(), known, now=self._now()
        )

    def _throttled(self, until: datetime, timezone: str) -> State:
        return State(
            Kind.THROTTLED,
            f"Garmin has throttled signing in; no new try before "
            f"{account.clock(until, timezone)} (each earlier one would prolong it).",
            until=until,
        )

    def _changed(self) -> State:
        from importlib.metadata import version

        return State(
            Kind.CHANGED,
            "Garmin answered in a way that is not known here; it may have changed something. "
            f"Update training-brain (garminconnect is {version('garminconnect')}) and try again.",
        )


def _asking(challenge: Any) -> str:
    """Where the code is to be found."""
    method = str(challenge.get("method") or "") if isinstance(challenge, dict) else ""
    if "mail" in method.lower():
        return "Garmin has sent a code by e-mail; give it here."
    if "sms" in method.lower() or "phone" in method.lower():
        return "Garmin has sent a code to your phone; give it here."
    return "Garmin asks for a code: from your authenticator app, or sent to you; give it here."


def store_tokens(
    base: Path,
    credentials: Credentials,
    tokens: str,
    known: account.Account | None,
    *,
    now: datetime,
) -> State:
    """Keeps tokens got here or elsewhere. known: None leaves it to the first sync to ask."""
    try:
        place = credentials.write(TOKENS, tokens)
    except CredentialError as error:
        return State(Kind.NOT_KEPT, f"Signed in, but the sign-in could not be kept: {error}")
    with open_mirror(mirror_path(base)) as mirror:
        account.forget(mirror)
        account.unblock_sign_in(mirror)
        account.note_renewal(mirror, now)
        if known:
            account.remember(mirror, known)
    who = known.person if known else "the account of the tokens"
    return State(Kind.SIGNED_IN, f"Signed in to Garmin as {who}; kept in {place}.", person=who)


def sign_out(base: Path, credentials: Credentials) -> bool:
    """Forgets the tokens. True if there were any. Raises CredentialError."""
    had = credentials.delete(TOKENS)
    with open_mirror(mirror_path(base)) as mirror:
        account.forget(mirror)
    return had
