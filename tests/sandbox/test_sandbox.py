"""What a sandbox offers to the process that starts it."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from rampkit.errors import ConfigurationError
from rampkit.sandbox import ControlError, Emulator, Fault, Sandbox, SandboxClock


def test_emulator_is_mounted_at_its_code(client):
    """A provider's API answers below its code."""
    response = client.post("/till/v1/orders", json={})

    assert response.status_code == 201


def test_options_build_a_provider(sandbox):
    """The options of a connection are its credentials, its name, its address and the sandbox environment."""
    assert sandbox.options("till-ar") == {
        "client_id": "till-id",
        "client_secret": "till-secret",
        "webhook_secrets": "whsec",
        "country": "AR",
        "name": "till-ar",
        "base_url": f"{sandbox.url}/till/v1",
        "environment": "sandbox",
    }


def test_unknown_connection_is_named_with_the_known_ones(sandbox):
    """Asking for a connection that does not exist says which ones do."""
    with pytest.raises(ConfigurationError, match=r"'till-br'; there are: till-ar, till-mx"):
        sandbox.options("till-br")


def test_environment_spells_every_option(sandbox):
    """Each option of each connection becomes one environment variable."""
    environment = sandbox.environment()

    assert {key: value for key, value in environment.items() if key.startswith("RAMPKIT_TILL_AR_")} == {
        "RAMPKIT_TILL_AR_CLIENT_ID": "till-id",
        "RAMPKIT_TILL_AR_CLIENT_SECRET": "till-secret",
        "RAMPKIT_TILL_AR_WEBHOOK_SECRETS": "whsec",
        "RAMPKIT_TILL_AR_COUNTRY": "AR",
        "RAMPKIT_TILL_AR_BASE_URL": f"{sandbox.url}/till/v1",
        "RAMPKIT_TILL_AR_ENVIRONMENT": "sandbox",
    }
    assert "RAMPKIT_TILL_MX_COUNTRY" in environment


def test_emulator_is_the_live_object(sandbox, client):
    """A test can look into the emulator that answers its requests."""
    created = client.post("/till/v1/orders", json={}).json()

    assert sandbox.emulator("till").orders == [created["id"]]


def test_unknown_emulator_is_named_with_the_known_ones(sandbox):
    """Asking for an emulator that is not hosted says which ones are."""
    with pytest.raises(ConfigurationError, match=r"'bank'; there are: till"):
        sandbox.emulator("bank")


def test_control_returns_the_answer(sandbox):
    """A control call returns the JSON it is answered with."""
    created = sandbox.control("till", "/orders")

    assert sandbox.control("till", "orders", method="GET") == [created["id"]]


def test_control_without_an_answer_returns_none(sandbox):
    """A control that answers nothing returns None."""
    assert sandbox.control("till", "orders", method="DELETE") is None


def test_refused_control_says_what_was_refused(sandbox):
    """A control call that is refused raises with the call, the status and the answer."""
    with pytest.raises(ControlError, match=r"POST /_sandbox/till/nothing answered 404: Not Found") as caught:
        sandbox.control("till", "nothing")

    assert caught.value.status == 404


def test_failing_control_raises_its_own_error(sandbox):
    """An error inside a control reaches the test that called it."""
    with pytest.raises(LookupError, match="the till is jammed"):
        sandbox.control("till", "broken")


def test_control_works_without_a_server(till_class):
    """Controls can be called in process, where nothing listens."""
    sandbox = Sandbox(emulators=[till_class])

    sandbox.control("till", "orders")

    assert len(sandbox.emulator("till").orders) == 1


def test_control_works_inside_a_running_event_loop(till_class):
    """An asynchronous test may call controls synchronously."""
    sandbox = Sandbox(emulators=[till_class])

    async def scenario():
        return sandbox.control("till", "orders")

    assert "id" in asyncio.run(scenario())


def test_app_answers_in_process(till_class):
    """The application can be called without a socket, under an address that leads nowhere."""
    sandbox = Sandbox(emulators=[till_class])

    async def scenario():
        async with httpx.AsyncClient(transport=httpx.ASGITransport(sandbox.app)) as client:
            return await client.get(sandbox.options("till-ar")["base_url"] + "/orders")

    assert sandbox.url == "http://sandbox.invalid"
    assert asyncio.run(scenario()).json() == []


def test_equal_seeds_give_equal_answers(till_class):
    """Two sandboxes with one seed make up the same identifiers; another seed makes up others."""
    first, second, other = (Sandbox(seed, emulators=[till_class]) for seed in (1, 1, 2))

    identifier = first.control("till", "orders")["id"]

    assert second.control("till", "orders")["id"] == identifier
    assert other.control("till", "orders")["id"] != identifier


def test_advance_moves_the_given_clock(till_class):
    """Time is the given clock's plus what was advanced."""
    start = datetime(2026, 1, 1, tzinfo=UTC)
    sandbox = Sandbox(clock=SandboxClock(lambda: start), emulators=[till_class])

    now = sandbox.advance(90)

    assert now == start + timedelta(seconds=90) == sandbox.world.clock.now()


def test_sandbox_can_be_served_again(till_class):
    """A sandbox keeps its world over two contexts and listens anew in each."""
    sandbox = Sandbox(emulators=[till_class])

    with sandbox:
        httpx.post(f"{sandbox.url}/till/v1/orders", trust_env=False)
    with sandbox:
        orders = httpx.get(f"{sandbox.url}/till/v1/orders", trust_env=False).json()

    assert len(orders) == 1


def test_unknown_target_of_a_fault_is_refused(sandbox):
    """A fault for a provider that is not hosted is refused when it is armed."""
    with pytest.raises(ConfigurationError, match=r"'bank'; there are: till, till-ar, till-mx"):
        sandbox.arm(Fault(target="bank", kind="hang"))


def test_two_emulators_of_one_provider_are_refused(till_class):
    """Two emulators with one code cannot be hosted together."""
    with pytest.raises(ConfigurationError, match="2 emulators play the provider 'till'"):
        Sandbox(emulators=[till_class, till_class])


def test_two_connections_of_one_name_are_refused(till_class):
    """Connection names are unique in a sandbox."""

    class Other(till_class):
        code = "other"

    with pytest.raises(ConfigurationError, match="2 connections are called 'till-ar'"):
        Sandbox(emulators=[till_class, Other])


def test_emulator_is_abstract():
    """An emulator that leaves something out cannot be built."""
    with pytest.raises(TypeError, match="abstract"):
        Emulator(None)
