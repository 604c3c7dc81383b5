"""Histories are sets of evidence: no order and no repetition of their records changes what they say."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rampkit.capabilities import Operation, Promises, Replay
from rampkit.journal import History
from rampkit.models import Status
from rampkit.provider import RampProvider
from rampkit.saga.view import intent_of

REASONS = ["pair_not_served", "unreachable"]


class Known(RampProvider):
    """A connection that a history may name."""

    code = "a"
    title = "A"
    operations = frozenset({Operation.CREATE_ORDER})

    def routes(self):
        return []

    def promises(self):
        return Promises(doubt={"create_order": Replay(timedelta(hours=24))})

    authorize = sign = parse_error = None


Known.__abstractmethods__ = frozenset()
PROVIDERS = {"a": Known(base_url="https://a.example")}


def told(history, now):
    """Everything anybody can learn from a history."""
    return (
        intent_of(history, PROVIDERS, now),
        [(attempt.number, attempt.outcome("create_order"), attempt.order_id) for attempt in history.attempts],
        [attempt.first for attempt in history.attempts],
        [attempt.last_order for attempt in history.attempts],
        [[start.send for start in attempt.open_sends("create_order")] for attempt in history.attempts],
        [attempt.shown for attempt in history.attempts],
        history.next_attempt(),
        history.wish,
        (history.accepted() or history.in_doubt() or history).__class__,
    )


@pytest.fixture(scope="module")
def pieces():
    """Makes records; a module's own, because hypothesis draws them again and again."""
    return _Pieces()


class _Pieces:
    """Strategies for the records of a plausible intent."""

    def histories(self, paper):
        """Lists of records: an opening, sends, some of their ends, what was observed, closings."""
        sends = st.tuples(st.integers(1, 2), st.integers(1, 3))
        seconds = st.integers(0, 6)
        outcomes = st.sampled_from(["accepted", "rejected", "not_sent"])
        statuses = st.sampled_from([status.value for status in Status])
        starts = st.lists(st.tuples(sends, seconds), min_size=1, max_size=4, unique_by=lambda item: item[0])
        return st.builds(
            lambda *drawn: _records(paper, *drawn),
            st.tuples(starts, st.lists(st.integers(1, 2), max_size=1)),
            st.lists(st.tuples(sends, outcomes, seconds, st.sampled_from([None, "o1", "o2"])), max_size=4),
            st.lists(sends, max_size=2),
            st.lists(st.tuples(st.integers(1, 2), statuses, seconds), max_size=4),
            st.lists(st.tuples(st.booleans(), st.sampled_from(REASONS), seconds), max_size=3),
        )


def _records(paper, sent, ends, absences, seen, closings):  # noqa: PLR0917  # one kind of record each
    begun, shown = sent
    first = {attempt for (attempt, _), _ in begun}
    records = [paper.opened()]
    records += [paper.started(0, attempt=attempt) for attempt in sorted(first)]
    records += [
        paper.started(seconds, attempt=attempt, number=number + 1) for (attempt, number), seconds in begun
    ]
    records += [
        paper.ended(outcome, seconds, attempt=attempt, number=number, order_id=order_id)
        for (attempt, number), outcome, seconds, order_id in ends
    ]
    records += [paper.absent(attempt=attempt, number=number) for attempt, number in absences]
    records += [paper.observed(status, seconds, attempt=attempt) for attempt, status, seconds in seen]
    records += [paper.shown(attempt=attempt) for attempt in shown]
    records += [
        paper.closed(seconds, canceled=canceled, reasons=[reason]) for canceled, reason, seconds in closings
    ]
    return records


def test_any_order_and_repetition_folds_to_the_same(paper, pieces):
    """Shuffled and partly doubled, the records add up to the same intent, outcome and next step."""

    @settings(max_examples=120, deadline=None, derandomize=True, database=None)
    @given(data=st.data())
    def check(data):
        records = data.draw(pieces.histories(paper))
        shuffled = data.draw(st.permutations(records))
        doubled = data.draw(st.lists(st.sampled_from(records), max_size=4))
        now = paper.at(60)

        assert told(History("i", [*shuffled, *doubled]), now) == told(History("i", records), now)

    check()


def test_an_acceptance_outlasts_everything(paper):
    """Whatever else is said of a send, before or after: once accepted, an order exists."""
    records = [
        paper.opened(),
        paper.started(1),
        paper.ended("rejected", 2),
        paper.absent(3),
        paper.started(4, number=2),
        paper.ended("accepted", 5, number=2, order_id="o1"),
        paper.closed(6),
    ]

    history = History("i", records)

    assert history.accepted().order_id == "o1"
    assert history.in_doubt() is None
    assert intent_of(history, PROVIDERS, paper.at(9)).status not in {Status.FAILED, Status.CANCELED}


def test_doubt_sticks(paper):
    """A refused resend does not clear an earlier doubt; its own end, or final absence, does."""
    begun = [
        paper.opened(),
        paper.started(1),
        paper.started(2, number=2),
        paper.ended("rejected", 3, number=2),
    ]

    assert History("i", begun).in_doubt() is not None
    assert History("i", [*begun, paper.ended("rejected", 4)]).in_doubt() is None
    assert History("i", [*begun, paper.absent(4)]).in_doubt() is None
    assert History("i", [*begun, paper.absent(4, number=2)]).in_doubt() is not None


def test_evidence_without_a_start_changes_nothing(paper):
    """An end of a send that nobody began belongs to nothing."""
    history = History("i", [paper.opened(), paper.ended("accepted", 1), paper.observed(), paper.absent()])

    assert history.attempts == ()
    assert intent_of(history, PROVIDERS, paper.at(9)).status == Status.CREATED


def test_the_latest_closing_speaks(paper):
    """By its time, not by where it stands among the records."""
    early, late = paper.closed(1, reasons=REASONS[:1]), paper.closed(2, canceled=True)

    for records in ([early, late], [late, early]):
        intent = intent_of(History("i", [paper.opened(), *records]), PROVIDERS, paper.at(9))
        assert (intent.status, intent.refusals) == (Status.CANCELED, ())
