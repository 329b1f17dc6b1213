"""The least total of waits in posts, found by a linear program without rounding.

A linear program looks for numbers with the least total that meet some conditions on sums of the numbers. Each wait is a
variable of the linear program: one of the numbers to find. A row of the linear program is a set of waits that must add
up to at least a given amount. The optimum of the linear program is the least total of all waits. The amounts in the
rows are whole numbers, but the waits may be fractions.

The simplex method, which improves a solution step by step, solves a second linear program, the dual, which has the same
optimum. In the dual, each row of the linear program of waits has one variable, called the price of the row. For each
wait, the prices of all rows with this wait add up to at most 1. The simplex method begins with a price of 0 for each
row. In each step, Bland's rule chooses the first variable that may improve the solution, so that the simplex method
ends.

The simplex method is from Dantzig (1963), "Linear programming and extensions". Bland's rule, which keeps the simplex
method from endless steps, is from Bland (1977), "New finite pivoting rules".
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import TypeAlias

from mlgraph.search.bitset import list_ranks

Ticks: TypeAlias = int | Fraction
Row: TypeAlias = tuple[int, Ticks]  # variables, as a bit mask, and the least amount of their sum


def find_least_waits(count: int, rows: Sequence[Row]) -> tuple[Ticks, ...] | None:
    """Return one wait for each of `count` variables, such that the waits meet all rows with the least total.

    Return None if no waits meet all rows, because one row requires a positive sum of no waits at all.
    """
    rows = [(variables, amount) for variables, amount in rows if amount > 0]
    if not all(variables for variables, _ in rows):
        return None
    waits: list[Ticks] = [0] * count
    for variables, amount in rows:
        lacking = amount - sum(waits[variable] for variable in list_ranks(variables))
        if lacking > 0:
            waits[variables.bit_length() - 1] += lacking
    if sum(waits) == max((amount for _, amount in rows), default=0):  # the total is at least each amount
        return tuple(waits)
    return _solve(count, rows)


def _solve(count: int, rows: Sequence[Row]) -> tuple[Ticks, ...]:
    table: list[list[Ticks]] = [
        [*(variables >> variable & 1 for variables, _ in rows), *(int(variable == other) for other in range(count)), 1]
        for variable in range(count)
    ]
    gains: list[Ticks] = [*(amount for _, amount in rows), *[0] * (count + 1)]
    basis = [len(rows) + variable for variable in range(count)]
    while column := next((index + 1 for index, gain in enumerate(gains[:-1]) if gain > 0), 0):
        column -= 1
        ratios = [
            (Fraction(row[-1]) / row[column], basis[index], index) for index, row in enumerate(table) if row[column] > 0
        ]
        *_, leaving = min(ratios)
        pivot = table[leaving][column]
        if pivot != 1:
            table[leaving] = [Fraction(value) / pivot for value in table[leaving]]
        for index, row in enumerate(table):
            if index != leaving and row[column]:
                table[index] = _subtract(row, row[column], table[leaving])
        gains = _subtract(gains, gains[column], table[leaving])
        basis[leaving] = column
    waits = (-gain for gain in gains[len(rows) : -1])  # the prices of the variables
    return tuple(int(wait) if wait == int(wait) else wait for wait in waits)


def _subtract(row: list[Ticks], factor: Ticks, other: list[Ticks]) -> list[Ticks]:
    return [value - factor * less for value, less in zip(row, other, strict=True)]
