"""Minimum-cost one-to-one assignment of small lists. Pure Python, so that read paths may use it."""

import math
from collections.abc import Sequence


def assign(costs: Sequence[Sequence[float]]) -> list[int]:
    """Column of each row at the least total cost; never more rows than columns (Kuhn-Munkres).

    O(rows^2 x columns), deterministic.
    """
    rows, columns = len(costs), len(costs[0]) if costs else 0
    of_row, of_column = [0.0] * (rows + 1), [0.0] * (columns + 1)
    owner = [0] * (columns + 1)  # row that holds the column, both counted from 1, 0 = none
    for row in range(1, rows + 1):
        owner[0] = row
        column, came_from = 0, [0] * (columns + 1)
        slack, done = [math.inf] * (columns + 1), [False] * (columns + 1)
        while True:
            done[column] = True
            current, delta, nearest = owner[column], math.inf, 0
            for j in range(1, columns + 1):
                if done[j]:
                    continue
                reduced = costs[current - 1][j - 1] - of_row[current] - of_column[j]
                if reduced < slack[j]:
                    slack[j], came_from[j] = reduced, column
                if slack[j] < delta:
                    delta, nearest = slack[j], j
            for j in range(columns + 1):
                if done[j]:
                    of_row[owner[j]] += delta
                    of_column[j] -= delta
                else:
                    slack[j] -= delta
            column = nearest
            if owner[column] == 0:
                break
        while column:
            owner[column] = owner[came_from[column]]
            column = came_from[column]
    placed = [0] * rows
    for column, row in enumerate(owner[1:]):
        if row:
            placed[row - 1] = column
    return placed
