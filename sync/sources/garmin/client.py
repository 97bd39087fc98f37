"""The `garminconnect` library as the engine wants it: one request a call, one error a cause.

The library is used for what it knows best: the sign-in, the shape of a request, the renewal of
tokens. Its `login()` is never called here: with stored tokens it turns "offline" and "slow down"
into "sign in again", and it would fall through to the password. Renewed tokens are saved the
moment they arrive (the library's own hook) and once more on closing.
"""

import logging
import re
from collections.abc import Callable
from email.utils import parsedate_to_datetime
from typing import Any

from sync.credentials import CredentialError, Secret
from sync.engine.errors import (
    BadRequestError,
    MissingError,
    OfflineError,
    RefusedError,
    SignInNeededError,
    SourceError,
    ThrottledError,
    TroubleError,
)
from sync.engine.requester import Requester

SIGN_IN = "Sign in again: training-brain login garmin."
OFFLINE = "Garmin cannot be reached; check the network."
_TIMEOUT_S = 30
_DEAD_GRANT = re.compile(r"invalid_grant|invalid_token", re.IGNORECASE)


def quiet_library() -> None:
    """The library logs failures with URLs on its own; we report them ourselves."""
    logger = logging.getLogger("garminconnect")
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())
        logger.propagate = False


class GarminClient:
    """tokens: the library's JSON string. save: called with the new string at every renewal.

    name: the account's display name, part of some paths; asked for by `profile()` if unknown.
    """

    def __init__(
        self, tokens: Secret, requester: Requester, save: Callable[[str], object], name: str = ""
    ) -> None:
        from garminconnect import Garmin, GarminConnectConnectionError

        quiet_library()
        self.name = name
        self.grant_is_dead = False
        self.save_trouble: str | None = None
        self._send = requester
        self._save = save
        self._renewal: SourceError | None = None
        client: Any = Garmin(retry_attempts=0).client
        self._client = client
        try:
            client.loads(tokens.reveal())
        except GarminConnectConnectionError:
            raise SignInNeededError(
                f"The stored Garmin tokens are of another form. {SIGN_IN}"
            ) from None
        self._saved = client.dumps()
        self._post_token = client._di_token_post
        client._di_token_post = self._observed_renewal
        client._tokenstore_path = "training-brain"
        client.dump = lambda _path: self.keep_tokens()

    def get(self, path: str, params: dict[str, str] | None = None) -> Any:
        """The decoded JSON; None for `null`, an empty object for 204."""
        return self._send(
            lambda: self._translated(
                lambda: self._client.connectapi(path, params=params or {}, timeout=_TIMEOUT_S)
            )
        )

    def download(self, path: str) -> bytes:
        """The bytes of a recording. Anything else that comes with "200 OK" is trouble: a notice of
        maintenance must not be taken for a damaged recording and settled as such."""

        def send() -> bytes:
            content: bytes = self._translated(
                lambda: self._client.download(path, timeout=_TIMEOUT_S)
            )
            if content and not _is_recording(content):
                raise TroubleError("Garmin answered with a page that is no recording.")
            return content

        return self._send(send)

    def keep_tokens(self) -> None:
        """Saves the tokens if they are not the ones saved last. Trouble is remembered, not raised:
        what was fetched with the new token is still worth having."""
        tokens: str = self._client.dumps()
        if tokens == self._saved:
            return
        try:
            self._save(tokens)
        except CredentialError as error:
            self.save_trouble = f"Garmin renewed the sign-in and it could not be kept: {error}"
            return
        self._saved = tokens
        self.save_trouble = None

    def close(self) -> None:
        self.keep_tokens()
        self._client._api_session.close()
        self._client.cs.close()

    def _observed_renewal(self, *args: Any, **kwargs: Any) -> Any:
        """The library swallows why a renewal failed; here it is noted on the way."""
        self._renewal = OfflineError(OFFLINE)  # unless there is an answer
        answer = self._post_token(*args, **kwargs)
        status = answer.status_code
        if answer.ok:
            self._renewal = None
        elif status in (400, 401) and _DEAD_GRANT.search(answer.text[:2000]):
            self.grant_is_dead = True
            self._renewal = SignInNeededError(f"Garmin does not renew this sign-in. {SIGN_IN}")
        elif status == 429:
            self._renewal = ThrottledError(
                "Garmin asked for a pause.", _retry_after(answer.headers.get("Retry-After"))
            )
        else:
            self._renewal = TroubleError(f"Garmin could not renew the sign-in (HTTP {status}).")
        return answer

    def _translated(self, send: Callable[[], Any]) -> Any:
        import requests
        from garminconnect import GarminConnectAuthenticationError, GarminConnectConnectionError

        self._renewal = None
        try:
            return send()
        except GarminConnectAuthenticationError:
            raise SignInNeededError(f"Garmin does not take the sign-in. {SIGN_IN}") from None
        except GarminConnectConnectionError as error:
            raise self._by_status(error) from None
        except requests.exceptions.JSONDecodeError:
            raise TroubleError("Garmin answered with a page that is no data.") from None
        except (requests.exceptions.ChunkedEncodingError, requests.exceptions.ContentDecodingError):
            raise TroubleError("Garmin's answer was cut off.") from None
        except requests.exceptions.ReadTimeout:
            raise TroubleError(f"Garmin did not answer within {_TIMEOUT_S} s.") from None
        except requests.exceptions.RequestException:
            raise OfflineError(OFFLINE) from None

    def _by_status(self, error: Any) -> SourceError:
        response = error.response
        status = None if response is None else response.status_code
        match status:
            case 401:
                return self._renewal or SignInNeededError(
                    f"Garmin does not take the sign-in. {SIGN_IN}"
                )
            case 429:
                return ThrottledError(
                    "Garmin asked for a pause.", _retry_after(response.headers.get("Retry-After"))
                )
            case 400:
                return BadRequestError("Garmin did not understand the question (HTTP 400).")
            case 403:
                return RefusedError("Garmin refuses it (HTTP 403).")
            case 404:
                return MissingError("Garmin has no such thing (HTTP 404).")
        return TroubleError(f"Garmin has trouble of its own (HTTP {status or 'unknown'}).")


def _is_recording(content: bytes) -> bool:
    """A zip, a gzip, a FIT file, or XML that is no web page."""
    start = content[:200].lstrip().lower()
    if start.startswith((b"<?xml", b"<gpx", b"<trainingcenterdatabase")):
        return b"<html" not in start
    return content.startswith((b"PK", b"\x1f\x8b")) or content[8:12] == b".FIT"


def _retry_after(header: str | None) -> float | None:
    """Seconds, from a number or an HTTP date; None where there is nothing to read."""
    if not header:
        return None
    if header.strip().isdigit():
        return float(header)
    from datetime import UTC, datetime

    try:
        moment = parsedate_to_datetime(header)
    except ValueError:
        return None
    return max(0.0, (moment.astimezone(UTC) - datetime.now(UTC)).total_seconds())
