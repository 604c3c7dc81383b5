"""`rampkit accounts`, against a running sandbox."""

from __future__ import annotations

import json

import pytest

from rampkit.sandbox import Fault

AT = ("--connection", "ripio-ar")
CVU = "0000003100010000000001"
ADD = ("accounts", "add", "USDC_BASE/ARS", *AT)
BANK = ("--scheme", "cvu", "--identifier", CVU, "--no-check-digits")


@pytest.fixture
def running(sandbox, monkeypatch):
    """A sandbox that every command finds by the variable it prints."""
    monkeypatch.setenv("RAMPKIT_SANDBOX_URL", sandbox.url)
    return sandbox


@pytest.fixture
def customer(run, running):
    """The provider's id of a customer who is verified."""
    create = ("customer", "create", *AT, "--id", "b-1", "--country", "AR", "--email", "b@example.com")
    known = run(*create, "--json").json["customer"]["provider_customer_id"]
    run("customer", "terms", known, *AT, "--accept", "--ip", "203.0.113.7")
    run("customer", "verify", known, *AT, "--redirect-url", "https://example.com/back")
    return known


def stored(sandbox):
    """The statuses of all accounts the provider keeps."""
    accounts = sandbox.control("ripio", "state", method="GET")["accounts"]
    return [account["status"] for account in accounts["AR"]["fiatAccounts"]]


def test_what_is_wanted_is_a_table_and_a_schema(run, running):
    """People see fields, programs the schema as the provider gave it; no customer is needed."""
    wish = ("accounts", "requirements", "USDC_BASE/ARS", "--country", "ar", *AT)
    table, told = run(*wish).out, run(*wish, "--json").json["requirements"]

    assert (told["pair"], told["source"]) == ("USDC_BASE/ARS", None)
    assert told["destination"]["required"] == ["alias_or_cvu_destination"]
    assert [line.split()[:3] for line in table.splitlines() if "alias" in line] == [
        ["alias_or_cvu_destination", "yes", "string"]
    ]


def test_an_account_is_stored_and_confirmed_by_the_printed_line(run, running, customer):
    """The holder that was found is shown; the line below confirms it."""
    added = run(*ADD, "--customer", customer, *BANK)
    assert "Status       needs_confirmation" in added.out
    assert "The person confirms the account:" in added.out

    (line,) = [line for line in added.out.splitlines() if line.startswith("  rampkit ")]
    confirmed = run(*line.split()[1:], "--json").json["accounts"]

    assert confirmed["status"] in {"pending", "usable"}
    assert confirmed["destination_id"] in added.out


def test_details_come_from_a_file(run, running, customer, tmp_path):
    """What a provider calls in its own words is written into a file, and never shown."""
    (tmp_path / "bank.json").write_text(json.dumps({"alias_or_cvu_destination": CVU}))
    ran = run(*ADD, "--customer", customer, "--details", "bank.json", "--json")

    assert ran.json["accounts"]["destination_id"]
    assert CVU not in ran.out
    assert len(stored(running)) == 1


def test_a_lost_answer_is_told_and_not_repeated(run, running, customer):
    """Exit status 4; the account was stored once, and its number is not shown."""
    running.arm(
        Fault(target="ripio-ar", kind="close_after_commit", method="POST", path="/api/v1/fiatAccounts")
    )
    ran = run(*ADD, "--customer", customer, *BANK)

    assert (ran.status, ran.out) == (4, "")
    assert "the account may exist all the same" in ran.err
    assert CVU not in ran.err
    assert len(stored(running)) == 1


def test_no_account_is_status_three(run, running):
    """Nothing kept is an answer."""
    run("customer", "create", "--connection", "gnosis", "--id", "ana-1", "--country", "BR")
    ran = run("accounts", "list", "--connection", "gnosis", "--customer", "ana-1")

    assert (ran.status, ran.err) == (3, "")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--scheme", "cvu"), "--scheme goes with --identifier; give both or neither"),
        (("--scheme", "cvu", "--identifier", CVU), "add --no-check-digits"),
        (("--scheme", "cvu", "--identifier", CVU[:-1]), "identifier is"),
        (("--details", "none.json"), "--details cannot be read: No such file or directory"),
        (("--details", "broken.json"), "--details is not JSON"),
        (("--details", "list.json"), "--details must hold one JSON object; look at list.json"),
        (("--address", CVU), "address is not an address"),
        (("--rail", "", *BANK), "rail is empty"),
        (("--connection", "nowhere"), "'nowhere' is no connection here"),
    ],
)
def test_bad_input_is_explained(one_sentence, running, tmp_path, arguments, words):
    """One sentence names the argument and the way out, and never repeats what may be personal."""
    (tmp_path / "broken.json").write_text(f'{{"cvu": {CVU}')
    (tmp_path / "list.json").write_text("[]")
    sentence = one_sentence(*ADD, "--customer", "c", *arguments)

    assert words in sentence
    assert CVU[:-1] not in sentence
