"""Rules that hide a figure about few people, and figures from which a reader could compute such a figure."""

from collections.abc import Mapping


def can_tell(people: Mapping[int, int], months: int, least: int) -> bool:
    """Return whether a number of months before a move describes enough people to be published.

    `people` has the number of people who made the move after each number of months. The number `months` describes
    enough people if at least `least` people made the move after `months` or sooner. At least `least` people must also
    have made the move after `months` or later.

    >>> can_tell({6: 30, 12: 5, 24: 30}, 12, 30), can_tell({6: 3, 12: 60}, 6, 30)
    (True, False)
    """
    before = sum(number for month, number in people.items() if month <= months)
    after = sum(number for month, number in people.items() if month >= months)
    return min(before, after) >= least


def can_tell_shares(others: int, still: int, least: int) -> bool:
    """Return whether the shares of the moves from a post can be published without revealing figures about few people.

    The shares of all moves from a post add up to 1. From the shares and numbers of people, a reader can compute the
    number `others` of people whose moves are not published. If nobody is `still` in the post, the share of a move and
    its number of people give the exact number of all who left. A reader who knows the number of all who left a post can
    compute how many made an unpublished move, or moved twice. If few people are still in a post, a reader can compute
    their number from small differences between shares and numbers of people.

    >>> can_tell_shares(0, 30, 30), can_tell_shares(7, 30, 30), can_tell_shares(40, 3, 30)
    (True, False, False)
    """
    return still >= least and (not others or others >= least)
