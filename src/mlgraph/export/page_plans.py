"""Search for the plans of a web page in one HTML file, with one process for each core.

Each process that searches for plans reads two pickles from standard input: the module search path, and its part of the
work. Each process that searches for plans writes the plans found to standard output, as a pickle.
"""

import gc
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import date
from itertools import product
from typing import cast

from mlgraph.analysis.figures import plan_figures
from mlgraph.errors import MlgraphError
from mlgraph.limits import count_cores
from mlgraph.model import Graph
from mlgraph.planning.options import PlanOptions
from mlgraph.planning.plan import Plan
from mlgraph.planning.solver import Solver
from mlgraph.web.openapi import Problem
from mlgraph.web.panel import PlanText, describe_plan

Plans = dict[str, PlanText | Problem]

# the most labels (partial paths) of a separate search for one plan: more would prove few further plans
MOST_LABELS = 2000
# with fewer plans than this, one process is as fast as several
_MANY = 400
# the code that a process runs; it has the module search path of this process, without the current folder
_COMMAND = (
    "import pickle, sys; sys.path[:] = pickle.load(sys.stdin.buffer);"
    " from mlgraph.export.page_plans import main; main()"
)


@contextmanager
def begin_search(
    graph: Graph, sources: Sequence[str], targets: Sequence[str], start: date
) -> Iterator[Callable[[], Plans]]:
    """Begin to search for the best plan from each position in `sources` to each position in `targets`.

    The context is a function that waits for all plans, and returns each plan or why there is no plan. In the context,
    the caller can do other work while the processes search.

    The key of a plan in the answer is its first position, a space, and its last position. If a search ends early, after
    MOST_LABELS partial paths, the plan that it returns is marked as not proven to be the best. The plans do not depend
    on the number of processes.
    """
    keys = [f"{source} {target}" for source, target in product(sources, targets)]
    jobs = min(count_cores(), len(sources)) if len(keys) >= _MANY else 1
    with ExitStack() as stack:
        processes = []
        for _ in range(jobs if jobs > 1 else 0):
            process = subprocess.Popen(
                [sys.executable, "-P", "-c", _COMMAND],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
            stack.enter_context(process)
            stack.callback(process.kill)
            processes.append(process)
        with _report_end():
            for number, process in enumerate(processes):
                assert process.stdin is not None
                process.stdin.write(
                    pickle.dumps(sys.path) + pickle.dumps((graph, sources[number::jobs], targets, start))
                )
                process.stdin.flush()

        def collect() -> Plans:
            found = {} if processes else dict(_search(graph, sources, targets, start))
            with _report_end():
                for process in processes:
                    assert process.stdout is not None
                    found |= cast(Plans, pickle.load(process.stdout))
            return {key: found[key] for key in keys}

        yield collect


@contextmanager
def _report_end() -> Iterator[None]:
    """Report the end of a process that should have searched on."""
    try:
        yield
    except (OSError, EOFError, pickle.UnpicklingError) as error:
        raise MlgraphError("a process has ended while it searched for plans; it may have lacked memory") from error


def main() -> None:
    """Search for a part of the plans of a web page, as the main function of a separate process."""
    part = pickle.load(sys.stdin.buffer)
    gc.disable()  # the search makes hardly any reference cycles, and looking for them takes time
    pickle.dump(dict(_search(*part)), sys.stdout.buffer)
    sys.stdout.buffer.flush()


def _search(
    graph: Graph, sources: Sequence[str], targets: Sequence[str], start: date
) -> Iterator[tuple[str, PlanText | Problem]]:
    solver, options = Solver(graph), PlanOptions(start=start)
    for source in sources:
        for target, found in solver.plan_each(source, targets, options, MOST_LABELS):
            text: PlanText | Problem
            if isinstance(found, Plan):
                text = describe_plan(found, figures=plan_figures(graph, found), graph=graph)
            else:
                text = Problem(str(found))
            yield f"{source} {target}", text
