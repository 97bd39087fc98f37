"""How a command ends when it cannot do what was asked."""

DONE = 0
PARTLY = 1
USAGE = 2
SIGN_IN = 3
THROTTLED = 4
OFFLINE = 5
BUSY = 6


class CommandError(Exception):
    """One line for stderr and the exit code."""

    def __init__(self, message: str, code: int = PARTLY) -> None:
        super().__init__(message)
        self.code = code
