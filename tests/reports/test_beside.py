"""From workout to workout, of one sport or of any."""

import pytest

from mirror.database import Mirror
from mirror.reads import workouts
from reports.beside import beside


@pytest.mark.parametrize("same_sport", [True, False])
def test_a_walk_back_and_forth_meets_every_workout(filled: Mirror, same_sport: bool) -> None:
    last = workouts.latest(filled)
    assert last is not None
    wanted = [
        row.id
        for row in workouts.between(filled, "", "9999")
        if not same_sport or row.sport == last.sport
    ]
    back = [last.id]
    while found := beside(filled, back[-1], -1, same_sport=same_sport):
        back.append(found)
    assert sorted(back) == sorted(wanted)
    forth = [back[-1]]
    while found := beside(filled, forth[-1], 1, same_sport=same_sport):
        forth.append(found)
    assert forth == back[::-1]


def test_legs_are_passed_over_from_outside_and_walked_from_within(small: Mirror) -> None:
    rows = workouts.between(small, "", "9999")
    runs = [row for row in rows if row.sport == "run"]
    leg, parent, other = runs[-2], rows[-1], runs[-3]
    small.db.execute("UPDATE workouts_executed SET parent_id = ? WHERE id = ?", (parent.id, leg.id))
    assert beside(small, runs[-1].id, -1, same_sport=True) == other.id
    assert beside(small, leg.id, -1, same_sport=True) == other.id
