"""Registry of the published sources that are turned into graph files, with the rules of each import."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from pkgutil import resolve_name
from typing import TYPE_CHECKING

from mlgraph.errors import UsageError
from mlgraph.limits import HOURS_LIMIT, MONTHS_LIMIT
from mlgraph.printable import shown

if TYPE_CHECKING:
    from mlgraph.importers.tables import Import


@dataclass(frozen=True)
class Rule:
    """A rule of an import, ours and not data: its default and a line of help, and of a number its unit and bounds."""

    default: float | bool
    help: str
    unit: str = ""
    least: float = 0
    most: float = 0

    @property
    def is_switch(self) -> bool:
        """Return whether the rule is on or off, and no number."""
        return isinstance(self.default, bool)

    def check(self, name: str, value: object) -> None:
        """Raise UsageError for a value that the rule cannot have."""
        if self.is_switch:
            if not isinstance(value, bool):
                raise UsageError(f"`{name}` is {shown(value)}; choose True or False")
        elif isinstance(value, bool) or not (isinstance(value, int | float) and self.least <= value <= self.most):
            raise UsageError(f"`{name}` is {shown(value)}; choose a number from {self.least:g} to {self.most:g}")


@dataclass(frozen=True)
class Importer:
    """A source: a line of help, how its folder or file is called where it is published, its reader and its rules.

    `reader` is "module:function"; it takes a path, and by keyword a value for each rule and `progress`, and returns an
    `Import`. Its module is loaded when something is imported, not before.
    """

    help: str
    example: str
    reader: str
    rules: dict[str, Rule] = field(default_factory=dict)


_months = partial(Rule, unit="months", most=MONTHS_LIMIT)
_hours = partial(Rule, unit="hours", most=HOURS_LIMIT)

IMPORTERS: dict[str, Importer] = {
    "onet": Importer(
        "O*NET's text files: occupations, related occupations, technology skills",
        "db_30_0_text",
        "mlgraph.importers.onet:read",
        {
            "months_per_zone": _months(12, "months before a move, per job zone upward and once more"),
            "hours_per_technology": _hours(10, "hours of study, per technology"),
            "hours_per_level": _hours(40, "hours of study, per level of an element of Skills or Knowledge"),
            "downward": Rule(True, "keep moves to a lower job zone"),
        },
    ),
    "esco": Importer(
        "ESCO's CSV files: occupations, essential and optional skills, moves by overlap",
        "esco-1.1.1",
        "mlgraph.importers.esco:read",
        {
            "overlap": Rule(0.5, "share of the essential skills that makes a move", "share", 0.01, 1),
            "months_per_move": _months(24, "months before a move, the same for each"),
            "hours_per_skill": _hours(20, "hours of study, the same for each skill"),
        },
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
}


def read(
    name: str, path: Path, *, progress: Callable[[str], None] = lambda step: None, **rules: float | bool
) -> "Import":
    """Return the source `name` of IMPORTERS at a path as a graph, made by its rules or by those given.

    Raises UsageError for a source or rule that does not exist or a value that a rule cannot have, FileError where the
    source is not there, and GraphFileError with all that is wrong in it.
    """
    if name not in IMPORTERS:
        raise UsageError(f"there is no importer '{shown(name)}'; choose one of {', '.join(IMPORTERS)}")
    known = IMPORTERS[name].rules
    for rule, value in rules.items():
        if rule not in known:
            raise UsageError(f"{name} has no rule '{shown(rule)}'; it has {', '.join(known) or 'none'}")
        known[rule].check(rule, value)
    values = {rule: each.default for rule, each in known.items()} | rules
    found: Import = resolve_name(IMPORTERS[name].reader)(path, **values, progress=progress)
    return found
