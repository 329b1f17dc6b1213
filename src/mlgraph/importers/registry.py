"""The list of all importers, with the rules by which each importer supplies what the imported files do not have."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from pkgutil import resolve_name
from typing import TYPE_CHECKING, TypeAlias

from mlgraph.errors import GraphFileError, UsageError
from mlgraph.limits import HOURS_LIMIT, MONTHS_LIMIT
from mlgraph.printable import sanitize

if TYPE_CHECKING:
    from mlgraph.importers.tables import Import


Value: TypeAlias = float | bool | str


@dataclass(frozen=True)
class Rule:
    """A rule of an importer for a value that the imported files do not have, such as the hours of study for each skill.

    The text `help` describes the rule in one line. The value of a rule is true or false, a text, or a number. A number
    has the unit `unit`, and must be from `least` to `most`. If the unit of a rule is "language", the value of the rule
    is the code of a language, such as de.
    """

    default: Value
    help: str
    unit: str = ""
    least: float = 0
    most: float = 0

    @property
    def is_switch(self) -> bool:
        """Return whether the value of the rule is true or false."""
        return isinstance(self.default, bool)

    @property
    def is_text(self) -> bool:
        """Return whether the value of the rule is a text."""
        return isinstance(self.default, str)

    def check(self, name: str, value: object) -> None:
        """Raise UsageError if the value of the rule is out of bounds or of the wrong type."""
        if self.is_text:
            if not isinstance(value, str):
                raise UsageError(f"`{name}` is {sanitize(value)}; write a text")
            if self.unit == "language" and not re.fullmatch("[a-z]{2,3}", value):
                raise UsageError(f"`{name}` is {sanitize(value)}; write the code of a language, such as de")
        elif self.is_switch:
            if not isinstance(value, bool):
                raise UsageError(f"`{name}` is {sanitize(value)}; choose True or False")
        elif isinstance(value, bool) or not (isinstance(value, int | float) and self.least <= value <= self.most):
            raise UsageError(f"`{name}` is {sanitize(value)}; choose a number from {self.least:g} to {self.most:g}")


@dataclass(frozen=True)
class Importer:
    """An importer, with a line of help, an example of a file or folder, rules, and a function that reads the files.

    `reader` names the module and the function that imports a folder, zip or file, as "module:function". The function
    that `reader` names takes a path, a value for each rule, and `progress`, a function that prints the current step.
    The function that `reader` names returns an `Import`. The `Import` has the graph, and counts of what the importer
    has read and left out, such as occupations. Python imports the module that `reader` names at the first use of the
    importer.
    """

    help: str
    example: str
    reader: str
    rules: dict[str, Rule] = field(default_factory=dict)


_months = partial(Rule, unit="months", most=MONTHS_LIMIT)
_hours = partial(Rule, unit="hours", most=HOURS_LIMIT)

_language = Rule("en", "language of the titles, where the source has several", "language")
_esco_rules = {
    "overlap": Rule(0.5, "share of the essential skills that makes a move", "share", 0.01, 1),
    "months_per_move": _months(24, "months before a move, the same for each"),
    "hours_per_skill": _hours(20, "hours of study, the same for each skill"),
    "language": _language,
}

IMPORTERS: dict[str, Importer] = {
    "onet": Importer(
        "O*NET's text files: occupations, related occupations, technology skills",
        "db_30_0_text",
        "mlgraph.importers.onet:read",
        {
            "months_per_zone": _months(12, "months before a move, per job zone upward and once more"),
            "hours_per_technology": _hours(10, "hours of study, per technology"),
            "hours_per_level": _hours(40, "hours of study, per level of an element of Skills or Knowledge"),
            # four years of 1,500 hours each, after another degree
            "hours_per_degree": _hours(6000, "hours of study, per degree of a licence-bound post"),
            "downward": Rule(True, "keep moves to a lower job zone"),
        },
    ),
    "esco": Importer(
        "ESCO's CSV files: occupations, essential and optional skills, moves by overlap",
        "esco-1.1.1",
        "mlgraph.importers.esco:read",
        _esco_rules,
    ),
    "uk-ddat": Importer(
        "the UK Digital and Data Profession Capability Framework",
        "uk-ddat",
        "mlgraph.importers.uk_ddat:read",
        {
            "months_per_level": _months(18, "months before a move, per step of seniority"),
            "hours_per_level": _hours(40, "hours of study, per step of proficiency"),
        },
    ),
    "metacademy": Importer(
        "Metacademy's concept graph: concepts, hours, prerequisites with reasons",
        "graph_data.json",
        "mlgraph.importers.metacademy:read",
    ),
    **{
        name: Importer(
            f"{title} that mlgraph wrote, perhaps after an edit in {program}",
            f"graph.{name}",
            "mlgraph.importers.exchange:read",
        )
        for name, title, program in (("graphml", "GraphML", "yEd"), ("gexf", "GEXF", "Gephi"))
    },
    "sheet": Importer(
        "a spreadsheet: a workbook (.xlsx), a CSV file, or a folder of CSV files",
        "ladder.csv",
        "mlgraph.importers.sheet:read",
        {"columns": Rule("", "your headings in mlgraph's words, such as 'Titel=title, Stunden=hours'", "text")},
    ),
    "roadmap": Importer(
        "your own copy of a roadmap in roadmap.sh's JSON",
        "ai-engineer.json",
        "mlgraph.importers.roadmap:read",
        {
            "hours_per_topic": _hours(10, "hours of study, the same for each topic"),
            "in_order": Rule(False, "need the topic before on a line of the drawing"),
        },
    ),
    "skill-tree": Importer(
        "a skill tree of beautiful-skill-tree (JSON) or of skillmap (TOML)",
        "tree.toml",
        "mlgraph.importers.skill_tree:read",
        {"hours_per_skill": _hours(20, "hours of study, the same for each skill")},
    ),
    "curriculum": Importer(
        "a curriculum in the CSV of CurricularAnalytics: courses and prerequisites",
        "bsc.csv",
        "mlgraph.importers.curriculum:read",
        # three hours a week, in class and at home, for a term of fifteen weeks
        {"hours_per_credit": _hours(45, "hours of study, per credit")},
    ),
    "rdf": Importer(
        "RDF that mlgraph wrote, or ESCO's own, as Turtle, N-Triples or JSON-LD",
        "graph.ttl",
        "mlgraph.importers.rdf:read",
        _esco_rules,
    ),
}


def read(name: str, path: Path, *, progress: Callable[[str], None] = lambda step: None, **rules: Value) -> "Import":
    """Import the folder, zip or file at a path with the importer that is called `name`.

    The keyword arguments `rules` replace the default values of rules of the importer.

    Raises UsageError if the importer or a rule is unknown, or if the value of a rule is invalid. Raises FileError if
    the folder, zip or file is missing. Raises GraphFileError with a list of all errors in the imported files.
    """
    if name not in IMPORTERS:
        raise UsageError(f"there is no importer '{sanitize(name)}'; choose one of {', '.join(IMPORTERS)}")
    known = IMPORTERS[name].rules
    for rule, value in rules.items():
        if rule not in known:
            raise UsageError(f"{name} has no rule '{sanitize(rule)}'; it has {', '.join(known) or 'none'}")
        known[rule].check(rule, value)
    values = {rule: each.default for rule, each in known.items()} | rules
    try:
        found: Import = resolve_name(IMPORTERS[name].reader)(path, **values, progress=progress)
    except GraphFileError as error:
        raise _name_pipe(error) from error
    return found


def _name_pipe(error: GraphFileError) -> GraphFileError:
    """Return a copy of an error that says "standard input" instead of the path "-"."""
    from mlgraph.filesystem import STANDARD, name_of  # imported late: the help of a command needs no files

    def rename(file: str) -> str:
        return name_of(STANDARD) + file[1:] if Path(file).parts[:1] == (STANDARD,) else file

    return GraphFileError(rename(error.path), [replace(each, file=rename(each.file)) for each in error.diagnostics])
