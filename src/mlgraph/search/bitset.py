"""Sets of positions or skills as bit masks. Binary digit n of a bit mask stands for the position or skill of rank n.

Python intersects, joins and counts whole bit masks at once, which is much faster than with sets of ids.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache, reduce
from operator import or_

SETS_KEPT = 10_000  # sets whose hours are cached
LONG, MANY = 2_000, 100  # if a set has more bits and members than these, `list_ranks` reads its binary digits


def set_of(members: Iterable[int]) -> int:
    """Return the bit mask of the set with the given members."""
    members = list(members)
    if len(members) == 1:
        return 1 << members[0]
    digits = bytearray(max(members, default=0) // 8 + 1)
    for member in members:
        digits[member >> 3] |= 1 << (member & 7)
    return int.from_bytes(digits, "little")


def unite(masks: Iterable[int]) -> int:
    """Return the bit mask of the union of several sets, given as bit masks."""
    masks = iter(masks)
    return reduce(or_, masks, next(masks, 0))  # one set alone is returned without a copy


def list_ranks(mask: int) -> Iterator[int]:
    """Yield the members of a bit mask in ascending order."""
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


def make_counter(hours: dict[int, int]) -> Callable[[int], int]:
    """Return a function that adds up the hours of study of all skills in a bit mask.

    To save time, the returned function counts at once all skills of the bit mask that have equal hours. If skills have
    many different hours, the returned function counts, for each binary digit, the skills in whose hours this digit is
    1.
    """
    skills: dict[int, list[int]] = {}
    for skill, own in hours.items():
        skills.setdefault(own, []).append(skill)
    sets = {own: set_of(having) for own, having in skills.items() if own}
    digits = [1 << digit for digit in range(max(sets, default=0).bit_length())]
    if len(digits) < len(sets):
        sets = {digit: unite(plane for own, plane in sets.items() if own & digit) for digit in digits}
    planes = sorted(sets.items())
    if len(planes) == 1:  # many taxonomies give all skills the same hours
        unit, plane = planes[0]
        return lambda skills: (skills & plane).bit_count() * unit
    # the search asks for few different sets, but each many times
    return lru_cache(SETS_KEPT)(lambda skills: sum([(skills & plane).bit_count() * unit for unit, plane in planes]))
