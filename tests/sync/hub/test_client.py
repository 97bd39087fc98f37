"""Every way in which Supabase can fail is one plain state with its way out, and shows no key."""

import socket
from typing import Any

import pytest

from sync.hub.client import Hub, checked_url, key_warning
from sync.hub.errors import (
    HubError,
    HubOfflineError,
    HubPausedError,
    HubQuotaError,
    HubReadOnlyError,
    HubRefusedError,
    HubSchemaMissingError,
    HubSchemaNewError,
    HubSchemaOldError,
    HubSignedOutError,
)
from sync.hub.syncing import HubSync
from tests.replicas.postgres import Postgres, free_port
from tests.replicas.supabase import KEY, Project, project
from tests.sync.hub.conftest import Make, connect, reach, sync


def state(hub: Hub, kind: type[HubError]) -> str:
    with pytest.raises(kind) as caught:
        hub.rpc("schema_info", {})
    assert type(caught.value) is kind
    assert KEY not in str(caught.value)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_wrong_key(supabase: Project) -> None:
    hub = reach(supabase.url, "sb_secret_wrong")
    assert "login supabase" in state(hub, HubSignedOutError)
    assert len(supabase.requests) == 1  # nothing to be gained by asking again


@pytest.mark.parametrize(
    ("status", "kind", "says"),
    [(402, HubQuotaError, "quota"), (540, HubPausedError, "Restore")],
)
def test_what_only_the_dashboard_can_mend(
    quick: Project, status: int, kind: type[HubError], says: str
) -> None:
    quick.faults = lambda _number, _path: status
    assert says in state(connect(quick), kind)
    assert len(quick.requests) == 1


@pytest.mark.parametrize("fault", [500, 502, 503, 504, 520, 521, 522, 544, 429, "before", "after"])
def test_a_passing_trouble_is_tried_again(quick: Project, fault: int | str) -> None:
    quick.faults = lambda number, _path: fault if number < 3 else None
    pauses: list[float] = []
    assert connect(quick, pauses).rpc("schema_info", {})["schema"] == 3
    assert len(pauses) == 2
    assert all(0 < pause <= 20 for pause in pauses)


def test_a_lasting_trouble_is_said(quick: Project) -> None:
    quick.faults = lambda _number, _path: 503
    pauses: list[float] = []
    assert "HTTP 503" in state(connect(quick, pauses), HubOfflineError)
    assert len(quick.requests) == 4
    assert pauses == sorted(pauses)


def test_offline() -> None:
    hub = reach(f"http://127.0.0.1:{free_port()}", KEY)
    assert "not reachable" in state(hub, HubOfflineError)


@pytest.mark.parametrize("network", [True, False])
def test_a_project_gone_from_the_dns(monkeypatch: pytest.MonkeyPatch, network: bool) -> None:
    def resolve(host: str, *_: Any, **__: Any) -> list[Any]:
        if host == "api.supabase.com" and network:
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("192.0.2.1", 443))]
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    hub = reach("https://abcdefghijklmnopqrst.supabase.co", KEY)
    if network:
        assert "paused" in state(hub, HubPausedError)
    else:
        assert "no network" in state(hub, HubOfflineError)


def test_a_sign_in_page_of_the_network_is_no_hub(
    quick: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.replicas import supabase

    monkeypatch.setattr(supabase, "execute", lambda *_: (200, "<html>Welcome</html>"))
    assert "something else answered" in state(connect(quick), HubOfflineError)


def test_read_only_because_over_its_size(quick: Project, device: Make) -> None:
    mirror = device("one")
    sync(mirror, quick)
    mirror.db.execute("INSERT INTO outbox VALUES ('wellness', '2026-01-01', '2026-01-01')")
    name = quick.sql("select current_database()")[0][0]
    quick.sql(f"alter database {name} set default_transaction_read_only = on")
    with pytest.raises(HubReadOnlyError, match="over its size"):
        sync(mirror, quick)
    assert connect(quick).rpc("schema_info", {})["schema"] == 3  # reading goes on


@pytest.mark.parametrize("real", [False, True])
def test_schema_missing(server: Postgres, real: bool) -> None:
    from tests.replicas.supabase import postgrest_binary

    if real and postgrest_binary() is None:
        pytest.skip("no npm, so no PostgREST")
    with project(server, schema=False, real=real) as empty:
        assert "db migrate" in state(connect(empty), HubSchemaMissingError)


@pytest.mark.parametrize(
    ("version", "kind", "says"),
    [(2, HubSchemaOldError, "db migrate"), (99, HubSchemaNewError, "upgrade")],
)
def test_schema_of_another_time(
    quick: Project, device: Make, version: int, kind: type[HubError], says: str
) -> None:
    quick.sql("delete from training.migrations where version > 2")
    if version > 2:
        quick.sql(f"insert into training.migrations values ({version}, 'later', 'x')")
    mirror = device("one")
    mirror.db.execute("INSERT INTO outbox VALUES ('wellness', '2026-01-01', '2026-01-01')")
    with pytest.raises(kind, match=says):
        sync(mirror, quick)
    assert quick.requests == ["POST /rest/v1/rpc/schema_info"]  # it is not touched


def test_a_value_that_does_not_fit(supabase: Project) -> None:
    unit = {"kind": "wellness", "key": "2026-01-01", "base": None, "sha": "x", "deleted": False,
            "body": {"row": {"athlete_id": "no uuid", "date": "2026-01-01"}}}  # fmt: skip
    hub = connect(supabase)
    with pytest.raises(HubRefusedError):
        hub.rpc("sync_push", {"batch": {"schema": 3, "epoch": None, "units": [unit]}})
    assert hub.requests == 1


def test_a_page_that_takes_too_long_is_asked_for_in_smaller_ones(
    quick: Project, device: Make
) -> None:
    from datetime import date

    from tests.filled import fill
    from tests.sync.hub.compare import content, differences

    one, other = device("one"), device("two")
    fill(one, date(2026, 5, 20), 12, seconds_stored=False)
    sync(one, quick)
    hub = connect(quick)

    def slow(name: str, arguments: dict[str, Any]) -> Any:
        if arguments.get("max_rows", 0) > 10:
            raise HubRefusedError("57014")
        return hub.rpc(name, arguments)

    HubSync(other, slow).run()
    assert not differences(content(one), content(other))


def test_addresses() -> None:
    good = "https://abcdefghijklmnopqrst.supabase.co"
    assert checked_url(f" {good}/rest/v1/ ") == good
    assert checked_url("http://127.0.0.1:54321") == "http://127.0.0.1:54321"
    for bad in ("http://abc.supabase.co", "abc.supabase.co", "", "ftp://127.0.0.1"):
        with pytest.raises(HubError, match="https"):
            checked_url(bad)


def test_keys() -> None:
    assert key_warning(KEY) is None
    assert "secret" in (key_warning("sb_publishable_x") or "")
    assert "legacy" in (key_warning("eyJhbGciOi") or "")
    assert "does not look like" in (key_warning("hello") or "")
