"""Every command and query printed in AGENTS.md runs, and answers from a filled mirror."""

import json
import re
import sqlite3
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from cli.main import main
from mirror.home import home, mirror_path
from sync.sources import demo

TEXT = (Path(__file__).parents[1] / "AGENTS.md").read_text(encoding="utf-8")
SHELL = [
    line
    for block in re.findall(r"^```sh\n(.*?)^```", TEXT, re.DOTALL | re.MULTILINE)
    for line in block.splitlines()
    if line.strip()
]
SQL = re.findall(r"^```sql\n(.*?)^```", TEXT, re.DOTALL | re.MULTILINE)


@pytest.fixture(scope="module")
def athlete(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    base = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TRAINING_BRAIN_HOME", str(base))
        demo.ensure(home(demo=True), today=date.today(), years=0.25, wait=True)
        yield base


@pytest.mark.parametrize("line", SHELL)
def test_command(line: str, athlete: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = line.split()
    assert words[0] == "training-brain"
    assert main(["--demo", *words[1:]]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert any(answer.values())


@pytest.mark.parametrize("query", SQL, ids=range(len(SQL)))
def test_query(query: str, athlete: Path) -> None:
    mirror = sqlite3.connect(f"file:{mirror_path(home(demo=True))}?mode=ro", uri=True)
    try:
        assert mirror.execute(query).fetchall()
    finally:
        mirror.close()
