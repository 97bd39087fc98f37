"""Sign in to a source of data. What is kept goes to the system keyring, or to a file only you can
read if you choose that; a password is used once and kept nowhere."""

import sys
from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from cli.context import Context
from cli.errors import DONE, OFFLINE, PARTLY, SIGN_IN, THROTTLED, USAGE, CommandError

if TYPE_CHECKING:
    from sync.credentials import Credentials
    from sync.sources.garmin.signin import State

_SOURCES = ("garmin", "trainingpeaks", "supabase")


def configure(parser: ArgumentParser) -> None:
    """Also the `login-garmin` of old, which is `login garmin`."""
    if parser.prog.endswith("login-garmin"):
        parser.set_defaults(source="garmin")
    else:
        parser.add_argument("source", choices=_SOURCES, help="where to sign in")
    parser.add_argument(
        "--store",
        choices=("keyring", "file"),
        help="where to keep it: the system keyring, or a file only you can read",
    )
    parser.add_argument("--email", help="garmin: the account's e-mail")
    parser.add_argument(
        "--token-file", type=Path, metavar="FILE", help="garmin: tokens made on another machine"
    )
    parser.add_argument("--token-stdin", action="store_true", help="garmin: the same from stdin")


def run(args: Namespace, context: Context) -> int:
    from sync.credentials import CredentialError, Credentials

    try:
        credentials = Credentials(context.base)
        _settle_store(args, credentials)
        if args.source == "trainingpeaks":
            return _plan(context, credentials)
        if args.source == "supabase":
            return _supabase(context, credentials)
        if args.token_file or args.token_stdin:
            return _told(_imported(args, context, credentials))
        return _garmin(args, context, credentials)
    except CredentialError as error:
        raise CommandError(f"training-brain: {error}", PARTLY) from None


def _settle_store(args: Namespace, credentials: "Credentials") -> None:
    """Before anything is typed: is there a place to keep it?"""
    from sync.credentials import NoStoreError

    if args.store:
        credentials.choose(args.store)
    try:
        credentials.check()
    except NoStoreError as error:
        if not sys.stdin.isatty():
            raise CommandError(f"training-brain: {error}", PARTLY) from None
        _say(f"There is no system keyring here. It can be kept in {credentials.file_path},")
        answer = input("readable by you alone and not encrypted. Use the file? [y/N] ")
        if answer.strip().lower() not in ("y", "yes"):
            raise CommandError(f"training-brain: {error}", PARTLY) from None
        credentials.choose("file")


def _garmin(args: Namespace, context: Context, credentials: "Credentials") -> int:
    from sync.sources.garmin.signin import Kind, SignIn

    email, password = _asked(args, credentials)
    signing = SignIn(context.base, credentials)
    _say("Signing in to Garmin; this takes some seconds.")
    state = signing.start(email, password)
    while state.kind is Kind.NEEDS_CODE:
        if not sys.stdin.isatty():
            raise CommandError("training-brain: Garmin wants a code; sign in on a terminal.", 3)
        _say(state.sentence)
        code = input("Code (empty to stop): ").strip()
        if not code:
            signing.cancel()
            raise CommandError("training-brain: stopped; nothing was stored.", PARTLY)
        state = signing.submit_code(code)
    return _told(state)


def _asked(args: Namespace, credentials: "Credentials") -> tuple[str, str]:
    """From the environment, else from the athlete; the password without echo."""
    from getpass import getpass

    email = credentials.given("garmin-email")
    password = credentials.given("garmin-password")
    address = args.email or (email.reveal() if email else "")
    if not sys.stdin.isatty() and not (address and password):
        raise CommandError(
            "training-brain: signing in needs a terminal; elsewhere give tokens with --token-stdin"
            " or in TRAINING_BRAIN_GARMIN_TOKENS",
            USAGE,
        )
    address = address or input("Garmin e-mail: ").strip()
    secret = password.reveal() if password else getpass("Garmin password: ")
    if not address or not secret:
        raise CommandError("training-brain: stopped; nothing was stored.", PARTLY)
    return address, secret


def _imported(args: Namespace, context: Context, credentials: "Credentials") -> "State":
    from sync.sources.garmin.imported import take_tokens

    try:
        text = (
            sys.stdin.read() if args.token_stdin else args.token_file.expanduser().read_text("utf8")
        )
    except (OSError, UnicodeDecodeError):
        raise CommandError(
            f"training-brain: --token-file {args.token_file} cannot be read", USAGE
        ) from None
    return take_tokens(context.base, credentials, text)


def _told(state: "State") -> int:
    from sync.sources.garmin.signin import Kind

    if state.kind is Kind.SIGNED_IN:
        sys.stdout.write(f"{state.sentence}\n")
        _say(
            "Next: `training-brain daily`, and `training-brain backfill --since DATE` for the past."
        )
        return DONE
    codes = {Kind.THROTTLED: THROTTLED, Kind.OFFLINE: OFFLINE, Kind.NOT_KEPT: PARTLY}
    raise CommandError(f"training-brain: {state.sentence}", codes.get(state.kind, SIGN_IN))


def _plan(context: Context, credentials: "Credentials") -> int:
    from getpass import getpass

    from sync.engine.errors import OfflineError, SourceError
    from sync.engine.feeds import probe, remember_given

    given = credentials.given("plan-url")
    if given is None and not sys.stdin.isatty():
        url = sys.stdin.readline().strip()
    else:
        url = given.reveal() if given else getpass("Address of the calendar (not shown): ").strip()
    if not url:
        raise CommandError("training-brain: stopped; nothing was stored.", PARTLY)
    try:
        with context.mirror() as mirror:
            found = probe(mirror, url, datetime.now(UTC))
    except SourceError as error:
        code = OFFLINE if isinstance(error, OfflineError) else PARTLY
        raise CommandError(f"training-brain: {error}", code) from None
    place = credentials.write("plan-url", url)
    with context.mirror() as mirror:
        remember_given(mirror)
    sys.stdout.write(f"The calendar holds {found}; its address is kept in {place}.\n")
    return DONE


def _supabase(context: Context, credentials: "Credentials") -> int:
    from cli.commands.db import exit_code
    from sync.hub.errors import HubError
    from sync.hub.setup import sign_in

    url = _line(
        "supabase-url", credentials, "Address (https://<project>.supabase.co): ", shown=True
    )
    key = _line("supabase-key", credentials, "Secret key, sb_secret_... (not shown): ", shown=False)
    if not url or not key:
        raise CommandError("training-brain: stopped; nothing was stored.", PARTLY)
    try:
        with context.mirror() as mirror:
            done = sign_in(mirror, credentials, url, key)
    except HubError as error:
        raise CommandError(f"training-brain: {error}", exit_code(error)) from None
    sys.stdout.write(f"Supabase answers at {done.url}; the key is kept in {done.place}.\n")
    for note in done.notes:
        _say(f"  {note}")
    return DONE


def _line(name: str, credentials: "Credentials", question: str, *, shown: bool) -> str:
    """From the environment, the terminal, or a line of a pipe."""
    from getpass import getpass

    given = credentials.given(name)
    if given is not None:
        return given.reveal()
    if not sys.stdin.isatty():
        return sys.stdin.readline().strip()
    return (input(question) if shown else getpass(question)).strip()


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()
