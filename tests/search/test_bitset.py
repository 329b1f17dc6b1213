"""Sets of ranks as bit masks, and the hours of a set."""

import random

import pytest

from mlgraph.search import bitset

SIZES = {"few": (4, 300), "some": (150, 300), "many": (150, 3000)}  # members, and the number below which they are


@pytest.fixture(params=SIZES, ids=SIZES)
def members(request):
    count, limit = SIZES[request.param]
    return sorted(random.Random(count + limit).sample(range(limit), count))


def test_a_set_gives_its_members_back_in_rising_order(members):
    mask = bitset.set_of(reversed(members))
    assert mask == sum(1 << member for member in members)
    assert list(bitset.list_ranks(mask)) == members


@pytest.mark.parametrize("members", [[], [0], [7], [8], [0, 8], [7, 8, 15, 16]])
def test_a_small_set_is_right_to_the_bit(members):
    assert bitset.set_of(members) == sum(1 << member for member in members)
    assert list(bitset.list_ranks(bitset.set_of(members))) == members


@pytest.mark.parametrize("bits", [bitset.LONG, bitset.LONG + 1])
@pytest.mark.parametrize("count", [bitset.MANY, bitset.MANY + 1])
def test_sets_of_all_sizes_are_read_alike(bits, count):
    members = [*range(count - 1), bits - 1]
    assert list(bitset.list_ranks(bitset.set_of(members))) == members


def test_a_union_has_the_members_of_all():
    assert bitset.unite([]) == 0
    assert bitset.unite([5]) == 5
    assert bitset.unite(iter([1, 6, 8])) == 15


@pytest.mark.parametrize(
    "hours",
    [
        {},
        {0: 0, 3: 0},
        {0: 40, 2: 40, 5: 40, 6: 0},
        {0: 1, 1: 2, 2: 4, 3: 8},
        {skill: skill % 7 for skill in range(40)},  # more numbers of hours than binary digits
        {0: 1000, 1: 3, 9: 3},  # fewer
        {0: 8, 1: 9},
    ],
)
def test_the_hours_of_a_set_are_the_sum_of_its_skills(hours):
    count, rng = bitset.make_counter(hours), random.Random(1)
    for size in range(len(hours) + 1):
        for _ in range(5):
            some = rng.sample(sorted(hours), size)
            assert count(bitset.set_of(some)) == sum(hours[skill] for skill in some)
    assert count(1 << 60) == 0
