import os

from tests.sync.fit.fuzz import check, run, seeds

#: More by hand: TRAINING_BRAIN_FUZZ=100000 pytest tests/sync/fit/test_fuzz.py
COUNT = int(os.environ.get("TRAINING_BRAIN_FUZZ", "2000"))


def test_damaged_files_never_raise() -> None:
    outcome = run(COUNT, 20_261_123, seeds(), check)
    assert not outcome.failures, outcome.failures.most_common(3)
    assert outcome.peak_mb < 3000
