"""The longest common beginning of plans to several targets."""

from collections.abc import Callable

from mlgraph.search.astar import Found, Search
from mlgraph.search.compiled import Compiled
from mlgraph.search.problem import Question


def common_prefix(
    masks: Compiled, questions: list[Question], best: list[Found], stop: Callable[[], bool]
) -> tuple[int, ...]:
    """Return the longest beginning of a way with which each question still has an answer as good as its best."""
    longest: tuple[int, int, tuple[int, ...]] = (0, 0, (questions[0].start,))
    waiting = [longest]
    while waiting and not stop():
        beginning = waiting.pop()
        longest = max(longest, beginning, key=lambda found: (found[:2], [-position for position in found[2]]))
        months, steps, prefix = beginning
        for position, further in masks.moves[prefix[-1]].items():
            longer = (*prefix, position)
            if (
                position not in prefix
                and all(question.goal not in prefix for question in questions)
                and not stop()
                and all(
                    costs_nothing(masks, question._replace(prefix=longer), found, stop)
                    for question, found in zip(questions, best, strict=True)
                )
            ):
                waiting.append((months + further, steps + 1, longer))
    return longest[2]


def costs_nothing(masks: Compiled, question: Question, best: Found, stop: Callable[[], bool]) -> bool:
    """Return whether the best plan of a question is as good as `best` in the cost that counts first."""
    found = Search(masks, question, stop).best()
    cost = question.order[0]
    return found is not None and found.label.costs()[cost] == best.label.costs()[cost]
