"""The hub's schema as ONE script: checksummed, locked, resumable.

Each migration is a block of its own that takes a lock, looks whether it was applied, compares the
checksum and otherwise applies it whole. Run it twice, by six at once, or kill it half-way: the next
run goes on where the last block ended. The same text serves the SQL editor, the Management API
and a plain connection.
"""

import hashlib
from importlib.resources import files
from typing import NamedTuple

HEADER = """\
-- training-brain: the schema of the athlete's own Postgres. Paste it whole into the SQL editor and
-- run it; running it again changes nothing. It needs no extension and stores no secret.
"""

BOOKKEEPING = """
do $tb$
begin
    perform pg_advisory_xact_lock(7002);
    create schema if not exists training;
    create table if not exists training.migrations (
        version     integer primary key,
        name        text not null,
        sha256      text not null,
        applied_at  timestamptz not null default now()
    );
end
$tb$;
"""

STEP = """
do $tb$
declare
    stored text;
    newest integer;
begin
    perform pg_advisory_xact_lock(7002);
    select sha256 into stored from training.migrations where version = {version};
    if stored is not null then
        if stored <> '{sha256}' then
            raise exception 'migration {version} ({name}) was applied with another content'
                using errcode = 'TB001', hint = 'take the script of the release that made it';
        end if;
        return;
    end if;
    select coalesce(max(version), 0) into newest from training.migrations;
    if newest <> {version} - 1 then
        raise exception 'migration {version} follows {previous}, the newest applied is %', newest
            using errcode = 'TB002', hint = 'run the whole script';
    end if;
    execute $tbsql$
{body}
$tbsql$;
    insert into training.migrations (version, name, sha256)
    values ({version}, '{name}', '{sha256}');
end
$tb$;
"""

#: At every run, since a bucket may be deleted in the dashboard; one that is there stays as it is.
FOOTER = """
do $tb$
begin
    -- The private bucket for the original files, where the database has Supabase's storage.
    if to_regclass('storage.buckets') is not null then
        insert into storage.buckets (id, name, public) values ('fit-files', 'fit-files', false)
        on conflict (id) do nothing;
    end if;
end
$tb$;
notify pgrst, 'reload schema';
select max(version) as training_brain_schema from training.migrations;
"""


class Migration(NamedTuple):
    version: int
    name: str
    sql: str

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.sql.encode()).hexdigest()

    def block(self) -> str:
        """The `do` block that applies it once."""
        return STEP.format(
            version=self.version,
            previous=self.version - 1,
            name=self.name,
            sha256=self.sha256,
            body=self.sql,
        )


def migrations() -> list[Migration]:
    """Every migration the package carries, in order."""
    found = sorted(
        (entry for entry in files("migrations").joinpath("supabase").iterdir()),
        key=lambda entry: entry.name,
    )
    return [
        Migration(int(entry.name.split("_", 1)[0]), entry.name[:-4], entry.read_text("utf-8"))
        for entry in found
        if entry.name.endswith(".sql")
    ]


def script() -> str:
    """The whole script."""
    return "".join([HEADER, BOOKKEEPING, *(step.block() for step in migrations()), FOOTER])


def newest() -> int:
    """The schema this program needs."""
    return migrations()[-1].version
