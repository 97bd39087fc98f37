"""What a source can answer instead of data. `str(error)` is one sentence for the athlete.

None of them carries a URL, a token or a body.
"""


class SourceError(Exception):
    """Base of all."""


class SignInNeededError(SourceError):
    """No credentials, or ones the service does not take any more. Ends the source's run."""


class NotSetUpError(SignInNeededError):
    """Nobody has ever signed in to this source here; that is no failure of the others."""


class ThrottledError(SourceError):
    """Asked to slow down. retry_after_s: what the service said, None where it said nothing."""

    def __init__(self, message: str, retry_after_s: float | None = None) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


class OfflineError(SourceError):
    """The service cannot be reached at all. Tried again a few times, then ends the run."""


class TroubleError(SourceError):
    """The service answered with an error of its own or with no sense. Tried again, then the item
    is put off."""


class RefusedError(SourceError):
    """The service will not give this (403). The item is put off."""


class MissingError(SourceError):
    """There is no such thing there (404)."""


class BadRequestError(SourceError):
    """The question was not understood (400): for a range of days, too long a range."""


class ShapeError(SourceError):
    """The answer has a shape nobody has seen. The item is put off; the raw answer is not kept."""


class CancelledError(SourceError):
    """The athlete, or the end of the program, stopped it."""
