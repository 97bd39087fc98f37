"""A real Postgres for the whole run, a project of its own for each test, and mirrors to sync."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mirror.database import Mirror, open_mirror
from mirror.home import mirror_path
from sync.hub.client import Hub
from sync.hub.syncing import HubSync, Round
from tests.replicas.postgres import Postgres, postgres
from tests.replicas.supabase import Project, postgrest_binary, project

type Make = Callable[[str], Mirror]


@pytest.fixture(scope="session")
def server() -> Iterator[Postgres]:
    with postgres() as running:
        yield running


@pytest.fixture(params=["gateway", "postgrest"])
def supabase(request: pytest.FixtureRequest, server: Postgres) -> Iterator[Project]:
    """A project with the schema; the functions run by the gateway, and by a real PostgREST."""
    real = request.param == "postgrest"
    if real and postgrest_binary() is None:
        pytest.skip("no npm, so no PostgREST")
    with project(server, real=real) as running:
        yield running


@pytest.fixture
def quick(server: Postgres) -> Iterator[Project]:
    """A project whose functions the gateway runs: for what does not depend on PostgREST."""
    with project(server) as running:
        yield running


@pytest.fixture
def device(tmp_path: Path) -> Iterator[Make]:
    """Makes (or opens) a mirror of that name."""
    opened: list[Mirror] = []

    def make(name: str) -> Mirror:
        opened.append(open_mirror(mirror_path(tmp_path / name)))
        return opened[-1]

    yield make
    for mirror in opened:
        mirror.close()


_opened: list[Hub] = []


@pytest.fixture(autouse=True)
def _all_closed() -> Iterator[None]:
    """Every client that a test opened is closed after it."""
    yield
    while _opened:
        _opened.pop().close()


def reach(url: str, key: str, pauses: list[float] | None = None) -> Hub:
    """A client, which waits for nothing."""
    _opened.append(Hub(url, key, pause=(pauses if pauses is not None else []).append))
    return _opened[-1]


def connect(project: Project, pauses: list[float] | None = None) -> Hub:
    """The client of that project."""
    return reach(project.url, project.key, pauses)


def sync(mirror: Mirror, project: Project) -> Round:
    """One round of one device."""
    return HubSync(mirror, connect(project).rpc).run()
