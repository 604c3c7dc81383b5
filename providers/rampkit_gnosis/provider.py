"""`GnosisProvider`: what Gnosis Ramp can do, and in which order to ask."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar

from rampkit.capabilities import Operation, Promises, Route
from rampkit.errors import ConfigurationError, RampError, UnsupportedError
from rampkit.http import Flow, Request, Response, Token, done
from rampkit.models import (
    AccountPair,
    Customer,
    CustomerLink,
    Fixed,
    Order,
    OrderRef,
    OrderRequest,
    Pair,
    Quote,
    QuoteRequest,
    Rail,
    Refusal,
    RefusalReason,
    RegisteredAccounts,
    Requirements,
    Transaction,
)
from rampkit.pages import Page
from rampkit.provider import Environment, RampProvider
from rampkit.secrets import Secret, secrets_of
from rampkit_gnosis import accounts, customers, errors, orders, placing, quotes, routes
from rampkit_gnosis.assets import code_of
from rampkit_gnosis.connection import CODE, Connection
from rampkit_gnosis.customers import PROJECT
from rampkit_gnosis.generations import Generation
from rampkit_gnosis.promises import promises
from rampkit_gnosis.routes import Company

__all__ = ["GnosisProvider"]

_NOT_FOUND = 404


class GnosisProvider(RampProvider):
    """One project at Gnosis Ramp, which routes to companies like Bridge or Banxa.

    The credentials are made in the dashboard, one pair per project; a project is for testing when its
    companies have sandbox credentials (https://docs.ramp.gnosis.io/welcome/authentication). Not offered,
    because Gnosis Ramp has no call for it: reading one customer (registering again is harmless and gives the
    same one), looking an order up by our reference, locking a price, cancelling an order.

    Args:
        client_id: The project's client id.
        client_secret: The project's client secret.
        name: Name of the connection, unique in a router.
        environment: `live` or `sandbox`.
        base_url: Where the API lives; older deployments are elsewhere.
        country: Unused by Gnosis Ramp: its credentials belong to no country.
        webhook_secrets: Secrets that webhooks are signed with.
        generation: Which shape of the API the deployment has: `g3`, or `g2` and `g2b` for older ones, which
            keep no idempotency keys, name no prices and store accounts.

    Raises:
        ConfigurationError: A setting is missing or wrong; names it.
    """

    code = CODE
    title = "Gnosis Ramp"
    operations: ClassVar[frozenset[Operation]] = frozenset(
        {
            Operation.LIST_ROUTES,
            Operation.QUOTES,
            Operation.REGISTER_CUSTOMER,
            Operation.REQUIREMENTS,
            Operation.REGISTER_ACCOUNTS,
            Operation.CREATE_ORDER,
            Operation.GET_ORDER,
            Operation.LIST_ORDERS,
            Operation.EXECUTE_ORDER,
            Operation.LIST_TRANSACTIONS,
        }
    )
    secret_fields = frozenset({"accessToken", "access_token", "subject_token", "token"})
    # The hosts of every documented onboarding and intent page.
    url_hosts = frozenset({"ramp.gnosis.io", "gnosisramp.com", "gnosisramp.io", "uramp.io"})

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
        self._basic = _basic(client_id, client_secret, self.name)
        self._generation = Generation.named(generation, connection=self.name)
        self._here = Connection(self.name, self._kept, self.knows_host)

    def routes(self) -> Sequence[Route]:
        """Every documented pair, everywhere; `list_routes` asks which the project really has."""
        return routes.documented_routes()

    def promises(self) -> Promises:
        """The newest generation repeats its answer to a key for 24 hours; older ones promise nothing."""
        return promises(self._generation)

    def authorize(self, scope: str) -> Flow[Token]:
        """Get a token for `project` (nothing is sent) or for `customer:<id>`.

        A customer's token comes from the call that creates the customer, who therefore exists afterwards.

        Raises:
            ConfigurationError: The scope is neither.
            AuthenticationError: The client id or the client secret is wrong.
        """
        if scope == PROJECT:
            return done(Token(self._basic))
        try:
            customer_id = customers.customer_of(scope)
        except ValueError:
            customer_id = ""
        if not customer_id:
            raise ConfigurationError(f"connection {self.name}: no such scope of credentials")
        return self._customer_token(customer_id)

    def sign(self, request: Request, token: Token) -> Request:
        """Add the `Authorization` header: Basic for the project, Bearer for a customer."""
        scheme = "Basic" if request.scope == PROJECT else "Bearer"
        return request.with_headers({"Authorization": f"{scheme} {token.secret.reveal()}"})

    def parse_error(self, response: Response, request: Request) -> RampError:
        """What a refusal means, in any of the documented shapes or none."""
        return errors.parse_error(response, request, connection=self.name)

    def list_routes(self) -> Flow[Sequence[Route]]:
        """Ask which pairs the project has, and by which companies."""
        response = yield from self._ask(routes.pairs_request())
        return routes.parse_routes(response, self._here)

    def list_providers(self) -> Flow[Sequence[Company]]:
        """Ask which companies the project routes to; their ids are the `via` of quotes."""
        response = yield from self._ask(routes.companies_request())
        return routes.parse_companies(response, self._here)

    def quotes(self, request: QuoteRequest, /) -> Flow[Sequence[Quote | Refusal]]:
        """Ask every company of a pair for an indicative price of a source amount.

        Older generations have no prices: there, each company that serves the pair is an unpriced quote with
        no rail.
        """
        source, destination = code_of(request.pair.source), code_of(request.pair.destination)
        if source is None or destination is None:
            return (quotes.refusal(request, RefusalReason.PAIR_NOT_SERVED, self._here),)
        if request.fixed != Fixed.SOURCE:
            return (quotes.refusal(request, RefusalReason.SIDE_NOT_FIXABLE, self._here),)
        if self._generation.inline:
            response = yield from self._ask(quotes.quote_request(request, source, destination))
            return quotes.parse_quotes(response, request, self._here)
        response = yield from self._ask(routes.pairs_request("quotes"))
        return quotes.unpriced(request, routes.companies_of(request.pair, response, self._here), self._here)

    def register_customer(self, customer: Customer, /) -> Flow[CustomerLink]:
        """Create the customer under the application's own id, or get the existing one.

        Only the id and `metadata` are sent. Identity checks belong to orders: see their actions.
        """
        response = yield from self._ask(customers.customer_request(customer))
        return customers.parse_customer(response, customer, self._here)

    def requirements(
        self,
        pair: Pair,
        /,
        *,
        country: str,  # noqa: ARG002  # the schemas name the countries themselves
        rail: Rail | None = None,
        via: str | None = None,
    ) -> Flow[Requirements]:
        """Ask for the JSON Schemas of both accounts; older generations ignore `rail` and `via`.

        The fields go into `BankAccount.details` or the options `src_details` and `dest_details`.
        """
        request = accounts.requirements_request(pair, self._generation, self._here, rail=rail, via=via)
        response = yield from self._ask(request)
        return accounts.parse_requirements(response, pair, self._generation, self._here)

    def register_accounts(
        self, link: CustomerLink, pair: Pair, given: AccountPair, /
    ) -> Flow[RegisteredAccounts]:
        """Store a pair of accounts, which orders of older generations name by id.

        The newest generation needs none of this: its orders carry their accounts. Calling twice stores twice.
        """
        response = yield from self._ask(accounts.accounts_request(link, pair, given, self._here))
        return accounts.parse_accounts(response, pair, given, self._here)

    def create_order(self, request: OrderRequest, /) -> Flow[Order]:
        """Make an intent. Unless the option `auto_execute` is set, nothing moves before `execute_order`.

        A customer who is verified already may get the transaction, with how to pay, at once.
        """
        response = yield from self._ask(placing.order_request(request, self._generation, self._here))
        wish = placing.order_wish(request, self._generation)
        return orders.parse_order(response, Operation.CREATE_ORDER, wish, self._here)

    def get_order(self, order: OrderRef, /) -> Flow[Order]:
        """Read an intent, and its transaction where the intent alone does not say how to pay."""
        response = yield from self._ask(orders.read_request(order, self._here))
        movement = None
        if orders.needs_transaction(response, self._here):
            movement = yield from self._movement(order, Operation.GET_ORDER)
        return orders.parse_order(
            response, Operation.GET_ORDER, orders.wish_of(order), self._here, movement=movement
        )

    def list_orders(
        self,
        link: CustomerLink | None = None,
        /,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> Flow[Page[Order]]:
        """Read every intent of one customer, newest first, on one page.

        Gnosis Ramp filters by nothing, so *since* and *until* choose among what it answers; an intent without
        a time is always kept.

        Raises:
            UnsupportedError: No customer is given: there is no list of everybody's.
        """
        if link is None:
            raise UnsupportedError(
                "Gnosis Ramp lists the orders of one customer at a time; pass a link",
                connection=self.name,
                operation=Operation.LIST_ORDERS,
            )
        response = yield from self._ask(orders.list_request(link))
        found = orders.parse_orders(response, self._here)
        return Page(tuple(order for order in found if _was_made(order, since, until)))

    def execute_order(self, order: OrderRef, /, *, idempotency_key: str) -> Flow[Order]:
        """Start the movement, once per intent for ever.

        Raises:
            VerificationRequiredError: The person's identity check is not finished.
            AlreadyExistsError: It has been started: read the order.
        """
        request = placing.execution_request(order, idempotency_key, self._generation, self._here)
        response = yield from self._ask(request)
        return orders.parse_execution(response, order, self._here)

    def list_transactions(self, order: OrderRef, /) -> Flow[Sequence[Transaction]]:
        """Read the movement of an order: one, or none while it has not been executed."""
        response = yield from self._movement(order, Operation.LIST_TRANSACTIONS)
        return () if response is None else (orders.parse_transaction(response, order, self._here),)

    def _movement(self, order: OrderRef, operation: str) -> Flow[Response | None]:
        """The answer about an order's transaction; None if there is none yet."""
        request = orders.transaction_request(order, self._here, operation)
        response = yield request
        if response.status == _NOT_FOUND:
            return None
        if not response.ok:
            raise self.parse_error(response, request)
        return response

    def _customer_token(self, customer_id: str) -> Flow[Token]:
        response = yield from self._ask(customers.token_request(customer_id))
        return customers.parse_token(response, self._here)


def _was_made(order: Order, since: datetime | None, until: datetime | None) -> bool:
    made = order.created_at
    return made is None or ((since is None or since <= made) and (until is None or made < until))


def _basic(client_id: str, client_secret: Secret, connection: str) -> Secret:
    """The project's credentials as HTTP Basic wants them (https://www.rfc-editor.org/rfc/rfc7617)."""
    if not client_id or ":" in client_id:
        raise ConfigurationError(f"connection {connection}: client_id must be given, and holds no colon")
    if not client_secret:
        raise ConfigurationError(f"connection {connection}: client_secret must be given")
    return Secret(b64encode(f"{client_id}:{client_secret.reveal()}".encode()).decode())
