"""Description of roles and resources in the vocabulary of schema.org, for search engines and for RDF."""

import json
from typing import Any

from mlgraph.graphfile.linked import make_iri
from mlgraph.graphfile.load import validate_graph
from mlgraph.graphfile.tables import to_tables
from mlgraph.model import Graph


def make_script(graph: Graph) -> str:
    """Return the roles and resources of a graph as JSON-LD of schema.org, safe inside a `script` element."""
    tables, _ = to_tables(validate_graph(graph))
    described = [describe_occupation(name, each, tables) for name, each in sorted(tables.get("role", {}).items())]
    resources = sorted(tables.get("resource", {}).items())
    described += [describe_resource(name, each, tables) for name, each in resources]
    text = json.dumps({"@context": "https://schema.org", "@graph": described}, ensure_ascii=False)
    # "</script>" and "<!--" in a title would end or hide the script
    return text.replace("<", "\\u003c")


def describe_occupation(name: str, role: dict[str, Any], tables: dict[str, Any]) -> dict[str, Any]:
    """Describe a role as an `Occupation` with its skills, its pay and the required experience."""
    own = make_iri("role", name)
    skills = [skill for need in role.get("needs", ()) for skill in ([need] if isinstance(need, str) else need)]
    titles = {field: entry["title"] for field, entry in tables.get("experience", {}).items()}
    found: dict[str, Any] = {"@id": own, "@type": "Occupation", "name": role["title"]}
    if about := role.get("about"):
        found["description"] = about
    if codes := sorted(code.partition(":")[2] for code in role.get("same_as", {}) if code.startswith("onet:")):
        found["occupationalCategory"] = codes
    if skills:
        found["skills"] = [
            {"@id": make_iri("skill", skill), "@type": "DefinedTerm", "name": tables["skill"][skill]["title"]}
            for skill in dict.fromkeys(skills)
        ]
    if pay := role.get("pay"):
        found["estimatedSalary"] = [_describe_pay(f"{own}/pay/{rank}", each) for rank, each in enumerate(pay, 1)]
    if asked := role.get("experience"):
        found["experienceRequirements"] = [
            {
                "@id": f"{own}/experience/{field}",
                "@type": "OccupationalExperienceRequirements",
                "name": titles[field],
                "monthsOfExperience": months,
            }
            for field, months in sorted(asked.items())
        ]
    return found


def describe_resource(name: str, resource: dict[str, Any], tables: dict[str, Any]) -> dict[str, Any]:
    """Describe a resource as a `LearningResource` with its provider, its hours and the skills that it teaches."""
    found: dict[str, Any] = {"@id": make_iri("resource", name), "@type": "LearningResource", "name": resource["title"]}
    found["url"] = resource["url"]
    if publisher := resource.get("publisher"):
        provider = {"@id": f"{make_iri('resource', name)}/provider", "@type": "Organization", "name": publisher}
        found["provider"] = provider
    if "hours" in resource:
        hours = resource["hours"]
        # ISO 8601 has no ranges; write the longer time, since a plan should allow for it
        found["timeRequired"] = f"PT{round((hours[-1] if isinstance(hours, list) else hours) * 60)}M"
    if "free" in resource:
        found["isAccessibleForFree"] = resource["free"]
    if language := resource.get("language"):
        found["inLanguage"] = language
    skills = sorted(tables.get("skill", {}).items())
    if taught := [skill for skill, entry in skills if name in entry.get("learn_with", ())]:
        found["teaches"] = [
            {"@id": make_iri("skill", skill), "@type": "DefinedTerm", "name": tables["skill"][skill]["title"]}
            for skill in taught
        ]
    return found


def _describe_pay(own: str, pay: dict[str, Any]) -> dict[str, Any]:
    amounts = {"low": "percentile25", "median": "median", "high": "percentile75"}
    found = {"@id": own, "@type": "MonetaryAmountDistribution", "name": f"{pay['area']}: {pay['counted']}"}
    found |= {"currency": pay["currency"], "duration": "P1Y"}
    return found | {term: pay[key] for key, term in amounts.items() if key in pay}
