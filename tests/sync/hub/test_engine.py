"""The hub's turn in a sync, and the commands that set it up."""

import io
import json
import re
import threading
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import psycopg
import pytest

from cli.errors import CommandError
from cli.main import main
from migrations.hub_script import script
from mirror.database import open_mirror
from mirror.home import mirror_path
from sync import progress as events
from sync.engine.run import run
from sync.hub import setup
from tests.filled import fill
from tests.replicas.postgres import Postgres, free_port
from tests.replicas.supabase import KEY, Project, project

TODAY = date(2026, 5, 20)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home without any account; secrets go to the file."""
    for name in ("GARMIN_TOKENS", "PLAN_URL", "SUPABASE_URL", "SUPABASE_KEY"):
        monkeypatch.delenv(f"TRAINING_BRAIN_{name}", raising=False)
    monkeypatch.setenv("TRAINING_BRAIN_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("TRAINING_BRAIN_STORE", "file")
    with open_mirror(mirror_path(tmp_path / "home")) as mirror:
        fill(mirror, TODAY, 12, seconds_stored=False)
        mirror.db.execute("UPDATE workouts_executed SET fit_file_path = NULL")
    return tmp_path / "home"


@pytest.fixture
def joined(home: Path, quick: Project, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with a hub, given by the environment."""
    monkeypatch.setenv("TRAINING_BRAIN_SUPABASE_URL", quick.url)
    monkeypatch.setenv("TRAINING_BRAIN_SUPABASE_KEY", quick.key)
    return home


def status(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    capsys.readouterr()
    assert main(["status", "--json"]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)["hub"]
    return found


def test_without_a_hub_nothing_is_said(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    result = run(home, "intraday")
    assert result.hub is None
    assert "hub" not in result.to_json()
    assert "upabase" not in json.dumps(result.to_json())
    assert main(["status"]) == 0
    assert "upabase" not in capsys.readouterr().out
    assert not status(capsys)["configured"]


@pytest.mark.parametrize("profile", ["auto", "intraday", "daily", "backfill"])
def test_every_sync_pushes_and_pulls(
    joined: Path, quick: Project, profile: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    result = run(joined, profile)
    assert result.hub is not None
    assert result.hub.state == "done"
    assert result.state == "done"
    assert result.hub.written > 20
    assert result.to_json()["hub"]["written"] == result.hub.written
    quick.sql("update training.wellness_daily set steps = 77 where date = '2026-05-20'")
    quick.requests.clear()
    again = run(joined, profile).hub
    assert again is not None
    assert again.fetched == 1
    assert again.requests == len(quick.requests)
    with open_mirror(mirror_path(joined)) as mirror:
        found = mirror.db.execute("SELECT steps FROM wellness_daily WHERE date = '2026-05-20'")
        assert found.fetchone() == (77,)
    hub = status(capsys)
    assert hub["configured"]
    assert hub["pending"] == 0
    assert 5_000_000 < hub["database_bytes"] < hub["database_limit"]
    assert main(["status"]) == 0
    assert re.search(r"nothing waits; database \d+ of 500 MB", capsys.readouterr().out)


def test_progress_is_told_with_its_end(
    joined: Path, quick: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sync.hub.syncing._MOST_UNITS", 10)
    there = 0
    for base in (joined, tmp_path / "new"):
        told: list[events.Event] = []
        result = run(base, "intraday", progress=told.append)
        assert result.hub is not None
        started = next(one for one in told if isinstance(one, events.Started))
        found = sum(one.more for one in told if isinstance(one, events.Found))
        done = [one for one in told if isinstance(one, events.Done)]
        left = [one.items for one in told if isinstance(one, events.Left)]
        assert started.total + found == len(done) == result.hub.fetched + result.hub.written
        assert left[0] == max(left)
        assert left[-1] == 0
        assert len(left) > 2
        there = there or len(done)
        assert started.total >= there  # the whole is known after the first page


def test_a_hub_that_is_down_is_said_and_stops_nothing(
    joined: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TRAINING_BRAIN_SUPABASE_URL", f"http://127.0.0.1:{free_port()}")
    monkeypatch.setattr("sync.hub.client._LONGEST_PAUSE_S", 0.01)
    result = run(joined, "intraday")
    assert result.state == "offline"
    assert result.exit_code == 5
    assert "not reachable" in result.message
    assert status(capsys)["configured"]  # reading goes on without it


def test_an_address_without_a_key(joined: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TRAINING_BRAIN_SUPABASE_KEY")
    result = run(joined, "intraday")
    assert result.exit_code == 3
    assert "login supabase" in result.message


def test_the_demo_athlete_is_never_sent(joined: Path, quick: Project) -> None:
    with open_mirror(mirror_path(joined)) as mirror:
        mirror.db.execute("UPDATE workout_sources SET source = 'demo', source_id = workout_id")
    assert run(joined, "daily").hub is None
    assert quick.requests == []


def test_no_keyring_is_asked_again_where_there_is_no_hub(home: Path) -> None:
    from sync.credentials import Credentials

    asked: list[str] = []

    class Watched(Credentials):
        def read(self, name: str) -> Any:
            asked.append(name)
            return super().read(name)

    for _ in range(3):
        run(home, "intraday", credentials=Watched(home))
    assert asked.count("supabase-url") == 1


def test_a_new_mirror_remembers_the_hub_of_the_credentials(
    home: Path, quick: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed(monkeypatch, quick.url, quick.key)
    assert main(["login", "supabase"]) == 0
    run(home, "intraday")
    for path in home.glob("mirror.db*"):
        path.unlink()
    result = run(home, "intraday")
    assert result.hub is not None
    assert result.hub.fetched > 20


def test_a_cancelled_run_asks_nothing(joined: Path, quick: Project) -> None:
    cancel = threading.Event()
    cancel.set()
    assert run(joined, "daily", cancel=cancel).hub is None
    assert quick.requests == []


def typed(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))


def test_login_check_and_logout(
    home: Path, quick: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed(monkeypatch, f"{quick.url}/rest/v1/", quick.key)
    assert main(["login", "supabase"]) == 0
    told = capsys.readouterr()
    assert quick.url in told.out
    assert KEY not in told.out + told.err
    assert main(["db", "check", "--json"]) == 0
    checks = json.loads(capsys.readouterr().out)
    assert checks["ok"]
    assert [one["name"] for one in checks["checks"]] == [
        "address", "schema", "exchange", "access", "size", "originals",
    ]  # fmt: skip
    assert main(["db", "check"]) == 0
    assert "closed to the public" in capsys.readouterr().out
    result = run(home, "intraday")
    assert result.hub is not None
    assert main(["logout", "supabase"]) == 0
    assert not status(capsys)["configured"]
    assert run(home, "intraday").hub is None
    assert main(["logout", "supabase"]) == 0
    assert "no sign-in to supabase" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("key", "code", "says"),
    [
        ("sb_secret_wrong", 3, "the key was refused"),
        ("sb_publishable_x", 3, "needs the secret one"),
        ("", 1, "nothing was stored"),
    ],
)
def test_login_with_what_does_not_work_keeps_nothing(
    home: Path, quick: Project, monkeypatch: pytest.MonkeyPatch, key: str, code: int, says: str
) -> None:
    typed(monkeypatch, quick.url, key)
    with pytest.raises(CommandError, match=says) as caught:
        main(["login", "supabase"])
    assert caught.value.code == code
    assert run(home, "intraday").hub is None


def test_login_with_a_legacy_key_is_taken_with_a_warning(
    home: Path, quick: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    quick.key = "eyJhbGciOiJIUzI1NiJ9.legacy.key"
    typed(monkeypatch, quick.url, quick.key)
    assert main(["login", "supabase"]) == 0
    told = capsys.readouterr()
    assert "legacy service_role keys end with 2026" in told.err
    assert quick.key not in told.out + told.err


def test_login_before_the_schema_is_there(
    home: Path, server: Postgres, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    with project(server, schema=False) as empty:
        typed(monkeypatch, empty.url, empty.key)
        assert main(["login", "supabase"]) == 0
        assert "db migrate" in capsys.readouterr().err
        typed(monkeypatch, empty.dsn)
        assert main(["db", "migrate", "--postgres-url", "--json"]) == 0
        assert json.loads(capsys.readouterr().out) == {"schema": 3}
        assert main(["db", "check"]) == 0


def test_check_says_what_is_open(
    joined: Path, quick: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    quick.sql("grant usage on schema training to anon; grant select on training.athletes to anon")
    assert main(["db", "check"]) == 1
    assert "training.athletes" in capsys.readouterr().out


def test_commands_without_a_hub(home: Path) -> None:
    for arguments in (["db", "check"], ["db", "migrate"]):
        with pytest.raises(CommandError, match="login supabase") as caught:
            main(arguments)
        assert caught.value.code == 3


def test_commands_without_a_hub_and_without_a_keyring(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TRAINING_BRAIN_STORE")
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    for arguments in (["db", "check"], ["db", "migrate"]):
        with pytest.raises(CommandError) as caught:
            main(arguments)
        assert caught.value.code == 3
        assert str(caught.value) == (
            "training-brain: no Supabase project is joined;"
            " join one with `training-brain login supabase --store file`"
        )


def test_db_sql_prints_the_script(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["db", "sql"]) == 0
    assert capsys.readouterr().out == script()


def test_a_postgres_that_is_not_there(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    typed(monkeypatch, f"host=127.0.0.1 port={free_port()} password=hidden user=x")
    with pytest.raises(CommandError, match="cannot be reached") as caught:
        main(["db", "migrate", "--postgres-url"])
    assert caught.value.code == 5
    assert "hidden" not in str(caught.value)


class Management:
    """The Management API's one route, over a real database."""

    def __init__(self, dsn: str) -> None:
        self.dsn = dsn
        self.status = 201
        self.seen: list[tuple[str, str]] = []


@pytest.fixture
def management(server: Postgres, monkeypatch: pytest.MonkeyPatch) -> Iterator[Management]:
    api = Management(server.dsn(server.fresh()))

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Silence."""

        def do_POST(self) -> None:
            api.seen.append((self.path, self.headers["authorization"]))
            query = json.loads(self.rfile.read(int(self.headers["content-length"])))["query"]
            status, answer = api.status, b"{}"
            if status == 201:
                with psycopg.connect(api.dsn, autocommit=True) as db:
                    try:
                        cursor = db.execute(query)
                        while cursor.nextset():
                            pass
                        version = cursor.fetchall()[0][0]
                        answer = json.dumps([{"training_brain_schema": version}]).encode()
                    except psycopg.Error as error:
                        status = 400
                        message = f"Failed to run sql query: {error}"
                        answer = json.dumps({"message": message}).encode()
            self.send_response(status)
            self.send_header("content-length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

    httpd = HTTPServer(("127.0.0.1", 0), Handler)
    monkeypatch.setattr(setup, "MANAGEMENT", f"http://127.0.0.1:{httpd.server_port}")
    thread = threading.Thread(target=httpd.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield api
    httpd.shutdown()
    httpd.server_close()


PROJECT = "abcdefghijklmnopqrst"


@pytest.fixture
def hosted(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TRAINING_BRAIN_SUPABASE_URL", f"https://{PROJECT}.supabase.co")
    monkeypatch.setenv("TRAINING_BRAIN_SUPABASE_KEY", KEY)
    return home


def test_migrate_by_an_access_token(
    hosted: Path, management: Management, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    typed(monkeypatch, "sbp_token")
    assert main(["db", "migrate"]) == 0
    assert "version 3" in capsys.readouterr().out
    assert management.seen == [(f"/v1/projects/{PROJECT}/database/query", "Bearer sbp_token")]
    kept = [p.read_text(errors="replace") for p in hosted.rglob("*") if p.is_file()]
    assert not any("sbp_token" in text for text in kept)
    typed(monkeypatch, "sbp_token")
    assert main(["db", "migrate", "--project", PROJECT]) == 0


@pytest.mark.parametrize(
    ("status", "code", "says"),
    [
        (401, 3, "refused the access token"),
        (403, 3, "database read and write"),
        (404, 3, "sees no project"),
        (429, 5, "busy"),
        (503, 5, "busy"),
        (200, 1, "did not run the script"),
    ],
)
def test_migrate_that_is_refused(
    hosted: Path, management: Management, monkeypatch: pytest.MonkeyPatch, status: int, code: int,
    says: str,
) -> None:  # fmt: skip
    management.status = status
    typed(monkeypatch, "sbp_token")
    with pytest.raises(CommandError, match=says) as caught:
        main(["db", "migrate"])
    assert caught.value.code == code
    assert "sbp_token" not in str(caught.value)


def test_migrate_says_what_the_database_says(
    hosted: Path, management: Management, monkeypatch: pytest.MonkeyPatch
) -> None:
    with psycopg.connect(management.dsn, autocommit=True) as db:
        db.execute("create table public.athletes (a int)")
    typed(monkeypatch, "sbp_token")
    with pytest.raises(CommandError, match="tables of these names already: athletes"):
        main(["db", "migrate"])


def test_a_home_of_ones_own_has_no_project_in_its_address(
    joined: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed(monkeypatch, "sbp_token")
    with pytest.raises(CommandError, match="--project"):
        main(["db", "migrate"])
