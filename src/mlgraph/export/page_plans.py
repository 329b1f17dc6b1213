"""Search for the plans of a web page in one HTML file, with one process for each core.

Each process that searches for plans reads two pickles from standard input: the module search path, and its part of the
work. Each process that searches for plans writes the plans found to standard output, as a pickle.
"""

import pickle
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from datetime import date
from itertools import product
from typing import cast

from mlgraph.analysis.figures import plan_figures
from mlgraph.errors import MlgraphError, NoPlanError, NoPlanInTimeError
from mlgraph.limits import count_cores
from mlgraph.model import Graph
from mlgraph.planning.options import PlanOptions
from mlgraph.planning.solver import Solver
from mlgraph.search.budget import Budget
from mlgraph.web.openapi import Problem
from mlgraph.web.panel import PlanText, describe_plan

Plans = dict[str, PlanText | Problem]

# the most labels (partial paths) of one search: more labels would prove more plans, but rarely find better ones
MOST_LABELS = 500
# with fewer plans than this, one process is as fast as several
_MANY = 400
# the code that a process runs; it has the module search path of this process, without the current folder
_COMMAND = (
    "import pickle, sys; sys.path[:] = pickle.load(sys.stdin.buffer);"
    " from mlgraph.export.page_plans import main; main()"
)


def find_plans(graph: Graph, sources: Sequence[str], targets: Sequence[str], start: date) -> Plans:
    """Return the best plan from each position in `sources` to each position in `targets`, or why there is no plan.

    The key of a plan in the answer is its first position, a space, and its last position. If a search ends early, after
    MOST_LABELS partial paths, the plan that it returns is marked as not proven to be the best. The plans do not depend
    on the number of processes.
    """
    jobs = min(count_cores(), len(sources)) if len(sources) * len(targets) >= _MANY else 1
    if jobs < 2:
        return dict(_search(graph, sources, targets, start))
    with ExitStack() as stack:
        processes = []
        for number in range(jobs):
            process = subprocess.Popen(
                [sys.executable, "-P", "-c", _COMMAND],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
            stack.enter_context(process)
            stack.callback(process.kill)
            processes.append((process, (graph, sources[number::jobs], targets, start)))
        try:
            for process, part in processes:
                assert process.stdin is not None
                process.stdin.write(pickle.dumps(sys.path) + pickle.dumps(part))
                process.stdin.flush()
            found: Plans = {}
            for process, _ in processes:
                assert process.stdout is not None
                found |= cast(Plans, pickle.load(process.stdout))
        except (OSError, EOFError, pickle.UnpicklingError) as error:
            raise MlgraphError("a process has ended while it searched for plans; it may have lacked memory") from error
    return {key: found[key] for key in (f"{source} {target}" for source, target in product(sources, targets))}


def main() -> None:
    """Search for a part of the plans of a web page, as the main function of a separate process."""
    part = pickle.load(sys.stdin.buffer)
    pickle.dump(dict(_search(*part)), sys.stdout.buffer)
    sys.stdout.buffer.flush()


def _search(
    graph: Graph, sources: Sequence[str], targets: Sequence[str], start: date
) -> Iterator[tuple[str, PlanText | Problem]]:
    solver, options = Solver(graph), PlanOptions(start=start)
    for source, target in product(sources, targets):
        try:
            plan = solver.plan(source, target, options, Budget(label_limit=MOST_LABELS))
            yield f"{source} {target}", describe_plan(plan, figures=plan_figures(graph, plan), graph=graph)
        except (NoPlanError, NoPlanInTimeError) as error:
            yield f"{source} {target}", Problem(str(error))
