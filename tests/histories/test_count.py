"""Tests of moves counted in career histories, against rules and estimates worked out by hand."""

import json
import sqlite3
import zipfile
from collections import Counter
from datetime import date

import duckdb
import pyarrow as pa
import pytest
from pyarrow import parquet

import mlgraph
from mlgraph.errors import FileError, UsageError
from mlgraph.histories.count import count_histories
from mlgraph.histories.moves import dump_overlay, make_overlay
from mlgraph.text.histories import render_histories
from support.marks import thorough_after

GRAPH = """
[source.esco]
title = "ESCO"
points = { "2511.3" = "Data analyst, http://data.europa.eu/esco/occupation/d3ed", "2511.4" = "Data scientist" }
[source.onet]
title = "O*NET"
[role.analyst]
title = "Data analyst"
same_as = { "esco:2511.3" = "exact" }
leads_to = { scientist = 6, lead = [2, 3, 4] }
[role.scientist]
title = "Data scientist"
aliases = ["Statistician"]
same_as = { "esco:2511.4" = "exact", "onet:15-2051.00" = "exact" }
[role.lead]
title = "Lead"
same_as = { "esco:2511.4" = "near" }
"""
COLUMNS = {"person": "who", "title": "post", "start": "first", "end": "last"}
HEADER = "who,post,first,last\n"


@pytest.fixture
def graph(graph_file):
    return mlgraph.load(graph_file(GRAPH))


def count(graph, tmp_path, rows, **options):
    (tmp_path / "posts.csv").write_text(HEADER + "\n".join(rows) + "\n", encoding="utf-8")
    options = {"columns": COLUMNS, "least": 1, **options}
    return count_histories(graph, [tmp_path / "posts.csv"], **options)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be"])
@pytest.mark.parametrize("separator", thorough_after(1, [",", "\t", ";"]))
def test_a_table_may_be_in_utf_16(graph, tmp_path, encoding, separator):
    rows = [HEADER.strip(), "a,analyst,2020-01,2020-12", "a,lead,2021-01,", "", "b,analyst,2020"]
    text = "\r\n".join(rows).replace(",", separator)
    (tmp_path / "posts.csv").write_bytes(
        f"{chr(0xFEFF)}{text}".encode(encoding) if "be" in encoding else text.encode(encoding)
    )
    found = count_histories(graph, [tmp_path / "posts.csv"], columns=COLUMNS, least=1)
    assert {(move.source.id, move.target.id) for move in found.moves} == {("analyst", "lead")}
    (tmp_path / "posts.csv").write_bytes(text.encode("utf-16")[:-1])
    with pytest.raises(FileError, match=r"posts\.csv: cannot be read"):
        count_histories(graph, [tmp_path / "posts.csv"], columns=COLUMNS, least=1)


def figures(found):
    return {(m.source.id, m.target.id): (m.people, m.share, m.months) for m in found.moves}


def table(found, kind):
    return next(number for what, number in found.rows.items() if kind in what)


RULES = {
    "one follows another": (["a,analyst,2020-01,2020-12", "a,lead,2021-01,"], {("analyst", "lead"): 11}, {}),
    "a gap of a year": (["a,analyst,2020-01,2020-12", "a,lead,2021-12,"], {("analyst", "lead"): 11}, {}),
    "a longer gap": (["a,analyst,2020-01,2020-12", "a,lead,2022-02,"], {}, {}),
    "overlap": (
        ["a,analyst,2020-01,2020-12", "a,lead,2020-07,2021-12"],
        {("analyst", "lead"): 6},
        {"cut where": 1},
    ),
    "repeated": (
        ["a,analyst,2020-01,2020-12", "a,analyst,2020-01,2020-12", "a,lead,2021-01,2022-01"],
        {("analyst", "lead"): 11},
        {"repeats": 1},
    ),
    "a side post": (
        ["a,analyst,2020-01,2020-12", "a,scientist,2020-03,2020-06", "a,lead,2021-01,"],
        {("analyst", "lead"): 11},
        {"side post": 1},
    ),
    "a side post over two rows of the same post": (
        [
            "a,analyst,2020-01,2020-06",
            "a,analyst,2020-07,2020-12",
            "a,scientist,2020-05,2020-08",
            "a,lead,2021-01,2021-04",
        ],
        {("analyst", "lead"): 11},
        {"side post": 1, "joined": 1},
    ),
    "the same post after another": (
        ["a,analyst,2020-01,2020-06", "a,lead,2020-06,2020-09", "a,analyst,2020-09,2020-12", "a,lead,2020-12,"],
        {("analyst", "lead"): 3, ("lead", "analyst"): 3},
        {},
    ),
    "the same post after a break": (
        ["a,analyst,2020-01,2020-06", "a,analyst,2020-10,2020-12", "a,lead,2021-01,"],
        {("analyst", "lead"): 11},
        {"joined": 1},
    ),
    "reversed": (
        ["a,analyst,2020-01,2019-12", "a,lead,2021-01,", "b,analyst,2020-01,2020-12"],
        {},
        {"ends before": 1},
    ),
    "to come": (["a,analyst,2020-01,2020-12", "a,lead,2090-01,"], {}, {"begins after": 1}),
    "open, then another": (
        ["a,analyst,2020-01,Present", "a,scientist,2020-03,2020-06"],
        {},
        {"side post": 1},
    ),
    "unreadable": (["a,analyst,soon,2020-12", ",lead,2020-01,", "a,lead,2020-01,later"], {}, {"cannot be read": 3}),
    "a post between that the graph lacks": (
        ["a,analyst,2020-01,2020-06", "a,cook,2020-06,2020-09", "a,lead,2020-09,2021-01"],
        {},
        {"not in the graph": 1},
    ),
    "quarters, and no time between": (
        ["a,analyst,Q1 2020,Q4 2020", "a,scientist,Q4 2020,Q4 2020", "a,lead,Q4 2020,Q2 2021"],
        {("analyst", "scientist"): 9, ("scientist", "lead"): 0},
        {},
    ),
    "days": (["a,analyst,2020-01-10,2020-03-20", "a,lead,2020-04-01,"], {("analyst", "lead"): 2}, {}),
    "titles": (["a,SCIENTIST,2020-01,2020-12", "a,lead,2021-01,"], {("scientist", "lead"): 11}, {}),
}


def test_each_rule_is_kept_and_counted(graph_file, tmp_path):
    # one run for all cases, each with people and posts of its own
    posts = ("analyst", "scientist", "lead")
    roles = [f'[role.{post}-{n}]\ntitle = "{post} {n}"\n' for n in range(len(RULES)) for post in posts]
    rows, expected, kinds = [], {}, Counter()
    for number, (careers, moves, counts) in enumerate(RULES.values()):
        for row in careers:
            who, post, *rest = row.split(",")
            rows.append(",".join([who and f"{who}{number}", f"{post}-{number}", *rest]))
        expected |= {tuple(f"{post}-{number}" for post in ends): months for ends, months in moves.items()}
        kinds.update(counts)
    graph = mlgraph.load(graph_file("".join(roles)))
    found = count(graph, tmp_path, rows)
    assert {ends: months[1] for ends, (_, _, months) in figures(found).items()} == expected
    assert {kind: table(found, kind) for kind in kinds} == kinds
    assert table(found, "open") == 10
    # the order of rows does not matter
    assert count(graph, tmp_path, rows[::-1]) == found


def careers(graph_moves):
    """Return a row for each stay of so many months in a post, with what came next; None is still there at the end."""
    rows = []
    for person, (months, target) in enumerate(graph_moves):
        first = 24 * 12 - 1 - months if target is None else 0
        start, end = 2000 * 12 + first, 2000 * 12 + first + months
        last = "" if target is None else f"{end // 12}-{end % 12 + 1:02}"
        rows.append(f"p{person},analyst,{start // 12}-{start % 12 + 1:02},{last}")
        if target not in (None, "nothing"):
            rows.append(f"p{person},{target},{last},{last}")
    return rows


def test_shares_and_times_are_those_of_aalen_and_johansen(graph, tmp_path):
    stays = [(1, "lead"), (2, None), (3, "scientist"), (3, "lead"), (4, None), (5, "lead"), (6, "nothing"), (7, None)]
    found = figures(count(graph, tmp_path, careers(stays), as_of=date(2023, 12, 16)))
    # by hand: S(0) = 1; at 1: lead 1/8, S = 7/8; at 3: each 1/6 of 7/8, S = 7/12; at 5: lead 1/3 of 7/12, S = 7/18
    # at 6: nothing 1/2 of 7/18, S = 7/36, the part that is still there at the end
    lead, scientist, left = 1 / 8 + 7 / 48 + 7 / 36, 7 / 48, 1 - 7 / 36
    people, share, months = found["analyst", "lead"]
    assert (people, share) == (3, round(lead / left, 4))
    # 22 % of the moves to lead are made by 1 month, 47 % by 3, and 81 % by 5; nine in ten are beyond the follow-up
    assert months == (1, 5, None)
    assert found["analyst", "scientist"][:2] == (1, round(scientist / left, 4))


def test_intervals_hold_in_most_of_many_samples():
    import numpy as np

    from mlgraph.histories.estimate import estimate

    random, holds = np.random.default_rng(1), []
    for _ in range(150):
        cause = random.choice(3, 400, p=[0.3, 0.5, 0.2])
        time = np.array([30, 50, 20])[cause] * random.weibull(1.5, 400)
        end = random.uniform(0, 150, 400)
        months, leaves = np.round(np.minimum(time, end)).astype(int), time <= end
        place = {month: index for index, month in enumerate(sorted(set(months)))}
        left, still = {each: [0] * len(place) for each in range(3)}, [0] * len(place)
        for month, is_seen, why in zip(months, leaves, cause, strict=True):
            (left[why] if is_seen else still)[place[month]] += 1
        found = estimate([*place], left, still, [0])[0]
        half = next(each for each in found.quantiles if each.chance == 0.5)
        truth = 30 * np.log(2) ** (1 / 1.5)
        holds.append((found.low <= 0.3 <= found.high, half.low - 0.5 <= truth <= half.high + 0.5))
    share, half = np.mean(holds, axis=0)
    assert share > 0.9
    assert half > 0.9


def test_rare_moves_are_not_told(graph, tmp_path):
    rows = careers([(5, "lead")] * 4 + [(8, "scientist")] * 2)
    assert figures(count(graph, tmp_path, rows, least=3)) == {("analyst", "lead"): (4, 0.6667, (5, 5, 5))}


def test_one_person_who_moves_often_counts_once(graph, tmp_path):
    rows = [f"a,{'analyst' if n % 2 else 'lead'},20{n:02},20{n:02}" for n in range(10)]
    found = figures(count(graph, tmp_path, rows))
    assert found["analyst", "lead"][0] == found["lead", "analyst"][0] == 1


MOVED, NOTHING = [(5, "lead")] * 12 + [(8, "scientist")] * 9, [(3, "nothing")]
STILL = [(20, None)]
# the stays in a post, and whether the overlay has its shares: with `least` 4, few people must not show by a difference
SHARES = {
    "many are still there": (MOVED + STILL * 4, True),
    "one left for nothing": (MOVED + STILL * 4 + NOTHING, False),
    "many left for nothing": (MOVED + STILL * 4 + NOTHING * 4, True),
    # the shares of two moves with different times would differ from their people by the two who are still there
    "few are still there": (MOVED + STILL * 2, False),
    # people / share would be the exact number of those who left, and so of those who came from nowhere
    "nobody is still there": (MOVED, False),
}


@pytest.mark.parametrize(("stays", "has_shares"), thorough_after(1, SHARES.values()), ids=SHARES)
def test_private_shares_show_nobody_by_a_difference(graph, tmp_path, stays, has_shares):
    rows, as_of = careers(stays), date(2023, 12, 16)
    told = {move: share for move, (_, share, _) in figures(count(graph, tmp_path, rows, as_of=as_of, least=4)).items()}
    assert len(told) == 2
    assert None not in told.values()
    found = count(graph, tmp_path, rows, as_of=as_of, least=4, private=True)
    expected = told if has_shares else dict.fromkeys(told)
    assert {move: share for move, (_, share, _) in figures(found).items()} == expected
    assert found.left_out == ({} if has_shares else {"shares that would show fewer people by a difference": 2})
    (tmp_path / "moves.toml").write_bytes(dump_overlay(make_overlay(found), "toml"))
    move = mlgraph.load(tmp_path / "graph.toml", tmp_path / "moves.toml").edges["analyst", "lead"]
    assert (move["people"], "share" in move, "histories:shares" in move["cites"]) == (12, has_shares, has_shares)


def test_private_reports_show_no_small_number(graph, tmp_path):
    rows = [*careers([(5, "lead")] * 9), "x,analyst,2001,2000", *(f"y{n},analyst,2001,2000" for n in range(9))]
    found = count(graph, tmp_path, rows[:-9], least=4, private=True)
    assert table(found, "ends before") is None
    assert f"{'fewer than 4':>17}  left out: ends before it begins" in render_histories(found)
    assert table(count(graph, tmp_path, rows, least=4, private=True), "ends before") == 10
    assert "of fewer than 30 people" in render_histories(count(graph, tmp_path, rows, least=30, private=True))


def test_private_months_are_those_of_enough_people_on_each_side(graph, tmp_path):
    rows = careers([(month, "lead") for month in range(1, 31)])
    found = count(graph, tmp_path, rows, least=5, private=True)
    assert figures(found)["analyst", "lead"] == (30, None, (None, 15, None))
    assert found.first == ""


def test_private_titles_are_those_of_enough_people(graph, tmp_path):
    rows = [*careers([(5, "lead")] * 5), *(f"x{n},cook,2001,2002" for n in range(5)), "y,my own title,2001,2002"]
    assert [each.text for each in count(graph, tmp_path, rows, least=4).unresolved] == ["cook", "my own title"]
    assert [each.text for each in count(graph, tmp_path, rows, least=4, private=True).unresolved] == ["cook"]


def test_contradictions_come_with_most_people_first(graph, tmp_path):
    rows = careers([(20, "lead")] * 9 + [(30, "scientist")] * 5)
    found = count(graph, tmp_path, rows, least=3)
    assert [(move.target.id, move.people) for move in found.contradictions] == [("lead", 9), ("scientist", 5)]
    rows = careers([(3, "lead")] * 9 + [(6, "scientist")] * 5)
    assert count(graph, tmp_path, rows, least=3).contradictions == ()


def test_titles_are_read_as_in_a_cv(graph, tmp_path):
    rows = [
        "a,STATISTICIAN,2020-01,2020-12",
        "a,Lead (m/f/d),2021-01,",
        "b,esco:2511.4,2020-01,2020-12",
        "b,lead,2021,",
    ]
    assert figures(count(graph, tmp_path, rows))["scientist", "lead"][0] == 2


# sources

ONE_MOVE = [("a", "analyst", "2020-01", "2020-12"), ("a", "lead", "2021-01", None)]


def write_sources(folder):
    """Write the same two rows in each kind of source, and return the sources."""
    names = [*COLUMNS.values()]
    found = pa.table(list(zip(*ONE_MOVE, strict=True)), names=names)
    parquet.write_table(found, folder / "a.parquet")
    (folder / "a.jsonl").write_text("".join(json.dumps(row) + "\n" for row in found.to_pylist()), encoding="utf-8")
    (folder / "several").mkdir()
    for number, row in enumerate(ONE_MOVE):
        line = ",".join(each or "" for each in row)
        (folder / "several" / f"{number}.csv").write_text(f"{HEADER}{line}\n", encoding="utf-8")
    with duckdb.connect(folder / "a.duckdb") as database:
        database.execute("CREATE TABLE posts (who TEXT, post TEXT, first TEXT, last TEXT)")
        database.executemany("INSERT INTO posts VALUES (?, ?, ?, ?)", ONE_MOVE)
    with sqlite3.connect(folder / "a.sqlite") as database:
        database.execute("CREATE TABLE posts (who, post, first, last)")
        database.executemany("INSERT INTO posts VALUES (?, ?, ?, ?)", ONE_MOVE)
    database.close()
    return ["a.parquet", "a.jsonl", "several", "a.duckdb#posts", "a.sqlite#posts"]


@pytest.mark.slow
def test_each_kind_of_source_gives_the_same(graph, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for source in write_sources(tmp_path):
        found = count_histories(graph, [source], columns=COLUMNS, least=1)
        assert figures(found) == {("analyst", "lead"): (1, 1.0, (11, 11, 11))}, source


def test_tables_of_several_databases_are_one_source(graph, tmp_path):
    for name, rows in (("a", ONE_MOVE[:1]), ("b", ONE_MOVE[1:])):
        with duckdb.connect(tmp_path / f"{name}.duckdb") as database:
            database.execute("CREATE TABLE posts (who TEXT, post TEXT, first TEXT, last TEXT)")
            database.executemany("INSERT INTO posts VALUES (?, ?, ?, ?)", rows)
    sources = [f"{tmp_path}/{name}.duckdb#posts" for name in "aba"]
    assert figures(count_histories(graph, sources, columns=COLUMNS, least=1)) == {
        ("analyst", "lead"): (1, 1.0, (11, 11, 11))
    }
    with pytest.raises(FileError, match=r"a\.duckdb: has no table none"):
        count_histories(graph, [f"{tmp_path}/a.duckdb#none"], columns=COLUMNS)


def test_files_of_a_folder_may_have_other_columns(graph, tmp_path):
    folder = tmp_path / "posts"
    folder.mkdir()
    (folder / "a.csv").write_text(f"\ufeff{HEADER}a,analyst,2020-01,2020-12\n", encoding="utf-8")
    (folder / "b.csv").write_text('note;last;first;post;who\n"one;""two""\n";;2021-01;lead;a\n', encoding="utf-8")
    (folder / "c.csv").write_text(f"{HEADER}b,analyst,2020-01,2020-12\n", encoding="utf-16")
    found = count_histories(graph, [folder], columns=COLUMNS, least=1)
    assert (found.people, figures(found)) == (2, {("analyst", "lead"): (1, 0.5, (11, 11, 11))})
    (folder / "d.csv").write_text("who,post,first\n", encoding="utf-8")
    with pytest.raises(UsageError, match="no column 'last'"):
        count_histories(graph, [folder], columns=COLUMNS)


def test_rows_of_decorte_are_people_in_each_source(graph, tmp_path):
    head = "number_of_experiences,title_0,start_0,end_0,title_1,start_1,end_1\n"
    (tmp_path / "a.csv").write_text(f"{head}1,analyst,01/2014,01/2015,,,\n", encoding="utf-8")
    (tmp_path / "b.csv").write_text(f"{head}1,lead,01/2015,current,,,\n", encoding="utf-8")
    found = count_histories(graph, [tmp_path / "a.csv", tmp_path / "b.csv"], format="decorte", least=1)
    assert (found.people, found.moves) == (2, ())


def test_a_text_is_unresolved_only_if_its_row_names_no_role(graph, tmp_path):
    rows = ["person_id,matched_label,matched_code,start_date,end_date", "1,my own words,2511.3,2014,2015"]
    rows += ["1,cook,unknown,2015,2016", "1,data analyst,unknown,2016,2017", "1,,9999.9,2017,2018"]
    (tmp_path / "a.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    found = count_histories(graph, [tmp_path / "a.csv"], format="jobhop", least=1)
    assert [(each.text, each.rows) for each in found.unresolved] == [("9999.9", 1), ("cook", 1)]
    assert table(found, "not in the graph") == 2


def test_changes_that_cannot_be_read_are_counted(graph, tmp_path):
    rows = ["a,analyst,2020-01", "a,lead,soon", ",lead,2020-06", "a,lead,2021-01"]
    columns = {key: name for key, name in COLUMNS.items() if key != "end"}
    found = count(graph, tmp_path, [f"{row}," for row in rows], columns=columns)
    assert figures(found) == {("analyst", "lead"): (1, 1.0, (12, 12, 12))}
    assert (table(found, "read"), table(found, "cannot be read")) == (4, 2)


@pytest.mark.parametrize("order", thorough_after(1, ["inf", "nan", "1e300", "99999999", "first"]))
def test_an_order_that_cannot_be_read_is_counted(graph, tmp_path, order):
    rows = ["_id,experience_order,preferredLabel_en", "1,0,analyst", f"1,{order},scientist", "1,1.0,lead"]
    (tmp_path / "long.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    found = count_histories(graph, [tmp_path / "long.csv"], format="karrierewege", least=1)
    assert [*figures(found)] == [("analyst", "lead")]
    assert table(found, "cannot be read") == 1


def test_columns_may_hold_dates(graph, tmp_path):
    with duckdb.connect() as database:
        database.execute(
            "CREATE TABLE p AS SELECT 7 AS who, 'analyst' AS post, DATE '2020-01-01' AS first, NULL AS last"
        )
        database.execute("INSERT INTO p VALUES (7, 'lead', '2020-06-01', NULL)")
        database.execute(f"COPY p TO '{tmp_path / 'p.parquet'}'")
    columns = {key: name for key, name in COLUMNS.items() if key != "end"}
    found = count_histories(graph, [tmp_path / "p.parquet"], columns=columns, least=1)
    # without a column of ends, a post ends when the next one begins
    assert figures(found) == {("analyst", "lead"): (1, 1.0, (5, 5, 5))}


FORMATS = {
    "jobhop": (
        "jobs.csv",
        "person_id,matched_label,matched_code,start_date,end_date,university_degree\n"
        "1,data analyst,2511.3,Q1 2014,Q4 2014,x\n1,chief,unknown,Q1 2013,Q1 2013,x\n1,y,2511.4,Q4 2014,Present,x\n",
        ("analyst", "scientist", 9),
    ),
    "decorte": (
        "wide.csv",
        "number_of_experiences,title_0,start_0,end_0,ESCO_uri_0,title_1,start_1,end_1,ESCO_uri_1\n"
        "2,lead,01/2015,current,,x,01/2014,01/2015,http://data.europa.eu/esco/occupation/d3ed\n",
        ("analyst", "lead", 12),
    ),
    "karrierewege": (
        "long.csv",
        "_id,experience_order,preferredLabel_en,description_en\n1,0,data analyst,x\n1,1,data scientist,y\n",
        ("analyst", "scientist", None),
    ),
    "successfactors": (
        "empjob.csv",
        "userId,seqNumber,startDate,endDate,jobCode,position,emplStatus\n"
        "u,1,/Date(1388534400000)/,/Date(1419984000000)/,analyst,5,A\nu,1,2015-01-01,9999-12-31,lead,6,A\n"
        "u,1,2015-01-01,9999-12-31,analyst,6,T\n",
        ("analyst", "lead", 12),
    ),
    "workday": (
        "staff.csv",
        "employee_id,business_process_type,effective_date,termination_date,job_code_current,job_code_proposed\n"
        "e,Hire,2014-01-01,,,analyst\ne,Move,2014-06-01,,analyst,\ne,Promote,1 Jan 2015,,analyst,lead\ne,Termination,2016-01-01,2016-01-01,lead,\n",
        ("analyst", "lead", 12),
    ),
    "linkedin": (
        "Positions.csv",
        "Notes:\nsome\n\nCompany Name,Title,Description,Location,Started On,Finished On\n"
        "X,Lead,,,Jan 2015,\nX,Data analyst,,,Jan 2014,Jan 2015\n",
        ("analyst", "lead", 12),
    ),
    "orcid": (
        "record.json",
        json.dumps(
            {
                "orcid-identifier": {"path": "0000"},
                "activities-summary": {
                    "employments": {
                        "affiliation-group": [
                            {"summaries": [{"employment-summary": {"role-title": title, "start-date": a, "end-date": b}}]}
                            for title, a, b in (
                                ("Lead", {"year": {"value": "2015"}, "month": {"value": "01"}}, None),
                                ("Data analyst", {"year": {"value": "2014"}, "month": {"value": "01"}},
                                 {"year": {"value": "2015"}, "month": {"value": "01"}}),
                            )
                        ]
                    }
                },
            }
        ),
        ("analyst", "lead", 12),
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("format", "file", "content", "move"), thorough_after(2, [(f, *rest) for f, rest in FORMATS.items()]), ids=FORMATS
)
def test_each_format_is_read(graph, tmp_path, format, file, content, move):
    (tmp_path / file).write_text(content, encoding="utf-8")
    source, target, months = move
    found = count_histories(graph, [tmp_path / file], format=format, least=1)
    assert [(m.source.id, m.target.id, m.months[1]) for m in found.moves] == [(source, target, months)]
    if file == "Positions.csv":
        with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
            archive.write(tmp_path / file, file)
        both = count_histories(graph, [tmp_path], format=format, least=1)
        assert [move.people for move in both.moves] == [2]


# the overlay


def test_an_overlay_is_a_graph_file_with_its_source(graph, tmp_path):
    found = count(graph, tmp_path, careers([(5, "lead")] * 4 + [(8, "scientist")] * 3))
    overlays = {}
    for kind in ("toml", "json"):
        (tmp_path / f"moves.{kind}").write_bytes(dump_overlay(make_overlay(found), kind))
        overlays[kind] = mlgraph.load(tmp_path / "graph.toml", tmp_path / f"moves.{kind}")
    assert not mlgraph.diff(overlays["toml"], overlays["json"])
    move = overlays["toml"].edges["analyst", "lead"]
    assert (move["people"], move["share"], move["half"], move["months_high"]) == (4, 0.5714, 5, 5)
    source = overlays["toml"].graph["sources"]["histories"]
    assert source["evidence"] == "measured"
    assert "7 people" in source["title"]
    assert source["points"]["command"].startswith("mlgraph.count_histories(graph, ['posts.csv'], columns=")
    assert mlgraph.check(tmp_path / "graph.toml", tmp_path / "moves.toml") == ()


def test_shares_without_months_keep_the_months_of_the_graph(graph, tmp_path):
    (tmp_path / "long.csv").write_text(
        "_id,experience_order,preferredLabel_en\n1,0,analyst\n1,1,lead\n", encoding="utf-8"
    )
    found = count_histories(graph, [tmp_path / "long.csv"], format="karrierewege", least=1)
    move = make_overlay(found)["role"]["analyst"]["leads_to"]["lead"]
    assert move["months"] == [2, 3, 4]
    assert "half" not in move


def test_an_option_marks_histories_without_a_column_for_it(ask, tmp_path):
    name, content, _ = FORMATS["linkedin"]
    (tmp_path / name).write_text(content, encoding="utf-8")
    for options, is_said in (((), False), (("--generated",), True)):
        out = ask(name, "moves.toml", "--format", "linkedin", *options)[1]
        overlay = (tmp_path / "moves.toml").read_text(encoding="utf-8")
        assert ("generated by a program" in out, "generated = true" in overlay) == (is_said, is_said)


@pytest.mark.thorough
def test_generated_histories_say_so_everywhere(ask, run, tmp_path):
    (tmp_path / "made.csv").write_text(
        "who,post,first,last,generated\na,analyst,2020,2020,true\na,lead,2021,,true\nb,cook,2020,2021,true\n",
        encoding="utf-8",
    )
    for kind in ("toml", "json"):
        assert "generated by a program" in ask("made.csv", f"moves.{kind}")[1]
        assert "generated" in (tmp_path / f"moves.{kind}").read_text(encoding="utf-8")
    ask("made.csv", "moves.toml", "--unresolved", "titles.csv")
    assert (tmp_path / "titles.csv").read_text(encoding="utf-8") == "\ufefftitle,rows,position,generated\ncook,1,,yes\n"
    ask("made.csv", "moves.toml", "--map", "titles.csv")
    layers = ("--graph", "graph.toml", "--graph", "moves.toml")
    run("export", "ours.toml", *layers)
    (tmp_path / "people.csv").write_text("person,position\na,analyst\nb,cook\n", encoding="utf-8")
    for question, said in (
        (("path", "--from", "analyst", "--to", "lead", *layers), "1 generated people made this move"),
        (("reach", "--from", "analyst", *layers), "of all generated people"),
        (("compare", "analyst", "lead", *layers), "1 generated people made this move"),
        (("next", "--from", "analyst", *layers), ""),
        (("check", "graph.toml", "moves.toml"), "counted from 1 generated people"),
        (("diff", "graph.toml", "ours.toml"), "counted from 1 generated people"),
        (("batch", "people.csv", "--to", "lead", "-o", "plans.csv", "--jobs", "1", *layers), "plans.csv has 2 rows"),
    ):
        code, out, err = run(*question)
        assert code == 0
        assert said in " ".join(out.split())
        assert "histories that a program generated, not in those of people" in err
    header, *rows = (tmp_path / "plans.csv").read_text(encoding="utf-8").splitlines()
    assert header.endswith(",generated")
    assert all(row.endswith(",true") for row in rows)
    for question in (
        ("path", "--from", "analyst", "--to", "lead", *layers),
        ("reach", "--from", "analyst", *layers),
        ("compare", "analyst", "lead", *layers),
        ("next", "--from", "analyst", *layers),
        ("list", *layers),
        ("diff", "graph.toml", "ours.toml"),
    ):
        header, *rows = run(*question, "-o", "-")[1].splitlines()
        assert header.endswith(",generated")
        assert all(row.endswith(",yes") for row in rows)


# the command


@pytest.fixture
def ask(run, graph, tmp_path, monkeypatch):
    """Count the histories of a file in the folder of the graph."""
    monkeypatch.chdir(tmp_path)
    columns = "person=who title=post start=first end=last"

    def answer(source, output, *more):
        given = () if "--format" in more else ("--columns", columns)
        return run("histories", source, "--graph", "graph.toml", "-o", output, "--least", "1", *given, *more)

    return answer


@pytest.mark.slow
def test_the_command_writes_the_same_bytes_again(ask, tmp_path):
    rows = [*careers([(5, "lead")] * 40), "z,cook,2000,2001"]
    (tmp_path / "posts.csv").write_text(HEADER + "\n".join(rows) + "\n", encoding="utf-8")
    code, out, err = ask("posts.csv", "a.toml", "--unresolved", "cooks.csv")
    assert (code, err) == (0, "")
    assert "Most frequent titles that name no role" in out
    assert (tmp_path / "cooks.csv").read_text(encoding="utf-8") == "\ufefftitle,rows,position\ncook,1,\n"
    found = json.loads(ask("posts.csv", "b.toml", "--json")[1])
    assert (tmp_path / "a.toml").read_bytes() == (tmp_path / "b.toml").read_bytes()
    assert b"mlgraph histories posts.csv --columns end=last" in (tmp_path / "a.toml").read_bytes()
    assert found["moves"][0]["people"] == 40
    assert [each["people"] for each in found["contradictions"]] == [40]
    # a small file maps the rest
    (tmp_path / "cooks.csv").write_text("title,position\ncook,lead\n", encoding="utf-8")
    mapped = json.loads(ask("posts.csv", "b.toml", "--json", "--map", "cooks.csv")[1])
    assert mapped["unresolved"] == []


WRONG = {
    "no such file": (["none.csv", "a.toml"], "none.csv: cannot be read: no such file"),
    "no such column": (["posts.csv", "a.toml", "--format", "jobhop"], "no column"),
    "an unknown format": (["posts.csv", "a.toml", "--format", "xing"], "choose one of jobhop"),
    "an unknown engine": (["posts.csv", "a.toml", "--engine", "oracle"], "--engine is 'oracle'"),
    "a wrong suffix": (["posts.csv", "a.xlsx"], "ends in .json or .toml"),
    "a wrong day": (["posts.csv", "a.toml", "--as-of", "soon"], "--as-of must be a day"),
    "no table": (["posts.duckdb#posts", "a.toml"], "posts.duckdb: cannot be read"),
    "not a table": (["broken.parquet", "a.toml"], "DuckDB cannot"),
    "an unknown position in the map": (["posts.csv", "a.toml", "--map", "map.csv"], "map.csv:2: no role is called 'x'"),
    "an address": (["s3://hr/posts.parquet", "a.toml"], "is an address; name a file"),
    "a column twice": (["twice.csv", "a.toml"], "twice.csv: has the column 'who' twice"),
    "a column with two meanings": (["posts.csv", "a.toml", "--columns", "person=post"], "column of the person twice"),
    "a row with too many cells": (
        ["ragged.csv", "a.toml"],
        "ragged.csv; Invalid Input Error: CSV Error on Line: 2; Exp",
    ),
    "not UTF-8": (["latin.csv", "a.toml"], "latin.csv; Invalid Input Error: CSV Error on Line: 2; Invalid unicode"),
    "no row": (["empty.csv", "a.toml"], "no row of the histories has a person and dates that can be read"),
    "no date": (["soon.csv", "a.toml"], "'soon' is not a date; write dates such as 2014-03-05"),
    "a map without columns": (["posts.csv", "a.toml", "--map", "posts.csv"], "needs the columns title and position"),
}


@pytest.mark.parametrize(("arguments", "message"), WRONG.values(), ids=WRONG)
def test_wrong_input_is_explained(ask, tmp_path, arguments, message):
    (tmp_path / "posts.csv").write_text(f"{HEADER}a,analyst,2020,2021\n", encoding="utf-8")
    (tmp_path / "map.csv").write_text("title,position\ncook,x\n", encoding="utf-8")
    (tmp_path / "broken.parquet").write_bytes(b"PAR1 nothing")
    for name, text in (
        ("twice", "who,who,post\na,b,c\n"),
        ("ragged", f"{HEADER}a,analyst,2020,2021,x\n"),
        ("latin", f"{HEADER}a,\u00fc,2020,2021\n"),
        ("empty", HEADER),
        ("soon", f"{HEADER}a,analyst,soon,2021\n"),
    ):
        (tmp_path / f"{name}.csv").write_text(text, encoding="latin-1")
    code, out, err = ask(*arguments)
    assert code in (1, 2)
    assert out == ""
    assert message in err
    assert len(err.splitlines()) == 1
    assert not (tmp_path / "a.toml").exists()
