"""Settings of all tests."""

import os

from hypothesis import settings

# How long an example takes says more about the machine's other jobs than about the code.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


def pytest_xdist_auto_num_workers() -> int:
    """Two to a core: many tests wait (for a terminal, a server, a pause that is theirs)."""
    return 2 * (os.cpu_count() or 1)
