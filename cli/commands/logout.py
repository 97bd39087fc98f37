"""Forget the sign-in to a source. What was brought in stays."""

import sys
from argparse import ArgumentParser, Namespace

from cli.context import Context
from cli.errors import PARTLY, CommandError

_SOURCES = ("garmin", "trainingpeaks", "supabase")


def configure(parser: ArgumentParser) -> None:
    parser.add_argument("source", choices=_SOURCES, help="what to sign out of")


def run(args: Namespace, context: Context) -> int:
    from sync.credentials import CredentialError, Credentials
    from sync.credentials.given import given, variable

    try:
        credentials = Credentials(context.base)
        if args.source == "garmin":
            from sync.sources.garmin.signin import TOKENS, sign_out

            name, had = TOKENS, sign_out(context.base, credentials)
        elif args.source == "supabase":
            from sync.hub.setup import sign_out as leave_hub

            with context.mirror() as mirror:
                name, had = "supabase-key", leave_hub(mirror, credentials)
        else:
            from sync.engine.plan_overview import unfollow

            with context.mirror() as mirror:
                name, had = "plan-url", unfollow(mirror, credentials)
        seed = given(name)
    except CredentialError as error:
        raise CommandError(f"training-brain: {error}", PARTLY) from None
    sys.stdout.write("Signed out.\n" if had else f"There was no sign-in to {args.source}.\n")
    if seed is not None:
        sys.stderr.write(f"{variable(name)} or its like still gives one: {seed.where}.\n")
    return 0
