"""What a person has served in posts along a path: stays, experience, and waits that are decided later.

**State.** A stay in a post begins with the arrival there and ends with the arrival at the next role; at a stage, the
person still holds the post held last. A return to a post begins a stay anew. Only the stay at the start has months
served before. Experience in a field grows by a month with each month in a post that counts in it. A stay has taught a
skill once it is long enough.

**Waits.** A path without waits spends the months of each edge. A person may stay longer, for study, experience or
teaching. A wait that a later position asks for belongs in the past, in a post that gives what is lacking. So a path
does not decide waits when it leaves a post. It keeps the posts in which one may have waited as variables, and what all
arrivals ask for as rows: sums of waits that are at least so long (`waits`). The earliest arrival is the time without
waits and the least total of waits.

1. *One variable for each set of fields.* A wait moves all that follows, so an earlier wait is worth at least as much
   for study, and a wait in a post that counts in more fields for experience. A post whose fields an earlier post has
   needs no variable. So there are at most as many variables as sets of fields.
2. *Study* asks on each arrival that all variables so far add up to what the study lacks of the time without waits. Only
   the hours of the whole path matter, not the order: a skill may be studied before what it requires has been taught.
3. *Experience* asks on arrival that the variables of posts that count in a field add up to what is lacking there.
4. *Teaching* asks of a single stay to be long enough. The search decides that on the way: a move may come as soon as
   the edge allows, or as soon as the stay has taught one more skill. These times are finitely many. A wait for teaching
   is no variable. It is time at the begin of the stay, so it counts for the study that stages on the stay have asked
   for.

**Dominance.** Label A dominates label B at the same position, with the same stay, if for each time and experience that
B can have, A can have as much at that time. A may arrive earlier and wait in the same post: with the arrivals E' <= E
it has X' + (E - E') in the fields of that post. It may also wait before, in each post that has a variable. All that B
can have lies in a cone: its experience without waits, and a ray for each variable, from its earliest arrival on. So A
dominates if it covers each corner of that cone, and has for each ray of B one with at least the same fields. A corner
asks that A has the experience at its own earliest arrival, or gains what is lacking in one of its posts within the time
in between. In a field B has never more than it had on arrival at the first post that counts in it, and all time since
but for months in posts that do not. Experience beyond what any position asks for does not count. The test is sufficient
for dominance and may miss some, which costs time only.

**Bound.** By the same reason, the person cannot have the experience that the goal asks for before so much time is over.
Where no post so far counts in a field, the way to the nearest one comes first.

**Rounds.** A path may return to a position if it has passed a new position in between, since only that may have given
something. Otherwise all time of the round could be spent in the earlier stays in its posts: no stay gets shorter, all
experience comes earlier, and arrivals after the round stay where they are. For the same reason a path does not move to
a position to which an earlier one leads in no more months, if the posts in between count in no other fields and teach
nothing.

Sources: Y. P. Aneja, V. Aggarwal and K. P. K. Nair, 1983, shortest chain subject to side constraints; M. Desrochers and
F. Soumis, 1988, label setting with time windows, where waiting is a resource; I. Ioachim and others, 1998, linear node
costs, where a label stands for all times at which a path may be at its end.
"""

from typing import NamedTuple

from mlgraph.search.waits import Row, Ticks


class Service(NamedTuple):
    """What a path has served.

    Attributes
    ----------
    post : int
        The post that the person holds, -1 for none.
    served : int
        The ticks of the stay so far without waits but those for teaching, and those served before the start.
    base : int
        The ticks since the start, without waits but those for teaching.
    gained : tuple of int
        The experience in each field without these waits, in ticks.
    most : tuple of int or None
        For each field, the most experience at any time, less that time; None if no post so far counts in it.
    rays : tuple of int
        The fields of each variable, a bit mask, in the order of the path.
    rows : tuple of Row
        The sums of waits asked for: variables, a bit mask, and the least amount.
    lacks : int or Fraction
        What study asks of all waits, on arrival at the stages of this stay.
    waits : tuple of int or Fraction
        Waits with the least total that keep all rows, one for each variable.
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
        """Return the experience in each field with the waits."""
        found: list[Ticks] = list(self.gained)
        for ray, wait in zip(self.rays, self.waits, strict=True):
            for field in range(len(found)) if wait else ():
                if ray >> field & 1:
                    found[field] += wait
        return found
