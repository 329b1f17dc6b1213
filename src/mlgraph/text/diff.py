"""Text about the differences between two graphs, and about the values that an overlay replaces."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

from mlgraph.graphfile.evidence import is_generated
from mlgraph.limits import TEXT_LENGTH
from mlgraph.model import KINDS
from mlgraph.printable import sanitize
from mlgraph.text.figures import with_pages
from mlgraph.text.formatting import (
    choose_people_word,
    count_cells,
    format_count,
    format_duration,
    format_number,
    get_width,
    make_bold,
    pad,
    wrap,
)
from mlgraph.text.json import to_json
from mlgraph.text.screen import LINES, choose_first_that_fits
from mlgraph.text.table import format_table

if TYPE_CHECKING:
    from mlgraph.analysis.answers_diff import Answer, Answers
    from mlgraph.analysis.diff import Change, Diff, ItemChange, MoveChange
    from mlgraph.graphfile.overlay import Override
    from mlgraph.model import Graph


# the most lines of a list, of which the first that makes all lists fit one screen is chosen
SIZES = (3, 1, 0)
_WORDS = {"+": "added", "-": "removed", "~": "changed"}
_COLOURS = {"+": "32", "-": "31", "~": "33"}


def render_diff(found: Diff, answers: Answers | None = None, whole: bool = False) -> str:
    """Return, as text, the differences between two graphs in nodes and moves, and if given, in the quickest plans.

    In the text, the sign + marks an added node or move, the sign - a removed one, and the sign ~ a changed one.

    Without `whole`, the list of differences fits one screen.
    """
    if not found:
        return "The two graphs are identical."
    lists = {"+": found.added, "-": found.removed, "~": found.changed}
    items = [(mark, item) for mark, marked in lists.items() for item in marked]
    kinds = {"Stages, roles and skills": KINDS, "Fields of experience": ("field",), "Tracks": ("track",)}
    kinds |= {"Sources": ("source",), "Resources": ("resource",)}
    groups = {title: [pair for pair in items if pair[1].kind in among] for title, among in kinds.items()}
    moves = sorted(((_mark(move), move) for move in found.moves), key=_rank_move)
    sections = [(title, [mark for mark, _ in marked], _group_items(marked)) for title, marked in groups.items()]
    sections.append(("Moves", [mark for mark, _ in moves], [list(_describe_move(*pair)) for pair in moves]))
    texts = (_render_lists(found, sections, answers, most) for most in ((None,) if whole else SIZES))
    text = choose_first_that_fits(texts, LINES - 2)  # two lines are for the command that prints all of it
    ends = chain.from_iterable((move.source, move.target) for move in found.moves)
    return with_pages(text, (*found.added, *found.changed, *ends), whole)


def _render_lists(
    found: Diff, sections: Sequence[tuple[str, list[str], list[list[str]]]], answers: Answers | None, most: int | None
) -> str:
    """Return the differences as text, with at most `most` entries in each section, or all entries if `most` is None."""
    lines = [line for change in found.graph for line in _describe_change_of_graph(change, most is None)]
    lines += chain.from_iterable(_render_section(*section, most) for section in sections)
    return "\n".join([*lines, *(_describe_answers(answers, most) if answers else ())]).strip("\n")


def _group_items(marked: Sequence[tuple[str, ItemChange]]) -> list[list[str]]:
    width = max((count_cells(item.id) for _, item in marked), default=0)
    return [list(_describe_item(mark, item, width)) for mark, item in marked]


def _describe_change_of_graph(change: Change, whole: bool) -> list[str]:
    """Return the lines about a changed value of the graph itself, such as its title, or one line if not `whole`."""
    if whole:
        return _list_changes(change, "")
    left = get_width() - len(f'{change.what}: "" instead of ""')
    return [f"{change.what}: {describe_change(change.before, change.after, max(left // 2, 10))}"]


def dump_diff(found: Diff, answers: Answers) -> str:
    """Return the differences between two graphs as JSON, with the changed quickest plans under the key `answers`."""
    return to_json(found.to_dict() | {"answers": answers})


def _rank_move(pair: tuple[str, MoveChange]) -> tuple[int, float]:
    """Return a key that sorts moves by change (added, removed, changed), then by how many people made the move."""
    return [*_WORDS].index(pair[0]), -(_count_people(pair[1]) or 0)


def _count_people(move: MoveChange) -> float | None:
    """Return how many people made a move according to the new graph, or None.

    The result is None if the new graph states no number of people who made the move, or the same number as the old
    graph.
    """
    return next((change.after for change in move.changes if change.what == "people"), None)


def _mark(move: MoveChange) -> str:
    return "+" if move.before is None else "-" if move.after is None else "~"


def _render_section(title: str, marks: list[str], parts: list[list[str]], most: int | None) -> Iterator[str]:
    """Yield the lines about one kind of difference, such as moves: a heading and a list.

    The heading of a list of differences has the numbers of additions, removals and changes.

    The list has only the first `most` differences, or all differences if `most` is None or if the list is short.
    """
    if not parts:
        return
    counts = [f"{marks.count(mark):,} {word} ({mark})" for mark, word in _WORDS.items() if mark in marks]
    yield ""
    yield f"{make_bold(title)}: {', '.join(counts)}"
    if most is None or (most and sum(map(len, parts)) <= most + 1):
        yield from chain.from_iterable(parts)
    elif most:
        yield from (part[0] for part in parts[:most])
        rest = len(parts) - most
        yield from [f"  {rest:,} more"] * (rest > 0)


def _paint(mark: str, line: str = "") -> str:
    return f"\x1b[{_COLOURS[mark]}m{mark}\x1b[0m {line}"


def _describe_item(mark: str, item: ItemChange, width: int) -> Iterator[str]:
    hours = next((f", {_format_hours(change.after)}" for change in item.changes if change.what == "hours"), "")
    title = f"{item.title}{hours if mark == '+' else ''}"
    first, *rest = wrap(f"{item.kind:6} {pad(item.id, width)}  {title}", "  ", " " * 10)
    yield "\n".join((_paint(mark, first.strip()), *rest))  # one string: a cut list shows the whole item
    for change in item.changes if mark == "~" else ():
        yield from _list_changes(change, " " * 9)


def _format_hours(said: Any) -> str:
    return f"{describe_value(said)} hour{'' if said == 1 else 's'}"


def _list_changes(change: Change, indent: str) -> list[str]:
    said = f"{change.what.replace('_', ' ')}: {describe_change(change.before, change.after)}"
    return wrap(said, indent, f"{indent}    ")


def _describe_move(mark: str, move: MoveChange) -> Iterator[str]:
    said = describe_value(move.before if move.after is None else move.after)
    months = f"{said} month{'' if said == '1' else 's'}"
    if mark == "~" and move.before != move.after:
        months += f" instead of {describe_value(move.before)}"
    if people := _count_people(move):
        months += f", counted from {format_number(people)} {choose_people_word(move.generated)}"
    first, *rest = wrap(f"{move.source.title} to {move.target.title}: {months}", "  ", " " * 6)
    yield "\n".join((_paint(mark, first.strip()), *rest))  # one string: a cut list shows the whole item
    for change in move.changes if mark == "~" else ():
        yield from _list_changes(change, " " * 6)


def _describe_answers(answers: Answers, most: int | None) -> Iterator[str]:
    """Yield lines on how many quickest plans are shorter or longer in the new graph, and on the most changed plans."""
    yield ""
    yield f"{make_bold('Plans')}: time of the fastest, at {format_count(answers.pace, 'hour')} of study a week"
    if not answers.pairs:
        yield "No two positions are in both graphs."
        return
    said = f"A change can affect {answers.affected:,} of {format_count(answers.pairs, 'pair')} of positions"
    if answers.compared < answers.affected:
        said += f"; the time given was enough to compare the {answers.compared:,} nearest to a change"
    groups = Counter(map(_group, answers.changed))
    counts = [f"{groups[name]:,} {name}" for name in ("no longer possible", "new", "longer", "shorter") if groups[name]]
    same = answers.compared - len(answers.changed)
    counts += [f"{same:,} the same"] * bool(same)
    yield from wrap(f"{said}: {', '.join(counts)}." if counts else f"{said}.")
    shown = answers.changed[:most]
    if shown:
        yield ""
        yield from format_table(
            ("Before", "Now", "Plan"), [(_format_time(a.before), _format_time(a.after), _name_ends(a)) for a in shown]
        )
    if shown and len(answers.changed) > len(shown):
        yield f"  {len(answers.changed) - len(shown):,} more"


def _group(answer: Answer) -> str:
    if answer.before is None or answer.after is None:
        return "new" if answer.before is None else "no longer possible"
    return "longer" if answer.after > answer.before else "shorter"


def _name_ends(answer: Answer) -> str:
    return f"{answer.source.title} to {answer.target.title}"


def _format_time(months: float | None) -> str:
    return "no route" if months is None else format_duration(months)


def sort_by_people(changes: Iterable[Override]) -> list[Override]:
    """Sort the values that an overlay replaces: the more people made a move, the earlier its value comes."""

    def count_people(change: Override) -> int:
        found = change.after.get("people", 0) if isinstance(change.after, Mapping) else 0
        return found if isinstance(found, int) else 0

    return sorted(changes, key=lambda change: -count_people(change))


def describe_override(change: Override, graph: Graph) -> str:
    """Return a line about a value that an overlay replaces, with its file, its key, and the old and new value.

    `graph` is the graph that includes the overlay.
    """
    *node, key = [sanitize(key) for key in change.keys]
    if len(node) > 2:  # the value is in a table inside the table of a node
        *node, around = node
        key = f"months to {key}" if around == "leads_to" else f"{around}, {key}"
    what = f"{' '.join(node)}: {key}" if node else key
    file, earlier = sanitize(change.file, 200), sanitize(change.earlier_file, 200)
    said = describe_change(change.before, change.after, 80)
    if isinstance(change.after, Mapping) and "half" in change.after:
        before = change.before.get("months") if isinstance(change.before, Mapping) else change.before
        who = choose_people_word(is_generated(graph, change.after.get("cites", ())))
        people = describe_value(change.after.get("people"))
        said = f"{describe_change(before, change.after['half'])}, counted from {people} {who}"
    return f"{file}:{change.line}: {what} {said} ({earlier}:{change.earlier_line})"


def describe_change(before: Any, after: Any, limit: int = TEXT_LENGTH) -> str:
    """Describe the change from an old to a new value of a graph, and shorten texts of more than `limit` characters.

    >>> describe_change(36, 24), describe_change(["sql", "r"], ["sql", ["python", "r"]]), describe_change(None, ["sql"])
    ('24 instead of 36', 'also python or r; no longer r', 'also sql')
    """
    if not all(said is None or isinstance(said, list | tuple) for said in (before, after)):
        return f"{describe_value(after, limit)} instead of {describe_value(before, limit)}"
    more = [entry for entry in after or () if entry not in (before or ())]
    fewer = [entry for entry in before or () if entry not in (after or ())]
    parts = [f"also {describe_value(more, limit)}"] * bool(more) + [f"no longer {describe_value(fewer, limit)}"] * bool(
        fewer
    )
    return "; ".join(parts) or "in another order"


def describe_value(said: Any, limit: int = TEXT_LENGTH) -> str:
    """Describe, in words on one line, a value of a graph file.

    >>> describe_value(["sql", ["python", "r"]]), describe_value(1200), describe_value({"months": 12, "tier": "near"})
    ('sql, python or r', '1,200', 'months 12, tier "near"')
    """
    if isinstance(said, Mapping):
        return ", ".join(f"{sanitize(key)} {describe_value(entry, limit)}" for key, entry in said.items())
    if isinstance(said, list | tuple):
        return ", ".join(
            " or ".join(map(sanitize, entry)) if isinstance(entry, list | tuple) else sanitize(entry) for entry in said
        )
    if isinstance(said, int | float):
        return format_number(said + 0)
    return "nothing" if said is None else f'"{sanitize(said, limit)}"'
