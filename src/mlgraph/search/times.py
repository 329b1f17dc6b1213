"""The least times from positions to the goal, found by a search backward from the goal (see the module `backward`)."""

from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple, TypeAlias

from mlgraph.search.bitset import unite
from mlgraph.search.service import Service
from mlgraph.search.waits import Ticks

# fields with the ticks of experience that a path needs in each, sorted by field
Needs: TypeAlias = tuple[tuple[int, int], ...]


class State(NamedTuple):
    """A position with needs, on a path to the goal.

    Attributes
    ----------
    position : int
        The position.
    ticks : int
        The least ticks from the arrival at the position to the arrival at the goal.
    needs : tuple of (int, int)
        The fields in which a path needs experience on arrival at the position, each with the ticks of experience.

    """

    position: int
    ticks: int
    needs: Needs


class TimesToGoal(NamedTuple):
    """The least times from positions to the goal, for the experience that a path has on arrival at a position.

    Attributes
    ----------
    states : dict of int to list of State
        For each position, the states at the position.
    shared : int
        A bit mask of the fields of posts that count in two or more fields. A wait may serve several of these fields.
    beyond : float or Fraction
        A lower bound on the arrival at the goal of every path that fits none of the states.

    """

    states: dict[int, list[State]]
    shared: int
    beyond: float | Fraction

    def translate(self, rank: Mapping[int, int], fields: int) -> "TimesToGoal":
        """Return the times for a reduced graph, given the rank of each of its positions there.

        The returned times leave out needs in fields that are not in the bit mask `fields`. The reduced graph may need
        fewer fields, since with fewer posts, experience in one field may imply experience in another.
        """

        def reduce_needs(state: State) -> State:
            return state._replace(needs=tuple([each for each in state.needs if fields >> each[0] & 1]))

        states = {rank[at]: [*map(reduce_needs, states)] for at, states in self.states.items() if at in rank}
        return self._replace(states=states)

    def bound_arrival(self, position: int, arrives: Ticks, service: Service) -> float | Fraction:
        """Return a lower bound on the arrival at the goal of a path that arrives at a post with a given service."""
        held, least = unite(service.rays), self.beyond
        for _, ticks, needs in self.states.get(position, ()):
            if ticks + arrives >= least:
                continue
            waits: Ticks = 0
            shared: Ticks = 0
            for field, needed in needs:
                lacking = needed - service.gained[field]
                if lacking <= 0:
                    continue
                if not held >> field & 1:
                    break
                if self.shared >> field & 1:
                    shared = max(shared, lacking)
                else:
                    waits += lacking
            else:
                least = min(least, ticks + max(arrives, service.base + waits + shared))
        return least
