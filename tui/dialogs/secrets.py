"""What the dialogs and cards ask the store of secrets; only ever in a thread."""

from pathlib import Path

#: Card -> the secret whose place is told.
_SECRETS = {"garmin": "garmin-tokens", "plan": "plan-url", "hub": "supabase-key"}


def kept_places(base: Path) -> dict[str, str]:
    """card -> "kept in …" for what is there; a store's trouble is told in its own words."""
    from sync.credentials import Credentials

    credentials = Credentials(base)
    found = {}
    for card, name in _SECRETS.items():
        place = credentials.in_use(name).removeprefix(f"{name}: ").rstrip(".")
        if "not set" not in place:
            found[card] = place
    return found
