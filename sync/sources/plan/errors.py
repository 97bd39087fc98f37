"""Why a feed gave no plan. No message ever holds the feed's address: it is the key to the plan."""

from typing import Literal

Reason = Literal["sign_in", "throttled", "offline", "server", "unreadable", "too_large", "address"]


class PlanFeedError(Exception):
    """One line for the athlete. kind: what to do about it; retry_after_s: the server's own wish."""

    def __init__(self, kind: Reason, message: str, *, retry_after_s: float | None = None) -> None:
        super().__init__(message)
        self.kind: Reason = kind
        self.retry_after_s = retry_after_s
