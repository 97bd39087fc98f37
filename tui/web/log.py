"""The server's own words on stderr: one line each, without tracebacks and without its secrets."""

import logging
import sys

from tui.web.access import Access


class OneLine(logging.Formatter):
    """Message and kind of error; libraries' tracebacks quote requests, and those hold tokens."""

    def __init__(self, access: Access) -> None:
        super().__init__()
        self._access = access

    def format(self, record: logging.LogRecord) -> str:
        words = record.getMessage().splitlines() or [""]
        kind = record.exc_info[0] if record.exc_info else None
        text = words[0] + (f" ({kind.__name__})" if kind else "")
        for secret in self._access.secrets:
            text = text.replace(secret, "…")
        return f"training-brain web: {text}"


def quiet(access: Access) -> logging.Handler:
    """The one handler: warnings and worse of every library in this process."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setLevel(logging.WARNING)
    handler.setFormatter(OneLine(access))
    return handler
