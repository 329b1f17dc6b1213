"""Deliberate errors in the search, and how many random graphs the judge needs to notice each of them.

Run `python -m support.breaks` in `tests`. Each break changes one rule of bounds, dominance or waits in a copy of the
code. Then the script asks the questions of `judging` about one random graph after another, until an answer differs.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

SOURCE = Path(__file__).parents[2] / "src"
MOST = 2_000  # graphs to try for each break


class Break(NamedTuple):
    """A change of the code that makes some answers wrong."""

    what: str
    file: str
    old: str
    new: str


BREAKS = [
    Break(
        "elimination forgets the months served",
        "bounds",
        "in_post = (months[at] + self._months_to_goal[at]) * self.post_ticks - self.served",
        "in_post = (months[at] + self._months_to_goal[at]) * self.post_ticks",
    ),
    Break(
        "a field is left out though a wider one asks for less",
        "bounds",
        "if other != field and more >= lacking)",
        "if other != field)",
    ),
    Break(
        "a wider field is left out for a narrower one",
        "bounds",
        "if any(wider[other] >> field & 1 for other in others):",
        "if any(wider[field] >> other & 1 for other in others):",
    ),
    Break(
        "the bound on hours counts what lessons within reach teach",
        "bounds",
        "self.teachable & ~reach.skills",
        "self.teachable",
    ),
    Break(
        "the relaxation drops arrivals that are as late as the incumbent",
        "earliest",
        "if ticks + left[here] * post_ticks <= limit and",
        "if ticks + left[here] * post_ticks < limit and",
    ),
    Break(
        "the relaxation drops lessons that end as late as the incumbent",
        "earliest",
        "is_late = ends + graph.bound_months_after(here) * graph.post_ticks > self._limit",
        "is_late = ends + graph.bound_months_after(here) * graph.post_ticks >= self._limit",
    ),
    Break(
        "the relaxation counts the move out of a post after its lesson",
        "earliest",
        "is_late = ends + graph.bound_months_after(here) * graph.post_ticks > self._limit",
        "is_late = ends + graph.left[here] * graph.post_ticks > self._limit",
    ),
    Break(
        "the relaxation forgets the months served",
        "earliest",
        "graph.served if standing.position == graph.start else 0",
        "0",
    ),
    Break(
        "the relaxation begins each lesson anew",
        "earliest",
        "self._teach(standing.arrives, standing.position, standing.post, standing.served)",
        "self._teach(standing.arrives, standing.position, standing.post, 0)",
    ),
    Break(
        "the relaxation forgets lessons that end while a position waits",
        "earliest",
        "            self._try_again(ticks, self._unskilled)\n",
        "            pass\n",
    ),
    Break(
        "the relaxation forgets the experience at the start",
        "earliest",
        "self.offsets[field] = ticks - self._standing.gained[field]",
        "self.offsets[field] = ticks",
    ),
    Break(
        "the relaxation adds study to the time of arrival",
        "earliest",
        "            if studied > ready:\n                ready = studied\n",
        "            if studied > 0:\n                ready = ready + studied\n",
    ),
    Break(
        "the bound on experience adds the way to a field to the arrival",
        "service_labels",
        "least = max(least, asked - had + arrives + idle, asked + begins)",
        "least = max(least, asked - had + arrives + idle + begins)",
    ),
    Break(
        "a stay at a stage forgets the waits before it",
        "service_labels",
        "            served += label.arrives - service.base",
        "            pass",
    ),
    Break(
        "experience at the start in the post's fields is forgotten",
        "service_labels",
        "most = tuple([had if counts >> field & 1 else None for field, had in enumerate(gained)])",
        "most = tuple([0 if counts >> field & 1 else None for field, had in enumerate(gained)])",
    ),
    Break(
        "the limit on experience falls in posts that count",
        "service_labels",
        "            elif (bound := most[field]) is not None:",
        "            if (bound := most[field]) is not None:",
    ),
    Break(
        "the limit on experience begins with no experience",
        "service_labels",
        "service.gained[field] - label.arrives if bound is None and",
        "0 - label.arrives if bound is None and",
    ),
    Break(
        "dominance ignores the posts in which one may have waited",
        "service_labels",
        "if all(ray & growing & ~wider for wider in its.rays):",
        "if False:",
    ),
    Break(
        "dominance lets any post give what is lacking",
        "service_labels",
        "if lacking and (most > spare or all(lacking & ~wider for wider in its.rays)):",
        "if lacking and most > spare:",
    ),
    Break(
        "dominance ignores how much experience is lacking",
        "service_labels",
        "if lacking and (most > spare or all(lacking & ~wider for wider in its.rays)):",
        "if lacking and all(lacking & ~wider for wider in its.rays):",
    ),
    Break(
        "dominance by moves ignores experience",
        "service_labels",
        "return other_moves < moves and self._gives_in_time(other, label, relevant)",
        "return other_moves < moves",
    ),
    Break(
        "dominance by hours ignores experience",
        "service_labels",
        """        if first == HOURS and hours < label.hours:
            return self._gives_in_time(other, label, relevant)""",
        """        if first == HOURS and hours < label.hours:
            return True""",
    ),
    Break(
        "dominance ignores the post that one goes on to hold",
        "service_labels",
        "if mine.post != its.post and self._find_fields(mine.post) & growing & ~self._find_fields(its.post):",
        "if False:",
    ),
    Break(
        "dominance at a stage ignores the stay in a post that teaches",
        "service_labels",
        "return its._replace(stays=()) == mine._replace(stays=())",
        "return True",
    ),
    Break(
        "dominance ignores skills that nobody can study",
        "service_labels",
        "if missing & unstudied or (must_match",
        "if missing & self._bounds.all_waypoints or (must_match",
    ),
    Break(
        "one waits for the first lesson only",
        "service_labels",
        """                yield after - ends, taught | lesson
""",
        """                yield after - ends, taught | lesson
                return
""",
    ),
    Break(
        "a wait for teaching leaves no time for study at stages",
        "service_labels",
        "lacks = max(0, service.lacks - wait)",
        "lacks = service.lacks",
    ),
    Break(
        "a stage ends the stay in a post",
        "service_labels",
        "post, served = (service.post, service.served + spent) if is_stage else (position, 0)",
        "post, served = (service.post, 0) if is_stage else (position, 0)",
    ),
    Break(
        "no post is passed twice",
        "service_labels",
        "            if not ends and set(path[last:]) <= set(path[: last + 1]):\n                return True\n",
        "            return True\n",
    ),
    Break(
        "a post that gives experience may be a detour",
        "service_labels",
        "if not gained & ~self._find_fields(held[index]):",
        "if True:",
    ),
    Break(
        "a post that teaches may be a detour",
        "service_labels",
        "& relevant.skills & ~self._problem.known:\n                    break",
        "& relevant.skills & ~self._problem.known:\n                    pass",
    ),
    Break(
        "a post needs no wait if an earlier one counts in one of its fields",
        "service_labels",
        "all(counts & ~ray for ray in rays):",
        "not any(counts & ray for ray in rays):",
    ),
    Break(
        "a path that passes the target ends there",
        "service_labels",
        "variants = list(dict.fromkeys([find_unmet((*open_groups, *problem.extra), skills), open_groups]))",
        "variants = [find_unmet((*open_groups, *problem.extra), skills)]",
    ),
    Break(
        "the first waits that are enough are taken",
        "waits",
        "if sum(waits) == max((amount for _, amount in rows), default=0):",
        "if True:",
    ),
    Break(
        "a dive forgets the fields in which one may wait",
        "service_labels",
        "place = service.post, unite(service.rays) & fields, label",
        "place = service.post, 0, label",
    ),
    Break(
        "a dive knows the fields of the target only",
        "astar",
        "if found is None and self.labels.fields_at_goal != ALL_FIELDS and",
        "if False and",
    ),
    Break(
        "a greedy choice that fails ends a dive",
        "astar",
        "label = found  # the choice may",
        "continue  # the choice may",
    ),
    Break(
        "a person moves to a position only after the experience there",
        "earliest",
        "entered + max(lacking, months * self._graph.post_ticks)",
        "entered + lacking + months * self._graph.post_ticks",
    ),
    Break(
        "no later post in a field comes nearer to a position",
        "earliest",
        "            if entered + lacking >= least:\n                break\n",
        "            if least < ticks + lacking:\n                break\n",
    ),
    Break(
        "a lesson always comes before the first post in a field",
        "earliest",
        "min(max(enters, begins + stay), enters + stay)",
        "max(enters, begins + stay)",
    ),
    Break(
        "a lesson in a post that counts delays the goal",
        "earliest",
        "times.append(enters if is_counted else ",
        "times.append(",
    ),
    Break(
        "a chain of posts that arrives as late as the incumbent is left out",
        "bounds",
        "and arrivals[position] <= latest - months * self.post_ticks",
        "and arrivals[position] < latest - months * self.post_ticks",
    ),
    Break(
        "the last posts need skills that lessons have taught",
        "bounds",
        "else wanted | missing(position) & ~reach.skills",
        "else wanted | missing(position)",
    ),
    Break(
        "a post that counts in two fields is always passed",
        "bounds",
        "if field < other and apart > latest and",
        "if field < other and",
    ),
    Break(
        "a post counts in time only before the latest arrival",
        "bounds",
        "* self.post_ticks)\n                <= latest",
        "* self.post_ticks)\n                < latest",
    ),
    Break(
        "a person leaves a post without its lessons",
        "feasible",
        "taught |= lesson.skills & self._teachable",
        "taught |= 0",
    ),
    Break(
        "a path passes a waypoint only before the goal",
        "feasible",
        "not self._waypoints & ~passed and",
        "not self._waypoints & ~gains.passed and",
    ),
    Break(
        "one field of experience is as good as another",
        "feasible",
        "or other.fields & ~self.fields or",
        "or",
    ),
]


def main() -> None:
    """Print how many graphs the judge needs to notice each break, or None if it never does.

    Words on the command line choose the breaks that have these words in their names.
    """
    if sys.argv[1:2] == ["--answers"]:
        print(json.dumps(answers(json.loads(sys.stdin.read()))))
        return
    right = run(SOURCE, None)
    for each in BREAKS:
        if all(word in each.what for word in sys.argv[1:]):
            print(json.dumps({each.what: see(each, right)}), flush=True)


def see(broken: Break, right: list[str]) -> int | None:
    """Return the number of graphs until an answer of the broken code is wrong. `right` has the right answers."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        shutil.copytree(SOURCE, copy, dirs_exist_ok=True)
        path = copy / "mlgraph" / "search" / f"{broken.file}.py"
        text = path.read_text(encoding="utf-8")
        if text.count(broken.old) != 1:
            raise SystemExit(f"the code that this error changes is not there; write the error again: {broken.what}")
        path.write_text(text.replace(broken.old, broken.new), encoding="utf-8")
        found = run(copy, right)
    return None if found == right else len(found)


def run(code: Path, right: list[str] | None) -> list[str]:
    """Run the code in a folder, and return its answers up to the first wrong one."""
    found = subprocess.run(
        [sys.executable, "-m", "support.breaks", "--answers"],
        input=json.dumps(right),
        cwd=Path(__file__).parents[1],
        env={"PYTHONPATH": str(code), "PYTHONDONTWRITEBYTECODE": "1"},
        check=True,
        capture_output=True,
        text=True,
    )
    answers: list[str] = json.loads(found.stdout)
    return answers


def answers(right: list[str] | None) -> list[str]:
    """Return the answers for one graph after another, up to the first wrong one."""
    from support.judging import answer
    from support.random_graphs import OBJECTIVES

    found: list[str] = []
    for seed in range(MOST):
        asked = [(objective, conditions) for objective in OBJECTIVES for conditions in (False, True)]
        found.append(repr([answer(seed, objective, conditions=conditions) for objective, conditions in asked]))
        if right and found[-1] != right[seed]:
            break
    return found


if __name__ == "__main__":
    main()
