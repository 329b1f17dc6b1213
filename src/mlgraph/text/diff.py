"""Differences between graphs, and overrides of an overlay, as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from mlgraph.limits import TEXT_LENGTH
from mlgraph.printable import shown
from mlgraph.text.formatting import bold, counted, quantity, tenths, wrapped
from mlgraph.text.json import to_json

if TYPE_CHECKING:
    from mlgraph.analysis.answers_diff import Answer, Answers
    from mlgraph.analysis.diff import Change, Diff, ItemChange, MoveChange
    from mlgraph.graphfile.overlay import Override


# of each group of answers, the biggest changes
MOST_ANSWERS = 5
_WORDS = {"+": "added", "-": "removed", "~": "changed"}
_COLOURS = {"+": "32", "-": "31", "~": "33"}


def diff_lines(found: Diff, answers: Answers | None = None) -> str:
    """Return what was added (+), removed (-) and changed (~) between two graphs, and which answers differ."""
    if not found:
        return "The two graphs are identical"
    lists = {"+": found.added, "-": found.removed, "~": found.changed}
    items = [(mark, item) for mark, marked in lists.items() for item in marked]
    moves = sorted(((_mark(move), move) for move in found.moves), key=lambda pair: [*_WORDS].index(pair[0]))
    lines = [line for change in found.graph for line in _change(change, "")]
    for title, sources in (("Nodes", False), ("Sources", True)):
        of_kind = [(mark, item) for mark, item in items if (item.kind == "source") is sources]
        lines += [*_head(title, [mark for mark, _ in of_kind]), *_items(of_kind)]
    lines += [*_head("Moves", [mark for mark, _ in moves]), *(line for pair in moves for line in _move(*pair))]
    return "\n".join([*lines, *(_answers(answers) if answers else ())]).strip("\n")


def diff_json(found: Diff, answers: Answers) -> str:
    """Return what changed between two graphs, and which answers became others (`answers`), as JSON."""
    return to_json(found.to_dict() | {"answers": answers})


def _mark(move: MoveChange) -> str:
    return "+" if move.before is None else "-" if move.after is None else "~"


def _head(title: str, marks: list[str]) -> list[str]:
    counts = [f"{marks.count(mark):,} {word} ({mark})" for mark, word in _WORDS.items() if mark in marks]
    return ["", f"{bold(title)}: {', '.join(counts)}"] if counts else []


def _coloured(mark: str, line: str = "") -> str:
    return f"\x1b[{_COLOURS[mark]}m{mark}\x1b[0m {line}"


def _items(marked: list[tuple[str, ItemChange]]) -> Iterator[str]:
    width = max((len(item.id) for _, item in marked), default=0)
    for mark, item in marked:
        hours = next((f", {value(change.after)} h" for change in item.changes if change.what == "hours"), "")
        title = f"{item.title}{hours if mark == '+' else ''}"
        first, *rest = wrapped(f"{item.kind:6} {item.id:{width}}  {title}", "  ", " " * 10)
        yield from (_coloured(mark, first.strip()), *rest)
        for change in item.changes if mark == "~" else ():
            yield from _change(change, " " * 9)


def _change(change: Change, indent: str) -> list[str]:
    said = f"{change.what.replace('_', ' ')}: {instead(change.before, change.after)}"
    return wrapped(said, indent, f"{indent}    ")


def _move(mark: str, move: MoveChange) -> Iterator[str]:
    said = value(move.before if move.after is None else move.after)
    months = f"{said} month{'' if said == '1' else 's'}"
    if mark == "~" and move.before != move.after:
        months += f" instead of {value(move.before)}"
    first, *rest = wrapped(f"{move.source.title} to {move.target.title}: {months}", "  ", " " * 6)
    yield from (_coloured(mark, first.strip()), *rest)
    for change in move.changes if mark == "~" else ():
        yield from _change(change, " " * 6)


def _answers(answers: Answers) -> list[str]:
    """Return which answers became others: how many of each group, and the biggest changes."""
    lines = ["", f"{bold('Answers')}: months of the quickest plan, at {quantity(answers.pace)} hours of study a week"]
    said = f"a change can affect {answers.affected:,} of {counted(answers.pairs, 'pair')} of positions"
    if answers.compared < answers.affected:
        said += f"; the nearest {answers.compared:,} to a change were compared in the time given, the others not"
    lines += wrapped(said, "  ", "  ")
    groups: dict[str, list[Answer]] = {"lost": [], "new": [], "longer": [], "shorter": []}
    for answer in answers.changed:
        groups[_group(answer)].append(answer)
    counts = [f"{len(group):,} {name}" for name, group in groups.items() if group]
    same = answers.compared - len(answers.changed)
    counts += [f"{same:,} the same"] if same else []
    lines += wrapped(", ".join(counts), "  ", "  ")
    for name, group in groups.items():
        lines += ["", f"  {name:54} {'months':>9} {'was':>9}"] if group else []
        lines += (f"    {_ends(a):52} {_months(a.after):>9} {_months(a.before):>9}" for a in group[:MOST_ANSWERS])
        lines += [f"    and {len(group) - MOST_ANSWERS:,} more"] if len(group) > MOST_ANSWERS else []
    return lines


def _group(answer: Answer) -> str:
    if answer.before is None or answer.after is None:
        return "new" if answer.before is None else "lost"
    return "longer" if answer.after > answer.before else "shorter"


def _ends(answer: Answer) -> str:
    return shown(f"{answer.source.title} to {answer.target.title}", 52)


def _months(months: float | None) -> str:
    return "no way" if months is None else tenths(months)


def override_line(change: Override) -> str:
    """Return where a file says something else than an earlier one, and what."""
    *node, key = [shown(key) for key in change.keys]
    if len(node) > 2:  # an entry of a key that holds a table
        *node, around = node
        key = f"months to {key}" if around == "leads_to" else f"{around}, {key}"
    what = f"{' '.join(node)}: {key}" if node else key
    file, earlier = shown(change.file, 200), shown(change.earlier_file, 200)
    return f"{file}:{change.line}: {what} {instead(change.before, change.after, 80)} ({earlier}:{change.earlier_line})"


def instead(before: Any, after: Any, limit: int = TEXT_LENGTH) -> str:
    """Return what one value, which stands instead of another, says otherwise; texts are shortened to `limit`.

    >>> instead(36, 24), instead(["sql", "r"], ["sql", ["python", "r"]]), instead(None, ["sql"])
    ('24 instead of 36', 'also python or r; no longer r', 'also sql')
    """
    if not all(said is None or isinstance(said, list | tuple) for said in (before, after)):
        return f"{value(after, limit)} instead of {value(before, limit)}"
    more = [entry for entry in after or () if entry not in (before or ())]
    fewer = [entry for entry in before or () if entry not in (after or ())]
    parts = [f"also {value(more, limit)}"] * bool(more) + [f"no longer {value(fewer, limit)}"] * bool(fewer)
    return "; ".join(parts) or "in another order"


def value(said: Any, limit: int = TEXT_LENGTH) -> str:
    """Return a value of a graph file in words, on one line.

    >>> value(["sql", ["python", "r"]]), value(1200), value({"months": 12, "tier": "near"})
    ('sql, python or r', '1,200', 'months 12, tier "near"')
    """
    if isinstance(said, Mapping):
        return ", ".join(f"{shown(key)} {value(entry, limit)}" for key, entry in said.items())
    if isinstance(said, list | tuple):
        return ", ".join(
            " or ".join(map(shown, entry)) if isinstance(entry, list | tuple) else shown(entry) for entry in said
        )
    if isinstance(said, int | float):
        return quantity(said + 0)
    return "nothing" if said is None else f'"{shown(said, limit)}"'
