"""Tokens made elsewhere: another machine's sign-in, or a file of the library."""

import json
import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

from mirror.database import open_mirror
from mirror.home import mirror_path
from sync.credentials import Credentials, Secret
from sync.engine.errors import OfflineError, SignInNeededError, SourceError, ThrottledError
from sync.engine.pace import Pace
from sync.engine.requester import Requester
from sync.sources.garmin import account
from sync.sources.garmin.client import GarminClient
from sync.sources.garmin.signin import Kind, State, store_tokens


def take_tokens(base: Path, credentials: Credentials, text: str) -> State:
    """Checks them with one request, then keeps them, renewed if Garmin renewed them meanwhile."""
    problem = _problem(text)
    if problem:
        return State(Kind.SIGNED_OUT, problem)
    current = text.strip()

    def renewed(tokens: str) -> None:
        nonlocal current
        current = tokens

    client = GarminClient(Secret(current), Requester(Pace(5.0, threading.Event())), renewed)
    try:
        known = account.from_profile(client.get("/userprofile-service/socialProfile"))
    except SignInNeededError:
        return State(Kind.SIGNED_OUT, "Garmin does not take these tokens; nothing was stored.")
    except OfflineError as error:
        return State(Kind.OFFLINE, str(error))
    except ThrottledError as error:
        with open_mirror(mirror_path(base)) as mirror:
            seconds = error.retry_after_s or 900.0
            until = account.utc_now() + timedelta(seconds=seconds)
            account.pause(mirror, until)
        return State(Kind.THROTTLED, "Garmin asked for a pause; try again later.", until=until)
    except SourceError as error:
        return State(Kind.CHANGED, f"{error} Nothing was stored.")
    finally:
        client.close()
    return store_tokens(base, credentials, current, known, now=account.utc_now())


def _problem(text: str) -> str | None:
    """What is wrong with the form, None if nothing."""
    try:
        found: Any = json.loads(text)
    except ValueError:
        found = None
    if isinstance(found, dict) and found.get("di_token") and found.get("di_refresh_token"):
        return None
    if isinstance(found, dict | list) and "oauth" in text:
        return "These are tokens of an older form that Garmin does not take any more; sign in anew."
    return "These are no Garmin tokens: expected is the JSON with di_token and di_refresh_token."
