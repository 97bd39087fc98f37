"""What can go wrong with a store: one sentence with the way out, never with the secret."""


class CredentialError(Exception):
    """Base of all; `str(error)` is fit to be shown to the athlete as it is."""


class NoStoreError(CredentialError):
    """There is no place that may be written to."""


class StoreTroubleError(CredentialError):
    """The place is there and does not do its work: locked, silent, unreadable."""
