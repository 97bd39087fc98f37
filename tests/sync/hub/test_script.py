"""The schema's script: twice, by six at once, killed in the middle, tampered, on other's data."""

import threading
from collections.abc import Iterator

import psycopg
import pytest

from migrations import hub_script
from sync.hub.syncing import SCHEMA
from tests.replicas.postgres import Postgres, postgres


@pytest.fixture(scope="module")
def other_server(server: Postgres) -> Iterator[Postgres]:
    """Of the other version."""
    with postgres(34 - server.version) as running:
        yield running


@pytest.fixture(params=[16, 18])
def dsn(request: pytest.FixtureRequest, server: Postgres, other_server: Postgres) -> str:
    """An empty database, on both ends of what Supabase runs."""
    chosen = server if request.param == server.version else other_server
    return chosen.dsn(chosen.fresh())


def apply(dsn: str, text: str | None = None) -> None:
    with psycopg.connect(dsn, autocommit=True) as db:
        db.execute((text or hub_script.script()).encode())


def applied(dsn: str) -> list[tuple[int, str]]:
    with psycopg.connect(dsn) as db:
        return db.execute("select version, name from training.migrations order by 1").fetchall()


ALL = [(step.version, step.name) for step in hub_script.migrations()]


def test_this_program_needs_the_newest() -> None:
    assert [version for version, _ in ALL] == list(range(1, SCHEMA + 1))
    assert hub_script.newest() == SCHEMA


def test_twice_is_once(dsn: str) -> None:
    apply(dsn)
    with psycopg.connect(dsn, autocommit=True) as db:
        before = db.execute("select * from training.migrations order by 1").fetchall()
        epoch = db.execute("select epoch from training.hub").fetchall()
    apply(dsn)
    with psycopg.connect(dsn, autocommit=True) as db:
        assert db.execute("select * from training.migrations order by 1").fetchall() == before
        assert db.execute("select epoch from training.hub").fetchall() == epoch
    assert applied(dsn) == ALL


def test_six_at_once(dsn: str) -> None:
    failures: list[BaseException] = []

    def one() -> None:
        try:
            apply(dsn)
        except psycopg.Error as error:
            failures.append(error)

    threads = [threading.Thread(target=one) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not failures
    assert applied(dsn) == ALL


def test_killed_in_the_middle_it_goes_on(dsn: str) -> None:
    """Block by block, as the SQL editor and psql do: what is done stays, the rest follows."""
    first, second, *_ = hub_script.migrations()
    broken = second.block().replace("create sequence", "select 1 / 0; create sequence", 1)
    with psycopg.connect(dsn, autocommit=True) as db:
        db.execute(hub_script.BOOKKEEPING.encode())
        db.execute(first.block().encode())
        with pytest.raises(psycopg.errors.DivisionByZero):
            db.execute(broken.encode())
    assert applied(dsn) == ALL[:1]
    apply(dsn)
    assert applied(dsn) == ALL


def test_one_failure_in_one_string_leaves_nothing(dsn: str) -> None:
    with pytest.raises(psycopg.errors.DivisionByZero):
        apply(dsn, hub_script.script() + "\nselect 1 / 0;")
    with psycopg.connect(dsn) as db:
        assert db.execute("select to_regclass('training.migrations')").fetchone() == (None,)


def test_a_connection_cut_off_leaves_whole_steps(dsn: str) -> None:
    """The client is gone while the server works: nothing, or all of a step."""
    db = psycopg.connect(dsn, autocommit=True)
    db.pgconn.send_query((hub_script.script() + "select pg_sleep(0);").encode())
    db.pgconn.finish()
    apply(dsn)
    assert applied(dsn) == ALL


def test_a_tampered_step_is_noticed(dsn: str) -> None:
    apply(dsn)
    step = hub_script.migrations()[1]
    other = step._replace(sql=step.sql + "\n-- changed")
    with pytest.raises(psycopg.Error, match="another content") as caught:
        apply(dsn, other.block())
    assert caught.value.sqlstate == "TB001"


def test_a_step_does_not_skip_one(dsn: str) -> None:
    apply(dsn, hub_script.BOOKKEEPING)
    with pytest.raises(psycopg.Error, match="newest applied is 0") as caught:
        apply(dsn, hub_script.migrations()[1].block())
    assert caught.value.sqlstate == "TB002"


def test_beside_other_tables(dsn: str) -> None:
    apply(dsn, "create table public.mine (a int); insert into public.mine values (1);")
    apply(dsn)
    with psycopg.connect(dsn) as db:
        assert db.execute("select a from public.mine").fetchall() == [(1,)]


def test_the_bucket_is_private_and_comes_back(dsn: str) -> None:
    """With Supabase's storage there; whoever deleted the bucket runs the script again."""
    apply(
        dsn,
        "create schema storage; create table storage.buckets"
        " (id text primary key, name text not null unique, public boolean default true)",
    )
    for _ in range(2):
        apply(dsn)
        apply(dsn)
        with psycopg.connect(dsn, autocommit=True) as db:
            found = db.execute("select id, name, public from storage.buckets").fetchall()
            assert found == [("fit-files", "fit-files", False)]
            db.execute("delete from storage.buckets")


def test_tables_of_our_names_are_not_touched(dsn: str) -> None:
    apply(dsn, "create table public.athletes (a int); insert into public.athletes values (1);")
    with pytest.raises(psycopg.Error, match="athletes") as caught:
        apply(dsn)
    assert caught.value.sqlstate == "TB003"
    assert "move them" in str(caught.value.diag.message_hint)
    apply(dsn, "create schema before; alter table public.athletes set schema before;")
    apply(dsn)
    assert applied(dsn) == ALL
