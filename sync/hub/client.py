"""Supabase by supabase-py: its functions and its storage, with our timeouts and our retry.

The library's own retry is off (offline it blocks 7 s a call). A push may be repeated at will: the
same batch gives the same answer. Every failure leaves as one of `sync.hub.errors`; no message
repeats the key or what the service echoed of the request.
"""

import random
import time
from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from sync.hub.errors import (
    HubError,
    HubOfflineError,
    HubPausedError,
    HubQuotaError,
    HubReadOnlyError,
    HubRefusedError,
    HubRestoredError,
    HubSchemaMissingError,
    HubSignedOutError,
)

BUCKET = "fit-files"
_PAGE = 1000
_TRIES = 4
_LONGEST_PAUSE_S = 20.0
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524, 544})


class BadAddressError(HubError):
    """The project's URL cannot be one."""


def checked_url(url: str) -> str:
    """`https://<ref>.supabase.co`, without path or slash; plain http for loopback only."""
    parts = urlsplit(url.strip())
    local = parts.hostname in {"127.0.0.1", "localhost", "::1"}
    if parts.scheme != "https" and not (parts.scheme == "http" and local):
        raise BadAddressError(
            "Supabase URL: give the project's https address, "
            "https://<project>.supabase.co (Dashboard > Project Settings > Data API)"
        )
    return f"{parts.scheme}://{parts.netloc}"


def key_warning(key: str) -> str | None:
    """What to say about the key's kind; None when it is the right one."""
    if key.startswith("sb_secret_"):
        return None
    if key.startswith("sb_publishable_"):
        return "this is the publishable key; training-brain needs the secret one (sb_secret_…)"
    if key.startswith("eyJ"):
        return "legacy service_role keys end with 2026; make an sb_secret_… key in the dashboard"
    return "this does not look like a Supabase key (sb_secret_…)"


class Hub:
    """One project. `rpc` is what `HubSync` calls; uploads are gzipped FIT originals.

    pause: how to wait between tries, seconds (tests give their own).
    """

    def __init__(
        self, url: str, key: str, *, pause: Callable[[float], object] = time.sleep
    ) -> None:
        import httpx
        from supabase import create_client
        from supabase.lib.client_options import SyncClientOptions

        self.url = checked_url(url)
        self.requests = 0
        self._status: int | None = None
        self._retry_after: float | None = None
        self._pause = pause
        self._http = httpx.Client(
            timeout=httpx.Timeout(60, connect=5),
            follow_redirects=True,
            event_hooks={"response": [self._heard]},
        )
        options = SyncClientOptions(
            httpx_client=self._http,
            postgrest_client_retry=False,
            auto_refresh_token=False,
            persist_session=False,
        )
        self._supabase = create_client(self.url, key, options)

    def __repr__(self) -> str:
        return f"Hub({self.url})"

    def close(self) -> None:
        self._http.close()

    def rpc(self, name: str, arguments: dict[str, Any]) -> Any:
        """Calls a function of the hub; its one JSON document. Raises HubError and its kinds."""
        answer = self._tried(lambda: self._supabase.rpc(name, arguments).execute().data)
        if not isinstance(answer, dict):
            raise HubOfflineError(
                "Supabase: something else answered in its place (a network's sign-in page?)"
            )
        return answer

    def upload(self, path: str, data: bytes) -> None:
        """Stores an original; again is harmless, it is named by its content."""
        options: Any = {"content-type": "application/octet-stream", "upsert": "true"}
        self._tried(lambda: self._supabase.storage.from_(BUCKET).upload(path, data, options))

    def download(self, path: str) -> bytes | None:
        """An original, None where there is none."""
        from storage3.exceptions import StorageApiError

        try:
            return self._tried(
                lambda: self._supabase.storage.from_(BUCKET).download(path), missing=True
            )
        except StorageApiError:
            return None

    def sizes(self, folder: str) -> dict[str, int]:
        """Name -> bytes of every original in the folder."""
        found: dict[str, int] = {}
        while True:
            options: Any = {"limit": _PAGE, "offset": len(found)}
            page = self._tried(partial(self._supabase.storage.from_(BUCKET).list, folder, options))
            found |= {one["name"]: int((one["metadata"] or {}).get("size", 0)) for one in page}
            if len(page) < _PAGE:
                return found

    def bucket_is_public(self) -> bool:
        """May everybody read the originals who knows their names? Raises HubError."""
        return bool(self._tried(lambda: self._supabase.storage.get_bucket(BUCKET)).public)

    def _heard(self, response: Any) -> None:
        """The status and Retry-After, which the library's exceptions lose."""
        self._status = response.status_code
        waited = response.headers.get("retry-after", "")
        self._retry_after = float(waited) if waited.replace(".", "", 1).isdigit() else None

    def _tried[T](self, call: Callable[[], T], *, missing: bool = False) -> T:
        import httpx
        from postgrest.exceptions import APIError
        from storage3.exceptions import StorageApiError

        for attempt in range(1, _TRIES + 1):
            self._status = self._retry_after = None
            self.requests += 1
            try:
                return call()
            except (APIError, StorageApiError) as error:
                if missing and str(getattr(error, "status", "")) in {"404", "400"}:
                    raise
                failure = self._explained(error)
            except httpx.TransportError as error:
                failure = self._unreachable(error)
            if attempt == _TRIES or not isinstance(failure, HubOfflineError):
                raise failure from None
            longest = min(_LONGEST_PAUSE_S, 0.5 * 2**attempt)
            waited = self._retry_after or random.uniform(longest / 2, longest)  # noqa: S311
            self._pause(min(waited, _LONGEST_PAUSE_S))
        raise AssertionError("unreachable")

    def _explained(self, error: Exception) -> HubError:
        code = str(getattr(error, "code", "") or "")
        status = self._status
        if code == "PT409":
            return HubRestoredError(
                "Supabase: the database was restored; run the sync again, it compares everything"
            )
        if code == "PT426":
            return HubSchemaMissingError(
                "Supabase: the schema is older than this program; run `training-brain db migrate`"
            )
        if code.startswith(("22", "23", "54")) or code == "57014" or status == 413:
            return HubRefusedError(f"the database refused it ({code or f'HTTP {status}'})")
        if status == 404 and "bucket" in str(error).lower():
            return HubSchemaMissingError(
                f"Supabase: the bucket {BUCKET} is missing; run `training-brain db migrate`"
            )
        if code in {"PGRST202", "PGRST205", "42883", "3F000"} or (
            code == "42501" and status in {401, 403, 404}
        ):
            return HubSchemaMissingError(
                "Supabase: the tables are not set up for this key; run `training-brain db migrate`"
            )
        if code == "25006":
            return HubReadOnlyError(
                "Supabase: the database is read-only because it is over its size; "
                "make room or raise the plan in the dashboard"
            )
        if status in {401, 403}:
            return HubSignedOutError(
                "Supabase: the key was refused; run `training-brain login supabase` "
                "with the secret key of this project"
            )
        if status == 402:
            return HubQuotaError("Supabase: the organisation is over its quota; see its usage page")
        if status == 540:
            return self._paused()
        if status in _PASSING:
            return HubOfflineError(f"Supabase: no service at the moment (HTTP {status}); try later")
        return HubError(f"Supabase refused the request (HTTP {status}, code {code or 'none'})")

    def _unreachable(self, error: Exception) -> HubError:
        if "Name or service not known" in str(error) or "nodename nor servname" in str(error):
            if _known("api.supabase.com"):
                return self._paused()
            return HubOfflineError("Supabase: no network; the sync goes on when there is one")
        return HubOfflineError("Supabase: not reachable; the sync goes on when it is")

    def _paused(self) -> HubPausedError:
        return HubPausedError(
            "Supabase: the project is paused or deleted; open it in the dashboard and press Restore"
        )


def _known(host: str) -> bool:
    """Does DNS know the host?"""
    import socket

    try:
        socket.getaddrinfo(host, 443)
    except OSError:
        return False
    return True
