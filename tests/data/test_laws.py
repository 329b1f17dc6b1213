"""The laws of plans on the graph of mlgraph: stages gate nobody, and who has more is never later."""

import pytest

import mlgraph
from mlgraph.errors import NoPlanError, NoPlanInTimeError
from mlgraph.planning.options import PlanOptions


@pytest.fixture(scope="module")
def planner(ml):
    return mlgraph.Planner(ml)


def positions(ml):
    return [node for node in ml if ml.nodes[node]["kind"] != "skill"]


def months(planner, source, target, **options):
    try:
        plan = planner.plan(source, target, time_limit=3, **options)
        return plan.months if plan.optimal else None
    except (NoPlanError, NoPlanInTimeError):
        return None


@pytest.mark.slow
def test_nobody_arrives_later_than_a_beginner_with_the_same_skills(ml, planner):
    roles = [node for node in positions(ml) if ml.nodes[node]["kind"] == "role"]
    for place, source in enumerate(positions(ml)):
        # a plan does not break off a programme
        for target in () if ml.nodes[source].get("programme") else roles[place % 40 :: 40]:
            known = planner._solver.find_known_skills(source, target, PlanOptions())
            beginner = months(planner, "beginner", target, have=known)
            here = months(planner, source, target, have=known)
            assert None in (beginner, here) or here <= beginner + 1e-9, (source, target)


@pytest.mark.slow
def test_longer_service_or_more_experience_is_never_later(ml, planner):
    for target in ("ml-team-lead", "director-of-data-science", "ai-architect"):
        for source in ("data-scientist", "data-engineer", "senior-machine-learning-engineer", "statistician"):
            first = months(planner, source, target)
            served = [months(planner, source, target, months_in_post=served) for served in (6, 18, 40)]
            told = [months(planner, source, target, experience={"data": had}) for had in (6, 18, 40)]
            assert [first, *served] == sorted([first, *served], reverse=True), (source, target)
            assert [first, *told] == sorted([first, *told], reverse=True), (source, target)


LEVEL = [
    "ai-engineer",
    "data-engineer",
    "data-scientist",
    "machine-learning-engineer",
    "mlops-engineer",
    "software-engineer",
]


@pytest.mark.parametrize("source", LEVEL)
def test_a_move_between_posts_of_one_level_takes_a_year_or_the_study_or_what_experience_asks(ml, planner, source):
    held = ml.nodes[source]["experience"]
    for target in LEVEL:
        lacking = {field: asked - held.get(field, 0) for field, asked in ml.nodes[target]["experience"].items()}
        lacking = {field: months for field, months in lacking.items() if months > 0}
        if source == target or not set(lacking) <= set(ml.nodes[source]["counts_as"]):
            continue
        plan = planner.plan(source, target, pace=10)
        study = plan.hours / plan.pace / (365.25 / 12 / 7)
        assert plan.months <= max(12, study, *lacking.values(), 0) + 1e-6, target


def test_a_stage_is_reached_by_study_alone(ml, planner):
    for stage in positions(ml):
        if ml.nodes[stage]["kind"] == "stage":
            plan = planner.plan("physicist", stage)
            assert (plan.moves, len(plan.stops)) == (0, 2)
            assert plan.months == pytest.approx(plan.hours / plan.pace / (365.25 / 12 / 7))
