"""The reading order, the one writable place, and stores that do not do their work."""

import json
import pickle
import stat
from pathlib import Path

import pytest

from sync.credentials import Credentials, NoStoreError, Secret, StoreTroubleError, given
from sync.credentials.keyringstore import KeyringStore

BACKENDS = "tests.sync.credentials.backends"
TOKEN = "token-5d41402a"


@pytest.fixture
def keyring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A keyring that works; returns the file it keeps things in."""
    file = tmp_path / "keyring.json"
    monkeypatch.setenv("FAKE_KEYRING", str(file))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", f"{BACKENDS}.Working")
    return file


def use(monkeypatch: pytest.MonkeyPatch, backend: str) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", backend)


def test_the_first_given_place_wins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, keyring: Path
) -> None:
    credentials = Credentials(tmp_path)
    credentials.write("plan-url", "from the keyring")
    places = tmp_path / "places"
    places.mkdir()
    (places / "training-brain-plan-url").write_text("from the container\n")
    (places / "training-brain.plan-url").write_text("from systemd\n")
    (places / "file").write_text("from the file\n")

    def read() -> str:
        secret = credentials.read("plan-url")
        assert secret is not None
        return secret.reveal()

    assert read() == "from the keyring"
    monkeypatch.setattr(given, "RUN_SECRETS", places)
    assert read() == "from the container"
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(places))
    assert read() == "from systemd"
    monkeypatch.setenv("TRAINING_BRAIN_PLAN_URL_FILE", str(places / "file"))
    assert read() == "from the file"
    monkeypatch.setenv("TRAINING_BRAIN_PLAN_URL", "from the environment")
    assert read() == "from the environment"
    assert "TRAINING_BRAIN_PLAN_URL" in credentials.in_use("plan-url")


def test_an_unreadable_given_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRAINING_BRAIN_PLAN_URL_FILE", str(tmp_path / "nowhere"))
    with pytest.raises(StoreTroubleError, match=r"TRAINING_BRAIN_PLAN_URL_FILE names .*nowhere"):
        Credentials(tmp_path).read("plan-url")


def test_a_rotated_token_is_kept_beside_its_seed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, keyring: Path
) -> None:
    monkeypatch.setenv("TRAINING_BRAIN_GARMIN_TOKENS", "seed")
    credentials = Credentials(tmp_path)
    assert credentials.read("garmin-tokens") == Secret("seed")
    credentials.write("garmin-tokens", "rotated")
    assert Credentials(tmp_path).read("garmin-tokens") == Secret("rotated")
    monkeypatch.setenv("TRAINING_BRAIN_GARMIN_TOKENS", "a new sign-in")
    assert Credentials(tmp_path).read("garmin-tokens") == Secret("a new sign-in")


def test_a_token_from_the_environment_needs_no_keyring_to_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, "keyring.backends.fail.Keyring")
    monkeypatch.setenv("TRAINING_BRAIN_GARMIN_TOKENS", TOKEN)
    credentials = Credentials(tmp_path)
    assert credentials.read("garmin-tokens") == Secret(TOKEN)
    assert "cannot be kept" in credentials.in_use("garmin-tokens")
    with pytest.raises(NoStoreError, match="--store file"):
        credentials.write("garmin-tokens", "rotated")


@pytest.mark.parametrize("length", [1000, 1001, 2500])
def test_long_values_are_kept_in_parts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, keyring: Path, length: int
) -> None:
    monkeypatch.setenv("FAKE_KEYRING_LIMIT", "1280")
    store = KeyringStore(part_length=1000)
    for letter in "ab":  # each replaces the one before, whole
        store.write("garmin-tokens", letter * length)
        assert store.read("garmin-tokens") == letter * length
    store.delete("garmin-tokens")
    assert store.read("garmin-tokens") is None
    assert json.loads(keyring.read_text()) == {}


def test_a_torn_write_of_parts_leaves_the_old_value(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, keyring: Path
) -> None:
    monkeypatch.setenv("FAKE_KEYRING_LIMIT", "1280")
    store = KeyringStore(part_length=1000)
    store.write("garmin-tokens", "a" * 2500)
    content = json.loads(keyring.read_text())
    content["training-brain/garmin-tokens/b/0"] = "b" * 1000  # and then the machine went down
    keyring.write_text(json.dumps(content))
    assert store.read("garmin-tokens") == "a" * 2500


@pytest.mark.parametrize(
    ("backend", "kind", "says"),
    [
        ("keyring.backends.null.Keyring", NoStoreError, "no system keyring"),
        ("keyring.backends.fail.Keyring", NoStoreError, "no system keyring"),
        ("no.such.Backend", StoreTroubleError, "ModuleNotFoundError"),
        (f"{BACKENDS}.Locked", StoreTroubleError, "is locked"),
        (f"{BACKENDS}.Losing", NoStoreError, "did not keep"),
        (f"{BACKENDS}.Silent", StoreTroubleError, "did not answer"),
    ],
)
def test_a_store_that_does_not_keep_is_refused_in_one_sentence(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    backend: str,
    kind: type[Exception],
    says: str,
) -> None:
    monkeypatch.setenv("FAKE_KEYRING", str(tmp_path / "keyring.json"))
    use(monkeypatch, backend)
    credentials = Credentials(tmp_path, keyring=KeyringStore(timeout_s=2))
    with pytest.raises(kind, match=says) as caught:
        credentials.write("garmin-tokens", TOKEN)
    assert TOKEN not in str(caught.value)
    assert "--store file" in str(caught.value)
    assert not (tmp_path / "secrets").exists()  # nothing is downgraded in silence


def test_the_file_is_used_only_by_choice_and_is_private(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, "keyring.backends.fail.Keyring")
    credentials = Credentials(tmp_path)
    credentials.choose("file")
    where = credentials.write("garmin-tokens", TOKEN)
    file = tmp_path / "secrets" / "secrets.json"
    assert where == f"the file {file}"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    again = Credentials(tmp_path)
    assert again.read("garmin-tokens") == Secret(TOKEN)
    assert again.delete("garmin-tokens")
    assert Credentials(tmp_path).read("garmin-tokens") is None
    assert [path.name for path in file.parent.iterdir()] == ["secrets.json"]


def test_a_file_that_others_can_read_is_refused(tmp_path: Path) -> None:
    credentials = Credentials(tmp_path, store="file")
    credentials.write("garmin-tokens", TOKEN)
    file = tmp_path / "secrets" / "secrets.json"
    file.chmod(0o644)
    with pytest.raises(StoreTroubleError, match=f"chmod 600 {file}"):
        credentials.read("garmin-tokens")


def test_a_damaged_file_says_so(tmp_path: Path) -> None:
    credentials = Credentials(tmp_path, store="file")
    credentials.write("garmin-tokens", TOKEN)
    (tmp_path / "secrets" / "secrets.json").write_text('{"garmin-tokens": "to')
    with pytest.raises(StoreTroubleError, match="damaged"):
        credentials.read("garmin-tokens")


def test_going_back_to_the_keyring_takes_the_secrets_along(tmp_path: Path, keyring: Path) -> None:
    credentials = Credentials(tmp_path)
    credentials.choose("file")
    credentials.write("plan-url", "webcal://feed")
    credentials.choose("keyring")
    assert not (tmp_path / "secrets" / "secrets.json").exists()
    assert credentials.read("plan-url") == Secret("webcal://feed")
    assert "keyring" in credentials.in_use("plan-url")


def test_a_secret_does_not_show_itself() -> None:
    secret = Secret(TOKEN)
    assert TOKEN not in f"{secret} {secret!r} {[secret]}"
    with pytest.raises(TypeError):
        pickle.dumps(secret)


def test_an_unknown_store_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRAINING_BRAIN_STORE", "vault")
    with pytest.raises(StoreTroubleError, match="TRAINING_BRAIN_STORE is 'vault'"):
        Credentials(tmp_path)
