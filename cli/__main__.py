"""`python -m cli`: the same as the `training-brain` command."""

import sys

from cli.main import entry

sys.exit(entry())
