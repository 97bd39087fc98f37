"""Settings of all tests."""

import os

from hypothesis import settings

# How long an example takes says more about the machine's other jobs than about the code.
# The same examples each time: a test that fails tells of the change, not of the dice.
settings.register_profile("fixed", deadline=None, derandomize=True)
#: `pytest --hypothesis-profile=search -m hypothesis` looks further, elsewhere each time.
settings.register_profile("search", deadline=None, max_examples=2_000, print_blob=True)
settings.load_profile("fixed")


def pytest_xdist_auto_num_workers() -> int:
    """Two to a core: many tests wait (for a terminal, a server, a pause that is theirs)."""
    return 2 * (os.cpu_count() or 1)
