"""`rampkit customer`, against a running sandbox."""

from __future__ import annotations

import json
import shlex

import pytest

import rampkit.cli.rendering.actions
from rampkit.cli.doubt import InDoubtError, done_or_in_doubt
from rampkit.errors import NotFoundError
from rampkit.http import Commits, Request, Response
from rampkit.sandbox import Fault

EMAIL = "canary-7d21@example.com"
CREATE = ("customer", "create", "--connection", "ripio-ar", "--id", "ana-1", "--country", "AR")
AT = ("--connection", "ripio-ar")
IDENTITY = {
    "first_name": "Ana",
    "last_name": "Paz",
    "birthday": "1990-01-02",
    "nationality": "AR",
    "gender": "F",
    "id_number_type": "DNI",
    "id_number": "30111222",
    "address": "San Martin",
    "address_number": "1",
    "postal_code": "1000",
    "city": "Salta",
    "state": "Salta",
    "phone": "+5491112345678",
}


@pytest.fixture
def running(sandbox, monkeypatch):
    """A sandbox that every command finds by the variable it prints."""
    monkeypatch.setenv("RAMPKIT_SANDBOX_URL", sandbox.url)
    return sandbox


@pytest.fixture
def ana(run, running):
    """The provider's id of a customer."""
    return run(*CREATE, "--email", EMAIL, "--json").json["customer"]["provider_customer_id"]


def customers(sandbox):
    """The addresses of everybody the provider knows."""
    accounts = sandbox.control("ripio", "state", method="GET")["accounts"]
    return [customer["email"] for customer in accounts["AR"]["customers"]]


def test_a_journey_goes_by_the_printed_lines(run, running):
    """Each command prints the next: with the person's own data filled in, they end at a verified customer."""
    own = {"ADDRESS_OF_THE_PERSON": "203.0.113.7", "https://YOUR.PAGE": "https://example.com/back"}
    words, done = [*CREATE, "--email", EMAIL], []
    while words:
        ran = run(*words)
        assert ran.status == 0
        done.append(" ".join(words[:2]))
        command = ran.out.rpartition("\n  rampkit ")[2] if "  rampkit " in ran.out else ""
        words = [own.get(word, word) for word in shlex.split(command)]

    assert done == [
        "customer create",
        "customer terms",
        "customer terms",
        "customer verify",
        "customer show",
    ]
    assert "Identity check: approved" in ran.out
    assert "Accepted       yes" in ran.out


def test_json_holds_what_the_next_command_needs(run, running):
    """The place, the provider's id, the next line; and nothing personal that was not asked for."""
    ran = run(*CREATE, "--email", EMAIL, "--json")
    answer = ran.json

    assert (answer["connection"], answer["provider"], answer["environment"]) == (
        "ripio-ar",
        "ripio",
        "sandbox",
    )
    known = answer["customer"]["provider_customer_id"]
    assert answer["customer"] == {"provider_customer_id": known, "status": "active", "actions": []}
    assert answer["next"] == [f"rampkit customer terms {known} --connection ripio-ar"]
    assert EMAIL not in ran.out


def test_the_next_line_names_where_it_was(run, sandbox):
    """Whoever named the place by an option finds the option in the line to copy."""
    (line,) = run(*CREATE, "--email", EMAIL, "--sandbox-url", sandbox.url, "--json").json["next"]
    assert line.endswith(f"--connection ripio-ar --sandbox-url {sandbox.url}")


@pytest.mark.parametrize("kind", ["close_after_commit", "status_after_commit"])
def test_a_lost_answer_is_told_and_not_repeated(run, running, kind):
    """Exit status 4, what may exist, how to find out; one request was sent, and its address is not shown."""
    running.arm(Fault(target="ripio-ar", kind=kind, method="POST", path="/api/v1/customers/"))
    ran = run(*CREATE, "--email", EMAIL)

    assert (ran.status, ran.out) == (4, "")
    assert "the customer may exist all the same; nothing was sent twice: ask Ripio Ramps" in ran.err
    assert customers(running) == [EMAIL]
    assert EMAIL not in ran.err


def test_a_registration_that_may_be_repeated_says_so(run, running):
    """Where the provider recognises a customer, the way out is the same command."""
    running.arm(Fault(target="gnosis", kind="close_after_commit", method="POST", times=None))
    ran = run("customer", "create", "--connection", "gnosis", "--id", "ana-1", "--country", "BR")

    assert ran.status == 4
    assert "sent twice" not in ran.err
    assert "run the same command again, Gnosis Ramp recognises the customer" in ran.err


def test_a_refusal_leaves_no_doubt(run, running):
    """What the provider refused does not exist: exit status 1, the refused field, never its value."""
    ran = run(*CREATE, "--email", "canary-7d21")

    assert ran.status == 1
    assert ran.err.endswith("it names email\n")
    assert "canary" not in ran.err
    assert customers(running) == []


def test_a_lost_reading_leaves_no_doubt(run, running, ana):
    """Before an acceptance the terms are read; when that fails, nothing has been recorded."""
    running.arm(
        Fault(target="ripio-ar", kind="status", status=500, path="/api/v1/termsAndConditions", times=9)
    )
    ran = run("customer", "terms", ana, "--accept", "--ip", "203.0.113.7", *AT)

    assert ran.status == 1
    assert "may exist" not in ran.err


def committing():
    """A flow that makes a record, and then reads something."""
    yield Request(operation="register_customer", path="/customers", commits=Commits.RECORD)
    yield Request(operation="register_customer", path="/customers/1")


def interrupted(flow):
    """Somebody presses Ctrl-C while the first answer is awaited."""
    next(flow)
    raise KeyboardInterrupt


def refused_later(flow):
    """The record is made; the reading after it is refused."""
    next(flow)
    flow.send(Response(status=201))
    flow.throw(NotFoundError("not there"))


@pytest.mark.parametrize(("ends", "status"), [(interrupted, 130), (refused_later, 4)])
def test_whatever_comes_after_the_request_leaves_doubt(ends, status):
    """An interruption is told as the doubt it is; so is an error after the record was made."""
    with pytest.raises(InDoubtError, match="the customer may exist") as caught:
        done_or_in_doubt(ends, committing(), what="the customer", way_out="look")

    assert caught.value.status == status


def test_an_interruption_before_the_request_is_none(run):
    """Nothing was sent, so there is nothing to say."""

    def early(_flow):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        done_or_in_doubt(early, committing(), what="the customer", way_out="look")


def test_an_address_with_a_token_is_for_terminals(run, running, ana, monkeypatch):
    """A person sees it, with a warning; a file or a pipe does not, unless a program asks for JSON."""
    running.control("ripio", "switches", {"kyc_provider_url": True})
    verify = ("customer", "verify", ana, *AT, "--redirect-url", "https://example.com/back")
    run("customer", "terms", ana, *AT, "--accept", "--ip", "203.0.113.7")
    (action,) = run(*verify, "--json").json["verification"]["actions"]
    assert action["url"].startswith("https://")

    piped = run(*verify).out
    monkeypatch.setattr(rampkit.cli.rendering.actions, "is_watched", lambda: True)
    watched = run(*verify).out

    assert "https://" not in piped.partition("See how far")[0]
    assert "this is no terminal; --json holds it" in piped
    assert "https://" in watched
    assert "It carries a token" in watched


def test_an_identity_is_checked_before_it_is_sent(run, running, ana, tmp_path):
    """What the provider wants is shown; what a file lacks is named, all at once and without a value."""
    run("customer", "terms", ana, *AT, "--accept", "--ip", "203.0.113.7")
    wanted = run("customer", "requirements", ana, *AT, "--json").json["identity"]
    table = run("customer", "requirements", ana, *AT).out
    assert all(name in table for name in wanted["properties"])

    (tmp_path / "ana.json").write_text(json.dumps({"first_name": "canary", "birthday": 7}))
    verify = ("customer", "verify", ana, *AT, "--identity", "ana.json")
    ran = run(*verify)
    assert (ran.status, ran.out) == (2, "")
    assert "identity.birthday must be text" in ran.err
    assert "identity.last_name is missing" in ran.err
    assert "canary" not in ran.err

    (tmp_path / "ana.json").write_text(json.dumps(IDENTITY))
    assert run(*verify, "--json").json["verification"]["status"] == "approved"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((*CREATE, "ana@example.com"), "there is an argument too many"),
        (
            (*CREATE[:3], "ripio-xx", *CREATE[4:]),
            "'ripio-xx' is no connection here; use one of gnosis, ripio-ar,",
        ),
        ((*CREATE[:-1], "ZZ"), "country is not an ISO 3166-1 country code"),
        (CREATE, "email is missing"),
        (("customer", "terms", *AT, "--accept"), "CUSTOMER is missing"),
        (("customer", "show", "", *AT), "CUSTOMER is empty; use the id `customer create` printed"),
        ((*CREATE, "--type", "robot"), "'--type': 'robot' is not one of 'individual', 'business'"),
        (("customer", "terms", "c", *AT, "--ip", "203.0.113.7"), "--ip goes with --accept"),
        (("customer", "verify", "c", *AT), "--redirect-url is missing"),
        (("customer", "verify", "c", "--connection", "gnosis"), "Gnosis Ramp does not offer verify_customer"),
        (("customer", "create", "--id", "a", "--country", "AR"), "Missing option '--connection'"),
    ],
)
def test_bad_input_is_explained(one_sentence, running, arguments, words):
    """One sentence names the argument and the way out, and never repeats what may be personal."""
    sentence = one_sentence(*arguments)
    assert words in sentence
    assert "ana@" not in sentence


def test_a_wrong_variable_is_named(one_sentence, monkeypatch):
    """An address that came from the environment is blamed on the environment."""
    monkeypatch.setenv("RAMPKIT_SANDBOX_URL", "here")
    assert one_sentence(*CREATE).startswith("RAMPKIT_SANDBOX_URL is no address")


def test_configured_connections_serve_as_well(run, sandbox, tmp_path):
    """A file of connections is as good as a sandbox's address, and is named in the next line."""
    options = {key: value for key, value in sandbox.options("ripio-ar").items() if key != "name"}
    lines = [f"{key} = {json.dumps(value)}" for key, value in options.items()]
    (tmp_path / "mine.toml").write_text("\n".join(["[connections.ripio-ar]", *lines]))
    (line,) = run(*CREATE, "--email", EMAIL, "--config", "mine.toml", "--json").json["next"]
    assert line.endswith("--config mine.toml")
