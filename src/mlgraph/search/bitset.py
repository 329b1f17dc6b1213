"""Bit masks as sets of ranks, of positions or of skills: Python joins and counts whole masks at once."""

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache, reduce
from operator import or_

SETS_KEPT = 10_000
LONG, MANY = 2_000, 100  # bits and members from which `ranks` reads the digits of a set


def set_of(members: Iterable[int]) -> int:
    """Return the set with these members: the inverse of `ranks`."""
    members = list(members)
    if len(members) == 1:
        return 1 << members[0]
    digits = bytearray(max(members, default=0) // 8 + 1)
    for member in members:
        digits[member >> 3] |= 1 << (member & 7)
    return int.from_bytes(digits, "little")


def union(masks: Iterable[int]) -> int:
    """Return the union of sets."""
    masks = iter(masks)
    return reduce(or_, masks, next(masks, 0))  # the union of one set is that set, without a copy


def ranks(mask: int) -> Iterator[int]:
    """Yield the members of a set, in rising order."""
    if mask.bit_length() > LONG and mask.bit_count() > MANY:
        digits = bin(mask)[:1:-1]
        member = digits.find("1")
        while member >= 0:
            yield member
            member = digits.find("1", member + 1)
        return
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest


def counter(hours: dict[int, int]) -> Callable[[int], int]:
    """Return a function that sums the hours of a set of skills.

    It intersects the set with a few planes and counts bits. There is a plane of skills for each number of hours, or for
    each binary digit of these, whichever are fewer.
    """
    skills: dict[int, list[int]] = {}
    for skill, own in hours.items():
        skills.setdefault(own, []).append(skill)
    sets = {own: set_of(having) for own, having in skills.items() if own}
    digits = [1 << digit for digit in range(max(sets, default=0).bit_length())]
    if len(digits) < len(sets):
        sets = {digit: union(plane for own, plane in sets.items() if own & digit) for digit in digits}
    planes = sorted(sets.items())
    if len(planes) == 1:  # many taxonomies have one number of hours for all skills
        unit, plane = planes[0]
        return lambda skills: (skills & plane).bit_count() * unit
    # the search asks for the same few sets again and again
    return lru_cache(SETS_KEPT)(lambda skills: sum([(skills & plane).bit_count() * unit for unit, plane in planes]))
