"""What a page may send: everything else is no message."""

import json

import pytest

from tui.web.wire import Focus, Keys, Ping, Size, size, understand


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ('["stdin", "q"]', Keys(b"q")),
        ('["stdin", "ü✓"]', Keys("ü✓".encode())),
        ('["stdin", "\\ud800"]', Keys(b"?")),
        ('["resize", {"width": 120, "height": 40}]', Size(120, 40)),
        ('["resize", {"width": 1000000000, "height": -5}]', Size(1000, 2)),
        ('["ping", "17"]', Ping("17")),
        ('["focus"]', Focus(True)),
        ('["blur"]', Focus(False)),
    ],
)
def test_understood(text: str, meant: object) -> None:
    assert understand(text) == meant


@pytest.mark.parametrize(
    "text",
    [
        "", "x", "{}", "[]", "null", "[[]]", '["stdin"]', '["stdin", 5]', '["stdin", null]',
        '["resize", {}]', '["resize", 5]', '["resize", {"width": null, "height": 3}]',
        '["resize", {"width": NaN, "height": 3}]', '["resize", {"width": Infinity, "height": 3}]',
        '["resize", {"width": "9x", "height": 3}]', '["quit"]', '["ping"]', '["exit", "now"]',
        json.dumps(["ping", "x" * 65]), "[" * 100_000,
        json.dumps(["resize", {"width": "9" * 5000, "height": 3}]),
    ],
)  # fmt: skip
def test_not_understood(text: str) -> None:
    assert understand(text) is None


def test_the_size_in_an_address_is_text() -> None:
    assert size("132", "43") == Size(132, 43)
    assert size(None, "43") is None
    assert size("wide", "43") is None
