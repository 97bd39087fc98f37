"""Setting the hub up: signing in, bringing the database's schema up to date, proving that it works.

The access token of the Management API and a Postgres URL are used once and kept nowhere.
"""

import re
import time
from collections.abc import Callable
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from migrations import hub_script
from mirror import hubstate as store
from mirror.database import Mirror
from sync.credentials import Credentials
from sync.hub.client import BUCKET, Hub, key_warning
from sync.hub.errors import (
    HubError,
    HubOfflineError,
    HubSchemaMissingError,
    HubSchemaNewError,
    HubSchemaOldError,
    HubSignedOutError,
)
from sync.hub.round import KEY, URL
from sync.hub.syncing import SCHEMA

#: Supabase's Management API.
MANAGEMENT = "https://api.supabase.com"
_TIMEOUT_S = 90.0
#: How long PostgREST may take to see new functions.
_RELOAD_S = 10.0


class SignedIn(NamedTuple):
    """place: where the key is kept, in words. notes: what to know or to do next."""

    url: str
    place: str
    notes: list[str]


class Check(NamedTuple):
    """One thing that `db check` proves. advice: the way out where it does not hold."""

    name: str
    ok: bool
    text: str
    advice: str | None = None


def sign_in(mirror: Mirror, credentials: Credentials, url: str, key: str) -> SignedIn:
    """Tries the key at once and keeps both if it is taken. Raises HubError, CredentialError."""
    notes = [warning] if (warning := key_warning(key)) is not None else []
    if key.startswith("sb_publishable_"):
        raise HubSignedOutError(f"Supabase: {notes[0]}")
    hub = Hub(url, key)
    try:
        info = hub.rpc("schema_info", {})
        notes += _schema_notes(int(info["schema"]))
    except HubSchemaMissingError:
        notes.append("the tables are not there yet: run `training-brain db migrate`")
    except HubSignedOutError:
        raise HubSignedOutError(
            "Supabase: the key was refused; take the secret key (sb_secret_…) of this very project "
            "(Dashboard > Project Settings > API Keys)"
        ) from None
    except HubOfflineError:
        raise HubOfflineError(
            f"Supabase: no answer from {hub.url}; nothing was kept. "
            "Check the address and the network, then try again"
        ) from None
    finally:
        hub.close()
    credentials.write(URL, hub.url)
    place = credentials.write(KEY, key)
    with mirror.transaction():
        store.put_state(mirror, "url", hub.url)
    return SignedIn(hub.url, place, notes)


def sign_out(mirror: Mirror, credentials: Credentials) -> bool:
    """Forgets address and key; what both sides hold stays. True if there were any."""
    had = [credentials.delete(name) for name in (KEY, URL)]
    with mirror.transaction():
        store.put_state(mirror, "url", "")
    return any(had)


def _schema_notes(found: int) -> list[str]:
    if found < SCHEMA:
        return [str(HubSchemaOldError(found, SCHEMA))]
    return [str(HubSchemaNewError(found, SCHEMA))] if found > SCHEMA else []


def project_of(url: str) -> str | None:
    """`https://<ref>.supabase.co` -> its ref; None for another address."""
    found = re.fullmatch(r"([a-z0-9]{8,40})\.supabase\.(?:co|in|red)", urlsplit(url).hostname or "")
    return found[1] if found else None


def migrate_by_token(project: str, token: str) -> int:
    """Applies the script through the Management API; the schema that stands. Raises HubError."""
    import httpx

    try:
        answer = httpx.post(
            f"{MANAGEMENT}/v1/projects/{project}/database/query",
            json={"query": hub_script.script()},
            headers={"Authorization": f"Bearer {token}"},
            timeout=_TIMEOUT_S,
        )
    except httpx.TransportError:
        raise HubOfflineError("Supabase's Management API cannot be reached; try later") from None
    if answer.status_code in {401, 403}:
        raise HubSignedOutError(
            "Supabase refused the access token; make one at supabase.com/dashboard/account/tokens "
            f"for the project {project} with database read and write"
        )
    if answer.status_code == 404:
        raise HubSignedOutError(f"the access token sees no project {project}; is it for that one?")
    if answer.status_code == 429 or answer.status_code >= 500:
        raise HubOfflineError(
            f"Supabase's Management API is busy (HTTP {answer.status_code}); run it again, "
            "it goes on where it ended"
        )
    try:
        found = answer.json()
    except ValueError:
        found = None
    if answer.is_error or not isinstance(found, list) or not found:
        raise HubError(f"Supabase did not run the script: {_reason(found)}")
    return int(found[-1]["training_brain_schema"])


def _reason(found: Any) -> str:
    """The database's own sentence, on one line."""
    message = found.get("message") if isinstance(found, dict) else None
    return " ".join(str(message or "no reason given").split())[:300]


def migrate_by_postgres(url: str) -> int:
    """Applies the script over a plain connection. Raises HubError."""
    try:
        import psycopg
    except ImportError:
        raise HubError(
            "a Postgres URL needs psycopg: "
            "`uv tool install training-brain --with 'psycopg[binary]'`; "
            "or paste `training-brain db sql` into the SQL editor"
        ) from None
    try:
        with psycopg.connect(url, autocommit=True, connect_timeout=10) as db:
            db.execute(hub_script.script().encode())
            row = db.execute("select max(version) from training.migrations").fetchone()
    except psycopg.OperationalError:
        raise HubOfflineError("the Postgres of that URL cannot be reached with it") from None
    except psycopg.Error as error:
        hint = f" ({error.diag.message_hint})" if error.diag.message_hint else ""
        raise HubError(
            f"the database did not run the script: {error.diag.message_primary}{hint}"
        ) from None
    return int(row[0]) if row else 0


def check(hub: Hub, *, pause: Callable[[float], object] = time.sleep) -> list[Check]:
    """Proves schema, functions, grants and bucket by using them. Raises HubError."""
    info = _info(hub, pause)
    found = int(info["schema"])
    notes = _schema_notes(found)
    checks = [
        Check("address", True, hub.url),
        Check("schema", not notes, f"version {found}", notes[0] if notes else None),
    ]
    if notes:
        return checks
    batch = {"schema": SCHEMA, "epoch": info["epoch"], "units": []}
    pushed = hub.rpc("sync_push", {"batch": batch})
    pulled = hub.rpc("sync_pull", {"after": info["last_version"], "max_rows": 1})
    same = pushed["epoch"] == pulled["epoch"] == info["epoch"]
    alive = sum(info["units"].values())
    checks.append(
        Check("exchange", same, f"pushes and pulls; {alive:,} units, epoch {info['epoch'][:8]}")
    )
    opened = info["exposed"]
    checks.append(
        Check(
            "access",
            not opened,
            f"open to the public API roles: {', '.join(opened)}"
            if opened
            else "closed to the public",
            "revoke it in the SQL editor: revoke all on NAME from anon, authenticated"
            if opened
            else None,
        )
    )
    used = info["database_bytes"] / 1e6
    checks.append(
        Check(
            "size",
            used < 450,
            f"{used:.0f} MB of the free plan's 500",
            None if used < 450 else "raise the plan in the dashboard before writes stop",
        )
    )
    public = hub.bucket_is_public()
    checks.append(
        Check(
            "originals",
            not public,
            f"bucket {BUCKET}, {'PUBLIC' if public else 'private'}",
            f"make {BUCKET} private in the dashboard's Storage" if public else None,
        )
    )
    return checks


def _info(hub: Hub, pause: Callable[[float], object]) -> Any:
    """Right after a migration the functions may not be seen yet."""
    waited = 0.0
    while True:
        try:
            return hub.rpc("schema_info", {})
        except HubSchemaMissingError:
            if waited >= _RELOAD_S:
                raise
        pause(1.0)
        waited += 1.0
