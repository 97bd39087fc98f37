"""Signing in: every way it can go, one attempt an act, and nothing kept but the tokens."""

import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from garminconnect.client import sso

from sync.credentials import Credentials
from sync.sources.garmin.imported import take_tokens
from sync.sources.garmin.signin import Kind, SignIn, sign_out
from tests.replicas.garmin import CODE, EMAIL, PASSWORD, GarminReplica
from tests.replicas.garmin_home import NOW


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library waits some seconds between the page and the password, as a person would."""
    for way in ("MOBILE", "WIDGET", "LOGIN"):
        for end in ("MIN", "MAX"):
            monkeypatch.setattr(sso, f"{way}_DELAY_{end}_S", 0.0)


@pytest.fixture
def base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("TRAINING_BRAIN_STORE", "file")
    base = tmp_path / "home"
    yield base
    written = b"".join(p.read_bytes() for p in base.rglob("*") if p.is_file())
    assert PASSWORD.encode() not in written
    assert CODE.encode() not in written
    assert EMAIL.encode() not in written


def stored(base: Path) -> str | None:
    secret = Credentials(base).read("garmin-tokens")
    return secret.reveal() if secret else None


def posts(garmin: GarminReplica) -> int:
    return sum(1 for asked in garmin.log if asked.method == "POST" and "/api/login" in asked.path)


def test_with_a_password_alone(garmin: GarminReplica, base: Path) -> None:
    signing = SignIn(base)
    state = signing.start(EMAIL, PASSWORD)
    assert state.kind is Kind.SIGNED_IN
    assert state.person == "Test Athlete"
    assert state.sentence.startswith("Signed in to Garmin as Test Athlete; kept in the file ")
    assert "di_refresh_token" in json.loads(stored(base) or "{}")
    assert posts(garmin) == 1


def test_with_a_code_wrong_and_then_right(garmin: GarminReplica, base: Path) -> None:
    garmin.mfa = True
    signing = SignIn(base)
    assert signing.start(EMAIL, PASSWORD).kind is Kind.NEEDS_CODE
    assert stored(base) is None
    wrong = signing.submit_code("000000")
    assert wrong == signing.state
    assert (wrong.kind, "did not take this code" in wrong.sentence) == (Kind.NEEDS_CODE, True)
    assert signing.submit_code(f" {CODE} ").kind is Kind.SIGNED_IN
    assert posts(garmin) == 1
    assert stored(base)


def test_a_wrong_password(garmin: GarminReplica, base: Path) -> None:
    signing = SignIn(base)
    assert signing.start(EMAIL, "wrong").kind is Kind.WRONG_PASSWORD
    assert posts(garmin) == 1
    assert signing.start(EMAIL, PASSWORD).kind is Kind.SIGNED_IN


def test_a_throttled_sign_in_is_remembered_and_respected(garmin: GarminReplica, base: Path) -> None:
    garmin.throttled = True
    now = NOW
    state = SignIn(base, now=lambda: now).start(EMAIL, PASSWORD)
    assert state.kind is Kind.THROTTLED
    assert state.until == NOW + timedelta(hours=24)
    assert posts(garmin) == 0  # it was told before the password was sent
    asked = len(garmin.log)
    garmin.throttled = False
    now = NOW + timedelta(hours=23)
    again = SignIn(base, now=lambda: now).start(EMAIL, PASSWORD)
    assert (again.kind, again.until) == (Kind.THROTTLED, state.until)
    assert len(garmin.log) == asked
    now = NOW + timedelta(hours=25)
    assert SignIn(base, now=lambda: now).start(EMAIL, PASSWORD).kind is Kind.SIGNED_IN


def test_a_captcha_is_told_and_ends_it(garmin: GarminReplica, base: Path) -> None:
    garmin.captcha = True
    state = SignIn(base).start(EMAIL, PASSWORD)
    assert state.kind is Kind.CAPTCHA
    assert "browser" in state.sentence


def test_without_network(
    garmin: GarminReplica, base: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTPS_PROXY", "https_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert SignIn(base).start(EMAIL, PASSWORD).kind is Kind.OFFLINE


def test_something_new_at_garmin_names_the_library(garmin: GarminReplica, base: Path) -> None:
    garmin.sign_in_answer = {"responseStatus": {"type": "DANCE_REQUIRED"}}
    state = SignIn(base).start(EMAIL, PASSWORD)
    assert state.kind is Kind.CHANGED
    assert "garminconnect is 0." in state.sentence


def test_cancelled_before_the_code(garmin: GarminReplica, base: Path) -> None:
    garmin.mfa = True
    signing = SignIn(base)
    signing.start(EMAIL, PASSWORD)
    signing.cancel()
    assert signing.submit_code(CODE).kind is Kind.CANCELLED
    assert stored(base) is None


def test_cancelled_while_garmin_thinks(garmin: GarminReplica, base: Path) -> None:
    signing = SignIn(base)
    garmin.on_sign_in = signing.cancel
    assert signing.start(EMAIL, PASSWORD).kind is Kind.CANCELLED
    assert stored(base) is None


def test_a_second_press_of_the_key_is_no_second_attempt(garmin: GarminReplica, base: Path) -> None:
    signing = SignIn(base)
    second: list[Kind] = []
    garmin.on_sign_in = lambda: second.append(signing.start(EMAIL, PASSWORD).kind)
    assert signing.start(EMAIL, PASSWORD).kind is Kind.SIGNED_IN
    assert second == [Kind.SIGNED_OUT]
    assert posts(garmin) == 1


def test_nowhere_to_keep_it(
    garmin: GarminReplica, base: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRAINING_BRAIN_STORE", "keyring")
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    state = SignIn(base).start(EMAIL, PASSWORD)
    assert state.kind is Kind.NOT_KEPT
    assert "--store file" in state.sentence


def test_tokens_of_another_machine(garmin: GarminReplica, base: Path) -> None:
    state = take_tokens(base, Credentials(base), garmin.tokens())
    assert (state.kind, state.person) == (Kind.SIGNED_IN, "Test Athlete")
    assert stored(base)
    assert posts(garmin) == 0
    assert sign_out(base, Credentials(base))
    assert stored(base) is None
    assert not sign_out(base, Credentials(base))


def test_tokens_renewed_while_they_are_looked_at(garmin: GarminReplica, base: Path) -> None:
    tokens = garmin.tokens(expires_in=30)
    garmin.strict_rotation = True
    assert take_tokens(base, Credentials(base), tokens).kind is Kind.SIGNED_IN
    assert json.loads(stored(base) or "")["di_refresh_token"] not in tokens


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("hello", "no Garmin tokens"),
        ('{"oauth_token": 1, "oauth_token_secret": 2}', "older form"),
        ("[]", "no Garmin tokens"),
    ],
)
def test_other_things_are_no_tokens(
    garmin: GarminReplica, base: Path, text: str, says: str
) -> None:
    state = take_tokens(base, Credentials(base), text)
    assert state.kind is Kind.SIGNED_OUT
    assert says in state.sentence
    assert not garmin.log


def test_tokens_that_are_over(garmin: GarminReplica, base: Path) -> None:
    tokens = garmin.tokens()
    garmin.revoke()
    state = take_tokens(base, Credentials(base), tokens)
    assert state.kind is Kind.SIGNED_OUT
    assert stored(base) is None


def test_it_can_be_cancelled_from_another_thread(garmin: GarminReplica, base: Path) -> None:
    signing = SignIn(base)
    worker = threading.Thread(target=signing.start, args=(EMAIL, PASSWORD))
    signing.cancel()
    worker.start()
    worker.join(30)
    assert signing.state.kind is Kind.CANCELLED
    assert posts(garmin) == 0


def test_what_follows_a_right_password_is_not_called_a_wrong_one(
    garmin: GarminReplica, base: Path
) -> None:
    garmin.fail("oauth/token", *["500"] * 8)
    assert SignIn(base).start(EMAIL, PASSWORD).kind is Kind.CHANGED
    garmin.mfa = True
    signing = SignIn(base)
    assert signing.start(EMAIL, PASSWORD).sentence == (
        "Garmin has sent a code by e-mail; give it here."
    )
    garmin.fail("oauth/token", *["500"] * 8)
    assert signing.submit_code(CODE).kind is Kind.CHANGED
    assert stored(base) is None
