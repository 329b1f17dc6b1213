"""Rules that hide a figure about few people, and figures from which a reader could compute such a figure."""

from collections.abc import Mapping


def can_tell(people: Mapping[int, int], months: int, least: int) -> bool:
    """Return whether a number of months before a move describes enough people to be published.

    `people` has, for each number of months, the number of people who made the move after exactly so many months. The
    number `months` describes enough people if `least` or more made the move after at most `months`, and `least` or more
    after at least `months`.

    >>> can_tell({6: 30, 12: 5, 24: 30}, 12, 30), can_tell({6: 3, 12: 60}, 6, 30)
    (True, False)
    """
    before = sum(number for month, number in people.items() if month <= months)
    after = sum(number for month, number in people.items() if month >= months)
    return min(before, after) >= least


def can_tell_shares(others: int, still: int, least: int) -> bool:
    """Return whether the shares of the moves from a post can be published without revealing figures about few people.

    Some ways to leave the post, such as certain moves, have no published share. `others` is the number of people who
    left in the most frequent of these ways. `still` is the number of people who have not left the post where the moves
    begin. The shares of all ways to leave a post add up to 1, so the published shares reveal the sum of the unpublished
    shares. If nobody is still in a post, the number of people who made a move, divided by its share, is the number who
    left. A reader who knows how many people left a post could compute from published shares how many made unpublished
    moves, or made a move twice. If few people are still in a post, the shares of moves may reveal how many, since their
    number affects the shares.

    >>> can_tell_shares(0, 30, 30), can_tell_shares(7, 30, 30), can_tell_shares(40, 3, 30)
    (True, False, False)
    """
    return still >= least and (not others or others >= least)
