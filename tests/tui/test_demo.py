"""The process that fills the demo beside the dashboard, played by small scripts."""

import sys
import threading
from datetime import date
from pathlib import Path

import pytest

from tui.demo import DemoFiller


def told(tmp_path: Path, script: str) -> list[str]:
    filler = DemoFiller(tmp_path, date(2026, 11, 23))
    filler._command = [sys.executable, "-c", script]
    texts: list[str] = []
    filler.run(texts.append)
    return texts


@pytest.mark.parametrize(
    ("script", "texts"),
    [
        ("print('1 4'); print('4 4')", ["demo athlete 25 %", "demo athlete 100 %", ""]),
        ("print('1 400'); print('2 400')", ["demo athlete 0 %", ""]),
        ("", [""]),
        ("import sys; sys.exit('disk: full')", ["disk: full"]),
    ],
)
def test_progress_and_the_end_are_told(tmp_path: Path, script: str, texts: list[str]) -> None:
    assert told(tmp_path, script) == texts


def test_leaving_the_dashboard_ends_the_process(tmp_path: Path) -> None:
    filler = DemoFiller(tmp_path, date(2026, 11, 23))
    filler._command = [
        sys.executable,
        "-c",
        "import time; print('1 9', flush=True); time.sleep(600)",
    ]
    started = threading.Event()
    thread = threading.Thread(target=filler.run, args=(lambda _: started.set(),))
    thread.start()
    assert started.wait(30)
    filler.stop()
    thread.join(30)
    assert not thread.is_alive()
