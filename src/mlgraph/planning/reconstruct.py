"""Construction of the stops of a plan, with arrivals, skills to learn, and reasons.

The module converts a label of the search, which is a path with its costs, to the stops of a plan. A post is a role that
a person holds.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from statistics import median

from mlgraph.graphfile.evidence import is_generated
from mlgraph.model import Graph, Named, list_targets, name_node
from mlgraph.names import name_field
from mlgraph.planning.arrivals import count_served_at_start, find_times
from mlgraph.planning.plan import Counted, Gain, Stop, Study
from mlgraph.planning.schedule import Studied, schedule_studies
from mlgraph.resources import list_resources
from mlgraph.search.bitset import list_ranks, set_of, unite
from mlgraph.search.compiled import AnyOf, NamedGraph, Needs, list_posts_along
from mlgraph.search.labels import Label
from mlgraph.search.problem import Problem, find_time_unit
from mlgraph.search.waits import Ticks

# most nodes in one reason, and in all reasons; without these limits, reasons take quadratic memory on long chains
LONGEST_CHAIN, MOST_LINKS = 20, 100_000


def build_stops(compiled: NamedGraph, problem: Problem, label: Label) -> tuple[Stop, ...]:
    """Return the stops of a path, with the skills to learn before each stop."""
    per_month = find_time_unit(compiled, problem).per_month
    moves, studied, arrivals = find_times(compiled, problem, label)
    schedule = schedule_studies(compiled, problem, label, arrivals)
    legs: list[tuple[Ticks, Ticks, Ticks]] = [(0, 0, 0)]
    legs += [
        (arrives, before + months, study)
        for before, arrives, months, study in zip(arrivals, arrivals[1:], moves, studied, strict=False)
    ]
    found, known, taught = [], problem.known, _find_taught(compiled, problem, label, moves)
    certain = unite(needs.forced for needs in list_needs(compiled, label))
    for index, (position, learned) in enumerate(zip(label.path, (0, *label.learned), strict=True)):
        arrives, post, study = legs[index]
        name = compiled.positions[position]
        node = compiled.graph.nodes[name]
        extra = problem.extra if index == len(label.path) - 1 else ()
        learn = tuple[Study, ...]()
        if learned:
            learn = tuple(
                _describe_studies(compiled, position, known | taught[index], schedule[index], per_month, extra, certain)
            )
        found.append(
            Stop(
                id=name,
                title=node["title"],
                kind=node["kind"],
                arrives=float(Fraction(arrives, per_month)),
                learn=learn,
                waits_for=_name_wait(label, index, arrives, post, study) if index else None,
                spare=float(Fraction(_find_spare(arrives, post, study)) / per_month),
                critical=False,
                gains=tuple(_find_gains(compiled, problem, label, arrivals, index))
                if index and arrives > post and arrives > study
                else (),
                taught=_name_taught(compiled, taught[index] & ~(known | taught[index - 1])) if index else (),
                passes=_find_passed(
                    compiled,
                    label,
                    known | taught[index - 1],
                    known | -learned | taught[index] if index else 0,
                    [study.id for study in learn],
                ),
                counted=find_counted(compiled.graph, compiled.positions[label.path[index - 1]], name)
                if index
                else None,
                programme=node.get("programme", False),
                url=node.get("url", ""),
            )
        )
        known |= -learned
    critical, early = _find_critical(compiled, label, found), _find_early(compiled.graph, float(problem.served), found)
    return tuple(
        replace(stop, critical=index in critical, usual_stay=early.get(index)) for index, stop in enumerate(found)
    )


def _find_early(graph: Graph, served: float, stops: list[Stop]) -> dict[int, float]:
    """Return the roles that a path enters across a stage after it leaves a post early, with the usual stay in the post.

    The usual stay in a post is the median of the months of all moves from the post to roles. A path leaves a post early
    if it stays less than half of the usual stay. The result maps the index of each role on the path to the usual stay
    in months.
    """
    found = dict[int, float]()
    held, begins = None, -served
    for index, stop in enumerate(stops):
        if stop.kind == "stage":
            continue
        if held and stops[index - 1].kind == "stage":
            months = [months for to, months in list_targets(graph, held).items() if graph.nodes[to]["kind"] == "role"]
            if months and stop.arrives - begins < median(months) / 2:
                found[index] = median(months)
        held, begins = stop.id, stop.arrives if index else begins
    return found


def _find_critical(compiled: NamedGraph, label: Label, stops: list[Stop]) -> set[int]:
    """Return the indexes of the stops whose later arrival would delay the arrival at the target.

    If a later stop waits for study, a short delay at an earlier stop does not delay the later stop, since the person
    studies throughout. If a later stop waits for experience in a field, the arrival there depends on the arrivals where
    the person begins to gain this experience.
    """
    posts, held = compiled.posts, list_posts_along(compiled, label.path)
    # for each stay, the fields in which the post held counts, as a bit mask
    counts = [posts.counts[post] if posts and post >= 0 else 0 for post in held]
    critical = {len(stops) - 1}
    for index in range(len(stops) - 1, 0, -1):
        cause = stops[index].waits_for if index in critical else "study"
        if cause == "experience":
            fields = set_of(compiled.fields.index(gain.id) for gain in stops[index].gains)
            critical |= {begin for begin in range(1, index) if counts[begin] & ~counts[begin - 1] & fields}
        elif cause == "teaching":
            critical.add(max((stay for stay in range(index) if stops[stay].kind == "role"), default=0))
        elif cause == "post":
            critical.add(index - 1)
    return critical - {0}


def list_needs(compiled: NamedGraph, label: Label) -> list[Needs]:
    """Return the needs of a path's positions except the first, then the needs of the skills learned on the path."""
    positions = [compiled.find_needs(position) for position in label.path[1:]]
    return positions + [compiled.skill_needs[skill] for learned in label.learned for skill in list_ranks(-learned)]


def find_counted(graph: Graph, source: str, target: str) -> Counted | None:
    """Return the count of people who made a move, or None if the graph has no count, as for a move to a stage."""
    edge = graph.get_edge_data(source, target) or {}
    if "people" not in edge or graph.nodes[target]["kind"] == "stage":
        return None
    return Counted(int(edge["people"]), edge.get("share"), edge.get("half"), is_generated(graph, edge.get("cites", ())))


def _find_spare(arrives: Ticks, post: Ticks, study: Ticks) -> Ticks:
    """Return how many ticks earlier an arrival would be without the cause that delays this arrival most."""
    if arrives > post and arrives > study:
        return arrives - (study if study > post else post)
    return study - post if study > post else post - study


def _name_wait(label: Label, index: int, arrives: Ticks, post: Ticks, study: Ticks) -> str:
    """Return what delays an arrival most: "post" for the months of the move, "study", "experience" or "teaching"."""
    if arrives > max(post, study):
        return "teaching" if label.service and any(move == index for move, _ in label.service.stays) else "experience"
    return "study" if study > post else "post"


def _name_taught(compiled: NamedGraph, taught: int) -> tuple[Named, ...]:
    """Return the ids and titles of the skills in the bit mask `taught`, in the order of ids."""
    skills = sorted(list_ranks(taught & ~compiled.marks), reverse=True)  # the first id has the highest rank
    return tuple(name_node(compiled.graph, compiled.skills[skill]) for skill in skills)


def _find_passed(
    compiled: NamedGraph, label: Label, before: int, after: int, learned: Sequence[str]
) -> tuple[Named, ...]:
    """Return the stages whose needs the skills in `after` meet, but the skills in `before` do not meet.

    The result leaves out the stages on the path. The stages stand in the order in which their needs are met, if the
    skills in `learned` are learned one after the other.
    """
    beside = compiled.stages & ~set_of(label.path) if after & ~before else 0
    passed = [
        stage for stage in list_ranks(beside) if _is_met(compiled, stage, after) > _is_met(compiled, stage, before)
    ]
    turn = {skill: number for number, skill in enumerate(learned, 1)}

    def find_turn(stage: int) -> tuple[int, int, str]:
        forced = compiled.find_needs(stage).forced
        last = max((turn.get(skill.id, 0) for skill in _name_taught(compiled, forced)), default=0)
        return last, forced.bit_count(), compiled.positions[stage]

    passed.sort(key=find_turn)
    return tuple(name_node(compiled.graph, compiled.positions[stage]) for stage in passed)


def _is_met(compiled: NamedGraph, position: int, known: int) -> bool:
    needs = compiled.find_needs(position)
    return not needs.implied & ~known and all(any(known >> skill & 1 for skill in each.members) for each in needs.open)


def _find_gains(
    compiled: NamedGraph, problem: Problem, label: Label, arrivals: list[Ticks], index: int
) -> Iterator[Gain]:
    """Yield the fields for whose experience a plan stays in the post before a stop longer than the move requires."""
    posts, unit, held = compiled.posts, find_time_unit(compiled, problem), list_posts_along(compiled, label.path)
    if posts is None or held[index - 1] < 0:
        return
    for field in list_ranks(posts.counts[held[index - 1]]):
        had = int(problem.experience[field] * unit.per_month) if field < len(problem.experience) else 0
        found: list[Ticks] = [had]
        for step in range(1, len(arrivals)):
            counts = held[step - 1] >= 0 and posts.counts[held[step - 1]] >> field & 1
            found.append(found[-1] + (arrivals[step] - arrivals[step - 1] if counts else 0))
        for step in range(index, len(arrivals)):
            asked = posts.asks[label.path[step]].get(field, 0) * unit.post_ticks
            if asked and asked == found[step]:
                name = compiled.fields[field]
                yield Gain(
                    id=name,
                    title=name_field(compiled.graph, name),
                    had=float(Fraction(found[index - 1]) / unit.per_month),
                    asked=float(Fraction(asked) / unit.per_month),
                    asked_by=name_node(compiled.graph, compiled.positions[label.path[step]]),
                )
                break


def _find_taught(compiled: NamedGraph, problem: Problem, label: Label, moves: list[int]) -> list[int]:
    """Return, for each position of a path, a bit mask of the skills that earlier posts have taught, and of their marks.

    The result leaves out skills that a post teaches only because the person waits in the post for study or experience.
    """
    posts, unit = compiled.posts, find_time_unit(compiled, problem).post_ticks
    if posts is None or label.service is None:
        return [0] * len(label.path)
    held, waited = list_posts_along(compiled, label.path), dict(label.service.stays)
    served, taught, found = count_served_at_start(compiled, problem), 0, [0]
    for index, position in enumerate(label.path[1:], 1):
        served = waited.get(index, served + moves[index - 1])
        if held[index - 1] >= 0:
            lessons = posts.lessons[held[index - 1]]
            taught |= unite(lesson.skills for lesson in lessons if lesson.months * unit <= served)
        found.append(taught)
        served = served if compiled.stages >> position & 1 else 0
    return found


def _describe_studies(
    compiled: NamedGraph,
    position: int,
    known: int,
    studies: list[Studied],
    per_month: int,
    extra: tuple[AnyOf, ...],
    certain: int,
) -> Iterator[Study]:
    """Yield the skills to learn for a position, in the order of learning, each with its reason.

    `certain` is a bit mask of the skills that the path needs whichever alternatives a person takes.
    """
    reasons = _find_reasons(compiled, position, known, set_of(study.skill for study in studies), extra)
    needed = set(list_ranks(certain))
    for skill, begins, ends in studies:
        node = compiled.graph.nodes[compiled.skills[skill]]
        chain, others = reasons[skill]
        yield Study(
            id=compiled.skills[skill],
            title=node["title"],
            hours=node["hours"],
            needed_for=chain,
            instead_of=() if skill in needed else others,
            shown_by=node.get("shown_by", ""),
            from_month=float(begins / per_month),
            to_month=float(ends / per_month),
            learn_with=list_resources(compiled.graph, compiled.skills[skill]),
            url=node.get("url", ""),
        )


def _find_reasons(
    compiled: NamedGraph, position: int, known: int, learned: int, extra: tuple[AnyOf, ...]
) -> dict[int, tuple[tuple[Named, ...], tuple[Named, ...]]]:
    """Return, for each skill learned for a position, its shortest chain of needs, and the alternatives to the skill."""
    graph, skills, new = compiled.graph, compiled.skills, set(list_ranks(learned))
    reasons: dict[int, tuple[tuple[Named, ...], tuple[Named, ...]]] = {}
    chain: tuple[Named, ...] = (name_node(graph, compiled.positions[position]),)
    longest = max(2, min(LONGEST_CHAIN, MOST_LINKS // max(1, len(new))))
    waiting = [(chain, (*compiled.find_needs(position).own, *extra))]
    for chain, groups in waiting:
        for group in sorted(groups, key=lambda group: len(group.members)):
            for skill in group.members if not group.mask & known else ():
                if skill in new and skill not in reasons:
                    others = (other for other in compiled.list_choices(group) if other not in new)
                    reasons[skill] = (chain, tuple(name_node(graph, skills[other]) for other in others))
                    longer = (name_node(graph, skills[skill]), *chain[:-1][: longest - 2], chain[-1])
                    waiting.append((longer, compiled.skill_needs[skill].own))
    return reasons
