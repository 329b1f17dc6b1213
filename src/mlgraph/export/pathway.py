"""Export of a plan as a pathway in CTDL, the RDF vocabulary of Credential Engine for careers and qualifications.

A pathway in CTDL, an RDF vocabulary for careers, describes steps towards a goal, and calls each step a component. In
the exported pathway, each position of the plan is a component that precedes the next position. In CTDL, the condition
of a component says which components a person must complete for it. In the exported pathway, the condition of a position
asks for all skills to learn before arrival at the position. If a requirement lists alternatives to a skill, the
condition of the skill asks for any one of the skill and its alternatives.

The form of a pathway follows the classes Pathway, ComponentCondition and PathwayComponent of the RDF vocabulary CTDL,
https://credreg.net/ctdl/terms. The IRIs of CTDL's operators And and Or, and the parts of a pathway, follow an example:
a pathway to a degree at Heriot-Watt University. The example of a pathway at Heriot-Watt University is in the GitHub
repository CredentialEngine/Schema-Development.
"""

from collections import defaultdict
from itertools import pairwise
from typing import Any

from mlgraph.graphfile.linked import make_iri
from mlgraph.planning.plan import Plan, Stop, Study

_OPERATOR = "https://purl.org/ctdl/vocabs/logic/"


def describe_pathway(plan: Plan) -> dict[str, Any]:
    """Return a plan as JSON-LD, as a pathway in CTDL, the RDF vocabulary of Credential Engine for careers."""
    own = make_iri("plan", plan.source, plan.target)
    stops = [_describe_stop(own, f"{own}/{rank}", stop) for rank, stop in enumerate(plan.stops)]
    for stop, after in pairwise(stops):
        stop["ceterms:precedes"] = {"@id": after["@id"]}
    learned = [
        {"@id": study["@id"]}
        for stop in stops
        for study in stop.get("ceterms:hasCondition", {}).get("ceterms:targetComponent", ())
    ]
    return {
        "@id": own,
        "@type": "ceterms:Pathway",
        "ceterms:name": f"{plan.stops[0].title} to {plan.stops[-1].title}",
        "ceterms:hasDestinationComponent": {"@id": stops[-1]["@id"]},
        "ceterms:hasPart": [*stops, *learned],
    }


def _describe_stop(pathway: str, own: str, stop: Stop) -> dict[str, Any]:
    found: dict[str, Any] = {
        "@id": own,
        "@type": "ceterms:JobComponent" if stop.kind == "role" else "ceterms:BasicComponent",
        "ceterms:name": stop.title,
        "ceterms:isPartOf": {"@id": pathway},
        "ceterms:proxyFor": {"@id": make_iri(stop.kind, stop.id)},
    }
    if stop.learn:
        iris = {study.id: f"{own}/learn/{rank}" for rank, study in enumerate(stop.learn, 1)}
        before = defaultdict(list)
        for study in stop.learn:
            if study.needed_for:
                before[study.needed_for[0].id].append(study.id)
        studies = [_describe_study(pathway, iris, study, before[study.id]) for study in stop.learn]
        found["ceterms:hasCondition"] = {
            "@id": f"{own}/condition",
            "@type": "ceterms:ComponentCondition",
            "ceterms:requiredNumber": len(studies),
            "ceterms:targetComponent": studies,
            "ceterms:logicalOperator": {"@id": f"{_OPERATOR}And"},
        }
    return found


def _describe_study(pathway: str, iris: dict[str, str], study: Study, before: list[str]) -> dict[str, Any]:
    """Return a skill to learn as a component of a pathway in CTDL, the RDF vocabulary of Credential Engine.

    `before` lists the ids of skills that the plan learns first, since the skill needs them.
    """
    own = iris[study.id]
    skill = make_iri("skill", study.id)
    found: dict[str, Any] = {
        "@id": own,
        "@type": "ceterms:CompetencyComponent",
        "ceterms:name": study.title,
        "ceterms:isPartOf": {"@id": pathway},
        "ceterms:proxyFor": {"@id": skill},
        "ceterms:estimatedDuration": {
            "@id": f"{own}/duration",
            "@type": "ceterms:DurationProfile",
            "ceterms:exactDuration": {"@value": f"PT{round(study.hours * 60)}M", "@type": "xsd:duration"},
        },
    }
    if before:
        found["ceterms:prerequisite"] = [{"@id": iris[skill]} for skill in before]
    if study.instead_of:
        others = [{"@id": make_iri("skill", other.id)} for other in study.instead_of]
        found["ceterms:hasCondition"] = {
            "@id": f"{own}/alternatives",
            "@type": "ceterms:ComponentCondition",
            "ceterms:requiredNumber": 1,
            "ceterms:targetComponent": [{"@id": skill}, *others],
            "ceterms:logicalOperator": {"@id": f"{_OPERATOR}Or"},
        }
    return found
