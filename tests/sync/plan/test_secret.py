"""The feed's address is the key to the plan: it appears in no log, error or table."""

import logging
import random
import sqlite3
import traceback
import zlib
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from mirror.athlete import athlete, save_athlete
from mirror.database import Mirror, open_mirror
from sync.engine.errors import BadRequestError, SourceError
from sync.sources.plan import address
from sync.sources.plan.fetch import Limits
from sync.sources.plan.pull import pull
from tests.replicas.feed import (
    TOKEN,
    Answer,
    FeedServer,
    Session,
    calendar,
    escape,
    event,
    trainingpeaks,
)

NOW = datetime(2026, 5, 20, 6, 0, tzinfo=UTC)
TODAY = date(2026, 5, 20)
PLAN = trainingpeaks([Session(TODAY, "Run", "Easy", "0:40")], TODAY, random.Random(1))


def everything_stored(path: Path) -> str:
    """Every value of every table, blobs inflated."""
    found: list[str] = []
    with sqlite3.connect(path) as db:
        tables = [
            name for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
        ]
        for table in tables:
            for row in db.execute(f"SELECT * FROM {table}"):
                for value in row:
                    text = value
                    if isinstance(value, bytes):
                        try:
                            text = zlib.decompress(value)
                        except zlib.error:
                            text = value
                    found.append(repr(text))
    db.close()
    return "\n".join(found)


def quoting_itself(url: str) -> bytes:
    """A feed that tells its own address wherever it can."""
    return calendar(
        [
            event(
                UID=f"{TOKEN}-1@coach.example",
                SUMMARY=escape(f"Run, see {url}"),
                DESCRIPTION=escape(f"all of it: {url}\nor {TOKEN}, or {url.partition('://')[2]}"),
                URL=url,
                DTSTART=";VALUE=DATE:20260521",
                CATEGORIES=TOKEN,
            )
        ],
        head=f"X-ORIGINAL-URL:{url}\nX-WR-CALNAME:Plan {TOKEN}\n",
    )


def test_nothing_stored_or_logged_tells_it(
    mirror: Mirror, feed: FeedServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for name in ("httpx", "httpcore", "httpcore.http11", "httpcore.connection"):
        caplog.set_level(logging.DEBUG, logger=name)
    feed.answer = Answer(PLAN)
    pull(mirror, "coach", feed.url, now=NOW)
    feed.routes[f"/next/{TOKEN}.ics"] = Answer(
        quoting_itself(feed.url), etag=f'"{TOKEN}"', last_modified=TOKEN
    )
    feed.answer = Answer(b"", 302, {"Location": f"/next/{TOKEN}.ics"})
    result = pull(mirror, "coach", feed.url, now=NOW)
    assert result.written == 1
    stored = everything_stored(mirror.path)
    assert "see http://[address]" in stored
    for told in (stored, caplog.text, repr(result), *(repr(r.args) for r in caplog.records)):
        assert TOKEN not in told
        assert feed.url not in told


@pytest.mark.parametrize(
    "answer",
    [
        Answer(b"", status)
        for status in (204, 301, 400, 401, 403, 404, 410, 429, 500, 503)
    ]
    + [
        Answer(b"<html>"),
        Answer(b"x" * 3_000, stop_after=10),
        Answer(b"x" * 3_000, drip_s=0.4),
        Answer(b"", 302, {"Location": f"https://{TOKEN}.invalid:99999999/{TOKEN}"}),
        Answer(b"", 302, {"Location": f"https://[{TOKEN}/"}),
        Answer(b"", 302, {"Location": f"ftp://{TOKEN}/"}),
        Answer(b"not gzip", headers={"Content-Encoding": "gzip"}),
    ],
)  # fmt: skip
def test_no_error_tells_it(
    mirror: Mirror, feed: FeedServer, answer: Answer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    feed.answer = answer
    with pytest.raises(SourceError) as caught:
        pull(mirror, "coach", feed.url, now=NOW, limits=Limits(read_s=0.2))
    told = "".join(traceback.format_exception(caught.value)) + repr(caught.value.__dict__)
    assert TOKEN not in told + caplog.text
    assert TOKEN not in everything_stored(mirror.path)


@pytest.mark.parametrize(
    "url",
    [
        f"http://plans.example.org/ical/{TOKEN}.ics",
        f"gopher://plans.example.org/{TOKEN}",
        f"plans.example.org/{TOKEN}.ics",
        f"https://plans.example.org:port/{TOKEN}.ics",
        f"https://plans.example.org/{TOKEN} .ics",
        f"https://[::1/{TOKEN}",
    ],
)
def test_no_refusal_tells_it(mirror: Mirror, url: str) -> None:
    with pytest.raises(BadRequestError) as caught:
        pull(mirror, "coach", url, now=NOW)
    assert TOKEN not in "".join(traceback.format_exception(caught.value))


def test_logs_of_other_threads_and_later_ones_are_let_through(
    mirror: Mirror, feed: FeedServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="httpx")
    feed.answer = Answer(PLAN)
    pull(mirror, "coach", feed.url, now=NOW)
    logging.getLogger("httpx").info("somebody else's request")
    assert caplog.messages == ["somebody else's request"]


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        ("webcal://www.example.org/ical/x.ics", "https://www.example.org/ical/x.ics"),
        ("WEBCAL://www.example.org/ical/x.ics", "https://www.example.org/ical/x.ics"),
        (" https://www.example.org/x.ics\n", "https://www.example.org/x.ics"),
        ("http://127.0.0.1:8000/x.ics", "http://127.0.0.1:8000/x.ics"),
        ("http://localhost/x.ics", "http://localhost/x.ics"),
        ("http://[::1]:80/x.ics", "http://[::1]:80/x.ics"),
    ],
)
def test_addresses_that_are_asked(given: str, asked: str) -> None:
    assert address.usable(given) == asked


def test_words_of_the_address_that_coaches_use_stay_in_the_text() -> None:
    url = (
        "https://training.example.org/calendar/threshold/Endurance/9fQ2kLw83nZx.ics?key=Ab12Cd34Ef"
    )
    text = "Training: Endurance calendar, threshold 9fQ2kLw83nZx Ab12Cd34Ef"
    assert address.without(text, url) == (
        "Training: Endurance calendar, threshold [address] [address]"
    )


def test_the_mirror_says_another_address_from_the_same_without_keeping_it(tmp_path: Path) -> None:
    with FeedServer() as feed, open_mirror(tmp_path / "m.db") as mirror:
        save_athlete(mirror, athlete(mirror)._replace(timezone="Europe/Berlin"))
        feed.answer = Answer(PLAN, etag='"1"')
        pull(mirror, "coach", feed.url, now=NOW)
        pull(mirror, "coach", f"{feed.base}/ical/ANOTHER7KEY21.ics", now=NOW)
        assert "if-none-match" not in feed.seen[-1][1]
