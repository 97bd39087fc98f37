"""What every command is given: where things are, whose they are, and what day it is there."""

from datetime import date

from mirror.athlete import athlete
from mirror.database import Mirror, open_mirror
from mirror.home import home, mirror_path
from reports.clock import local_now


class Context:
    """base: the folder of the mirror in use (the demo athlete has one of its own)."""

    def __init__(self, *, demo: bool = False) -> None:
        self.demo = demo
        self.base = home(demo=demo)

    def mirror(self) -> Mirror:
        """The open mirror, made on first use; the demo athlete's is brought up to today first."""
        if self.demo:
            self._fill_demo()
        return open_mirror(mirror_path(self.base))

    def today(self, mirror: Mirror) -> date:
        """The athlete's local date now."""
        return local_now(athlete(mirror).timezone).date()

    def _fill_demo(self) -> None:
        from cli.demo import fill

        fill(self.base)
