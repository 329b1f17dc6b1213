"""Answer of the web server about a job advert or a CV that a person has pasted into the web page."""

from dataclasses import dataclass

from mlgraph.analysis.match import Match
from mlgraph.matching.find import Demand
from mlgraph.model import Named
from mlgraph.text.formatting import format_count
from mlgraph.text.match import describe_demand, explain_match, name_words


@dataclass(frozen=True)
class AdvertSkill:
    """A skill that a job advert names.

    `words` quotes the words of the advert that name the skill, with their lines. `asked` says, in words such as "nice
    to have", whether the advert requires, prefers or excludes the skill.

    If the advert lists the skill as one of several alternatives, `any_of` has the ids of all these alternatives,
    including the skill. If the advert lists no alternatives to the skill, `any_of` is empty.
    """

    id: str
    title: str
    demand: Demand
    asked: str
    words: str
    any_of: tuple[str, ...]


@dataclass(frozen=True)
class AdvertText:
    """The description of a job advert in words: its skills, and notes on experience, alternatives and similar roles."""

    summary: str
    skills: tuple[AdvertSkill, ...]
    notes: tuple[str, ...]
    roles: tuple[Named, ...]


def describe_advert(found: Match) -> AdvertText:
    """Describe the skills and the years of experience in a job advert, and similar roles, in words for the web page."""
    groups = {skill: group for group in found.alternatives for skill in group}
    skills = (
        AdvertSkill(
            *(skill.id, skill.title, skill.demand, describe_demand(skill), name_words(skill)),
            any_of=groups.get(skill.id, ()),
        )
        for skill in found.skills
    )
    summary = f"{format_count(len(found.skills), 'skill')} of the graph named in this text"
    roles = tuple(Named(role.id, role.title, role.url) for role in found.roles)
    return AdvertText(summary, tuple(skills), tuple(explain_match(found)), roles)
