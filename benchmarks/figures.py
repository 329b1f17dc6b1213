"""Write the pay, the outlook and the ways in of the bundled graph from official tables and adverts.

    python benchmarks/figures.py [FOLDER OF THE DATA]

The file figures.toml says which occupations and adverts each role is counted by. The script writes pay.toml,
outlook.toml and entry.toml in graphs/ml, and lists the roles without a figure. Pay of fewer than 30 people is left out,
and so are shares of fewer than 10 answers. Low and high are the quartiles, so that figures of all sources compare.
A table that is `mixed` for a role counts posts of other levels too, so its pay says nothing about the role.
"""

import csv
import json
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from statistics import quantiles
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

from mlgraph.graphfile.figures import LEAST_ANSWERS, LEAST_PEOPLE

DATA = Path(__file__).parents[2] / "shared" / "data"
GRAPH = Path(__file__).parents[1] / "graphs" / "ml"
ROLES: dict[str, dict[str, Any]] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
FILES = {
    "oews": "pay-us/oews_national_M2024.xlsx",
    "projections": "pay-us/employment_projections_2024-34.xlsx",
    "aijobs": "pay-us/aijobs-salaries-2025-01-19.csv",
    "ashe": "pay-uk/ashe-2024-provisional-14.7a.xlsx",
    "onet": "onet-30.0/Education, Training, and Experience.txt",
    "onet-titles": "onet-30.0/Occupation Data.txt",
}
LEVELS = {"EN": "entry level", "MI": "middle level", "SE": "senior level", "EX": "executive level"}
ADVERT_YEARS = ("2023", "2024", "2025")
EDUCATION = {
    "below a bachelor's degree": range(1, 6),
    "bachelor's degree": range(6, 8),
    "master's degree": range(8, 10),
    "professional degree": range(10, 11),
    "doctorate": range(11, 13),
}
EXPERIENCE = {
    "none": range(1, 2),
    "up to 1 year": range(2, 6),
    "1 to 2 years": range(6, 7),
    "2 to 4 years": range(7, 8),
    "4 to 6 years": range(8, 9),
    "6 to 8 years": range(9, 10),
    "over 8 years": range(10, 12),
}
_MATRIX = "2024 National Employment Matrix"
_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
Figures = dict[str, list[dict[str, Any]]]
Rows = list[dict[str, str]]


def make_figures(data: Path) -> dict[str, Figures]:
    """Return the pay, outlook and entry of each role in figures.toml, as in a graph file."""
    oews = {row["OCC_CODE"]: row for row in read_sheet(data / FILES["oews"], 1, 1)}
    ashe = {row.get("Code", ""): row for row in read_sheet(data / FILES["ashe"], 5, 5)}
    code = f"{_MATRIX} code"
    projected = {row[code]: row for row in read_sheet(data / FILES["projections"], 3, 2) if code in row}
    leaving = {row[code]: row for row in read_sheet(data / FILES["projections"], 10, 2) if code in row}
    with (data / FILES["aijobs"]).open(encoding="utf-8", newline="") as file:
        adverts = [row for row in csv.DictReader(file) if _is_counted(row)]
    asked = read_onet(data)
    found: dict[str, Figures] = {"pay": {}, "outlook": {}, "entry": {}}
    for role, by in ROLES.items():
        exact = by.get("exact", ())
        paid_by = {key: value for key, value in by.items() if key not in by.get("mixed", ())}
        wider = {kind: {} if kind in exact else {"wider": True} for kind in ("us", "onet", "uk")}
        pay = [
            *_official_us(oews.get(paid_by.get("us", "")), wider["us"]),
            *_advertised(adverts, by.get("titles", ()), by.get("level")),
            *_official_uk(ashe.get(paid_by.get("uk", "")), wider["uk"]),
        ]
        outlook = [*_projected(projected.get(by.get("us", "")), leaving.get(by.get("us", "")), wider["us"])]
        entry = [*_asked(asked, by.get("onet", ""), wider["onet"])]
        for key, figures in (("pay", pay), ("outlook", outlook), ("entry", entry)):
            if figures:
                found[key][role] = figures
    return found


def _official_us(row: dict[str, str] | None, wider: dict[str, bool]) -> Iterator[dict[str, Any]]:
    if row and row["A_MEDIAN"].isdigit() and int(row["TOT_EMP"]) >= LEAST_PEOPLE:
        yield {
            **{"area": "US", "currency": "USD", "year": 2024},
            **_amounts(row["A_PCT25"], row["A_MEDIAN"], row["A_PCT75"]),
            "people": int(row["TOT_EMP"]),
            "counted": f"{_lower(row['OCC_TITLE'])} (SOC {row['OCC_CODE']})",
            **wider,
            "cites": ["oews"],
        }


def _official_uk(row: dict[str, str] | None, wider: dict[str, bool]) -> Iterator[dict[str, Any]]:
    people = round(float(row["(thousand)"]) * 1000) if row and _is_number(row.get("(thousand)", "")) else 0
    if row and people >= LEAST_PEOPLE and _is_number(row.get("Median", "")):
        yield {
            **{"area": "UK", "currency": "GBP", "year": 2024},
            **_amounts(row.get("25", ""), row["Median"], row.get("75", "")),
            "people": people,
            "counted": f"{_lower(row['Description'].strip())} in full time (SOC 2020 {row['Code']})",
            **wider,
            "cites": ["ashe"],
        }


def _advertised(adverts: Rows, titles: list[str], level: str | None) -> Iterator[dict[str, Any]]:
    fitting = [row for row in adverts if row["job_title"] in titles and level in (None, row["experience_level"])]
    if len(fitting) >= LEAST_PEOPLE:
        amounts = quantiles([float(row["salary_in_usd"]) for row in fitting], n=4, method="inclusive")
        used = [title for title in titles if any(row["job_title"] == title for row in fitting)]
        yield {
            **{"area": "US", "currency": "USD", "year": [int(ADVERT_YEARS[0]), int(ADVERT_YEARS[-1])]},
            **dict(zip(("low", "median", "high"), map(round, amounts), strict=True)),
            "people": len(fitting),
            "counted": f"titled {' or '.join(used)}{f', {LEVELS[level]}' if level else ''}",
            "cites": ["aijobs:ranges"],
        }


def _projected(
    row: dict[str, str] | None, leaving: dict[str, str] | None, wider: dict[str, bool]
) -> Iterator[dict[str, Any]]:
    if row and leaving:
        yield {
            **{"area": "US", "years": [2024, 2034]},
            "growth": float(row["Employment change, percent, 2024\u201334"]),
            "openings": round(float(row["Occupational openings, 2024\u201334 annual average"]) * 1000),
            "employed": round(float(row["Employment, 2024"]) * 1000),
            "transfers": float(leaving["Occupational transfer rate, 2024\u201334 annual average"]),
            "counted": f"{_lower(row[f'{_MATRIX} title'])} (SOC {row[f'{_MATRIX} code']})",
            **wider,
            "cites": ["projections"],
        }


def _asked(asked: dict[str, dict[str, Any]], code: str, wider: dict[str, bool]) -> Iterator[dict[str, Any]]:
    found = asked.get(code)
    if found and found["people"] >= LEAST_ANSWERS:
        shares = {
            name: {label: share for label, part in groups.items() if (share := _sum(found[scale], part))}
            for name, scale, groups in (("education", "RL", EDUCATION), ("experience", "RW", EXPERIENCE))
        }
        counted = {"counted": f"{_lower(found['title'])} ({code})", **wider, "cites": ["onet"]}
        yield {"area": "US", "year": found["year"], "people": found["people"], **shares, **counted}


def read_onet(data: Path) -> dict[str, dict[str, Any]]:
    """Return the title, the year, the number of answers and the shares of each occupation by category."""
    titles = {row["O*NET-SOC Code"]: row["Title"] for row in _read_tabs(data / FILES["onet-titles"])}
    found: dict[str, dict[str, Any]] = defaultdict(lambda: {"RL": {}, "RW": {}, "people": 10**9, "year": 0})
    for row in _read_tabs(data / FILES["onet"]):
        if row["Scale ID"] in ("RL", "RW") and row["N"].isdigit():
            each = found[row["O*NET-SOC Code"]]
            each["title"] = titles[row["O*NET-SOC Code"]]
            each[row["Scale ID"]][int(row["Category"])] = float(row["Data Value"])
            each["people"] = min(each["people"], int(row["N"]))
            each["year"] = max(each["year"], int(row["Date"].rpartition("/")[2]))
    return found


def read_sheet(path: Path, number: int, head: int) -> Iterator[dict[str, str]]:
    """Yield the rows of a sheet of a spreadsheet below the line of titles `head`, without empty cells.

    A title may stand in the line above, as in the tables of the ONS.
    """
    with ZipFile(path) as book:
        texts = [
            "".join(text.text or "" for text in each.iter(f"{_SHEET}t"))
            for each in ElementTree.fromstring(book.read("xl/sharedStrings.xml")).iter(f"{_SHEET}si")
        ]
        sheet = ElementTree.fromstring(book.read(f"xl/worksheets/sheet{number}.xml"))
    titles: dict[str, str] = {}
    for number, row in enumerate(sheet.iter(f"{_SHEET}row"), 1):
        cells = dict(_read_cells(row, texts))
        if number == head:
            titles = cells
        elif number > head:
            yield {titles[column]: value for column, value in cells.items() if column in titles}


def _read_cells(row: ElementTree.Element, texts: list[str]) -> Iterator[tuple[str, str]]:
    for cell in row.iter(f"{_SHEET}c"):
        value = cell.find(f"{_SHEET}v")
        if value is not None and value.text is not None:
            text = texts[int(value.text)] if cell.get("t") == "s" else value.text
            yield str(cell.get("r")).rstrip("0123456789"), text


def _read_tabs(path: Path) -> Rows:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def _is_counted(row: dict[str, str]) -> bool:
    is_us = row["company_location"] == "US" and row["employment_type"] == "FT"
    return is_us and row["work_year"] in ADVERT_YEARS


def _amounts(low: str, median: str, high: str) -> dict[str, int]:
    named = zip(("low", "median", "high"), (low, median, high), strict=True)
    return {name: round(float(amount)) for name, amount in named if _is_number(amount)}


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).isdigit()


def _sum(shares: dict[int, float], categories: range) -> float:
    return round(sum(shares.get(category, 0) for category in categories), 1)


def _lower(title: str) -> str:
    """Return the title of an occupation as a part of a sentence: in lower case, but for abbreviations."""
    return " ".join(word if word.isupper() else word.lower() for word in title.split())


def write(figures: Figures, key: str) -> str:
    """Return figures as a graph file: a line for each, under the table of its role."""
    lines = [f"# {TITLES[key]}", "# Made by benchmarks/figures.py; edit its tables, or add a line here by hand."]
    for role, listed in sorted(figures.items()):
        lines += ["", f"[role.{role}]", f"{key} = [", *(f"    {_inline(each)}," for each in listed), "]"]
    return "\n".join([*lines, ""])


TITLES = {
    "pay": "Pay of posts, gross a year. A figure has one kind of source; low and high are the quartiles.",
    "outlook": "Projections for occupations. Growth and transfers are in percent.",
    "entry": "The education and the related experience that posts ask for, in shares of answers.",
}


def _inline(value: Any) -> str:
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{_key(name)} = {_inline(each)}' for name, each in value.items())} }}"
    if isinstance(value, list):
        return f"[{', '.join(map(_inline, value))}]"
    return json.dumps(value, ensure_ascii=False)


def _key(name: str) -> str:
    return name if name.isascii() and name.replace("-", "").isalnum() else json.dumps(name)


def list_roles() -> Iterator[str]:
    """Yield the ids of the roles of the graph. Figures of a role that is no more would make `mlgraph.load` fail."""
    for path in GRAPH.glob("*.toml"):
        tables = tomllib.loads(path.read_text("utf-8")).get("role", {})
        yield from (role for role, table in tables.items() if "title" in table)


def main() -> None:
    """Write the files, and print the roles without a figure."""
    data = Path(sys.argv[1]) if len(sys.argv) > 1 else DATA
    roles = sorted(list_roles())
    for key, figures in make_figures(data).items():
        kept = {role: each for role, each in figures.items() if role in roles}
        (GRAPH / f"{key}.toml").write_text(write(kept, key), "utf-8", newline="\n")
        print(f"{key}.toml: {len(kept)} roles; none for {', '.join(role for role in roles if role not in kept)}")


if __name__ == "__main__":
    main()
