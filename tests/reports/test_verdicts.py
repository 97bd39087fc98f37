"""The words for numbers: each limit from both sides."""

import pytest

from reports.verdicts import drift_word, form_word, place_in, shares_pct, stress_word


@pytest.mark.parametrize(
    ("tsb", "word"),
    [(25, "very fresh"), (24.9, "fresh"), (10, "fresh"), (9.9, "neutral"), (-10, "neutral"),
     (-10.1, "loaded"), (-30, "loaded"), (-30.1, "overloaded")],
)  # fmt: skip
def test_form(tsb: float, word: str) -> None:
    assert form_word(tsb) == word


@pytest.mark.parametrize(
    ("percent", "word"),
    [
        (-3, "steady"),
        (4.9, "steady"),
        (5, "some drift"),
        (10, "some drift"),
        (10.1, "strong drift"),
    ],
)
def test_drift(percent: float, word: str) -> None:
    assert drift_word(percent) == word


@pytest.mark.parametrize(
    ("value", "word"),
    [(25, "resting"), (26, "low"), (50, "low"), (51, "medium"), (75, "medium"), (76, "high")],
)
def test_stress(value: float, word: str) -> None:
    assert stress_word(value) == word


def test_place_in_a_band() -> None:
    places = [place_in(value, 50.4, 60.4) for value in (49.4, 50, 60, 60.6)]
    assert places == ["below", "within", "within", "above"]
    assert place_in(None, 50, 60) is None
    assert place_in(55, None, 60) is None
    assert place_in(55, 50, None) is None


def test_shares_are_of_the_sum() -> None:
    assert shares_pct([30, 10, 0]) == [75, 25, 0]
    assert shares_pct([0, 0]) == [0, 0]
    assert shares_pct([]) == []
