"""Text about figures on jobs, such as pay and scarcity, and about resources to learn skills from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Protocol

from mlgraph.invisible import isolate
from mlgraph.model import UNSTATED
from mlgraph.text.formatting import capitalize, format_count, format_number, format_whole_number, join, wrap
from mlgraph.text.screen import LINES

if TYPE_CHECKING:
    from mlgraph.analysis.figures import Outlook, Pay, PlanFigures, Scarcity, WayIn
    from mlgraph.planning.plan import Plan
    from mlgraph.resources import Resource

# a smaller share of answers, in percent, is not listed
_LEAST_PERCENT = 5
NOT_KNOWN = "not known"
# jobs below for each job from which on a text speaks of few openings
_FEW = 3
_RESTS_ON = {
    "official": "official",
    "measured": "measured",
    "adverts": "from adverts",
    "published": "published",
    "rule": "by rule",
    "estimate": "estimated",
    "unstated": "of unknown origin",
}


class Linked(Protocol):
    """Any object in an answer that stands for a node, with an id, a title and a web address."""

    @property
    def id(self) -> str:
        """The id of the node."""

    @property
    def title(self) -> str:
        """The title of the node."""

    @property
    def url(self) -> str | None:
        """The web address of the node, if the graph has one."""


def list_arrival(found: PlanFigures, whole: bool = True) -> Iterator[str]:
    """Yield lines about the pay at the target of a plan, and about the scarcity of the target."""
    for text in describe_arrival(found, whole):
        yield from wrap(f"{text}.", "", "  ")


def describe_arrival(found: PlanFigures, whole: bool = True) -> list[str]:
    """Return sentences, without full stops, about the pay and the scarcity of the target of a plan.

    If the target is scarce, the last sentence says that the date of the plan is the earliest.

    With `whole`, the sentences on a job have all figures on its pay, and the numbers of people from which its scarcity
    follows. Without `whole`, the sentences on pay and scarcity have only the first figure of each kind, in few words.
    """
    said = [f"Pay {describe_pay(each)}" for each in found.pay] if whole else []
    said = said or [f"Typical pay: {shorten_pay(each)}" for each in found.pay[:1]]
    if found.area and not said:
        elsewhere = map(describe_pay if whole else shorten_pay, found.pay_elsewhere)
        said = ["; ".join([f"Pay: {NOT_KNOWN} for {found.area}", *elsewhere])]
    scarce = list_scarce(found)
    scarcity = [with_source(describe_scarcity(each, whole), each) for each in scarce[: None if whole else 1]]
    are_few = any(map(_is_scarce, scarce))
    earliest = (
        ["The date and the range count no wait for such a rare job: take them as the earliest"] if are_few else []
    )
    return [*said, *map(capitalize, scarcity), *earliest]


def list_scarce(found: PlanFigures) -> list[Scarcity]:
    """Return the figures by which the target of a plan has fewer people or adverts than the roles that lead to it."""
    return [each for each in found.scarcity if each.here < each.below]


def list_pages(nodes: Iterable[Linked]) -> Iterator[str]:
    """Yield an unwrapped line for each node with a web address, so that users can click the address."""
    listed = {node.id: f"  {node.title}: {node.url}" for node in nodes if node.url}
    if listed:
        yield "Pages:"
        yield from listed.values()


def with_pages(text: str, nodes: Iterable[Linked], whole: bool = True) -> str:
    """Add the web addresses of nodes below a text.

    Without `whole`, the function adds the web addresses of the nodes only if the text and all addresses fit one screen.
    """
    lines = [*list_pages(nodes)]
    fits = text.count("\n") + len(lines) < LINES - 2  # two lines are for the command to type next
    return "\n".join([text, *(lines if whole or fits else ())])


def list_resources(plan: Plan) -> Iterator[str]:
    """Yield a line for each skill of a plan that has resources to learn from, with the first resource."""
    studies = [study for study in plan.studies if study.learn_with]
    if studies:
        yield "Where to learn:"
    for study in studies:
        yield from wrap(f"{study.title}: {describe_resource(study.learn_with[0])}", "  ", "    ")


def format_money(amount: float, currency: str) -> str:
    """Return an amount of money as text with its currency, rounded to whole units of the currency.

    >>> format_money(112590, "USD")
    '112,590 USD'
    """
    return f"{format_whole_number(amount)} {currency}"


def with_source(text: str, figure: Pay | Outlook | WayIn | Scarcity) -> str:
    """Add the source of a figure to the text about the figure."""
    return f"{text} [{figure.publication}]"


def describe_pay(pay: Pay) -> str:
    """Return, without a full stop, a sentence on the pay of a job in an area, with year and source."""
    amount, where = format_money(pay.median, pay.currency), f"in {pay.area}, {format_years(pay.years)}"
    return with_source(f"{where}: {amount}{_format_middle(pay)} a year, {count_people(pay)}, {name_people(pay)}", pay)


def split_pay(pay: Pay) -> tuple[str, str]:
    """Return the median pay in a job, and words on the area, years and people of the figure, without the source."""
    where = f"in {pay.area}, {format_years(pay.years)}"
    return (
        f"{format_money(pay.median, pay.currency)} a year",
        f"{_format_middle(pay)} {where}: {count_people(pay)}, {name_people(pay)}".strip(),
    )


def _format_middle(pay: Pay) -> str:
    """Return the low and the high number of pay in brackets, or an empty text if the figure has no range."""
    if pay.low is None or pay.high is None:
        return ""
    return f" ({format_whole_number(pay.low)} to {format_whole_number(pay.high)})"


def shorten_pay(pay: Pay) -> str:
    """Describe the pay of a job in few words, rounded to four significant digits, with area, year and source."""
    who = "adverts, " if pay.evidence == "adverts" else f"all {pay.counted}, " if pay.wider else ""
    when = f"({pay.area}, {who}{format_years(pay.years)})"
    rounded = float(f"{pay.median:.4g}")
    about = "about " if rounded != pay.median else ""
    return with_source(f"{about}{format_money(rounded, pay.currency)} a year {when}", pay)


def describe_outlook(outlook: Outlook) -> str:
    """Return, without a full stop, a sentence on the future number of jobs in an area, with years."""
    parts = []
    if outlook.growth is not None:
        parts.append(f"{outlook.growth:+g} % posts")
    if outlook.openings is not None:
        parts.append(f"{format_number(outlook.openings)} openings a year")
    if outlook.employed is not None:
        parts.append(f"{format_number(outlook.employed)} people employed")
    if outlook.transfers is not None:
        parts.append(f"{outlook.transfers:g} % a year change occupation")
    said = ", ".join([*parts, name_people(outlook)])
    return f"in {outlook.area}, {outlook.years[0]} to {outlook.years[1]}: {said}"


def describe_ways_in(way_in: WayIn) -> Iterator[str]:
    """Yield a text on the education and a text on the experience that a job asks for, with area and year."""
    for title, shares in (("education", way_in.education), ("experience", way_in.experience)):
        listed = [f"{share:g} % {name}" for name, share in shares.items() if share >= _LEAST_PERCENT]
        if listed:
            start = f"in {way_in.area}, {way_in.year}, {title} asked for: {join(listed)}"
            yield f"{start}; {format_number(way_in.people)} answers, {name_people(way_in)}"


def describe_scarcity(found: Scarcity, whole: bool = True) -> str:
    """Describe the scarcity of a job: how many people are in jobs that lead to the job, for each person in the job.

    Some sources count adverts for the jobs instead of people in the jobs. With `whole`, the text also has the titles of
    the jobs that lead to the job, and the numbers of people in all these jobs.
    """
    below = found.below / found.here if found.here else 0
    ratio = format_number(round(below) if below >= 10 else below)
    titles = [role.title for role in found.roles]
    is_one = len(titles) == 1
    listed = "" if is_one else f": {join(titles)}"
    numbers = f" ({format_number(found.here)} against {format_number(found.below)}{listed})" if whole else ""
    few = "few " if _is_scarce(found) else ""
    where = f"{numbers} ({found.area}, {format_years(found.years)})"
    if found.evidence == "adverts":
        others = f"the title {titles[0]}" if is_one else "the titles of the jobs before it"
        return f"{few}adverts with this title: 1 for every {ratio} with {others}{where}"
    others = f"the job {titles[0]}" if is_one else "the jobs before it"
    return f"{few}openings: 1 person in this job for every {ratio} in {others}{where}"


def _is_scarce(found: Scarcity) -> bool:
    return found.here > 0 and found.below / found.here >= _FEW


def format_years(years: tuple[int, int]) -> str:
    """Return the text of a year, or of the first and the last year of a period.

    >>> format_years((2024, 2024)), format_years((2023, 2025))
    ('2024', '2023 to 2025')
    """
    return f"{years[0]}" if years[0] == years[1] else f"{years[0]} to {years[1]}"


def count_people(pay: Pay) -> str:
    """Return the number of people, or of adverts, that the source counted for a figure of pay."""
    return format_count(pay.people, "advert" if pay.evidence == "adverts" else "person").replace("persons", "people")


def name_people(figure: Pay | Outlook | WayIn) -> str:
    """Return which people the source of a figure counted."""
    return f"all {figure.counted}" if figure.wider else figure.counted


def describe_resource(resource: Resource, whole: bool = True, *, with_address: bool = True) -> str:
    """Return, on one line, the title of a resource to learn from, its facts such as hours, and its web address."""
    facts = list_resource_facts(resource) if whole else _format_stated_hours(resource)
    return f"{isolate(resource.title)}{f' ({facts})' if facts else ''}{f', {resource.url}' if with_address else ''}"


def list_resource_facts(resource: Resource) -> str:
    """Return the publisher, hours and price of a resource to learn from, and its language unless it is English."""
    price = {True: "free", False: "paid", None: ""}[resource.free]
    language = "" if resource.language == "en" else resource.language
    return ", ".join(filter(None, (isolate(resource.publisher), _format_stated_hours(resource), price, language)))


def _format_stated_hours(resource: Resource) -> str:
    if resource.hours_low is None or resource.hours_high is None:
        return ""
    low, high = format_number(resource.hours_low), format_number(resource.hours_high)
    return f"{low} h" if low == high else f"{low} to {high} h"


def describe_evidence(counts: dict[str, int]) -> str:
    """Return a sentence that counts the figures behind the dates of a plan by kind of evidence, estimates last.

    >>> describe_evidence({"estimate": 9, "measured": 2, "rule": 1})
    'Figures used for the dates: 2 measured, 1 by rule, 9 estimated'

    If no figure of a plan states its evidence, the text is empty.
    """
    if not counts.keys() - {UNSTATED}:
        return ""
    if counts.keys() == {"estimate"}:
        return "All figures used for the dates are estimates"
    kinds = sorted(counts, key=lambda kind: kind == "estimate")
    return f"Figures used for the dates: {', '.join(f'{counts[kind]:,} {_RESTS_ON[kind]}' for kind in kinds)}"


def format_in_thousands(pay: Pay | None) -> str:
    """Return the median pay in a role in thousands, such as "113k", or "-" if the pay is not known."""
    return f"{format_whole_number(pay.median / 1000)}k" if pay else "-"


def explain_pay(area: str, evidence: str, pay: Iterable[Pay | None]) -> str:
    """Return a sentence that explains a column of pay, with its area, currency, years and sources.

    If the pay of a role is None, the sentence also explains the sign "-".
    """
    listed = [*pay]
    known = [each for each in listed if each]
    years = min(each.years[0] for each in known), max(each.years[1] for each in known)
    sources = join(sorted({each.publication for each in known}))
    kind = "adverts" if evidence == "adverts" else f"{evidence} figures"
    currency = join(sorted({each.currency for each in known}))
    what = f"the median of a year in {area} in {currency}, {format_years(years)}, {kind}"
    return f"Pay: {what}{'; - is not known' if None in listed else ''} [{sources}]."
