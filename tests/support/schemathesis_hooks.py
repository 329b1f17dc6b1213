"""Hooks that teach schemathesis to generate profiles in TOML, adverts and names of the graph."""

import schemathesis
import tomli_w
from hypothesis import strategies as st

from mlgraph.limits import HOURS_IN_A_WEEK, LEAST_PACE

SKILLS = st.lists(st.sampled_from(["python", "sql", "calculus", "R"]), unique=True)
PROFILES = st.fixed_dictionaries(
    {},
    optional={
        "position": st.sampled_from(["beginner", "cds", "Data scientist"]),
        "pace": st.floats(LEAST_PACE, HOURS_IN_A_WEEK),
        "have": SKILLS,
        "avoid": SKILLS,
    },
)
schemathesis.openapi.media_type("application/toml", PROFILES.map(lambda profile: tomli_w.dumps(profile).encode()))
WORDS = st.lists(st.sampled_from(["We want", "Python", "SQL,", "R&D", "five years", "\U0001f680"]), min_size=1)
schemathesis.openapi.media_type("text/markdown", WORDS.map(lambda words: " ".join(words).encode()))

# names that exist, which half of the questions use
STAGES = ("beginner", "foundations")
NAMES = {
    "from": ["beginner", "foundations", "Data scientist"],
    "to": ["cds", "machine-learning-engineer", "NLP scientist"],
    "id": ["python", "ML team lead"],
    "skill": ["python", "Calculus"],
    "first": ["data-scientist", "cds"],
    "second": ["ML engineer", "data analyst"],
    "name": ["map", "needs:transformers", "around:data-scientist", "way:beginner,foundations"],
}


@schemathesis.hook
def map_body(context, body):
    """Put names that exist into a change of the profile."""
    if isinstance(body, dict):
        for place, state in enumerate(("learned", "learning", "skipped", "open")):
            names = body.get(state)
            # a list with a wrong member stays wrong, since the server has to refuse it
            if isinstance(names, list) and len(names) % 2 and all(isinstance(name, str) for name in names):
                body[state] = [("python", "sql", "calculus", "r")[place]]
        for name in ("position", "goal"):
            if isinstance(body.get(name), str) and len(body[name]) % 2:
                body[name] = "beginner" if name == "position" else "data-analyst"
    return body


@schemathesis.hook
def map_query(context, query):
    for name, names in NAMES.items():
        value = (query or {}).get(name)
        if isinstance(value, str) and len(value) % 2:
            query[name] = names[len(value) // 2 % len(names)]
    if query and query.get("from") in STAGES:
        query.pop("months_in_post", None)  # a stage is not a post, so nobody has served in it
    return query
