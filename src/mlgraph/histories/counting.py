"""Query that counts moves by post, next post and months, written with the library ibis so that every engine can run it.

A post is a job that one person held. The query counts the moves of each person from post to post.

**Rows left out.** The query leaves out a row of the histories that has no person or a day that cannot be read. The
query also leaves out a row that ends before its beginning, or begins after the end of the histories.

**Ends.** A post without an end, or with an end after that of the histories, lasts until the end of the histories. If
rows of histories are changes of post, or have no column for the end, each post ends when the person's next post begins.
In histories whose rows are changes of post, a row without a post means that the person leaves the previous post.

**Repeated rows.** The query that counts moves leaves out a row with the same person, post, first day and last day as
another row. Rows of one person and post whose times overlap or touch form one spell, which is an uninterrupted time in
a post.

**Side posts.** The query leaves out side posts, which are posts within the time of another post of the person.
Consecutive spells (times in a post) in the same post become one spell, unless over `gap` days lie between them.

**Overlaps.** If two spells (times in a post) of a person overlap, the first ends when the second begins.

**Moves.** A person moves from a post to the person's next post, unless over `gap` days lie between the two posts. If
over `gap` days lie between two posts, or if the graph has no role for the second post, the person left for something
else.

**Censoring.** A person in a post at the end of the histories is censored: the query counts the time in the post, but no
move.

The query that counts moves returns whole numbers only. The module `estimate` computes shares and months from these
whole numbers, so all engines lead to the same results, byte by byte.
"""

from typing import TYPE_CHECKING, Any, NamedTuple

from mlgraph.histories.dates import DAYS

if TYPE_CHECKING:
    from ibis.expr.types import Table

# targets that are not roles: the person left for something else, or is still in the post
ELSEWHERE, STILL = -1, -2
UNRESOLVED, NAMELESS, DEPARTURE = -1, -2, -3
MOVE, REPEATED, SIDE, CONTINUED = range(4)
# the end day of a post that has not ended, later than all days of histories
OPEN = 10**7


class Cut(NamedTuple):
    """Limits of a count: the last day, the most days between two posts of a move, and the least people for a move."""

    end: int
    gap: int
    least: int


def resolve_posts(rows: "Table", titles: "Table", codes: "Table") -> "Table":
    """Add the number of the role that the code or the title of each row of the histories names, as the column `post`.

    `titles` and `codes` map each distinct text that names a role to the number of the role. If both the code and the
    title of a row name a role, the code wins. If neither the code nor the title of a row names a role, `post` is
    UNRESOLVED. If no role is found for a row (`post` is UNRESOLVED), the new column `text` has the title of the row, or
    else its code. If a row has neither a code nor a title, `post` is NAMELESS.
    """
    import ibis

    posts = rows.left_join(titles, rows.title == titles.text).select(rows, by_title=titles.number)
    posts = posts.left_join(codes, posts.code == codes.text).select(posts, by_code=codes.number)
    post, text = ibis.coalesce(posts.by_code, posts.by_title), ibis.coalesce(posts.title, posts.code)
    return posts.select(
        "person",
        "start",
        "end",
        post=ibis.coalesce(post, ibis.ifelse(text.isnull(), NAMELESS, UNRESOLVED)).cast("int32"),
        text=ibis.ifelse(post.isnull(), text, ibis.null("string")),
    )


def resolve_dates(rows: "Table", days: "Table") -> "Table":
    """Convert the dates `start` and `end` of each row to numbers, or to null if a text is not a date.

    The table `days` maps each distinct text that is a date to its day, as a number in the calendar of 30-day months.
    The table `days` maps each text that means "not ended" to OPEN, which is later than all days of histories.
    """
    import ibis

    ends = days.view()
    dated = rows.left_join(days, rows.start == days.text).select(rows, first=days.number)
    dated = dated.left_join(ends, dated.end == ends.text).select(dated, last=ends.number)
    return dated.select(
        "person",
        "post",
        start=dated["first"].cast("int32"),
        end=ibis.ifelse(dated.end.isnull(), OPEN, dated["last"]).cast("int32"),
    )


def end_by_next(rows: "Table") -> "Table":
    """End each post of a person when the person's next post begins. Only the last post keeps the end in its row."""
    import ibis

    following = rows.start.lead().over(group_by=[rows.person, rows.start.isnull()], order_by=[rows.start, rows.post])
    return rows.mutate(
        end=ibis.coalesce(following, rows.end).cast("int32"),
        post=ibis.ifelse(rows.post == NAMELESS, DEPARTURE, rows.post).cast("int32"),
    )


def count_unresolved(rows: "Table", least: int, most: int) -> "Table":
    """Return at most `most` titles and codes that name no role, those in the most rows, each with its number of rows.

    The function returns only titles and codes that are in the rows of at least `least` people.
    """
    import ibis

    texts = rows.filter(rows.text.notnull()).group_by("text")
    counted = texts.aggregate(number=ibis._.count())
    if least:
        counted = texts.aggregate(number=ibis._.count(), people=ibis._.person.nunique())
        counted = counted.filter(counted.people >= least).drop("people")
    return counted.order_by(ibis.desc("number"), "text").limit(most)


def count_rows(rows: "Table", cut: Cut) -> "Table":
    """Return a table of one row with a count for each group of rows, such as the rows without a readable date."""
    usable = rows.person.notnull() & rows.start.notnull() & rows.end.notnull()
    future = usable & (rows.start > cut.end)
    reversed_ = usable & ~future & (rows.end < rows.start)
    kept = usable & ~future & ~reversed_

    def sum_where(condition: Any) -> Any:
        return condition.fill_null(False).cast("int64").sum()

    return rows.aggregate(
        rows=rows.count(),
        unreadable=sum_where(~usable),
        future=sum_where(future),
        reversed=sum_where(reversed_),
        open=sum_where(kept & (rows.end == OPEN)),
        ending_later=sum_where(kept & (rows.end > cut.end) & (rows.end < OPEN)),
        departing=sum_where(kept & (rows.post == DEPARTURE)),
        unresolved=sum_where(kept & rows.post.isin([UNRESOLVED, NAMELESS])),
    )


def count_moves(rows: "Table", cut: Cut) -> "Table":
    """Return a table that counts spells (times in one post) by post, next post and months in the post.

    If the column `kind` of a row is MOVE, the row counts spells, whether or not a move follows them. If `kind` is
    REPEATED, SIDE or CONTINUED, the row counts rows of the histories that are left out, or joined with an earlier row.
    The column `firsts` counts only the first of several equal moves of a person, with the months before this first
    move. The column `people` has the number of people who make the move after any number of months. The column
    `persons` counts each person in one row only, so its sum is the number of people. The column `overlapping` counts
    the spells (times in a post) that the next post of the person cuts short. If fewer than `cut.least` people make a
    move, the function counts them as people who leave for something else (ELSEWHERE). A row may count several rare
    moves together. The column `people` of this row has the number of people who make the most frequent of these moves.
    """
    import ibis

    rows = rows.filter(
        rows.person.notnull(),
        rows.start.notnull() & (rows.start <= cut.end),
        rows.end.notnull() & (rows.end >= rows.start),
        rows.post != DEPARTURE,
    )
    # a post that continues ends one day after the histories, which distinguishes it from a post that ends on their last
    # day
    rows = rows.mutate(end=ibis.least(rows.end, cut.end + 1).cast("int32"))

    # merge rows of the same post that repeat or touch; since `kind` is in the partition, a window function skips rows
    # that are left out
    by_post = {"group_by": [rows.person, rows.post], "order_by": [rows.start, rows.end.desc()]}
    rows = rows.mutate(
        until=rows.end.max().over(ibis.window(**by_post, preceding=(None, 1))),
        last=rows.end.max().over(ibis.window(**by_post, preceding=None, following=None)),
        start_before=rows.start.lag().over(**by_post),
        end_before=rows.end.lag().over(**by_post),
    )
    is_same = (rows.start == rows.start_before) & (rows.end == rows.end_before)
    touches = rows.start <= rows.until + DAYS
    rows = rows.mutate(kind=_map_cases((is_same, REPEATED), (touches, CONTINUED), otherwise=MOVE))
    by_post = {"group_by": [rows.person, rows.post, rows.kind], "order_by": rows.start}
    rows = rows.mutate(end=ibis.coalesce(rows.until.lead().over(**by_post), rows["last"]))

    # leave out side posts; a post that begins and ends in the same period sorts before other posts that begin in it
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
        kind=_map_cases(((rows.kind == MOVE) & is_inside, SIDE), otherwise=rows.kind),
    )

    # join consecutive spells in the same post; now later posts also end later, except for posts of zero days
    by_time = {"group_by": [rows.person, rows.kind], "order_by": [rows.start, rows.end]}
    rows = rows.mutate(
        post_before=rows.post.lag().over(**by_time),
        end_before=rows.end.lag().over(**by_time),
        last=rows.end.max().over(ibis.window(**by_time, preceding=None, following=None)),
    )
    goes_on = (rows.kind == MOVE) & (rows.post == rows.post_before) & (rows.start <= rows.end_before + cut.gap)
    rows = rows.mutate(kind=_map_cases((goes_on, CONTINUED), otherwise=rows.kind))

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

    # count rare moves together
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


def _map_cases(*cases: Any, otherwise: Any) -> Any:
    """Return an expression of the library ibis with the value that is paired with the first true condition.

    A condition that is null counts as false.
    """
    import ibis

    return ibis.cases(*((condition.fill_null(False), value) for condition, value in cases), else_=otherwise).cast(
        "int8"
    )
