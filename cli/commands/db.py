"""The schema of your own Postgres (Supabase): print it, apply it, prove it.

`db sql` prints one script to paste into the SQL editor; running it again changes nothing.
`db migrate` applies the same script: with a project's access token, asked for once and kept
nowhere, or over a Postgres URL. `db check` proves that everything is in its place.
"""

import sys
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from cli.arguments import add_json
from cli.context import Context
from cli.errors import DONE, OFFLINE, PARTLY, SIGN_IN, USAGE, CommandError
from cli.output import Cell, Column, Line, Table, show, write_json

if TYPE_CHECKING:
    from sync.hub.client import Hub
    from sync.hub.errors import HubError
    from sync.hub.setup import Check

_SIGNS = {True: ("✓", "good"), False: ("✗", "bad")}


def configure(parser: ArgumentParser) -> None:
    parser.add_argument("action", choices=("sql", "migrate", "check"))
    parser.add_argument(
        "--project", metavar="REF", help="migrate: the project, where the address does not tell"
    )
    parser.add_argument(
        "--postgres-url",
        action="store_true",
        help="migrate: over a Postgres URL, asked for or in TRAINING_BRAIN_POSTGRES_URL",
    )
    add_json(parser)


def run(args: Namespace, context: Context) -> int:
    if args.action == "sql":
        from migrations.hub_script import script

        sys.stdout.write(script())
        return DONE
    from sync.credentials import CredentialError
    from sync.hub.errors import HubError

    try:
        if args.action == "migrate":
            return _migrate(args, context)
        return _check(_hub(context), as_json=args.json)
    except CredentialError as error:
        raise CommandError(f"training-brain: {error}", PARTLY) from None
    except HubError as error:
        raise CommandError(f"training-brain: {error}", exit_code(error)) from None


def exit_code(error: "HubError") -> int:
    """As for every source: sign-in needed, offline, or something that failed."""
    from sync.hub.errors import HubOfflineError, HubSignedOutError

    if isinstance(error, HubSignedOutError):
        return SIGN_IN
    return OFFLINE if isinstance(error, HubOfflineError) else PARTLY


def _hub(context: Context) -> "Hub":
    from sync.credentials import Credentials, NoStoreError
    from sync.hub.client import Hub
    from sync.hub.round import KEY, URL

    credentials = Credentials(context.base)
    way = "training-brain login supabase"
    try:
        url, key = credentials.read(URL), credentials.read(KEY)
    except NoStoreError:  # no keyring here, and no file chosen: nothing was ever kept
        url = key = None
        way += " --store file"
    if url is None or key is None:
        raise CommandError(
            f"training-brain: no Supabase project is joined; join one with `{way}`", SIGN_IN
        )
    return Hub(url.reveal(), key.reveal())


def _migrate(args: Namespace, context: Context) -> int:
    from sync.hub import setup

    if args.postgres_url:
        url = _secret("postgres-url", "Postgres URL (not shown): ")
        version = setup.migrate_by_postgres(url)
    else:
        project = args.project or setup.project_of(_hub(context).url)
        if project is None:
            raise CommandError(
                "training-brain: the address names no project; give it with --project", USAGE
            )
        _say(
            "An access token for this project is needed once and kept nowhere; make it at"
            " supabase.com/dashboard/account/tokens, for this project, database read and write."
        )
        token = _secret("supabase-token", "Access token (not shown): ")
        version = setup.migrate_by_token(project, token)
    if args.json:
        write_json({"schema": version})
    else:
        sys.stdout.write(f"The schema is version {version}. Prove it: training-brain db check\n")
    return DONE


def _secret(name: str, question: str) -> str:
    """From the environment, the terminal without echo, or a pipe; used once."""
    from getpass import getpass

    from sync.credentials.given import given

    found = given(name)
    if found is not None:
        return found.value
    text = (getpass(question) if sys.stdin.isatty() else sys.stdin.readline()).strip()
    if not text:
        raise CommandError("training-brain: stopped; nothing was changed.", PARTLY)
    return text


def _check(hub: "Hub", *, as_json: bool) -> int:
    from sync.hub.setup import check

    try:
        checks = check(hub)
    finally:
        hub.close()
    good = all(one.ok for one in checks)
    if as_json:
        write_json({"ok": good, "checks": [one._asdict() for one in checks]})
    else:
        _show(checks)
    return DONE if good else PARTLY


def _show(checks: "list[Check]") -> None:
    rows = [(Cell(*_SIGNS[one.ok]), Cell(one.name, "dim"), one.text) for one in checks]
    todo = [Line(f"{one.name}: {one.advice}") for one in checks if one.advice]
    show([Table((Column(""), Column(""), Column("")), rows), *todo])


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()
