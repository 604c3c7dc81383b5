"""What a connection declares, and how it is set up."""

from __future__ import annotations

import pickle
from datetime import timedelta

import pytest

from rampkit.capabilities import Never, Operation, Replay
from rampkit.errors import ConfigurationError, UnsupportedError
from rampkit.provider import Environment, RampProvider
from rampkit.secrets import Secret
from rampkit_gnosis import GnosisProvider

NOT_OFFERED = {
    "find_order": lambda gnosis, desk: gnosis.find_order(desk.ref()),
    "cancel_order": lambda gnosis, desk: gnosis.cancel_order(desk.ref()),
    "lock_quote": lambda gnosis, desk: gnosis.lock_quote(desk.quote(), desk.link, desk.accounts()),
    "report_payment": lambda gnosis, desk: gnosis.report_payment(desk.ref(), "0x1"),
    "get_terms": lambda gnosis, _: gnosis.get_terms(),
    "get_customer": lambda gnosis, desk: gnosis.get_customer(desk.link),
}


def test_the_operations_declared_are_those_that_exist():
    """A method that is missing or one too many would mislead a router."""
    overridden = {op for op in Operation if getattr(GnosisProvider, op) is not getattr(RampProvider, op)}

    assert GnosisProvider.operations == overridden


@pytest.mark.parametrize("operation", NOT_OFFERED)
def test_what_gnosis_ramp_has_no_call_for_is_not_offered(gnosis, desk, operation):
    """Nothing is sent, and another connection may be asked."""
    with pytest.raises(UnsupportedError, match=operation):
        NOT_OFFERED[operation](gnosis, desk)


def test_the_defaults_are_the_documented_ones(gnosis):
    """Live, at the base URL of the guides, under the provider's own name."""
    assert (gnosis.name, gnosis.code, gnosis.country) == ("gnosis", "gnosis", None)
    assert gnosis.environment is Environment.LIVE
    assert gnosis.base_url == "https://api.ramp.gnosis.io/v1"


def test_every_setting_can_be_given():
    """Everything after the credentials by name."""
    gnosis = GnosisProvider(
        "id",
        Secret("secret"),
        name="gnosis-2",
        environment="sandbox",
        base_url="https://sandbox.api.gnosisramp.io/v1/",
        country="br",
        webhook_secrets=["w"],
        generation="g2",
        project_auth="oauth2",
    )

    assert (gnosis.name, gnosis.country) == ("gnosis-2", "BR")
    assert gnosis.environment is Environment.SANDBOX
    assert gnosis.base_url == "https://sandbox.api.gnosisramp.io/v1"
    assert gnosis.webhook_secrets == (Secret("w"),)


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({"client_id": ""}, "client_id"),
        ({"client_id": "a:b"}, "client_id"),
        ({"client_secret": ""}, "client_secret"),
        ({"generation": "g1"}, "generation"),
        ({"generation": "G3"}, "generation"),
        ({"project_auth": "bearer"}, "project_auth"),
        ({"environment": "test"}, "environment"),
    ],
)
def test_a_wrong_setting_is_named(settings, named):
    """And never repeated, for it may be a secret."""
    with pytest.raises(ConfigurationError, match=named):
        GnosisProvider(**{"client_id": "id", "client_secret": "secret", **settings})


def test_the_credentials_show_nowhere(gnosis):
    """Neither in a repr nor in a pickle."""
    assert "secret_xyz" not in repr(gnosis) + repr(vars(gnosis))
    with pytest.raises((TypeError, AttributeError)):
        pickle.dumps(gnosis)


@pytest.mark.parametrize(
    ("generation", "doubt"), [("g3", Replay(timedelta(hours=24))), ("g2b", Never()), ("g2", Never())]
)
def test_only_the_newest_generation_keeps_keys(generation, doubt):
    """An older one may ignore them, and then a replay would order twice."""
    promises = GnosisProvider("id", "secret", generation=generation).promises()

    assert promises.doubt_of("create_order") == doubt
    assert promises.doubt_of("execute_order") == doubt
    assert promises.answers


@pytest.mark.parametrize(
    ("url", "known"),
    [
        ("https://onboarding.ramp.gnosis.io/session/1", True),
        ("https://ramp.gnosis.io/", True),
        ("https://gnosis.io/", False),
        ("https://notgnosisramp.io/", False),
        ("https://sandbox.api.gnosisramp.io/x", True),
        ("https://dashboard.uramp.io/intent/1", True),
    ],
)
def test_the_providers_own_hosts_are_known(gnosis, url, known):
    """By whole domain names."""
    assert gnosis.knows_host(url) is known
