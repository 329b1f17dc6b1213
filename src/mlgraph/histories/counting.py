"""Moves of all people counted by post, next post and months: one expression of ibis, the same for each engine.

The rules:

1. A row without a person, or with a day that cannot be read, is left out. A row that ends before
   its beginning, or begins after the end of the histories, is left out as well.
2. A post without an end lasts until the end of the histories, and so does one that ends later. If no row has an end,
   each post ends when the next one begins.
3. A row that repeats another is left out. Rows of the same post that overlap or touch are one spell.
4. A post that lies within the time of another post of the person is a side post, and is left out. The spells that are
   left in the same post, one after the other, are one, if no more than the gap lies between them.
5. A spell ends when the next one begins, if the two overlap.
6. A person moves from a post to the next one that begins, if no more than the gap lies between them. Otherwise the
   person left for something else, as for a post that is not in the graph.
7. A person in a post at the end of the histories is still there: the time so far counts, without a move (censored).

The engine returns whole numbers only. All estimates are made of them in one place (`estimate`), so each engine gives
the same bytes.
"""

from typing import TYPE_CHECKING, Any, NamedTuple

from mlgraph.histories.dates import DAYS

if TYPE_CHECKING:
    from ibis.expr.types import Table

# targets beside the roles: something else, and still in post
ELSEWHERE, STILL = -1, -2
UNRESOLVED = -1
MOVE, REPEATED, SIDE, CONTINUED = range(4)
# later than all days
OPEN = 10**7


class Cut(NamedTuple):
    """The end of the histories as a day, the longest gap between two posts in days, and the least number of people."""

    end: int
    gap: int
    least: int


def resolve_rows(rows: "Table", days: "Table", titles: "Table", codes: "Table") -> "Table":
    """Return rows with numbers: `person`, `post`, `start` and `end`, which are null where a text cannot be read.

    `days` has the number of each distinct date, OPEN for an end that lasts. `titles` and `codes` have the number of the
    role of each distinct text that names one.
    """
    import ibis

    ends = days.view()
    dated = rows.left_join(days, rows.start == days.text).select(rows, first=days.number)
    dated = dated.left_join(ends, dated.end == ends.text).select(dated, last=ends.number)
    posts = dated.left_join(titles, dated.title == titles.text).select(dated, by_title=titles.number)
    posts = posts.left_join(codes, posts.code == codes.text).select(posts, by_code=codes.number)
    return posts.select(
        person=posts.person,
        post=ibis.coalesce(posts.by_code, posts.by_title, UNRESOLVED).cast("int32"),
        start=posts["first"].cast("int32"),
        end=ibis.ifelse(posts.end.isnull(), OPEN, posts["last"]).cast("int32"),
    )


def end_by_next(rows: "Table") -> "Table":
    """Return rows in which each post ends when the next row of the person begins, and the last one is open."""
    import ibis

    usable = rows.filter(rows.person.notnull() & rows.start.notnull())
    following = usable.start.lead().over(group_by=usable.person, order_by=[usable.start, usable.post])
    return usable.mutate(end=ibis.coalesce(following, OPEN).cast("int32"))


def count_rows(rows: "Table", cut: Cut) -> "Table":
    """Return one row with the number of rows of each kind, before any is left out."""
    usable = rows.person.notnull() & rows.start.notnull() & rows.end.notnull()
    future = usable & (rows.start > cut.end)
    reversed_ = usable & ~future & (rows.end < rows.start)
    kept = usable & ~future & ~reversed_

    def total(condition: Any) -> Any:
        return condition.fill_null(False).cast("int64").sum()

    return rows.aggregate(
        rows=rows.count(),
        unreadable=total(~usable),
        future=total(future),
        reversed=total(reversed_),
        open=total(kept & (rows.end == OPEN)),
        ending_later=total(kept & (rows.end > cut.end) & (rows.end < OPEN)),
        unresolved=total(kept & (rows.post == UNRESOLVED)),
    )


def count_moves(rows: "Table", cut: Cut) -> "Table":
    """Return the number of spells by `kind`, `origin`, `target` and `months`.

    `firsts` counts each person once for a move, and `people` is its sum over all months. `persons` counts the persons,
    and `overlapping` the spells that the next one cuts. Targets of fewer than the least number of people are one.
    """
    import ibis

    rows = rows.filter(
        rows.person.notnull(),
        rows.start.notnull() & (rows.start <= cut.end),
        rows.end.notnull() & (rows.end >= rows.start),
    )
    # a day later than a post that ends with the histories
    rows = rows.mutate(end=ibis.least(rows.end, cut.end + 1).cast("int32"))

    # rows of the same post that repeat or touch; windows leave out by a partition what an earlier step has left out
    by_post = {"group_by": [rows.person, rows.post], "order_by": [rows.start, rows.end.desc()]}
    rows = rows.mutate(
        until=rows.end.max().over(ibis.window(**by_post, preceding=(None, 1))),
        last=rows.end.max().over(ibis.window(**by_post, preceding=None, following=None)),
        start_before=rows.start.lag().over(**by_post),
        end_before=rows.end.lag().over(**by_post),
    )
    is_same = (rows.start == rows.start_before) & (rows.end == rows.end_before)
    touches = rows.start <= rows.until + DAYS
    rows = rows.mutate(kind=_case((is_same, REPEATED), (touches, CONTINUED), otherwise=MOVE))
    by_post = {"group_by": [rows.person, rows.post, rows.kind], "order_by": rows.start}
    rows = rows.mutate(end=ibis.coalesce(rows.until.lead().over(**by_post), rows["last"]))

    # side posts; a post that begins and ends within the same period comes before the others that begin then
    is_long = (rows.end > rows.start).cast("int8")
    by_time = {"group_by": [rows.person, rows.kind], "order_by": [rows.start, is_long, rows.end.desc(), rows.post]}
    rows = rows.mutate(
        until=rows.end.max().over(ibis.window(**by_time, preceding=(None, 1))),
        start_before=rows.start.lag().over(**by_time),
    )
    is_inside = (rows.end <= rows.until) & ((rows.start < rows.until) | (rows.start == rows.start_before))
    rows = rows.select(
        "person",
        "post",
        "start",
        "end",
        is_first=((rows.kind == MOVE) & rows.start_before.isnull()).cast("int8"),
        kind=_case(((rows.kind == MOVE) & is_inside, SIDE), otherwise=rows.kind),
    )

    # spells in the same post, one after the other; now starts and ends rise together, but for posts of no time
    by_time = {"group_by": [rows.person, rows.kind], "order_by": [rows.start, rows.end]}
    rows = rows.mutate(
        post_before=rows.post.lag().over(**by_time),
        end_before=rows.end.lag().over(**by_time),
        last=rows.end.max().over(ibis.window(**by_time, preceding=None, following=None)),
    )
    goes_on = (rows.kind == MOVE) & (rows.post == rows.post_before) & (rows.start <= rows.end_before + cut.gap)
    rows = rows.mutate(kind=_case((goes_on, CONTINUED), otherwise=rows.kind))

    # moves
    in_order = {"group_by": [rows.person, rows.kind], "order_by": [rows.start, rows.end]}
    rows = rows.mutate(
        target=rows.post.lead().over(**in_order),
        next_start=rows.start.lead().over(**in_order),
        own_end=ibis.coalesce(rows.end_before.lead().over(**in_order), rows["last"]),
    )
    has_next = rows.next_start.notnull()
    leaves = ibis.least(rows.own_end, ibis.coalesce(rows.next_start, rows.own_end))
    moves = has_next & (rows.next_start <= rows.own_end + cut.gap) & (rows.target >= 0)
    is_still = ~has_next & (rows.own_end > cut.end)
    target = ibis.cases((moves, rows.target), (is_still, STILL), else_=ELSEWHERE)
    counts = (rows.kind == MOVE) & (rows.post >= 0)
    rows = rows.select(
        "person",
        "start",
        "kind",
        "is_first",
        origin=ibis.ifelse(counts, rows.post, UNRESOLVED).cast("int32"),
        target=ibis.ifelse(counts, target, ELSEWHERE).cast("int32"),
        months=ibis.ifelse(counts, (leaves - rows.start + DAYS // 2) // DAYS, 0).cast("int32"),
        is_cut=((rows.kind == MOVE) & has_next & (rows.next_start < rows.own_end)).fill_null(False).cast("int8"),
    )
    number = ibis.row_number().over(
        group_by=[rows.person, rows.kind, rows.origin, rows.target], order_by=[rows.start, rows.months]
    )
    rows = rows.mutate(is_new=(number == 0).cast("int8"))
    counted = rows.group_by("kind", "origin", "target", "months").aggregate(
        spells=rows.count(),
        firsts=rows.is_new.sum(),
        persons=rows.is_first.sum(),
        overlapping=rows.is_cut.sum(),
    )

    # rare moves together
    of_move = ibis.window(group_by=[counted.kind, counted.origin, counted.target])
    counted = counted.mutate(people=counted.firsts.sum().over(of_move))
    is_rare = (counted.target >= 0) & (counted.people < cut.least)
    counted = counted.mutate(target=ibis.ifelse(is_rare, ELSEWHERE, counted.target).cast("int32"))
    return counted.group_by("kind", "origin", "target", "months").aggregate(
        spells=counted.spells.sum(),
        firsts=counted.firsts.sum(),
        people=counted.people.max(),
        persons=counted.persons.sum(),
        overlapping=counted.overlapping.sum(),
    )


def _case(*cases: Any, otherwise: Any) -> Any:
    """Return the value of the first condition that holds, as a small number; one that is not known does not hold."""
    import ibis

    return ibis.cases(*((condition.fill_null(False), value) for condition, value in cases), else_=otherwise).cast(
        "int8"
    )
