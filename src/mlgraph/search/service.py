"""Service in posts along a path. The service of a person has stays, experience, and waits that the search decides late.

**State.** A stay in a post begins with the arrival at the post and ends with the arrival at the next role; at a stage,
the person still holds the post held last. A return to a post begins a new stay. Only the stay at the start includes
months served before the plan. Experience in a field grows by a month with each month in a post that counts in the
field. A post has taught a skill once the stay in the post is long enough.

**Waits.** Without waits, a path takes the sum of the months of its edges. A person may stay longer in a post for study,
experience or teaching. A position late on the path may ask for experience that only a longer stay in an earlier post
gives. The search therefore fixes no wait when a path leaves a post. Each post in which the person may have waited
becomes a variable of a linear program. Each arrival adds rows to the program. A row is a sum of waits that must reach a
given amount (`waits`). The earliest arrival is the time without waits plus the least total of waits.

1. *One variable for each set of fields.* A wait delays all later arrivals, so an earlier wait is worth at least as much
   for study. A wait in a post that counts in more fields is worth at least as much for experience. A post therefore
   needs no variable if an earlier post counts in all of its fields. The program has at most as many variables as there
   are sets of fields.
2. *Study* adds a row at each arrival. All variables so far must add up to the time of study beyond the months of the
   edges. For the time of study, only the hours of the whole path matter, not the order of skills. A skill may be
   studied before a post teaches a skill that it requires.
3. *Experience* adds a row at an arrival. The variables of posts that count in a field must add up to the missing
   months.
4. *Teaching* asks for a single stay that is long enough, not for a sum of stays. A wait for teaching is not a variable
   of the program, since the search fixes it at once. A move comes as soon as the edge allows, or when the stay has
   taught one more skill. The possible times of a move are therefore finitely many. A wait for teaching lies at the
   beginning of the stay, so study that a stage in the stay asks for can use the wait.

**Dominance.** Label A dominates label B at the same position, with the same stay, if A can have at least the experience
of B at each time. Label A may arrive earlier than B and wait in the same post. Suppose that A arrives at E' with the
experience X', and B arrives at E. At E, A can then have X' + (E - E') in the fields of the post. Label A may also
include earlier waits, in each post that has a variable in the program. The experience that B may have over time is a
cone, a set bounded by straight lines. The cone begins with the experience without waits, at the earliest arrival, and
has a ray for each variable. Label A dominates B under two conditions. A covers each corner of the cone of B. For each
ray of B, A has a ray in the same fields. Label A covers a corner by its experience at its own earliest arrival, or by
waits in one of its posts. The experience of B in a field has a limit. The limit of experience in a field is the
experience on arrival at the first post that counts, plus the time since then in posts that count. Only the positions
ahead matter, which a continuation may pass without a later arrival than the incumbent (`earliest`). Skills count only
if a position ahead may need them. Fields count only if a position ahead asks for experience in them. Experience counts
only up to the most that any position ahead asks for. A continuation to any other position is worse than the incumbent,
so A need not cover the continuation. At a stage, A may hold another post than B under two conditions. The post of A
must count in all fields of the post of B that still matter. The post of B must not teach any further skill that
matters. The test proves dominance, but it may miss a dominated label. A dominated label that the test misses only costs
time.

**Fields left out.** If each post that counts in one field counts in a second field, too, experience grows at least as
fast in the second field. If a position asks for as much growth in the first field as in the second, the search ignores
the second.

**Bound.** The limit on experience gives the earliest time at which the person can have the experience that the goal
asks for. The search also solves a relaxed problem for each label (`earliest`).

**Rounds.** A round is a part of a path that ends at the position where it began. A path may make a round only if it
passes a new position, since only a new post may give further skills or experience. Without a new position, the time of
the round could be spent in the earlier stays in its posts. No stay would then get shorter, all experience would come
earlier, and arrivals after the round would stay the same. The only exception is a round from the goal, which may teach
a skill that `via` asks for on arrival at the goal. A path also makes no detour. A detour is a move to a position to
which an earlier position leads in no more months. The rule on detours holds if the posts in between count in no other
fields that matter ahead, and teach no skills that matter ahead. A round back to a position is also a detour.

Shortest paths with side constraints are from Aneja, Aggarwal and Nair (1983). Label setting with time windows, where
waiting is a resource, is from Desrochers and Soumis (1988). Labels that stand for all times at which a path may reach
its end are from Ioachim and others (1998).
"""

from typing import NamedTuple

from mlgraph.search.waits import Row, Ticks


class Service(NamedTuple):
    """The service of a person in posts along a path.

    Attributes
    ----------
    post : int
        The post that the person holds, or -1 for no post.
    served : int
        The ticks of the stay so far, including ticks served before the start, without waits except waits for teaching.
    base : int
        The ticks since the start, without waits, except waits for teaching.
    gained : tuple of int
        The experience in each field, in ticks, without waits except waits for teaching.
    most : tuple of int or None
        For each field, the greatest possible difference between experience and tick at any time. The value is None if
        no post so far counts in the field.
    rays : tuple of int
        For each variable, a bit mask of its fields, in the order of the path.
    rows : tuple of Row
        The required sums of waits: a bit mask of variables, and the least amount of their sum.
    lacks : int or Fraction
        The total of all waits that study requires on arrival at the stages of the current stay.
    waits : tuple of int or Fraction
        One wait for each variable. The waits meet all rows with the least total.
    stays : tuple of (int, int)
        The waits for teaching: the number of the move, and the ticks of the whole stay before it.

    """

    post: int
    served: int
    base: int
    gained: tuple[int, ...]
    most: tuple[Ticks | None, ...]
    rays: tuple[int, ...]
    rows: tuple[Row, ...] = ()
    lacks: Ticks = 0
    waits: tuple[Ticks, ...] = ()
    stays: tuple[tuple[int, int], ...] = ()

    def can_have(self) -> list[Ticks]:
        """Return the most experience in each field at the end of the path, if the person waits as in `waits`."""
        found: list[Ticks] = list(self.gained)
        for ray, wait in zip(self.rays, self.waits, strict=True):
            for field in range(len(found)) if wait else ():
                if ray >> field & 1:
                    found[field] += wait
        return found
