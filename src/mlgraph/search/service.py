"""The service of a person in posts along a path: stays, experience, and waits that the search decides late.

**State.** A stay in a post begins with the arrival at the post and ends with the arrival at the next role. At a stage,
a person still holds the last post. A return to a post begins a new stay. Only the first stay of a plan includes months
served before the plan. Experience in a field grows by a month with each month in a post that counts in the field. A
post has taught a skill once the stay in the post is long enough.

**Waits.** A path without waits takes the sum of the months of its moves. A person may stay longer in a post than the
months of the move, for study, experience or teaching. A position late on the path may ask for experience that only a
longer stay in an earlier post gives. The search does not fix the wait in a post when a path leaves the post. The wait
in each post in which the person may have waited becomes a variable of a linear program. Each arrival at a position adds
rows to the linear program. A row is a sum of waits that must reach a given amount (`waits`). The earliest arrival of a
path is its time without waits plus the least total of waits.

1. *One variable for each set of fields.* A wait in an earlier post gives at least as much time for study as one in a
   later post. A wait in a post that counts in all fields of another post gives at least as much experience as a wait
   there. A post needs no variable in the linear program if an earlier post of the path counts in all fields of the
   post. The linear program has at most one variable for each set of fields in which some post counts.
2. *Study* adds a row to the linear program at each arrival. All waits before an arrival must add up to at least the
   time of study beyond the months of the moves. The time of study depends only on the hours of the whole path, not on
   the order of skills. A person may study a skill before a post teaches a requirement of the skill.
3. *Experience* adds a row to the linear program at an arrival. The waits in posts that count in a field must add up to
   at least the months of experience that the person lacks without waits.
4. *Teaching* needs a single stay that is long enough, not a sum of stays. The search fixes a wait for teaching when it
   makes the label, so the wait is not a variable of the linear program. A person moves as soon as the months of the
   move have passed, or when the post has taught one more skill. A wait for teaching lies at the beginning of a stay, so
   the person can also use the wait to study for later positions.

**Dominance.** Label A dominates label B at the same position if A has no higher costs, and can have at least the
experience of B at each time. To dominate label B, label A may arrive earlier than B, and gain experience in the same
post until B arrives. If label A arrives at time E' with experience X', then A can have the experience X' + (E - E') at
a later time E. To dominate another label, a label may also wait in each earlier post of its path that has a variable in
the linear program. The points (time, experience) that a label B may reach form a cone, a set bounded by straight lines.
The cone of a label begins at its earliest arrival, and has a ray for each post of its path in which the person may
wait. Label A dominates B if A covers each corner of the cone of B, and each ray of B lies within a ray of A. Label A
covers a corner if A can have as much experience at the time of the corner, perhaps by waits in a post. A ray lies
within another if the other counts in all of its fields. The experience in a field is at most that on arrival at the
first post that counts, plus later time in posts that count. Dominance considers only the positions ahead: those that a
continuation may pass without a later arrival than the incumbent (`earliest`). For dominance, a skill matters only if a
position ahead may need the skill. For dominance, a field matters only if a position ahead asks for experience in the
field that the person lacks. For dominance, experience in a field matters only up to the most that any position ahead
asks for. A path that continues label B to a position that is not ahead is worse than the incumbent, so label A need not
replace it. At a stage, A may dominate B with a different post that counts in all fields of B's post that matter ahead.
At a stage, A with a different post does not dominate B if B's post teaches a skill that A lacks and that matters ahead.
The search may miss that a label is dominated, which only costs time.

**Fields left out.** If each post that counts in a field F also counts in a field G, experience grows at least as fast
in G as in F. If the person at the start lacks at least as many months in F as in G for a position, the search ignores
what the position asks for in G.

**Bound.** The most experience that a person can have at each time gives the earliest time at which it is enough for the
goal. The search also solves a relaxed problem for each label, which gives a lower bound on the arrival at the goal
(`earliest`).

**Rounds.** A round is a part of a path that ends at the position where it began. A path may make a round only if the
round has a new position, since only a new post may give further skills or experience. Instead of a round without a new
position, a person could stay longer in the same posts before the round. Longer stays in the posts before would give the
same experience as a round no later, and the same arrivals after it. The only round allowed without a new position is
one from the goal, which may teach a skill that `via` asks for. A detour is a move to a position to which an earlier
position leads in no more months. The search drops a detour if the posts between the earlier position and the move bring
nothing new that positions ahead ask for. The search also drops a return to a position if the posts since the first
visit bring no further skills or fields.

Shortest paths with side constraints are from Aneja, Aggarwal and Nair (1983). Label setting with time windows, where
waiting is a resource, is from Desrochers and Soumis (1988). The idea that a label stands for all times at which a path
may reach its end is from Ioachim and others (1998).
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
        The ticks of the current stay, with ticks served before the start and waits for teaching, but without other
        waits.
    base : int
        The ticks since the start, with waits for teaching, but without other waits.
    gained : tuple of int
        The experience in each field, in ticks, with waits for teaching, but without other waits.
    most : tuple of int or None
        For each field, the greatest difference between experience and time in ticks, or None if no post on the path
        counts in the field.
    rays : tuple of int
        For each post with a variable wait, a bit mask of the fields in which the post counts, in the order of the path.
    rows : tuple of Row
        The required sums of waits, each with a bit mask of waits and the least sum of these waits.
    lacks : int or Fraction
        The total of all waits that study requires on arrival at the stages of the current stay.
    waits : tuple of int or Fraction
        The wait in each post of `rays`, such that the waits meet all `rows` with the least total.
    stays : tuple of (int, int)
        The waits for teaching, each as the number of a move and the ticks of the whole stay before the move.

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
        """Return the experience in each field at the end of the path, in ticks, if the person waits as in `waits`."""
        found: list[Ticks] = list(self.gained)
        for ray, wait in zip(self.rays, self.waits, strict=True):
            for field in range(len(found)) if wait else ():
                if ray >> field & 1:
                    found[field] += wait
        return found
