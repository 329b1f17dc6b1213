"""Text about an advert or a CV, with its skills, its years of experience, and roles with similar skills."""

from collections.abc import Collection, Iterator

from mlgraph.analysis.match import AskedSkill, Match
from mlgraph.matching.find import Demand
from mlgraph.planning.plan import Plan
from mlgraph.text.figures import with_pages
from mlgraph.text.formatting import format_count, join, join_few, make_bold, wrap
from mlgraph.text.json import to_json
from mlgraph.text.table import format_table

MOST_ROWS = 15
_ASKED: dict[Demand, str] = {"required": "yes", "optional": "nice to have", "excluded": "not needed"}


def render_match(found: Match, known: Collection[str] | None = None, whole: bool = False) -> str:
    """Return a table of the skills that an advert or a CV names, and notes on experience and on similar roles.

    `known` has the ids of the skills that a person has, or is None if the table should not say which skills are known.
    """
    if not found.skills:
        lines = ["No skill of the graph is named in this text."]
    else:
        lines = [*map(make_bold, wrap(f"{format_count(len(found.skills), 'skill')} of the graph named in this text"))]
        shown = found.skills if whole else found.skills[:MOST_ROWS]
        head = ("Skill", "Asked for", *(("You have",) if known is not None else ()), "Words")
        lines += format_table(head, [_make_row(skill, known) for skill in shown])
        lines += [f"... {len(found.skills) - len(shown)} more"] * (len(shown) < len(found.skills))
    return with_pages("\n".join([*lines, *_list_notes(found, known)]), (*found.skills, *found.roles), whole)


def dump_match(found: Match, known: Collection[str] | None = None, plan: Plan | None = None) -> str:
    """Return, as JSON, the skills in a job advert, the known skills of a person, and a plan to the advert's role."""
    return to_json({**found.to_dict(), "known": None if known is None else sorted(known), "plan": plan})


def _make_row(skill: AskedSkill, known: Collection[str] | None) -> tuple[str, ...]:
    has = () if known is None else ("yes" if skill.id in known else "no",)
    return (skill.title, _ASKED[skill.demand], *has, name_words(skill))


def describe_demand(skill: AskedSkill) -> str:
    """Return the demand of an advert for a skill as a phrase: "asked for", "nice to have" or "not needed"."""
    return {"required": "asked for"}.get(skill.demand, _ASKED[skill.demand])


def name_words(skill: AskedSkill) -> str:
    """Return the words of an advert that name a skill, with their line numbers."""
    return join_few([*dict.fromkeys(f"{place.words} (line {place.line})" for place in skill.places)], 2)


def explain_match(found: Match) -> Iterator[str]:
    """Yield sentences on the alternatives and the years of experience in an advert, and on the most similar roles."""
    titles = {skill.id: skill.title for skill in found.skills}
    for group in found.alternatives:
        yield f"One of these is enough: {join(titles[skill] for skill in group)}."
    for each in found.years:
        yield f"Experience: {format_count(each.years, 'year')} ({each.words}, line {each.line})."
    if found.roles:
        near = join(
            f"{role.title} ({'named in the text, ' * role.is_named}{100 * role.share:.0f} % of the skills in common)"
            for role in found.roles
        )
        yield f"Nearest roles: {near}."
    else:
        yield "No role of the graph is near."


def _list_notes(found: Match, known: Collection[str] | None) -> Iterator[str]:
    yield ""
    for sentence in explain_match(found):
        yield from wrap(sentence)
    required = found.with_demand("required")
    if known is not None and required:
        have = sum(skill.id in known for skill in required)
        yield from wrap(f"You have {have} of the {format_count(len(required), 'required skill')}.")
