"""Public taxonomies as graph files."""

from collections.abc import Callable
from functools import partial
from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mlgraph.cli.output import put
from mlgraph.cli.progress import Watch
from mlgraph.limits import HOURS_LIMIT, MONTHS_LIMIT

if TYPE_CHECKING:
    from mlgraph.importers.tables import Import


import_ = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    help="Turn a public taxonomy into a graph file.",
)

Folder = Annotated[Path, typer.Argument(metavar="SOURCE", help="The folder as it was published.")]
Out = Annotated[
    Path, typer.Option("-o", "--output", metavar="FILE.json", help="The graph file to write; an older one is replaced.")
]


def _number(value: float) -> float:
    if isnan(value):  # which is in every range
        raise typer.BadParameter("nan is no number.")
    return value


def _months(unit: str) -> Any:
    return typer.Option(
        metavar="MONTHS", callback=_number, help=f"Rule: months before a move, {unit}.", min=0, max=MONTHS_LIMIT
    )


def _hours(unit: str) -> Any:
    return typer.Option(
        metavar="HOURS", callback=_number, help=f"Rule: hours of study, {unit}.", min=0, max=HOURS_LIMIT
    )


@import_.command("onet")
def import_onet(
    source: Folder,
    output: Out,
    months_per_zone: Annotated[float, _months("per job zone upward and once more")] = 12,
    hours_per_technology: Annotated[float, _hours("per technology")] = 10,
    hours_per_level: Annotated[float, _hours("per level of an element of Skills or Knowledge")] = 40,
    downward: Annotated[bool, typer.Option("--downward/--no-downward", help="Keep moves to a lower job zone.")] = True,
) -> None:
    r"""Import O*NET's text files: occupations, related occupations, technology skills.

    \b
    Examples:
      mlgraph import onet db_30_0_text -o onet.json --no-downward
      mlgraph import onet db_30_0_text -o onet.json --months-per-zone 18
    """
    from mlgraph.importers import onet

    rules: dict[str, Any] = {"months_per_zone": months_per_zone, "hours_per_technology": hours_per_technology}
    rules |= {"hours_per_level": hours_per_level, "downward": downward}
    _import(source, partial(onet.read, **rules), output)


@import_.command("esco")
def import_esco(
    source: Folder,
    output: Out,
    overlap: Annotated[
        float,
        typer.Option(min=0.01, max=1, callback=_number, help="Rule: share of the essential skills that makes a move."),
    ] = 0.5,
    months_per_move: Annotated[float, _months("the same for each")] = 24,
    hours_per_skill: Annotated[float, _hours("the same for each skill")] = 20,
) -> None:
    r"""Import ESCO's CSV files: occupations, essential and optional skills, moves by overlap.

    \b
    Examples:
      mlgraph import esco esco-1.1.1 -o esco.json --overlap 0.6
      mlgraph import esco esco-1.1.1 -o esco.json --hours-per-skill 30
    """
    from mlgraph.importers import esco

    rules: dict[str, Any] = {"overlap": overlap, "months_per_move": months_per_move, "hours_per_skill": hours_per_skill}
    _import(source, partial(esco.read, **rules), output)


@import_.command("uk-ddat")
def import_uk_ddat(
    source: Folder,
    output: Out,
    months_per_level: Annotated[float, _months("per step of seniority")] = 18,
    hours_per_level: Annotated[float, _hours("per step of proficiency")] = 40,
) -> None:
    r"""Import the UK Digital and Data Profession Capability Framework.

    \b
    Examples:
      mlgraph import uk-ddat uk-ddat -o uk.json
      mlgraph import uk-ddat uk-ddat -o uk.toml --months-per-level 24
    """
    from mlgraph.importers import uk_ddat

    rules: dict[str, Any] = {"months_per_level": months_per_level, "hours_per_level": hours_per_level}
    _import(source, partial(uk_ddat.read, **rules), output)


@import_.command("metacademy")
def import_metacademy(source: Folder, output: Out) -> None:
    r"""Import Metacademy's concept graph: concepts, hours, prerequisites with reasons.

    \b
    Examples:
      mlgraph import metacademy graph_data.json -o metacademy.json
      mlgraph import metacademy graph_data.json -o metacademy.toml
    """
    from mlgraph.importers import metacademy

    _import(source, metacademy.read, output)


def _import(source: Path, read: "Callable[..., Import]", output: Path) -> None:
    from mlgraph.graphfile.dump import file_format, save
    from mlgraph.text.check import import_lines

    file_format(output)  # is wrong before the time that reading takes
    with Watch("reading") as watch:
        result = read(source, progress=watch)
        watch("writing the graph")
        save(result.graph, output)
    put(import_lines(str(output), result.graph, result.read, result.left_out))
