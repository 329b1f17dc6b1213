"""The service of a person in posts along a path: stays, experience, and waits whose length the search leaves open.

**State.** A stay in a post begins with the arrival at the post and ends with the arrival at the next role. At a stage,
a person still holds the post from before the stage. A return to a post begins a new stay. Only the first stay of a plan
includes months served before the plan begins. Experience in a field grows by a month with each month in a post that
counts in the field. A post has taught a skill once the stay in the post is long enough.

**Waits.** A path without waits takes the sum of the months of its moves. A person may stay longer in a post than the
months of the move, for study, experience or teaching. A position late on a path may ask for experience that only a
longer stay in an earlier post gives. When a path leaves a post, the search leaves the length of the wait there open, as
a variable of a linear program. Each arrival at a position adds rows to the linear program. A row of the linear program
is a sum of waits that must reach a given amount (see the module `waits`). The earliest arrival of a path is its time
without waits plus the least total of waits that meets all rows.

**Variables.** A wait in an earlier post of a path gives at least as much time for study as a wait in a later post. If a
post counts in all fields of another post, a wait gives no less experience in the first post than in the second. A post
needs no variable in the linear program if an earlier post of the path counts in all fields of the post. The linear
program has at most one variable for each set of fields in which some post counts.

**Study.** The need for study adds a row to the linear program at each arrival. All waits before an arrival must add up
to at least the time of study beyond the months of the moves. The time of study depends only on the hours of the whole
path, not on the order of skills. A person may study a skill before a post teaches another skill that the skill needs.

**Experience.** An arrival at a position that asks for experience adds a row to the linear program. The waits in posts
that count in a field must add up to at least the months of experience that the person lacks without waits.

**Teaching.** Teaching needs a single stay that is long enough, not a sum of stays. When the search makes a label, it
decides the length of each wait for teaching, so the linear program has no variable for the wait. For each move, the
search makes a label without a wait for teaching, and a label for each later lesson that may be useful. A wait for
teaching lies at the beginning of a stay, so the person can also use the wait to study for later positions.

**Dominance.** Label A dominates label B at the same position if A costs no more and can always have at least B's
experience. If label A arrives at a position earlier than label B, A may gain more experience until B arrives, in the
post that A holds. A wait of W in a post that counts turns experience X at time T into X + W at time T + W. To dominate
label B, label A may also wait longer in an earlier post whose wait is a variable of the linear program.

The cone of a label has all combinations of time and experience that the label can reach by waiting. A corner of a cone
is a combination of time and experience at which a wait begins. A ray of a cone stands for a wait of any length in one
post. The cone of a label begins at its earliest arrival, and has a ray for each post with a possible wait. If the
objective is hours or moves, and label A costs less in it, A may gain label B's experience later and still dominate B.
If labels tie in the objective, or the objective is months, label A dominates label B only if A's cone covers B's
corners and rays. The cone of label A covers a corner of label B if A can have the corner's experience by the corner's
time. The cone of label A covers a ray of label B if a post on A's path counts in all fields of the ray's post.
Experience in a field is at most the experience on arrival at the first post that counts, plus later time in posts that
count.

Dominance considers only the positions ahead: those that a continuation may pass without a later arrival than the
incumbent (see the module `earliest`). For dominance, a skill matters only if a position ahead may need the skill. For
dominance, a field matters only if a position ahead asks for more experience in the field than the person has when the
plan begins. For dominance, experience in a field matters only up to the most that any position ahead asks for. A path
that continues a label to a position outside the positions ahead is worse than the incumbent, so the search can prune
it.

At a stage, label A dominates label B only if A's post counts in all fields of B's post that positions ahead ask for. At
a stage, if B's post teaches a skill that A may still need, A dominates B only if both have the same service. The search
may overlook that a label is dominated, which costs time but never loses the best path.

**Ignored fields.** For a position, the search ignores a field F if enough experience in another field G always means
enough experience in F. Experience in G always gives as much in F if every post that counts in G also counts in F. For
enough experience in G to mean enough in F, the person must also lack at least as many months in G as in F.

**Lower bound.** No path arrives at the goal before a person can have the experience that the goal asks for. The search
also solves a relaxed problem for each label, which gives a lower bound on the arrival at the goal (see the module
`earliest`).

**Rounds.** A round is a part of a path that ends at the position where it began. A path may make a round only if the
round passes a position that the path has not passed before. Instead of a round without a position that is new to the
path, a person could stay longer in the same posts before the round. Longer stays in the posts before a round give the
same skills and experience no later, and the same arrivals after the round. A path may make a round of already passed
positions only from the goal, which may teach a skill that `via` asks for. A move is a detour if an earlier position of
the path leads to the same position in no more months than the path takes. The search drops a detour if the posts
between the earlier position and the move bring nothing new that positions ahead ask for. The search also drops a return
to a position if the posts since the earlier visit bring nothing new that positions ahead ask for.

A method to find a shortest path whose other costs stay within limits is from Aneja, Aggarwal and Nair (1983). The
label-setting method for paths that must reach each position in a given time window is from Desrochers and Soumis
(1988). The idea that a label stands for all times at which a path may reach its end is from Ioachim and others (1998).
"""

from typing import NamedTuple

from mlgraph.search.waits import Row, Ticks


class Service(NamedTuple):
    """The service of a person in posts along a path.

    Attributes
    ----------
    post : int
        The post that the person holds at the end of the path, or -1 for no post.
    served : int
        The ticks of the current stay in the post, with ticks served before the plan begins and waits for teaching, but
        without other waits.
    base : int
        The ticks from the start to the end of the path, if the person waits only for teaching.
    gained : tuple of int
        The ticks of experience in each field at the end of the path, if the person waits only for teaching.
    most : tuple of int or None
        For each field, the most ticks by which experience in the field can exceed the time since the start of the path.
        For a field in which no post on the path counts, the item of `most` is None.
    rays : tuple of int
        For each post whose wait is a variable of the linear program, a bit mask of its fields, in the order of the
        path.
    rows : tuple of Row
        The conditions on waits, each with a bit mask of waits and the least sum of these waits.
    lacks : int or Fraction
        If the path ends at a stage, the least total of all waits with which study ends by the arrival there, or else 0.
    waits : tuple of int or Fraction
        The wait in each post that has an item in `rays`, such that the waits meet all conditions in `rows` with the
        least total.
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
