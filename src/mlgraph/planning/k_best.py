"""The k best plans, by dividing the set of paths (Lawler 1972)."""

from collections.abc import Callable, Iterator
from functools import partial
from heapq import heappop, heappush
from math import inf

from mlgraph.search.astar import Found, Search
from mlgraph.search.compiled import Compiled
from mlgraph.search.labels import Label
from mlgraph.search.problem import Question


def k_best(masks: Compiled, question: Question, count: int, stop: Callable[[], bool]) -> Iterator[Found]:
    """Yield the best ways, at most `count`; each comes from a part of all ways, which it then divides."""
    cost = partial(order_key, question)
    parts: list[tuple[tuple[object, ...], int, Question, Found]] = []
    least = inf  # of what counts first, in the parts that are not searched, or not to the end

    def search(part: Question) -> None:
        nonlocal least
        if found := Search(masks, part, stop).best():
            heappush(parts, (cost(found.label), len(parts), part, found))
            least = least if found.proven else min(least, found.bound)

    search(question._replace(prefix=(question.start,)))
    while parts and count:
        _, _, part, found = heappop(parts)
        yield found if found.bound < least else found._replace(proven=False, bound=least)
        count -= 1
        path = found.label.path
        for place in range(len(part.prefix), len(path) if count else 0):
            if least < inf or stop():  # then what is found already follows, and something better may not
                least = min(least, found.bound)
                break
            barred = part.barred if place == len(part.prefix) else frozenset()
            search(question._replace(prefix=path[:place], barred=barred | {path[place]}))


def order_key(question: Question, label: Label) -> tuple[object, ...]:
    """Return the key by which plans are ordered: costs, then the ranks of positions and skills."""
    costs = label.costs()
    return (*(costs[cost] for cost in question.order), label.path, label.learned)
