"""A short game of the monkey, another process writing meanwhile; the long one is run by hand."""

import pytest

from tests.tui.monkey import keys, play, writer


@pytest.mark.parametrize("kind", ["filled", "empty"])
async def test_keys_clicks_and_sizes(
    kind: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    base = request.getfixturevalue(kind)
    with writer(base / "mirror.db"):
        seen = await play(base, 80, len(kind))
    assert seen.moves == 80


def test_all_keys_are_known_to_the_monkey() -> None:
    assert {"1", "m", "e", "plus", "question_mark"} <= set(keys())
