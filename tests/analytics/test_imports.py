"""Read commands and the first frame must not wait for NumPy: these modules do without."""

import subprocess
import sys

import pytest

PLAIN = (
    "anomalies",
    "assignment",
    "compliance",
    "critical",
    "curves",
    "durations",
    "estimate",
    "fitness",
    "load",
    "matching",
    "predict",
    "recovery",
    "sports",
    "thresholds",
    "trimp",
    "zones",
)
HEAVY = ("numpy", "dataclasses", "logging", "inspect", "typing_extensions")


@pytest.mark.parametrize("module", PLAIN)
def test_plain_modules_import_nothing_heavy(module: str) -> None:
    code = (
        f"import sys, analytics.{module}\n"
        f"print(*[name for name in {HEAVY!r} if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == ""
