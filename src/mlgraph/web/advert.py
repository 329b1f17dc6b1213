"""Answer of the web page about an advert or a CV that a person has pasted into the page."""

from dataclasses import dataclass

from mlgraph.analysis.match import Match
from mlgraph.matching.find import Demand
from mlgraph.model import Named
from mlgraph.text.formatting import counted
from mlgraph.text.match import describe_demand, name_words, note


@dataclass(frozen=True)
class AdvertSkill:
    """A skill that an advert names with the `words`, and that it may require, as `asked` says.

    If the advert lists the skill as one of several alternatives, `any_of` has the ids of all alternatives, and of the
    skill itself. If the advert lists no alternatives to the skill, `any_of` is empty.
    """

    id: str
    title: str
    demand: Demand
    asked: str
    words: str
    any_of: tuple[str, ...]


@dataclass(frozen=True)
class AdvertText:
    """The answer about an advert, with its skills, and with notes on experience, alternatives and similar roles."""

    summary: str
    skills: tuple[AdvertSkill, ...]
    notes: tuple[str, ...]
    roles: tuple[Named, ...]


def describe_advert(found: Match) -> AdvertText:
    """Describe, in words for the page, the skills and the years of experience in an advert, and similar roles."""
    groups = {skill: group for group in found.alternatives for skill in group}
    skills = (
        AdvertSkill(
            *(skill.id, skill.title, skill.demand, describe_demand(skill), name_words(skill)),
            any_of=groups.get(skill.id, ()),
        )
        for skill in found.skills
    )
    summary = f"{counted(len(found.skills), 'skill')} of the graph named in this text"
    roles = tuple(Named(role.id, role.title, role.url) for role in found.roles)
    return AdvertText(summary, tuple(skills), tuple(note(found)), roles)
