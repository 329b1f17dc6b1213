"""Rules that hide a figure about few people, and figures from which a reader could compute such a figure."""

from collections.abc import Mapping


def can_tell(people: Mapping[int, int], months: int, least: int) -> bool:
    """Return whether a number of months before a move describes enough people to be published.

    `people` has the number of people who made the move after each number of months. The number `months` describes
    enough people if `least` or more made the move after at most `months`, and `least` or more after at least `months`.

    >>> can_tell({6: 30, 12: 5, 24: 30}, 12, 30), can_tell({6: 3, 12: 60}, 6, 30)
    (True, False)
    """
    before = sum(number for month, number in people.items() if month <= months)
    after = sum(number for month, number in people.items() if month >= months)
    return min(before, after) >= least


def can_tell_shares(others: int, still: int, least: int) -> bool:
    """Return whether the shares of the moves from a post can be published without revealing figures about few people.

    `others` is the number of people who left the post in ways that are not published. `still` is the number of people
    who are still in the post. The shares of all moves from a post add up to 1, so the published ones reveal the share
    of unpublished moves. If nobody is still in the post, the number of people with a move, divided by its share, is the
    number who left. If a reader knows how many people left the post, the published shares reveal how many left by
    unpublished moves, or made a move twice. If few people are still in the post, the shares of moves may reveal how
    many, since the shares depend on them.

    >>> can_tell_shares(0, 30, 30), can_tell_shares(7, 30, 30), can_tell_shares(40, 3, 30)
    (True, False, False)
    """
    return still >= least and (not others or others >= least)
