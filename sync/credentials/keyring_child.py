"""The process that speaks to the system keyring: one JSON request on stdin, one answer on stdout.

A keyring may wait for ever for an unlock that nobody gives, inside a call that cannot be
interrupted; a process can be ended. It runs as a plain script, so it imports nothing of ours.
"""

import json
import sys
from typing import Any

SERVICE = "training-brain"
REFUSED = ("null", "fail", "plaintext")


def acceptable(backend: Any) -> Any:
    """The first backend that keeps secrets, or None for those that lose or expose them."""
    for member in getattr(backend, "backends", None) or [backend]:
        kind = f"{type(member).__module__}.{type(member).__qualname__}".lower()
        if not any(word in kind for word in REFUSED) and "chainer" not in kind:
            return member
    return None


def answer(request: dict[str, Any]) -> dict[str, Any]:
    import keyring
    from keyring.errors import InitError, KeyringError, KeyringLocked, PasswordDeleteError

    try:
        backend = acceptable(keyring.get_keyring())
        if backend is None:
            return {"error": "none"}
        label = f"{type(backend).__module__}.{type(backend).__qualname__}"
        result: dict[str, Any] = {"backend": label, "value": None}
        if request["do"] == "get":
            result["value"] = backend.get_password(SERVICE, request["name"])
        elif request["do"] == "set":
            backend.set_password(SERVICE, request["name"], request["value"])
            result["value"] = backend.get_password(SERVICE, request["name"])
        else:
            try:
                backend.delete_password(SERVICE, request["name"])
            except PasswordDeleteError:
                result["value"] = None  # it was not there
    except (KeyringLocked, InitError):
        return {"error": "locked"}
    except (KeyringError, RuntimeError, OSError, ImportError, AttributeError) as error:
        return {"error": "trouble", "kind": type(error).__name__}
    return result


if __name__ == "__main__":
    print(json.dumps(answer(json.load(sys.stdin))))  # noqa: T201 - this is the answer
