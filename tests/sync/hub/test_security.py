"""Who may do what, as the catalog says it and as it is when tried."""

import psycopg
import pytest

from migrations.hub_script import script
from mirror.database import Mirror
from tests.replicas.postgres import Postgres
from tests.replicas.supabase import Project
from tests.sync.hub.conftest import Make

FUNCTIONS = {"sync_push", "sync_pull", "schema_info", "best_average", "athlete_today"}
OURS = "(n.nspname = 'training' or n.nspname = 'public')"


def denied(project: Project, role: str, statement: str) -> str | None:
    """The SQLSTATE with which the role is refused, None if it is not."""
    project.sql(f"alter role {role} login")
    try:
        dsn = project.dsn.replace("user=postgres", f"user={role}")
        with psycopg.connect(dsn, autocommit=True) as db:
            db.execute(statement.encode())
    except psycopg.Error as error:
        return error.sqlstate
    finally:
        project.sql(f"alter role {role} nologin")
    return None


def test_the_public_roles_can_do_nothing(quick: Project) -> None:
    for role in ("anon", "authenticated"):
        held = quick.sql(
            "select c.oid::regclass::text from pg_class c join pg_namespace n"
            f" on n.oid = c.relnamespace where {OURS} and c.relkind in ('r', 'v', 'S')"
            f" and case c.relkind when 'S' then has_sequence_privilege('{role}', c.oid, 'usage')"
            f" else has_table_privilege('{role}', c.oid,"
            " 'select, insert, update, delete, truncate') end"
        )
        assert held == []
        callable_ = quick.sql(
            "select p.oid::regprocedure::text from pg_proc p join pg_namespace n"
            f" on n.oid = p.pronamespace where {OURS}"
            f" and has_function_privilege('{role}', p.oid, 'execute')"
        )
        assert callable_ == []
        assert quick.sql(f"select has_schema_privilege('{role}', 'training', 'usage')") == [
            (False,)
        ]
        assert denied(quick, role, "select * from public.athletes") == "42501"
        assert denied(quick, role, "select public.schema_info()") == "42501"


def test_grants_of_an_older_project_are_taken_back(server: Postgres) -> None:
    """Before 2026 a project granted everything in `public` by default."""
    dsn = server.dsn(server.fresh())
    with psycopg.connect(dsn, autocommit=True) as db:
        db.execute(
            "alter default privileges in schema public grant all on tables to anon, authenticated;"
            "alter default privileges in schema public grant all on functions"
            " to anon, authenticated;"
            "create view public.not_ours as select 1 as a"
        )
        db.execute(script().encode())
        assert db.execute("select training.exposed()").fetchone() == ([],)
        found = db.execute("select has_table_privilege('anon', 'public.not_ours', 'select')")
        assert found.fetchone() == (True,)  # somebody else's view keeps its grants
        db.execute("grant select on training.athletes to anon")
        assert db.execute("select training.exposed()").fetchone() == (["training.athletes"],)


def test_the_agent_reads_and_nothing_else(quick: Project) -> None:
    views = [
        row[0] for row in quick.sql("select viewname from pg_views where schemaname = 'public'")
    ]
    assert {"athletes", "workouts_executed", "activity_streams", "workout_bests"} <= set(views)
    for view in views:
        assert denied(quick, "training_agent", f"select * from public.{view} limit 1") is None
    lifted = "set transaction read write; "
    for statement in (
        "insert into public.athletes (id, name, timezone) values (gen_random_uuid(), 'x', 'UTC')",
        "update training.workouts_executed set title = 'x'",
        "delete from public.wellness_daily",
        "truncate training.wellness_daily",
        "create table public.x (a int)",
        "create table training.x (a int)",
        "select public.sync_push('{}')",
        "select public.sync_pull(0, 1)",
        "select public.schema_info()",
        "select training.stamp('a', 'b', 'c', false)",
        "select * from training.units",
        "select * from training.raw_payloads",
        "select * from training.migrations",
        "set role service_role",
        "select * from pg_shadow",
    ):
        with_write = statement if statement.startswith(("select", "set")) else lifted + statement
        assert denied(quick, "training_agent", with_write) == "42501", statement
    found = quick.sql(
        "select rolcanlogin, rolinherit, rolsuper, rolcreaterole, rolcreatedb, rolbypassrls"
        " from pg_roles where rolname = 'training_agent'"
    )
    assert found == [(False,) * 6]  # no login: the athlete gives it a password
    settings = quick.sql(
        "select unnest(setconfig) from pg_db_role_setting s join pg_roles r on r.oid = s.setrole"
        " where rolname = 'training_agent'"
    )
    assert ("default_transaction_read_only=on",) in settings
    assert ("statement_timeout=15s",) in settings


def test_supabases_own_reader_writes_nothing(quick: Project) -> None:
    role, lifted = "supabase_read_only_user", "set transaction read write; "
    for statement in ("update training.athletes set name = 'x'", "delete from public.athletes"):
        assert denied(quick, role, lifted + statement) == "42501"
    for statement in ("select public.sync_push('{}')", "select public.sync_pull(0, 1)"):
        assert denied(quick, role, statement) == "42501"
    assert denied(quick, role, "select public.athlete_today()") is None
    quick.sql(f"alter role {role} login")


def test_functions(quick: Project) -> None:
    """Every function has an empty search_path, runs as its caller, and is not PUBLIC's."""
    found = quick.sql(
        "select p.proname, n.nspname, p.prosecdef, p.proconfig,"
        " coalesce(p.proacl::text like '%{=X/%' or p.proacl::text like '%,=X/%', true)"
        f" from pg_proc p join pg_namespace n on n.oid = p.pronamespace where {OURS}"
    )
    assert {name for name, schema, *_ in found if schema == "public"} == FUNCTIONS
    for name, _, definer, config, everybody in found:
        assert 'search_path=""' in (config or []), name
        assert not definer, name
        assert not everybody, name


def test_the_lints_of_supabase_find_nothing(quick: Project) -> None:
    """0010 views as their owner, 0013 tables without row security, 0008 row security without a
    policy, 0014 extensions in public, 0016 materialised views, 0001 foreign keys without an index,
    0009 duplicate indexes, 0003 policies that compute per row."""
    assert quick.sql(
        "select relname from pg_class c join pg_namespace n on n.oid = c.relnamespace"
        f" where {OURS} and relkind = 'v'"
        " and not coalesce(reloptions @> array['security_invoker=on'], false)"
    ) == []  # fmt: skip
    assert quick.sql(
        "select relname from pg_class c join pg_namespace n on n.oid = c.relnamespace"
        f" where {OURS} and relkind = 'r' and not relrowsecurity"
    ) == []  # fmt: skip
    assert quick.sql("select relname from pg_class where relkind = 'm'") == []
    assert quick.sql(
        "select extname from pg_extension e where extnamespace = 'public'::regnamespace"
    ) == []  # fmt: skip
    bare = quick.sql(
        "select c.relname from pg_class c where c.relnamespace = 'training'::regnamespace"
        " and relkind = 'r' and not exists (select from pg_policy p where p.polrelid = c.oid)"
    )
    assert bare == []
    assert quick.sql(
        "select conrelid::regclass::text, conname from pg_constraint k where contype = 'f'"
        " and connamespace = 'training'::regnamespace and not exists ("
        "  select from pg_index i where i.indrelid = k.conrelid"
        "  and (i.indkey::int2[])[0:cardinality(k.conkey) - 1] @> k.conkey)"
    ) == []  # fmt: skip
    assert quick.sql(
        "select indrelid::regclass::text, indkey::text from pg_index i"
        " join pg_class c on c.oid = i.indrelid where c.relnamespace = 'training'::regnamespace"
        " group by 1, 2, indpred::text having count(*) > 1"
    ) == []  # fmt: skip


#: Kept in another form on either side, or on one side only.
_OTHERWISE = {
    "workout_streams": {f"{name}_d" for name in ("speed", "altitude", "lat", "lon", "distance")},
    "workout_zone_seconds": None,
    "units": None,
    "hub": None,
    "migrations": None,
}


def test_the_two_schemas_have_the_same_columns(quick: Project, device: Make) -> None:
    local = _local_columns(device("one"))
    there: dict[str, set[str]] = {}
    for table, column in quick.sql(
        "select table_name, column_name from information_schema.columns"
        " where table_schema = 'training'"
    ):
        there.setdefault(table, set()).add(column)
    for table, columns in there.items():
        other = _OTHERWISE.get(table, set())
        if other is None:
            continue
        plain = {name.removesuffix("_d") if name in other else name for name in columns}
        assert plain == local[table], table
    synced = there.keys() - {name for name, columns in _OTHERWISE.items() if columns is None}
    local_only = {"sync_ledger", "sync_runs", "outbox", "settings"}
    local_only |= {"hub_units", "hub_conflicts", "hub_state"}
    assert synced == local.keys() - local_only


def _local_columns(mirror: Mirror) -> dict[str, set[str]]:
    tables = mirror.db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
    return {
        table: {row[1] for row in mirror.db.execute(f"PRAGMA table_info({table})")}
        for (table,) in tables
        if not table.startswith("sqlite_")
    }


@pytest.mark.parametrize("table", ["workouts_executed", "wellness_daily"])
def test_truncate_would_hide_deletions(quick: Project, table: str) -> None:
    with pytest.raises(psycopg.Error, match="TRUNCATE would hide"):
        quick.sql(f"truncate training.{table} cascade")
