"""`RampProvider`: what every adapter inherits."""

import inspect
from decimal import Decimal

import pytest

from rampkit.capabilities import Operation, Promises
from rampkit.errors import ConfigurationError, RejectedError, UnsupportedError
from rampkit.http import Request, Response, Token, done
from rampkit.provider import Environment, RampProvider, overridden
from rampkit.secrets import Secret, without

CANARY = "canary-7f3a"


class Plain(RampProvider):
    """A provider that offers nothing."""

    code = "plain"
    title = "Plain"
    operations = frozenset()
    secret_fields = frozenset({"accessToken"})
    url_hosts = frozenset({"plain.example"})

    def routes(self):
        """None."""
        return ()

    def authorize(self, scope):
        """A token for nothing."""
        return done(Token(Secret(CANARY)))

    def sign(self, request, token):
        """The token as a header."""
        return request.with_headers({"authorization": token.secret.reveal()})

    def parse_error(self, response, request):
        """Everything is a refusal."""
        return RejectedError("no", connection=self.name, operation=request.operation, status=response.status)


class Quoting(Plain):
    """A provider that prices, and reads webhooks."""

    operations = frozenset({Operation.QUOTES, Operation.PARSE_WEBHOOK})

    def quotes(self, request, /):
        """None."""
        return done(())

    def parse_webhook(self, headers, body, *, now):
        """None."""
        return ()


def plain(**settings):
    """The plain provider, configured."""
    return Plain(**{"base_url": "https://api.plain.example/v1/", **settings})


def test_the_interface_itself_cannot_be_used():
    """An adapter must say where it serves, how it signs and what errors mean."""
    assert RampProvider.__abstractmethods__ == {"routes", "authorize", "sign", "parse_error"}


@pytest.mark.parametrize(("kind", "operations"), [(Plain, set()), (Quoting, {"quotes", "parse_webhook"})])
def test_declared_operations_are_the_overridden_ones(kind, operations):
    """What an adapter declares can be compared with what it does."""
    assert overridden(kind) == kind.operations == operations


@pytest.mark.parametrize("operation", Operation)
def test_an_operation_that_is_missing_says_so(operation):
    """At the call, before any request, with the operation's name."""
    method = getattr(plain(), operation)
    arguments = inspect.signature(method).parameters.values()
    wanted = [
        None for item in arguments if item.kind is item.POSITIONAL_ONLY or item.name in {"headers", "body"}
    ]
    named = {item.name: None for item in arguments if item.kind is item.KEYWORD_ONLY}

    with pytest.raises(
        UnsupportedError, match=f"^plain/{operation}: Plain does not offer {operation}$"
    ) as caught:
        method(*wanted, **named)
    assert (caught.value.connection, caught.value.operation) == ("plain", operation)


def test_a_connection_is_named_after_its_provider():
    """Until it gets a name of its own."""
    assert plain().name == "plain"
    assert plain(name="plain-ar").name == "plain-ar"


@pytest.mark.parametrize(
    ("given", "environment"),
    [
        ("live", Environment.LIVE),
        ("sandbox", Environment.SANDBOX),
        (Environment.SANDBOX, Environment.SANDBOX),
    ],
)
def test_environments(given, environment):
    """Real money or not."""
    assert plain(environment=given).environment is environment
    assert plain().environment is Environment.LIVE


@pytest.mark.parametrize("environment", ["", "test", "production", None, 1])
def test_an_unknown_environment(environment):
    """Nobody guesses whether money is real."""
    with pytest.raises(
        ConfigurationError, match="connection plain: environment must be 'live' or 'sandbox'"
    ) as caught:
        plain(environment=environment)
    assert caught.value.__context__ is None


def test_the_country_of_the_credentials():
    """Any case in, upper case out."""
    assert plain(country="ar").country == "AR"
    assert plain().country is None


def test_the_base_url_has_no_trailing_slash():
    """Paths begin with theirs."""
    assert plain().base_url == "https://api.plain.example/v1"


def test_a_printed_provider_shows_no_secret():
    """Name, class and environment."""
    provider = plain(name="plain-ar", environment="sandbox", webhook_secrets=[CANARY, Secret(CANARY)])

    assert repr(provider) == "<Plain 'plain-ar' sandbox>"
    assert CANARY not in str(vars(provider))
    assert [secret.reveal() for secret in provider.webhook_secrets] == [CANARY, CANARY]


@pytest.mark.parametrize(
    ("url", "known"),
    [
        ("https://plain.example/x", True),
        ("https://PAY.plain.example:8443/x", True),
        ("https://plain.example.evil.example/", False),
        ("https://notplain.example/", False),
        ("https://evil.example/plain.example", False),
        ("https://plain.example@evil.example/", False),
        ("", False),
    ],
)
def test_known_hosts(url, known):
    """A host is known with its subdomains, and nothing that only looks like it."""
    assert plain().knows_host(url) is known


def test_promises_nothing_by_default():
    """Doubt never ends, answers prove nothing."""
    assert plain().promises() == Promises()


def test_secret_fields_are_cut_at_any_depth():
    """What is kept of an answer holds no credential."""
    answer = {
        "id": "1",
        "accessToken": CANARY,
        "items": [{"accessToken": CANARY, "n": Decimal("1.10")}],
        "x": [[1]],
    }

    assert without(answer, ["accessToken"]) == {"id": "1", "items": [{"n": Decimal("1.10")}], "x": [[1]]}
    assert answer["accessToken"] == CANARY
    assert plain()._kept(answer) == without(answer, Plain.secret_fields)


@pytest.mark.parametrize("payload", [None, 1, "accessToken", [], {}, Decimal("1.10")])
def test_other_answers_are_kept_as_they_are(payload):
    """There is nothing to cut from a plain value."""
    assert without(payload, ["accessToken"]) == payload


def test_asking_returns_a_success():
    """Any 2xx goes back to the flow."""
    flow = plain()._ask(Request(operation="quotes", path="/quotes"))
    next(flow)

    with pytest.raises(StopIteration) as stop:
        flow.send(Response(status=202))
    assert stop.value.value.status == 202


def test_asking_raises_what_an_answer_means():
    """Any other status goes through the adapter's own table."""
    flow = plain()._ask(Request(operation="quotes", path="/quotes"))
    next(flow)

    with pytest.raises(RejectedError, match=r"^plain/quotes: no \[HTTP 400\]$"):
        flow.send(Response(status=400))
