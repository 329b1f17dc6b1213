"""The time that an answer may take, with a clock that the test moves."""

from contextlib import nullcontext

import pytest

from mlgraph.errors import NoPlanInTimeError, UsageError
from mlgraph.search import budget
from mlgraph.search.budget import Budget


@pytest.fixture
def clock(monkeypatch):
    """Return a clock, whose first entry is the time."""
    time = [100.0]
    monkeypatch.setattr(budget, "monotonic", lambda: time[0])
    return time


def ends(found):
    """Return whether a budget ends what asks it."""
    try:
        found.check()
    except NoPlanInTimeError:
        return True
    return False


def test_a_budget_is_spent_after_its_time(clock):
    found = Budget(5)
    for clock[0], is_over in ((100, False), (105, False), (105.1, True)):
        assert (found.is_spent(), ends(found)) == (is_over, is_over)
    assert not Budget().is_spent()


def test_a_budget_is_spent_at_a_signal(clock):
    signals = iter([False, True, False, True])
    found = Budget(should_stop=lambda: next(signals))
    assert [found.is_spent(), found.is_spent(), ends(found), ends(found)] == [False, True, False, True]


def test_a_grace_lets_work_begin_anew_once_for_half_a_second(clock):
    found, begun = Budget(1), []

    def work(until):
        begun.append(clock[0])
        for clock[0] in until:
            found.check()
        return "done"

    assert found.run_with_grace(lambda: work([100.5])) == "done"
    assert found.run_with_grace(lambda: work([102, 102.4])) == "done"
    assert begun == [100, 100.5, 102]
    assert ends(found)  # the grace is over with the work
    assert found.run_with_grace(lambda: work([102.45, 102.49])) == "done"  # and has begun at 102
    with pytest.raises(NoPlanInTimeError):
        found.run_with_grace(lambda: work([102.49, 102.5]))
    assert ends(found)


@pytest.mark.parametrize("seconds", [0, -1, float("inf"), float("nan")])
def test_a_time_limit_is_a_number_of_seconds(seconds):
    with pytest.raises(UsageError) as error:
        Budget(seconds)
    assert str(error.value) == f"`time_limit` must be a number of seconds above 0, not {seconds}"
    Budget(1e-9)


def test_a_limit_on_labels_counts_labels_and_no_time(clock):
    found = Budget(label_limit=2)
    for number, is_over in ((1, False), (2, False), (3, True), (4, True)):
        clock[0] += 1000
        with pytest.raises(NoPlanInTimeError) if is_over else nullcontext():
            found.count_label()
        assert (found.labels, found.is_spent(), ends(found)) == (number, is_over, is_over)


def test_a_grace_of_a_limit_on_labels_is_some_labels_more(clock, monkeypatch):
    monkeypatch.setattr(budget, "LABELS_OF_GRACE", 3)
    found = Budget(label_limit=1)

    def make(labels):
        for _ in range(labels):
            clock[0] += 1000
            found.count_label()
        return found.labels

    assert found.run_with_grace(lambda: make(1)) == 1
    assert found.run_with_grace(lambda: make(2 if found.labels < 2 else 1)) == 3  # the first call made the second label
    with pytest.raises(NoPlanInTimeError):
        found.run_with_grace(lambda: make(4))
    assert ends(found)


@pytest.mark.parametrize("labels", [0, -1, 1.5, "many"])
def test_a_limit_on_labels_is_a_whole_number(labels):
    with pytest.raises(UsageError, match="`label_limit` must be a whole number of labels above 0"):
        Budget(label_limit=labels)
