"""One project at Gnosis Ramp: its settings, its tokens, how its answers are read."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rampkit.errors import ConfigurationError, RampError
from rampkit.http import Flow, Request, Response, Token, done
from rampkit.provider import Environment, RampProvider
from rampkit.secrets import Secret, secrets_of
from rampkit_gnosis import errors
from rampkit_gnosis.generations import Generation
from rampkit_gnosis.mapping import customers, tokens
from rampkit_gnosis.mapping.connection import Connection
from rampkit_gnosis.mapping.customers import PROJECT
from rampkit_gnosis.settings import ProjectAuth, subject_tokens_of

__all__ = ["NOT_FOUND", "GnosisConnection"]

NOT_FOUND = 404
"""HTTP: there is no such thing."""


class GnosisConnection(RampProvider):
    """Settings and tokens, without any operation."""

    def __init__(
        self,
        client_id: str,
        client_secret: str | Secret,
        *,
        name: str | None = None,
        environment: Environment | str = Environment.LIVE,
        base_url: str = "https://api.ramp.gnosis.io/v1",
        country: str | None = None,
        webhook_secrets: Sequence[str | Secret] = (),
        generation: str = Generation.G3,
        project_auth: str = ProjectAuth.BASIC,
        subject_tokens: Callable[[str], str | Secret | None] | None = None,
    ) -> None:
        # First, because a traceback may print local variables.
        client_secret, webhook_secrets = Secret(client_secret), secrets_of(webhook_secrets)
        super().__init__(
            name=name,
            country=country,
            environment=environment,
            base_url=base_url,
            webhook_secrets=webhook_secrets,
        )
        _check_credentials(client_id, client_secret, self.name)
        self._basic = tokens.basic(client_id, client_secret)
        self._generation = Generation.named(generation, connection=self.name)
        self._project_auth = ProjectAuth.named(project_auth, connection=self.name)
        self._subject_tokens = subject_tokens_of(subject_tokens, self._generation, connection=self.name)
        self._here = Connection(self.name, self._kept, self.knows_host)

    def authorize(self, scope: str) -> Flow[Token]:
        """Get a token for `project` or for `customer:<id>`.

        The project's needs no request where HTTP Basic is used. A customer's token comes from the call that
        creates the customer, who therefore exists afterwards.

        Raises:
            ConfigurationError: The scope is neither.
            AuthenticationError: The client id, the client secret or a subject token is refused.
        """
        if scope == PROJECT:
            return self._project_token()
        try:
            customer_id = customers.customer_of(scope)
        except ValueError:
            customer_id = ""
        if not customer_id:
            raise ConfigurationError(f"connection {self.name}: no such scope of credentials")
        return self._customer_token(customer_id)

    def sign(self, request: Request, token: Token) -> Request:
        """Add the `Authorization` header: Bearer for a customer, and as configured for the project."""
        basic = request.scope == PROJECT and self._project_auth is ProjectAuth.BASIC
        scheme = "Basic" if basic else "Bearer"
        return request.with_headers({"Authorization": f"{scheme} {token.secret.reveal()}"})

    def parse_error(self, response: Response, request: Request) -> RampError:
        """What a refusal means, in any of the documented shapes or none."""
        return errors.parse_error(response, request, connection=self.name)

    def _succeeded(self, response: Response, request: Request) -> Response:
        """*response*, if it is a success.

        Raises:
            RampError: What it means otherwise.
        """
        if not response.ok:
            raise self.parse_error(response, request)
        return response

    def _project_token(self) -> Flow[Token]:
        if self._project_auth is ProjectAuth.BASIC:
            return done(Token(self._basic))
        return self._granted_token()

    def _granted_token(self) -> Flow[Token]:
        response = yield from self._ask(tokens.project_token_request(self._basic))
        return tokens.parse_project_token(response, self._here)

    def _customer_token(self, customer_id: str) -> Flow[Token]:
        request = customers.token_request(customer_id)
        if self._subject_tokens is not None:
            request = customers.exchange_request("authorize", self._subject_tokens(customer_id))
        response = yield from self._ask(request)
        return tokens.parse_customer_token(response, self._here)


def _check_credentials(client_id: str, client_secret: Secret, connection: str) -> None:
    # HTTP Basic could not tell where a name with a colon ends.
    if not client_id or ":" in client_id:
        raise ConfigurationError(f"connection {connection}: client_id must be given, and holds no colon")
    if not client_secret:
        raise ConfigurationError(f"connection {connection}: client_secret must be given")
