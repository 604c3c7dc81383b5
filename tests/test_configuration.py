"""Connections from the environment and from a file."""

from __future__ import annotations

import dataclasses
import pickle
import re
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rampkit.configuration import ConnectionSettings, build, find_connections
from rampkit.errors import ConfigurationError
from rampkit.provider import Environment, RampProvider
from rampkit.secrets import Secret

PLANTED = "s3cr3t-planted"


class Till(RampProvider):
    """A provider with the usual options."""

    code = "till"
    title = "Till"
    operations = frozenset()

    def __init__(self, client_id, client_secret: str | Secret, *, seat=None, **options):
        super().__init__(base_url=options.pop("base_url", "https://till.example"), **options)
        self.client_id = client_id
        self.client_secret = client_secret
        self.seat = seat

    def routes(self):
        """None."""
        return ()

    def authorize(self, scope):
        """Never needed here."""

    def sign(self, request, token):
        """Never needed here."""

    def parse_error(self, response, request):
        """Never needed here."""


class Exact(Till):
    """A provider that takes exactly what it names."""

    code = "till-exact"

    def __init__(self, api_key: str, *, name=None, environment="live", app_mode="shop"):
        super().__init__("id", api_key, name=name, environment=environment)
        self.app_mode = app_mode


class Typed(Till):
    """A provider whose options are no texts."""

    code = "typed"

    def __init__(
        self,
        *,
        wait: timedelta | None = None,
        eager: bool = False,
        seats: int = 1,
        share: Decimal | None = None,
        pin_token: str = "",
        mark: bool | str = "",
    ):
        super().__init__("id", pin_token, name="typed")
        self.seen = (wait, eager, seats, share, pin_token, mark)


class Single(Till):
    """A provider with nothing to choose."""

    code = "single"

    def __init__(self):
        super().__init__("id", "secret")


@pytest.fixture(autouse=True)
def installed(monkeypatch):
    """The providers above are installed, nothing else, and there is no file in the working folder."""
    kinds = {kind.code: kind for kind in (Till, Exact, Typed, Single)}
    monkeypatch.setattr("rampkit.configuration.finding.available", lambda: kinds)
    for module in ("environment", "drafts", "building"):
        monkeypatch.setattr(f"rampkit.configuration.{module}.load", kinds.__getitem__)


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def toml(tmp_path):
    """Write the file."""

    def write(text):
        path = tmp_path / "rampkit.toml"
        path.write_text(text)
        return path

    return write


def env(connection="TILL_AR", **settings):
    """Variables of one connection."""
    wanted = {"client_id": "id", "client_secret": PLANTED} | settings
    return {f"RAMPKIT_{connection}_{key.upper()}": value for key, value in wanted.items()}


def test_variables_make_a_connection():
    """The connection's name stands in the variable, and begins with its provider's code."""
    (found,) = find_connections(env(country="AR", webhook_secrets=f"one, {PLANTED} ,"))

    assert (found.name, found.provider, found.environment) == ("till-ar", "till", "live")
    assert found.options == {"client_id": "id", "country": "AR"}
    assert found.secrets == {
        "client_secret": Secret(PLANTED),
        "webhook_secrets": (Secret("one"), Secret(PLANTED)),
    }
    assert found.origins["client_id"] == "RAMPKIT_TILL_AR_CLIENT_ID"

    built = build(found)

    assert (built.name, built.country, built.environment) == ("till-ar", "AR", Environment.LIVE)
    assert built.client_secret == Secret(PLANTED)
    assert built.webhook_secrets == (Secret("one"), Secret(PLANTED))


def test_a_connection_may_be_named_after_its_provider():
    """The plain code is a name like any other."""
    (found,) = find_connections(env("TILL", country="AR"))

    assert (found.name, found.provider) == ("till", "till")
    assert build(found).country == "AR"


def test_connections_are_in_alphabetical_order(toml):
    """File and environment are one list."""
    toml("[connections.till-mx]\nclient_id = 'a'")

    assert [one.name for one in find_connections(env() | env("TILL"))] == ["till", "till-ar", "till-mx"]


def test_the_longest_code_that_begins_the_name_wins():
    """`till-exact-a` belongs to `till-exact`, though `till` begins it too; `tillage` to neither."""
    (found,) = find_connections({"RAMPKIT_TILL_EXACT_A_ENVIRONMENT": "sandbox"})
    assert found.provider == "till-exact"

    with pytest.raises(ConfigurationError, match="tillage begins with no installed provider's code"):
        find_connections({"RAMPKIT_TILLAGE_COUNTRY": "AR"})


def test_a_name_may_be_anything_where_the_provider_is_said(toml):
    """`PROVIDER`, or `provider` in the file, frees the name from the code."""
    (found,) = find_connections(env("MAIN", provider="till"))
    assert (found.name, found.provider) == ("main", "till")

    (found,) = find_connections({}, toml("[connections.Main_Desk]\nprovider = 'till'"))
    assert (found.name, found.provider) == ("Main_Desk", "till")


def test_the_file_makes_connections_too(toml):
    """A table is a connection; a secret may be left to a variable of any name."""
    text = """
        [connections.till-ar]
        client_id = "id"
        client_secret_env = "PAYMENTS"
        webhook_secrets = ["a", "b"]
        seat = 3
    """
    (found,) = find_connections({"PAYMENTS": PLANTED}, toml(text))

    assert found.secrets["client_secret"] == Secret(PLANTED)
    assert found.secrets["webhook_secrets"] == (Secret("a"), Secret("b"))
    assert found.options["seat"] == 3
    assert re.fullmatch(
        r"PAYMENTS, named in .*rampkit\.toml \[connections\.till-ar\]", found.origins["client_secret"]
    )


def test_the_environment_wins_over_the_file(toml):
    """What is set in both places is as the environment says, and said to come from there."""
    path = toml("[connections.till_ar]\nclient_id = 'file'\ncountry = 'AR'\nclient_secret_env = 'NOPE'")

    (found,) = find_connections(env(client_id="env"), path)

    assert found.name == "till_ar"
    assert (found.options["client_id"], found.options["country"]) == ("env", "AR")
    assert found.origins["client_id"] == "RAMPKIT_TILL_AR_CLIENT_ID"
    assert found.unset == {}


def test_the_file_in_the_working_folder_is_found(toml):
    """Without a name it is `rampkit.toml`, and nothing where there is none."""
    assert find_connections({}) == ()

    toml("[connections.till]\nclient_id = 'a'")

    assert [one.name for one in find_connections({})] == ["till"]


def test_empty_variables_are_not_set():
    """A variable that a deployment leaves empty is one that is missing."""
    assert find_connections({"RAMPKIT_TILL_CLIENT_ID": " "}) == ()


def test_variables_of_others_are_left_alone():
    """What is no connection's, or has another prefix, means nothing here."""
    assert find_connections({"RAMPKIT_COUNTRY": "AR", "RAMPKIT_JOURNAL": "x", "TILL_CLIENT_ID": "x"}) == ()


@pytest.mark.parametrize(
    ("variable", "name", "option"),
    [
        ("RAMPKIT_TILL_EXACT_API_KEY", "till-exact", "api_key"),
        ("RAMPKIT_TILL_EXACT_CL_API_KEY", "till-exact-cl", "api_key"),
        ("RAMPKIT_TILL_EXACT_APP_MODE", "till-exact", "app_mode"),
        ("RAMPKIT_TILL_SEAT", "till", "seat"),
    ],
)
def test_options_of_a_provider_are_settings(variable, name, option):
    """Whatever the constructor of a provider's class takes can be set, without a change here."""
    (found,) = find_connections({variable: "x"})

    assert found.name == name
    assert found.origins == {option: variable}


def test_an_option_belongs_to_the_connection_that_is_there():
    """A connection known by its other settings takes the option, not one with a longer name."""
    (found,) = find_connections({"RAMPKIT_DESK_PROVIDER": "till-exact", "RAMPKIT_DESK_API_KEY": PLANTED})

    assert (found.name, found.secrets) == ("desk", {"api_key": Secret(PLANTED)})
    assert build(found).client_secret == PLANTED


@pytest.mark.parametrize(
    ("left_out", "message"),
    [
        (
            ["CLIENT_SECRET"],
            "RAMPKIT_TILL_AR_CLIENT_SECRET is not set; set it or add client_secret to ",
        ),
        (
            ["CLIENT_ID", "CLIENT_SECRET"],
            (
                "RAMPKIT_TILL_AR_CLIENT_ID and RAMPKIT_TILL_AR_CLIENT_SECRET are not set; "
                "set them or add client_id and client_secret to "
            ),
        ),
    ],
)
def test_a_missing_setting_is_named_with_both_ways_out(left_out, message):
    """The message can be acted on as it stands."""
    variables = env(country="AR")
    for setting in left_out:
        del variables[f"RAMPKIT_TILL_AR_{setting}"]
    (found,) = find_connections(variables)

    with pytest.raises(ConfigurationError) as caught:
        build(found)

    assert str(caught.value) == f"{message}[connections.till-ar] in rampkit.toml"


def test_a_variable_the_file_names_and_nobody_set_is_named(toml):
    """The connection is still listed; only building it needs the value."""
    path = toml("[connections.till]\nclient_id = 'a'\nclient_secret_env = 'PAYMENTS'")

    (found,) = find_connections({}, path)

    assert found.unset == {"client_secret": "PAYMENTS"}
    with pytest.raises(ConfigurationError, match="PAYMENTS is not set; client_secret_env of connection till"):
        build(found)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            "[connections.till]\nclient_idd = 'x'",
            "provider till has no setting client_idd; did you mean client_id",
        ),
        (
            "[connections.till-exact]\nmode = 'x'",
            "provider till-exact has no setting mode; did you mean app_mode",
        ),
        (
            "[connections.till-exact]\nzzz_env = 'X'",
            "no setting zzz; there is api_key, app_mode, environment",
        ),
        ("[connections.till]\nname = 'x'\n[connections.till-exact]\nname = 'x'", "no setting name"),
        ("[connections.till]\nclient_id = 5", "client_id must be text"),
        ("[connections.till]\nprovider = 5", "provider must be text"),
        ("[connections.till]\nwebhook_secrets = 5", "webhook_secrets must be a list of texts"),
        ("[connections.till]\nwebhook_secrets = [5]", "webhook_secrets must be a list of texts"),
        ("[connections.till]\nclient_secret_env = 5", "client_secret_env must be the name of a variable"),
        ("[connections.till]\nclient_id = 'x'\nclient_id_env = 'X'", "client_id is set twice"),
        ("[connections.till-a]\n[connections.till_a]", "till-a and till_a have the same variables"),
        ("[connection.till]", "'connection' means nothing here; write"),
        ("connections = 5", "connections must be tables"),
        ("connections.till = 5", "till must be a table"),
        ("client_id", "is not TOML"),
        ("[connections.tlil]\nclient_id = 'x'", "did you mean till, or set RAMPKIT_TLIL_PROVIDER"),
        (
            "[connections.xyz]",
            r"\[connections.xyz\]: .* there is till, till-exact, typed, single; set RAMPKIT_XYZ_PROV",
        ),
    ],
)
def test_a_file_that_means_nothing_is_refused(toml, text, problem):
    """A mistake in the file is an error that names it, never a setting that has no effect."""
    with pytest.raises(ConfigurationError, match=problem):
        find_connections({}, toml(text))


def test_a_file_that_was_named_must_be_there(tmp_path):
    """Only the usual file may be missing."""
    with pytest.raises(ConfigurationError, match=r"none\.toml cannot be read: No such file"):
        find_connections({}, tmp_path / "none.toml")


def test_a_file_in_another_encoding_is_refused(tmp_path):
    """TOML is UTF-8."""
    path = tmp_path / "rampkit.toml"
    path.write_bytes(b"\xff\xfe")

    with pytest.raises(ConfigurationError, match="is not UTF-8"):
        find_connections({}, path)


@pytest.mark.parametrize(
    ("variable", "problem"),
    [
        (
            "RAMPKIT_TILL_EXACT_API_KYE",
            "RAMPKIT_TILL_EXACT_API_KYE: provider till-exact has no setting api_kye",
        ),
        ("RAMPKIT_TILL_EXACT_API_KYE", "did you mean api_key"),
        (
            "RAMPKIT_TLIL_CLIENT_ID",
            "RAMPKIT_TLIL_CLIENT_ID: connection tlil begins with no installed provider's",
        ),
    ],
)
def test_a_mistyped_variable_is_refused(variable, problem):
    """A variable with our prefix and a provider's code is ours: one that sets nothing is a mistake."""
    with pytest.raises(ConfigurationError, match=problem):
        find_connections({variable: "x"})


def test_sandbox_is_never_overlooked():
    """A provider that knows no environments is not built live where the sandbox was asked for."""
    (found,) = find_connections({"RAMPKIT_SINGLE_ENVIRONMENT": "sandbox"})
    with pytest.raises(
        ConfigurationError, match="single has no setting environment; remove it from RAMPKIT_SING"
    ):
        build(found)

    (found,) = find_connections(env(environment="sandbox"))
    assert (found.environment, build(found).environment) == ("sandbox", Environment.SANDBOX)

    (found,) = find_connections(env(environment="sandbx"))
    with pytest.raises(ConfigurationError, match="till-ar: environment must be 'live' or 'sandbox'"):
        build(found)


def test_a_setting_without_effect_is_refused():
    """What the provider's class does not take is named with the place it stands in."""
    (found,) = find_connections({"RAMPKIT_TILL_EXACT_API_KEY": "x", "RAMPKIT_TILL_EXACT_GENERATION": "g2"})

    with pytest.raises(
        ConfigurationError, match="no setting generation; remove it from RAMPKIT_TILL_EXACT_GENER"
    ):
        build(found)


def test_a_provider_without_names_has_one_connection(toml):
    """Where a class takes no name, only its code can be one."""
    (found,) = find_connections({}, toml("[connections.single]"))
    assert build(found).name == "single"

    (found,) = find_connections({}, toml("[connections.single-b]"))
    with pytest.raises(ConfigurationError, match="one connection only, named after it, not single-b"):
        build(found)


def test_a_wrong_value_names_the_connection():
    """What the constructor refuses is a matter of configuration."""
    (found,) = find_connections(env(country="XX"))

    with pytest.raises(ConfigurationError, match=r"connection till-ar: .* is not an ISO 3166-1 country code"):
        build(found)


def test_text_becomes_what_an_option_wants():
    """Variables are text; lengths of time, numbers and yes or no are read as what they are."""
    texts = {"wait": "15m", "eager": "Yes", "seats": "-3", "share": "0.1", "pin_token": "12", "mark": "no"}
    (found,) = find_connections({f"RAMPKIT_TYPED_{name.upper()}": text for name, text in texts.items()})

    with pytest.raises(ConfigurationError, match="one connection only"):
        build(dataclasses.replace(found, name="typed-b"))
    assert build(found).seen == (timedelta(minutes=15), True, -3, Decimal("0.1"), "12", "no")


@pytest.mark.parametrize(
    ("option", "text", "problem"),
    [
        ("wait", "soon", "RAMPKIT_TYPED_WAIT: wait must be a length of time, e.g. 90s, 15m, 2h or 1d"),
        ("eager", "maybe", "eager must be true or false"),
        ("seats", "3.5", "seats must be a whole number"),
        ("share", "half", "share must be a number"),
    ],
)
def test_text_that_cannot_be_read_is_refused(option, text, problem):
    """The message names the variable and what to write."""
    (found,) = find_connections({f"RAMPKIT_TYPED_{option.upper()}": text})

    with pytest.raises(ConfigurationError, match=problem):
        build(found)


def test_values_of_a_file_keep_their_types(toml):
    """TOML knows numbers and truth by itself."""
    (found,) = find_connections({}, toml("[connections.typed]\nseats = 2\neager = true\nwait = '1d'"))

    assert build(found).seen[:3] == (timedelta(days=1), True, 2)


def test_settings_made_by_hand_are_understood_too():
    """Credentials among the options, as the sandbox hands them out, are credentials all the same."""
    options = {
        "client_id": "id",
        "client_secret": PLANTED,
        "webhook_secrets": "a,b",
        "environment": "sandbox",
    }

    built = build(ConnectionSettings("till-ar", "till", options, secrets={}, origins={}))

    assert built.client_secret == Secret(PLANTED)
    assert built.webhook_secrets == (Secret("a"), Secret("b"))


def test_no_value_is_ever_shown(toml):
    """Settings show where values come from; neither they nor an error repeats one."""
    url = f"https://user:{PLANTED}@till.example"
    (found,) = find_connections(env(base_url=url, webhook_secrets=PLANTED))
    assert PLANTED not in repr(found)
    assert PLANTED not in str(found)

    bad = toml(f"[connections.till]\nclient_secret = '{PLANTED}'\nclient_secret = '{PLANTED}'")
    with pytest.raises(ConfigurationError) as caught:
        find_connections({}, bad)
    assert PLANTED not in str(caught.value)
    assert caught.value.__context__ is None
    assert PLANTED.encode() not in pickle.dumps(caught.value)


@given(st.dictionaries(st.from_regex(r"RAMPKIT_[A-Z_]{0,24}", fullmatch=True), st.text(max_size=5)))
def test_any_environment_is_read_or_refused(variables):
    """Whatever stands in the environment, the answer is settings or a clear error."""
    try:
        found = find_connections(variables)
    except ConfigurationError:
        return
    origins = {origin for one in found for origin in one.origins.values()}
    assert origins <= set(variables)


@given(
    st.sampled_from(["till", "till-ar", "till-exact", "till-exact-b"]),
    st.sampled_from(["client_id", "client_secret", "base_url", "country", "webhook_secrets", "generation"]),
)
def test_name_and_setting_are_told_apart(name, setting):
    """Every common setting of every connection leads back to both."""
    variable = f"RAMPKIT_{name.upper().replace('-', '_')}_{setting.upper()}"

    (found,) = find_connections({variable: "x"})

    assert (found.name, list(found.origins)) == (name, [setting])
