"""Commands on configured connections, against a sandbox that plays the providers."""

from __future__ import annotations

import json

import pytest

CANARY = "canary-5f3a"


@pytest.fixture
def configured(sandbox, monkeypatch):
    """Every connection of a running sandbox, set up in the environment."""
    for name, value in sandbox.environment().items():
        monkeypatch.setenv(name, value)
    return sandbox


def test_quotes_use_the_environment(run, configured):
    """The variables of each connection are all it takes."""
    answer = run("quotes", "500", "BRL", "USDC_BASE", "--country", "BR", "--json").json
    assert {quote["connection"] for quote in answer["quotes"]} == {"gnosis", "ripio-br"}


def test_quotes_use_a_file(run, sandbox, tmp_path):
    """A table per connection does the same, in the usual file or another."""
    options = sandbox.options("gnosis")
    del options["name"]
    table = "[connections.gnosis]\n" + "".join(
        f"{key} = {json.dumps(value)}\n" for key, value in options.items()
    )
    (tmp_path / "rampkit.toml").write_text(table)
    (tmp_path / "other.toml").write_text(table)
    wish = ("quotes", "500", "BRL", "USDC_BASE", "--country", "BR", "--json")
    for arguments in (wish, (*wish, "--config", "other.toml")):
        assert {quote["connection"] for quote in run(*arguments).json["quotes"]} == {"gnosis"}


def test_quotes_use_a_running_sandbox(run, sandbox):
    """An address stands for every connection that is played there."""
    wish = ("quotes", "500", "BRL", "USDC_BASE", "--country", "BR")
    answer = run(*wish, "--sandbox-url", f"{sandbox.url}/", "--json").json
    assert len({row["connection"] for row in answer["quotes"] + answer["not_asked"]}) == 5


def test_providers_never_show_a_value(run, configured, monkeypatch):
    """Where a setting was found is shown; what it holds is not, in any form."""
    for setting in ("CLIENT_ID", "CLIENT_SECRET", "WEBHOOK_SECRETS"):
        monkeypatch.setenv(f"RAMPKIT_GNOSIS_{setting}", f"{CANARY}-{setting.lower()}")
    for arguments in (["providers"], ["providers", "--json"], ["doctor"], ["doctor", "--json"]):
        ran = run(*arguments)
        assert CANARY not in ran.out + ran.err
    assert "RAMPKIT_GNOSIS_CLIENT_SECRET" in run("providers").out


def test_providers_tell_where_settings_come_from(run, configured):
    """Each installed provider with its operations, each connection with its origins."""
    answer = run("providers", "--json").json
    gnosis, ripio = answer["providers"]
    assert set(gnosis) == {"provider", "title", "package", "version", "operations", "problem"}
    assert (gnosis["provider"], ripio["provider"]) == ("gnosis", "ripio")
    assert {"quotes", "create_order"} <= set(gnosis["operations"]) & set(ripio["operations"])
    names = {row["connection"]: row for row in answer["connections"]}
    assert set(names) == {"gnosis", "ripio-ar", "ripio-br", "ripio-co", "ripio-mx"}
    row = names["ripio-ar"]
    assert (row["provider"], row["environment"], row["country"]) == ("ripio", "sandbox", "AR")
    assert (row["ready"], row["problem"], row["unset"]) == (True, None, {})
    assert row["settings"]["client_secret"] == "RAMPKIT_RIPIO_AR_CLIENT_SECRET"


def test_providers_show_what_is_incomplete(run, monkeypatch):
    """A connection that cannot be built says why, and the command works all the same."""
    monkeypatch.setenv("RAMPKIT_GNOSIS_CLIENT_ID", "id")
    (row,) = run("providers", "--json").json["connections"]
    assert row["ready"] is False
    assert "RAMPKIT_GNOSIS_CLIENT_SECRET" in row["problem"]
    ran = run("providers")
    assert ran.status == 0
    assert "not ready" in ran.out
    assert "RAMPKIT_GNOSIS_CLIENT_SECRET" in ran.out


def test_providers_work_without_any_connection(run):
    """What is installed can be seen before anything is set up."""
    ran = run("providers")
    assert ran.status == 0
    assert "No connection is set up" in ran.out
    assert (
        run("providers", "--sandbox", "--json").json["connections"][0]["settings"]["client_id"]
        == "the sandbox"
    )


def test_doctor_finds_nothing(run, configured):
    """Every provider answers to its credentials."""
    ran = run("doctor", "--json")
    assert (ran.status, ran.json["ok"]) == (0, True)
    assert {finding["subject"] for finding in ran.json["findings"]} == {
        "gnosis",
        "ripio-ar",
        "ripio-br",
        "ripio-co",
        "ripio-mx",
    }
    assert "All is well." in run("doctor").out
    assert run("doctor", "--sandbox").status == 0


def test_doctor_tells_what_to_mend(run, configured, monkeypatch):
    """Wrong credentials, a provider out of reach, a setting that is missing: each with its way out."""
    monkeypatch.setenv("RAMPKIT_GNOSIS_CLIENT_SECRET", "wrong")
    monkeypatch.setenv("RAMPKIT_RIPIO_BR_BASE_URL", "http://127.0.0.1:1")
    monkeypatch.delenv("RAMPKIT_RIPIO_MX_CLIENT_SECRET")
    ran = run("doctor", "--json")
    findings = {finding["subject"]: finding for finding in ran.json["findings"]}
    assert (ran.status, ran.json["ok"]) == (1, False)
    assert findings["gnosis"]["reason"] == "authentication"
    assert "check the connection's credentials" in findings["gnosis"]["message"]
    assert findings["ripio-br"]["reason"] == "unreachable"
    assert "RAMPKIT_RIPIO_MX_CLIENT_SECRET is not set" in findings["ripio-mx"]["message"]
    assert findings["ripio-ar"]["ok"] is findings["ripio-co"]["ok"] is True
    assert "3 things are wrong." in run("doctor").out


def test_doctor_notices_a_mixture(run, configured, monkeypatch):
    """Live and sandbox connections do not go together, though each is fine by itself."""
    monkeypatch.setenv("RAMPKIT_GNOSIS_ENVIRONMENT", "live")
    ran = run("doctor", "--json")
    findings = {finding["subject"]: finding for finding in ran.json["findings"]}
    assert ran.status == 1
    assert "live and sandbox" in findings["configuration"]["message"]


def test_doctor_begins_with_nothing(run):
    """Without any connection it says how to begin."""
    ran = run("doctor")
    assert ran.status == 1
    assert "no connection is configured" in ran.out
    assert "One thing is wrong." in ran.out


def test_routes_are_filtered(run):
    """By what is given, what is got and where; a route says all that is known of it."""
    wish = ("routes", "--sandbox", "--source", "ars", "--destination", "usdc_base", "--country", "ar")
    ran = run(*wish, "--json")
    (route,) = ran.json["routes"]
    assert (ran.status, ran.json["refusals"]) == (0, [])
    assert route == {
        "provider": "ripio",
        "connection": "ripio-ar",
        "source": "ARS",
        "destination": "USDC_BASE",
        "direction": "on_ramp",
        "places": {"allow": ["AR"], "deny": []},
        "rails": ["transfers_3_0"],
        "payment_methods": [],
        "fixes": ["source"],
        "checkout": "api",
        "minimum": None,
        "maximum": None,
        "via": [],
        "customer_first": True,
    }
    assert "ARS/USDC_BASE" in run(*wish).out


def test_no_route_is_status_three(run):
    """Nothing found is an answer."""
    ran = run("routes", "--sandbox", "--source", "JPY")
    assert (ran.status, ran.err) == (3, "")
    assert "No connection serves this." in ran.out
