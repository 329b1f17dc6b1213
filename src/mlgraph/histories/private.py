"""Rules that hide figures about few people, and figures whose difference would reveal such a figure."""

from collections.abc import Iterable, Mapping


def can_tell(people: Mapping[int, int], months: int, least: int) -> bool:
    """Return whether a number of months may be published: at least `least` people moved by then, and from then.

    `people` has the number of people who moved after each number of months.

    >>> can_tell({6: 30, 12: 5, 24: 30}, 12, 30), can_tell({6: 3, 12: 60}, 6, 30)
    (True, False)
    """
    before = sum(number for month, number in people.items() if month <= months)
    after = sum(number for month, number in people.items() if month >= months)
    return min(before, after) >= least


def choose_hidden(people: Mapping[int, int], others: Iterable[int], least: int) -> list[int]:
    """Return the further moves from one post to hide, so that the hidden figures together describe enough people.

    The shares of all who leave add up to 1, so a reader can compute the share of all hidden moves together. `people`
    has the number of people of each move to publish, and `others` the numbers of the moves and departures that are
    hidden. The same person may be counted in several hidden moves, so only the largest number counts.

    >>> choose_hidden({1: 40, 2: 90}, [7, 5], 30), choose_hidden({1: 40, 2: 90}, [], 30)
    ([1], [])
    """
    hidden = max(others, default=0)
    if not hidden or hidden >= least or not people:
        return []
    return [min(people, key=lambda move: (people[move], move))]
