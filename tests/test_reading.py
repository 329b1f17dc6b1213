"""Numbers, days and lists of names, as people type them."""

from datetime import date

import pytest

from mlgraph.errors import UsageError
from mlgraph.reading import read_first_day, read_last_day, read_months, read_number, split_names

START = date(2026, 12, 1)
# figures of Persian, Hindi, Thai, Arabic with its decimal sign, and Japanese with full width
SCRIPTS = [
    ("\u06f1\u06f2", 12),
    ("\u0967\u0966", 10),
    ("\u0e55", 5),
    ("\u0666\u066b\u0665", 6.5),
    ("\uff16\uff0e\uff15", 6.5),
]


@pytest.mark.parametrize(
    ("said", "number"),
    [("6", 6), ("6.5", 6.5), ("6,5", 6.5), (" 0,25 ", 0.25), ("0,001", 0.001), (".5", 0.5), *SCRIPTS],
)
def test_a_number_has_a_point_or_a_comma(said, number):
    assert read_number(said) == number


@pytest.mark.parametrize(
    "said",
    [
        "",
        "six",
        "1_0",
        "6,5,4",
        "1,500",
        "00,500",
        "nan",
        "inf",
        "\u0661\u06f2",
        "1\u0662",
        "10\u00b2",
        "\u00bd",
        "6 h",
    ],
)
def test_other_texts_are_not_numbers(said):
    with pytest.raises(ValueError):
        read_number(said)


@pytest.mark.parametrize(
    ("said", "first", "last"),
    [
        ("2028-06-15", date(2028, 6, 15), date(2028, 6, 15)),
        ("15.6.2028", date(2028, 6, 15), date(2028, 6, 15)),
        ("15 June 2028", date(2028, 6, 15), date(2028, 6, 15)),
        ("June 15th, 2028", date(2028, 6, 15), date(2028, 6, 15)),
        ("2028-02", date(2028, 2, 1), date(2028, 2, 29)),
        ("2/2028", date(2028, 2, 1), date(2028, 2, 29)),
        ("Sept 2028", date(2028, 9, 1), date(2028, 9, 30)),
        ("2028", date(2028, 1, 1), date(2028, 12, 31)),
        ("\uff12\uff10\uff12\uff18-\uff10\uff16", date(2028, 6, 1), date(2028, 6, 30)),
    ],
)
def test_a_day_a_month_or_a_year(said, first, last):
    assert read_first_day(said) == first
    assert read_last_day(said, START) == last


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("36", date(2029, 11, 30)),
        ("36 months", date(2029, 11, 30)),
        ("3 years", date(2029, 11, 30)),
        ("3y", date(2029, 11, 30)),
        ("1,5 years", date(2028, 5, 31)),
        ("2 weeks", date(2026, 12, 15)),
        ("10 days", date(2026, 12, 11)),
    ],
)
def test_a_deadline_may_be_a_time_from_the_start(said, day):
    assert read_last_day(said, START) == day


@pytest.mark.parametrize(
    ("said", "months"),
    [
        ("24", 24),
        ("2 years", 24),
        ("1,5y", 18),
        ("0", 0),
        ("2026-12-31", 31 / 30.4375),
        ("Dec 2026", 31 / 30.4375),
        ("2026-12-01", 1 / 30.4375),
    ],
)
def test_a_deadline_in_months_reaches_to_the_end_of_its_last_day(said, months):
    found = read_months("within", said, START)
    assert found == pytest.approx(months)
    assert found <= months  # an arrival on the next day is late


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ("soon", "`within` must be a month, such as 2028-06, a day"),
        ("2026-11-30", "`within` is '2026-11-30', which is before the start, 2026-12-01; write a later day"),
    ],
)
def test_a_deadline_in_months_is_refused_by_the_name_of_its_option(said, message):
    with pytest.raises(UsageError, match=message):
        read_months("within", said, START)


@pytest.mark.parametrize(
    "said", ["soon", "", "1/2/2028", "2028-13", "2028-02-30", "2028-00", "0.0.2028", "May 1", "ma 2028"]
)
def test_a_refusal_shows_what_would_be_right(said):
    with pytest.raises(
        UsageError, match="must be a month, such as 2028-06, a day, such as 2028-06-15, or a time, such as '3 years'"
    ):
        read_last_day(said, START)
    with pytest.raises(UsageError, match="such as 2026-12-01 or 1 Dec 2026"):
        read_first_day(said)


def test_a_time_beyond_the_calendar_is_refused():
    with pytest.raises(UsageError, match="ends after the year 9999"):
        read_last_day("9000 years", START)


def test_names_are_taken_apart_at_commas_where_no_node_is_called_so(graph_of):
    graph = graph_of(
        '[skill]\na = { title = "Readable, modular code", hours = 1 }\nb = { title = "SQL", hours = 1 }\n'
        'c = { title = "R", hours = 1, aliases = ["r, the language"] }'
    )
    assert split_names(graph, ["SQL,r"]) == ("SQL", "r")
    assert split_names(graph, ["Readable, modular code"]) == ("Readable, modular code",)
    assert split_names(graph, ["sql, readable, modular code, nothing,", "b"]) == (
        "sql",
        "readable, modular code",
        "nothing",
        "b",
    )
    assert split_names(graph, [","]) == ()


def test_a_list_has_the_commas_of_its_script(graph_of):
    graph = graph_of(
        '[skill]\na = { title = "\u0622\u0645\u0627\u0631\u060c \u0627\u062d\u062a\u0645\u0627\u0644", hours = 1 }\n'
        'b = { title = "\u7edf\u8ba1", hours = 1 }'
    )
    title = graph.nodes["a"]["title"]
    assert split_names(graph, [f"{title}\u060c \u7edf\u8ba1"]) == (title, "\u7edf\u8ba1")
    assert split_names(graph, ["\u7edf\u8ba1\u3001sql\uff0cr"]) == ("\u7edf\u8ba1", "sql", "r")
    assert split_names(graph, ["O\u02bbzbek"]) == ("O\u02bbzbek",)
