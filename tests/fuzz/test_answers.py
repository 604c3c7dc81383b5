"""Two thousand spoiled answers per adapter; `answers.py` makes as many as one likes."""

from __future__ import annotations

import json

import answers
import pytest
from fuzz_mutation import CANARY
from fuzz_orders import check_order
from fuzz_recording import record

from rampkit.capabilities import AnswerRule, Operation, Promises, Verdict
from rampkit.errors import RampError
from rampkit.http import Commits, Request, Response

MUTATIONS = 2000
UNPLAYED = {Operation.PARSE_WEBHOOK}
"""What no answer is read for."""


@pytest.fixture(scope="module", params=answers.PROVIDERS)
def scenes(request):
    """What one adapter was really answered by the sandbox."""
    return record(request.param)


def test_every_call_of_the_adapter_was_recorded(scenes):
    """Otherwise spoiling answers would prove nothing about the rest."""
    played = {scene.name.partition("/")[2].split()[0] for scene in scenes}

    assert scenes[0].provider.operations - UNPLAYED <= played


def test_recorded_answers_read_well(scenes):
    """The unspoiled answers give what they gave when they were recorded: a value, or a refusal."""
    for scene in scenes:
        refused = any(not answer.ok for answer in scene.answers)
        try:
            answers._driven(scene, list(scene.answers), [])
        except RampError:
            assert refused, scene.name


def test_equal_seeds_record_equal_answers(scenes):
    """A number that was printed once reproduces its failure for ever."""
    again = record(scenes[0].provider.code)

    assert [scene.answers for scene in again] == [scene.answers for scene in scenes]


def test_whatever_is_answered_only_values_and_ramp_errors_come_out(scenes):
    """No foreign exception, nothing of the answer's in an error, no refusal that nothing proves."""
    tally = answers.campaign(scenes, seed=0, numbers=range(MUTATIONS))

    assert tally.failures == []
    assert tally.mutations == MUTATIONS
    assert tally.orders > MUTATIONS / 20
    assert tally.values > MUTATIONS / 10
    assert len(tally.errors) >= 8


def test_each_way_of_losing_is_found(scenes, monkeypatch):
    """The campaign could fail: an adapter that trusts every answer, tells it, or gives up, is caught."""
    kind = type(scenes[0].provider)

    def leaky(self, response, request):
        raise ValueError(response.text())

    monkeypatch.setattr(kind, "parse_error", leaky)
    tally = answers.campaign(scenes, seed=0, numbers=range(60))

    assert any("parse_error raised: ValueError" in failure for failure in tally.failures)
    assert any("a foreign exception" in failure for failure in tally.failures)


def test_a_refusal_that_proves_nothing_is_caught(scenes, monkeypatch):
    """Were every unsuccessful answer called a refusal, another provider would be asked: that is seen."""
    scene = next(scene for scene in scenes if "create_order" in scene.name and scene.order)
    rules = tuple(AnswerRule(status, Verdict.REFUSED, "guess") for status in range(400, 600))
    monkeypatch.setattr(type(scene.provider), "promises", lambda _: Promises(answers=rules))

    def reply(request):
        return Response(status=500, body=b"{}") if request.commits is Commits.ORDER else scene.answers[0]

    problems = check_order(scene, reply)

    assert "another provider was asked although an order may exist" in problems
    assert "written down as refused, which nothing proves" in problems


def test_an_error_is_read_whatever_the_status(scenes):
    """Every status, with and without a body, is some error of ours that shows nothing of the body."""
    provider = scenes[0].provider
    request = Request(operation="create_order", path="/")
    for status in range(200, 600):
        for body in (b"", b"<html>" + CANARY.encode(), json.dumps({"code": CANARY}).encode(), b"\xff"):
            error = provider.parse_error(Response(status=status, body=body), request)

            assert isinstance(error, RampError)
            assert CANARY not in f"{error!r}{error}"
            assert error.status == status


def test_the_command_counts_and_judges(capsys):
    """It prints counts as JSON and ends with 0 where nothing was found."""
    code = answers.main(["--mutations", "50", "--provider", "gnosis", "--json"])

    (told,) = json.loads(capsys.readouterr().out)
    assert (code, told["mutations"], told["failures"]) == (0, 50, [])


def test_the_command_names_what_reproduces_a_failure(capsys, monkeypatch):
    """A failure ends it with 1 and the arguments that show the same again."""
    monkeypatch.setattr(answers, "_of_error", lambda error, scene: ["planted"])
    code = answers.main(["--mutations", "30", "--provider", "ripio", "--seed", "4"])

    first = next(line for line in capsys.readouterr().out.splitlines() if "planted" in line)
    again = answers.main(first.split(":")[0].split())
    assert (code, again) == (1, 1)
    assert "--provider ripio --seed 4 --only" in first
    assert "planted" in capsys.readouterr().out
