"""One error a cause, and tokens that are saved whenever Garmin renews them."""

import json
import threading
from collections.abc import Callable
from typing import Any

import pytest

from sync.credentials import Secret
from sync.engine.errors import (
    BadRequestError,
    MissingError,
    OfflineError,
    RefusedError,
    SignInNeededError,
    SourceError,
    ThrottledError,
    TroubleError,
)
from sync.engine.pace import Pace, chosen_rate
from sync.engine.requester import TRIES, Requester
from sync.sources.garmin.client import GarminClient
from tests.replicas.garmin import NAME, GarminReplica

PROFILE = "/userprofile-service/socialProfile"


class Keeper:
    """A store in memory."""

    def __init__(self) -> None:
        self.kept: list[str] = []

    def __call__(self, tokens: str) -> None:
        self.kept.append(tokens)


@pytest.fixture
def keeper() -> Keeper:
    return Keeper()


def connect(tokens: str, keeper: Callable[[str], object]) -> GarminClient:
    return GarminClient(Secret(tokens), Requester(Pace(5000, threading.Event())), keeper, NAME)


@pytest.mark.parametrize(
    ("answers", "kind", "asked"),
    [
        (["400"], BadRequestError, 1),
        (["403"], RefusedError, 1),
        (["404"], MissingError, 1),
        (["429"] * 9, ThrottledError, TRIES),
        (["500"] * 9, TroubleError, TRIES),
        (["502"] * 9, TroubleError, TRIES),
        (["html"] * 9, TroubleError, TRIES),
        (["cut"] * 9, TroubleError, TRIES),
        (["drop"] * 9, OfflineError, 2),
    ],
)
def test_one_error_a_cause(
    garmin: GarminReplica, keeper: Keeper, answers: list[str], kind: type[SourceError], asked: int
) -> None:
    client = connect(garmin.tokens(), keeper)
    garmin.fail("socialProfile", *answers)
    with pytest.raises(kind) as caught:
        client.get(PROFILE)
    client.close()
    assert type(caught.value) is kind
    assert len(garmin.asked("socialProfile")) == asked
    assert "http" not in str(caught.value).lower().replace("(http", "")


@pytest.mark.parametrize("kind", ["429-after", "429", "500", "html", "cut", "drop", "slow", "401"])
def test_bad_luck_is_tried_again(garmin: GarminReplica, keeper: Keeper, kind: str) -> None:
    client = connect(garmin.tokens(), keeper)
    client.get(PROFILE)
    garmin.fail("socialProfile", kind)
    assert client.get(PROFILE)["displayName"] == NAME
    client.close()


def test_retry_after_is_told(garmin: GarminReplica, keeper: Keeper) -> None:
    client = connect(garmin.tokens(), keeper)
    garmin.fail("socialProfile", *["429-after"] * TRIES)
    with pytest.raises(ThrottledError) as caught:
        client.get(PROFILE)
    client.close()
    assert caught.value.retry_after_s == 1.0


def test_an_active_token_that_expires_is_renewed_and_saved(
    garmin: GarminReplica, keeper: Keeper
) -> None:
    tokens = garmin.tokens(expires_in=60)  # the library renews what ends within 15 minutes
    client = connect(tokens, keeper)
    client.get(PROFILE)
    assert len(keeper.kept) == 1
    assert json.loads(keeper.kept[0])["di_refresh_token"] != json.loads(tokens)["di_refresh_token"]
    client.get(PROFILE)
    client.close()
    assert len(keeper.kept) == 1
    again = connect(keeper.kept[0], keeper)
    assert again.get(PROFILE)["displayName"] == NAME
    again.close()


def test_a_token_that_garmin_has_put_out_is_renewed(garmin: GarminReplica, keeper: Keeper) -> None:
    client = connect(garmin.tokens(), keeper)
    garmin.expire_tokens()
    assert client.get(PROFILE)["displayName"] == NAME
    client.close()
    assert len(keeper.kept) == 1


def test_tokens_are_saved_even_if_the_run_dies_right_after(
    garmin: GarminReplica, keeper: Keeper
) -> None:
    client = connect(garmin.tokens(), keeper)
    garmin.expire_tokens()
    garmin.fail("socialProfile", "401", "500", "500", "500", "500")
    with pytest.raises(TroubleError):
        client.get(PROFILE)
    assert len(keeper.kept) == 1  # before anything was closed
    client.close()


@pytest.mark.parametrize(
    ("kind", "expected"), [("500", TroubleError), ("429", ThrottledError), ("drop", OfflineError)]
)
def test_trouble_with_a_renewal_is_no_reason_to_sign_in_again(
    garmin: GarminReplica, keeper: Keeper, kind: str, expected: type[Exception]
) -> None:
    client = connect(garmin.tokens(), keeper)
    garmin.expire_tokens()
    garmin.fail("oauth/token", *[kind] * 20)
    with pytest.raises(expected):
        client.get(PROFILE)
    client.close()
    assert not client.grant_is_dead


def test_a_sign_in_that_garmin_ended_is_told_as_such(garmin: GarminReplica, keeper: Keeper) -> None:
    tokens = garmin.tokens()
    garmin.revoke()
    client = connect(tokens, keeper)
    with pytest.raises(SignInNeededError, match="training-brain login garmin"):
        client.get(PROFILE)
    client.close()
    assert client.grant_is_dead
    assert not keeper.kept


@pytest.mark.parametrize("tokens", ["", "{}", "[]", "nonsense", '{"oauth1": {}}', '{"di_token": 7'])
def test_tokens_of_another_form_are_refused_without_showing_them(
    garmin: GarminReplica, keeper: Keeper, tokens: str
) -> None:
    with pytest.raises(SignInNeededError) as caught:
        connect(tokens, keeper)
    assert str(caught.value).startswith("The stored Garmin tokens are of another form.")
    assert caught.value.__cause__ is None
    assert not garmin.log


def test_without_network_it_is_told_soon(
    garmin: GarminReplica, keeper: Keeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTPS_PROXY", "https_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    client = connect(garmin.tokens(), keeper)
    with pytest.raises(OfflineError):
        client.get(PROFILE)
    client.close()


def test_the_library_writes_no_log_of_its_own(
    garmin: GarminReplica, keeper: Keeper, caplog: pytest.LogCaptureFixture, capfd: Any
) -> None:
    client = connect(garmin.tokens(), keeper)
    garmin.fail("socialProfile", *["500"] * 4)
    with pytest.raises(TroubleError):
        client.get(PROFILE)
    client.close()
    assert not caplog.records
    assert capfd.readouterr() == ("", "")


def test_the_pace_is_kept_and_jitters() -> None:
    slept: list[float] = []
    clock = 0.0

    class Cancel(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:
            nonlocal clock
            assert timeout is not None
            slept.append(timeout)
            clock += timeout
            return False

    pace = Pace(2.0, Cancel(), clock=lambda: clock)
    for _ in range(108):
        pace.wait()
    assert len(slept) == 100  # the first few go at once
    assert 45 < clock < 55
    assert len({round(s, 4) for s in slept}) > 50


@pytest.mark.parametrize("text", ["fast", "0", "-1", "nan", "1e9"])
def test_a_pace_that_is_none_is_named(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("TRAINING_BRAIN_GARMIN_PACE", text)
    with pytest.raises(SourceError, match="TRAINING_BRAIN_GARMIN_PACE is"):
        chosen_rate("TRAINING_BRAIN_GARMIN_PACE", 1.0)
