"""The command line's front door: find the command, parse what it needs, map errors to codes.

A read command must answer in about the time a bare interpreter takes with sqlite3 and json, so the
commands are listed here by name and their modules are imported when they run.
"""

import gc
import os
import sys
from argparse import ArgumentParser, HelpFormatter
from errno import ENOSPC
from importlib import import_module
from typing import NamedTuple, NoReturn

from cli.errors import BUSY, USAGE, CommandError


class Command(NamedTuple):
    """module: in cli/commands, with `configure(parser)` and `run(args, context) -> int`."""

    module: str
    summary: str
    group: str
    demo: bool = True


COMMANDS: dict[str, Command] = {
    "briefing": Command(
        "briefing", "last night, yesterday, today's plan, and warning signs", "Ask"
    ),
    "today": Command("today", "what is planned today", "Ask"),
    "last": Command("last", "the latest workout", "Ask"),
    "recent": Command("recent", "the workouts of the last days", "Ask"),
    "recovery": Command("recovery", "sleep, HRV, resting heart rate and readiness by day", "Ask"),
    "analyze": Command("analyze", "one workout: laps, bests, time in zone, decoupling", "Ask"),
    "search": Command("search", "workouts by the words in titles and notes", "Ask"),
    "fitness": Command("fitness", "CTL, ATL and TSB by day, and where the plan leads", "Ask"),
    "curve": Command("curve", "best power or pace of two periods, and what it says of FTP", "Ask"),
    "calendar": Command("calendar", "plan and execution, day by day and week by week", "Ask"),
    "status": Command("status", "what is stored and how fresh it is", "Ask"),
    "web": Command("web", "the dashboard in a browser on this machine", "Look"),
    "import": Command(
        "import_", "take in FIT, GPX and TCX files, folders and archives", "Bring in", demo=False
    ),
    "intraday": Command("sync_", "bring in today", "Bring in", demo=False),
    "daily": Command("sync_", "bring in the last days and what changed", "Bring in", demo=False),
    "backfill": Command("sync_", "bring in the history, newest first", "Bring in", demo=False),
    "schedule": Command(
        "schedule", "let the system bring in what is due, by itself", "Bring in", demo=False
    ),
    "login": Command(
        "login", "sign in to Garmin or Supabase, give the plan's address", "Set up", demo=False
    ),
    "logout": Command("logout", "forget a sign-in", "Set up", demo=False),
    "db": Command(
        "db", "your own Postgres: print, apply and prove its schema", "Set up", demo=False
    ),
    "export": Command("export", "CSV of any table or workout, and the original files", "Take out"),
    "edit": Command("edit", "your word on a workout: title, RPE, notes, what counts", "Set up"),
    "athlete": Command("athlete", "show or set name, time zone, weight, units", "Set up"),
    "thresholds": Command("thresholds", "show or set FTP, threshold heart rate and pace", "Set up"),
    "zones": Command("zones", "show the training zones in force", "Set up"),
    "settings": Command("settings", "show or change anything else, looks and keys too", "Set up"),
    "doctor": Command("doctor", "what is set up, what is wrong, what to do", "Set up"),
    "completion": Command("completion", "print a completion script for your shell", "Set up"),
}

#: Not in the list of commands: the headless run, and the original's name for signing in.
SYNC = Command("sync_", "bring in what is due", "Bring in", demo=False)
ALIASES = {"login-garmin": Command("login", "sign in to Garmin", "Set up", demo=False)}

INTRODUCTION = """\
usage: training-brain [--demo] [COMMAND] [OPTIONS]

Your training in one place that you own. Without a command it opens the dashboard.
"""

OPTIONS = """\
Options
  --sync       bring in what is due, without a question, for cron; --sync --help tells more
  --demo       use a generated athlete in a place of its own; before any command, or alone
  --version    print the version
  -h, --help   print this; COMMAND --help prints a command's own options

Commands under "Ask" take --json: one JSON document on stdout.
Everything is kept in one folder; TRAINING_BRAIN_HOME moves it.
"""


class Parser(ArgumentParser):
    """A parser whose complaints are one line, and which asks for the terminal's width itself:
    argparse would import shutil for it, two milliseconds of every command."""

    def _get_formatter(self) -> HelpFormatter:
        kind = self.formatter_class
        assert isinstance(kind, type)
        assert issubclass(kind, HelpFormatter)
        return kind(self.prog, max_help_position=32, width=_columns() - 2)

    def error(self, message: str) -> NoReturn:
        raise CommandError(f"{self.prog}: {message} (see {self.prog} --help)", USAGE)


def _columns() -> int:
    try:
        return max(40, min(100, os.get_terminal_size().columns))
    except OSError:
        return 100


def help_text() -> str:
    """The first page: every command in its group."""
    lines = [INTRODUCTION]
    width = max(map(len, COMMANDS)) + 2
    for group in dict.fromkeys(command.group for command in COMMANDS.values()):
        lines.append(group)
        for name, command in COMMANDS.items():
            if command.group == group:
                lines.append(f"  {name:<{width}}{command.summary}")
        lines.append("")
    return "\n".join(lines) + "\n" + OPTIONS


def main(arguments: list[str]) -> int:
    """Runs one command line and returns its exit code. Raises what `entry` turns into codes."""
    demo = False
    rest = list(arguments)
    while rest and rest[0].startswith("-"):
        option = rest.pop(0)
        if option == "--demo":
            demo = True
        elif option in ("-h", "--help"):
            sys.stdout.write(help_text())
            return 0
        elif option == "--version":
            return _print_version()
        elif option == "--sync":
            if demo:
                raise CommandError("training-brain: the demo has nothing to sync", USAGE)
            return _run("--sync", SYNC, rest, demo=False)
        else:
            raise CommandError(
                f"training-brain: no option {option} (see training-brain --help)", USAGE
            )
    if not rest:
        return _open_dashboard(demo=demo)
    name = rest.pop(0)
    if name == "help":
        return main([*rest[:1], "--help"])
    command = COMMANDS.get(name) or ALIASES.get(name)
    if command is None:
        raise CommandError(_unknown(name), USAGE)
    if demo and not command.demo:
        raise CommandError(
            f"training-brain: {name} works on your own data, leave out --demo", USAGE
        )
    return _run(name, command, rest, demo=demo)


def _run(name: str, command: Command, arguments: list[str], *, demo: bool) -> int:
    module = import_module(f"cli.commands.{command.module}")
    parser = Parser(prog=f"training-brain {name}", description=module.__doc__, allow_abbrev=False)
    module.configure(parser)
    parsed = parser.parse_args(arguments)
    from cli.context import Context

    code: int = module.run(parsed, Context(demo=demo))
    return code


def _open_dashboard(*, demo: bool) -> int:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise CommandError(
            "training-brain: the dashboard needs a terminal; with a command it prints "
            "(see training-brain --help)",
            USAGE,
        )
    from mirror.home import home
    from tui.app import run

    return run(home(demo=demo), demo=demo)


def _print_version() -> int:
    from importlib.metadata import version

    sys.stdout.write(f"training-brain {version('training-brain')}\n")
    return 0


def _unknown(name: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, COMMANDS, n=1, cutoff=0.5)
    hint = f", did you mean {near[0]}?" if near else " (see training-brain --help)"
    return f"training-brain: no command {name!r}{hint}"


def entry() -> int:
    """The console script: errors become one line on stderr and an exit code."""
    # The collector would walk thousands of definitions again and again while they are made
    # (measured: a fourteenth of the dashboard's start).
    gc.set_threshold(100_000, 50, 50)
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by who started us
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115
    try:
        code = main(sys.argv[1:])
        sys.stdout.flush()
        if _leaves_nothing_open(sys.argv[1:]):
            # The mirror is closed and all is written: taking the interpreter down piece by piece
            # would cost a read command a fifth of its time.
            os._exit(code)
    except BrokenPipeError:  # `training-brain recent | head`
        _discard_output()
        return 141
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        message, code = _explained(error)
        sys.stderr.write(f"{message}\n")
    return code


def _discard_output() -> None:
    """What could not be written is not to be tried again when the interpreter ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _leaves_nothing_open(arguments: list[str]) -> bool:
    """No threads, no child processes: so are the commands that the demo has too."""
    command = COMMANDS.get(next((word for word in arguments if not word.startswith("-")), ""))
    return command is not None and command.demo


def _explained(error: Exception) -> tuple[str, int]:
    """Known failures as (line, code); anything else is a bug and keeps its traceback."""
    if isinstance(error, CommandError):
        return str(error), error.code
    from sqlite3 import Error as SQLiteError

    from mirror.database import explain
    from mirror.errors import MirrorBusyError, MirrorError
    from mirror.home import home, mirror_path
    from reports.errors import ReportError

    if isinstance(error, SQLiteError):
        error = explain(error, mirror_path(home()))
    if isinstance(error, MirrorBusyError):
        return f"training-brain: {error}", BUSY
    if isinstance(error, MirrorError):
        return f"training-brain: {error}", 1
    if isinstance(error, ReportError):
        return f"training-brain: {error}", USAGE
    if isinstance(error, OSError) and error.errno == ENOSPC:
        _discard_output()
        return "training-brain: no space left to write to; free some and run it again", 1
    raise error
