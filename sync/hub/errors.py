"""What can be wrong with the hub: one plain state each, with the way out. None holds a key."""


class HubError(Exception):
    """Base of all; `str(error)` is one line for the athlete. state: a word for `status --json`."""

    state = "failed"


class HubSignedOutError(HubError):
    """The key is wrong, was revoked, or belongs to another project."""

    state = "signed out"


class HubPausedError(HubError):
    """A free project that slept: by HTTP 540, or gone from DNS."""

    state = "paused"


class HubQuotaError(HubError):
    """The organisation is over its quota (HTTP 402)."""

    state = "quota"


class HubReadOnlyError(HubError):
    """The database is over its size and refuses writes (SQLSTATE 25006)."""

    state = "read-only"


class HubOfflineError(HubError):
    """No answer: no network, or the service is down for a while."""

    state = "offline"


class HubSchemaMissingError(HubError):
    """The functions of the sync are not there."""

    state = "schema missing"


class HubRestoredError(HubError):
    """The database was restored between two requests; the next round compares everything."""

    state = "restored"


class HubRefusedError(HubError):
    """This very request is too much or not acceptable (a value, the size, the time it takes); a
    smaller one may pass."""

    state = "refused"


class HubSchemaOldError(HubError):
    """The database is behind this program."""

    state = "schema too old"

    def __init__(self, found: int, needed: int) -> None:
        super().__init__(
            f"Supabase: the schema is {found}, this program needs {needed}; "
            "run `training-brain db migrate`"
        )


class HubSchemaNewError(HubError):
    """The database is ahead of this program; it is not touched."""

    state = "schema too new"

    def __init__(self, found: int, known: int) -> None:
        super().__init__(
            f"Supabase: the schema is {found}, this program knows {known}; "
            "upgrade it with `uv tool upgrade training-brain`"
        )
