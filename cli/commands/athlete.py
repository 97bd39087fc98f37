"""Who you are: name, time zone, birth year, sex, weight, first day of the week, units."""

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from typing import Any

from cli.arguments import add_json
from cli.context import Context
from cli.errors import USAGE, CommandError
from cli.output import Cell, Column, Table, show, write_json
from mirror.athlete import athlete
from mirror.rows import Athlete
from tui.units import NONE

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def configure(parser: ArgumentParser) -> None:
    parser.add_argument("--name", type=_name, help="what you are called")
    parser.add_argument("--timezone", metavar="ZONE", help="IANA zone, such as Europe/Berlin")
    parser.add_argument("--birth-year", type=_year, metavar="YEAR", help="for heart-rate defaults")
    parser.add_argument("--sex", choices=("f", "m"), help="for heart-rate load")
    parser.add_argument("--weight-kg", type=_weight, metavar="KG", help="body weight")
    parser.add_argument("--week-start", choices=_DAYS, metavar="DAY", help="monday, sunday, ...")
    parser.add_argument("--units", choices=("metric", "imperial"), help="what tables print")
    add_json(parser)


def run(args: Namespace, context: Context) -> int:
    given: dict[str, Any] = {
        name: getattr(args, name)
        for name in ("name", "timezone", "birth_year", "sex", "weight_kg", "units")
        if getattr(args, name) is not None
    }
    if args.week_start:
        given["week_start"] = _DAYS.index(args.week_start) + 1
    with context.mirror() as mirror:
        if given:
            from sync.profile import save

            try:
                save(mirror, **given)
            except ValueError as error:
                raise CommandError(f"training-brain athlete: {error}", USAGE) from error
        now = athlete(mirror)
    if args.json:
        write_json(now._asdict())
    else:
        show([_table(now)])
    return 0


def _table(who: Athlete) -> Table:
    facts = {
        "name": who.name,
        "time zone": who.timezone,
        "birth year": NONE if who.birth_year is None else str(who.birth_year),
        "sex": who.sex or NONE,
        "weight": NONE if who.weight_kg is None else f"{who.weight_kg:g} kg",
        "week starts on": _DAYS[who.week_start - 1].capitalize(),
        "units": who.units,
    }
    return Table((Column(""), Column("")), [(Cell(name, "dim"), t) for name, t in facts.items()])


def _name(text: str) -> str:
    if not text.strip() or len(text) > 100 or not text.isprintable():
        raise ArgumentTypeError("give 1 to 100 printable characters")
    return text.strip()


def _year(text: str) -> int:
    if not (text.isdigit() and 1900 <= int(text) <= 2100):
        raise ArgumentTypeError(f"{text!r} is no year of birth, write it as 1985")
    return int(text)


def _weight(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 20 <= value <= 300:
        raise ArgumentTypeError(f"{text!r} is no body weight in kg (20 to 300)")
    return value
