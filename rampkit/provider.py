"""`RampProvider`: what an adapter describes and translates. It never does I/O."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Any, ClassVar, Never
from urllib.parse import urlsplit

from rampkit.capabilities import Operation, Promises, RateLimit, Route
from rampkit.errors import ConfigurationError, InvalidInputError, RampError, UnsupportedError
from rampkit.models.places import country_code
from rampkit.secrets import Secret, secrets_of, without

if TYPE_CHECKING:
    from datetime import datetime

    from rampkit.http import Flow, Request, Response, Token
    from rampkit.models.accounts import (
        AccountPair,
        DepositAccount,
        RegisteredAccounts,
        Requirements,
        StoredAccount,
    )
    from rampkit.models.assets import Direction, Pair
    from rampkit.models.customers import (
        Customer,
        CustomerLink,
        Terms,
        TermsAcceptance,
        Verification,
        VerificationRequirements,
    )
    from rampkit.models.events import Event
    from rampkit.models.orders import Order, OrderRef, OrderRequest
    from rampkit.models.quotes import Quote, QuoteRequest, Refusal
    from rampkit.models.rails import Rail
    from rampkit.models.transactions import Transaction
    from rampkit.pages import Page

__all__ = ["Environment", "RampProvider"]

_UNAUTHORIZED = 401


class Environment(StrEnum):
    """Real money or not. Rows of the two never mix."""

    LIVE = "live"
    SANDBOX = "sandbox"


class RampProvider(ABC):
    """One connection to a provider: a company's API as configured here.

    Methods that return a `Flow` are plain generators: they yield `Request` values and get `Response` values
    back, so one source serves sync and async, and `rampkit.testing.replay` tests them without a network. An
    operation a provider lacks is simply not overridden and raises `UnsupportedError`; `operations` names
    exactly those that are.

    Args:
        name: Name of the connection, unique in a router; the provider's code by default.
        country: The ISO 3166-1 country the credentials belong to, where they belong to one.
        environment: `live` or `sandbox`.
        base_url: Where the API lives.
        webhook_secrets: What webhooks of this connection are signed with; several during a rotation.

    Raises:
        ConfigurationError: A setting is missing or wrong; names it.
    """

    code: ClassVar[str]
    """The provider's code, e.g. `ripio`: the name of its entry point."""
    title: ClassVar[str]
    """The provider's name for people."""
    operations: ClassVar[frozenset[Operation]]
    """What this adapter offers: exactly the methods it overrides."""
    secret_fields: ClassVar[frozenset[str]] = frozenset()
    """Names of answer fields that hold credentials; they are cut before `raw` is kept."""
    url_hosts: ClassVar[frozenset[str]] = frozenset()
    """Hosts (and their subdomains) whose pages may be opened without asking."""
    rate_limits: ClassVar[tuple[RateLimit, ...]] = ()
    """What the provider's pages allow; requests queue for it here. Empty where no page names a number."""

    def __init__(
        self,
        *,
        name: str | None = None,
        country: str | None = None,
        environment: Environment | str = Environment.LIVE,
        base_url: str,
        webhook_secrets: str | Secret | Sequence[str | Secret] = (),
    ) -> None:
        webhook_secrets = secrets_of(webhook_secrets)  # first: a traceback may print local variables
        self.name = name or self.code
        self.country = None if country is None else _country(country, self.name)
        self.environment = _environment(environment, self.name)
        self.base_url = base_url.rstrip("/")
        self.webhook_secrets = webhook_secrets

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.name!r} {self.environment}>"

    @abstractmethod
    def routes(self) -> Sequence[Route]:
        """The corridors known without asking; `list_routes` asks for the live ones."""

    def promises(self) -> Promises:
        """What this connection promises about ORDER requests: by default nothing, so doubt never ends."""
        return Promises()

    def knows_host(self, url: str) -> bool:
        """Whether *url* is on one of the provider's own hosts."""
        try:
            host = urlsplit(url).hostname or ""
        except ValueError:
            return False
        return any(host == known or host.endswith(f".{known}") for known in self.url_hosts)

    @abstractmethod
    def authorize(self, scope: str) -> Flow[Token]:
        """Get a token for *scope*; the session keeps and renews it.

        Raises:
            AuthenticationError: The provider refuses our credentials.
        """

    @abstractmethod
    def sign(self, request: Request, token: Token) -> Request:
        """*request* with the credentials of its scope. Pure."""

    def refuses_token(self, response: Response) -> bool:
        """Whether an answer says that the token is not accepted and nothing was done. Pure."""
        return response.status == _UNAUTHORIZED

    @abstractmethod
    def parse_error(self, response: Response, request: Request) -> RampError:
        """What an answer that is not a success means. Pure; never raises, whatever the body holds."""

    def list_routes(self) -> Flow[Sequence[Route]]:
        """Ask which corridors are open right now."""
        self._lacks(Operation.LIST_ROUTES)

    def quotes(self, request: QuoteRequest, /) -> Flow[Sequence[Quote | Refusal]]:
        """Ask for prices: a quote or refusal per rail and company behind it. Needs no customer."""
        self._lacks(Operation.QUOTES)

    def lock_quote(self, quote: Quote, customer: CustomerLink, accounts: AccountPair, /) -> Flow[Quote]:
        """Turn an indicative quote into a firm one, where that needs a customer and accounts."""
        self._lacks(Operation.LOCK_QUOTE)

    def register_customer(self, customer: Customer, /) -> Flow[CustomerLink]:
        """Make the provider know a customer. Sends personal data to it."""
        self._lacks(Operation.REGISTER_CUSTOMER)

    def continue_customer(self, link: CustomerLink, answers: Mapping[str, Any], /) -> Flow[CustomerLink]:
        """Go on with a registration after a step of the person's own."""
        self._lacks(Operation.CONTINUE_CUSTOMER)

    def get_customer(self, link: CustomerLink, /) -> Flow[CustomerLink]:
        """Read the provider's record of a customer."""
        self._lacks(Operation.GET_CUSTOMER)

    def list_customers(self) -> Flow[Page[CustomerLink]]:
        """List the customers that the provider knows of this connection."""
        self._lacks(Operation.LIST_CUSTOMERS)

    def update_customer(self, link: CustomerLink, customer: Customer, /) -> Flow[CustomerLink]:
        """Tell the provider what has changed about a customer. Sends personal data to it."""
        self._lacks(Operation.UPDATE_CUSTOMER)

    def deactivate_customer(self, link: CustomerLink, /) -> Flow[CustomerLink]:
        """End a customer's record at the provider, for good where it has no way back."""
        self._lacks(Operation.DEACTIVATE_CUSTOMER)

    def verification_requirements(self, link: CustomerLink, /) -> Flow[VerificationRequirements]:
        """Ask what the provider wants to know about a person; it goes into `Customer.identity`."""
        self._lacks(Operation.VERIFICATION_REQUIREMENTS)

    def verify_customer(
        self, link: CustomerLink, customer: Customer, /, *, redirect_url: str | None = None
    ) -> Flow[Verification]:
        """Start an identity check; the person's part is in `Verification.actions`.

        Sends `Customer.identity` where it is given and the provider takes it.
        """
        self._lacks(Operation.VERIFY_CUSTOMER)

    def get_verification(self, link: CustomerLink, /) -> Flow[Sequence[Verification]]:
        """Read how far identity checks are, one per scope."""
        self._lacks(Operation.GET_VERIFICATION)

    def get_terms(self, link: CustomerLink | None = None, /) -> Flow[Terms]:
        """Read the terms in force and, given a customer, whether they are accepted."""
        self._lacks(Operation.GET_TERMS)

    def accept_terms(self, link: CustomerLink, acceptance: TermsAcceptance, /) -> Flow[Terms]:
        """Record that the person accepted the terms."""
        self._lacks(Operation.ACCEPT_TERMS)

    def requirements(
        self, pair: Pair, /, *, country: str, rail: Rail | None = None, via: str | None = None
    ) -> Flow[Requirements]:
        """Ask what the provider wants to know about the accounts of a pair."""
        self._lacks(Operation.REQUIREMENTS)

    def register_accounts(
        self, link: CustomerLink, pair: Pair, accounts: AccountPair, /
    ) -> Flow[RegisteredAccounts]:
        """Store a customer's accounts at the provider."""
        self._lacks(Operation.REGISTER_ACCOUNTS)

    def get_accounts(self, link: CustomerLink, registered: RegisteredAccounts, /) -> Flow[RegisteredAccounts]:
        """Read whether registered accounts can be used by now."""
        self._lacks(Operation.GET_ACCOUNTS)

    def confirm_accounts(
        self, link: CustomerLink, registered: RegisteredAccounts, /
    ) -> Flow[RegisteredAccounts]:
        """Confirm that registered accounts are the right ones, after the person has looked at them."""
        self._lacks(Operation.CONFIRM_ACCOUNTS)

    def list_accounts(self, link: CustomerLink, /) -> Flow[Page[StoredAccount]]:
        """List the accounts that the provider keeps of a customer."""
        self._lacks(Operation.LIST_ACCOUNTS)

    def create_deposit_account(
        self,
        link: CustomerLink,
        pair: Pair,
        accounts: AccountPair,
        /,
        *,
        rail: Rail | None = None,
        registered: RegisteredAccounts | None = None,
        replace: bool = False,
    ) -> Flow[DepositAccount]:
        """Create a standing account.

        Raises:
            AlreadyExistsError: It exists with another target and `replace` is false: a change would redirect
                money already under way.
        """
        self._lacks(Operation.CREATE_DEPOSIT_ACCOUNT)

    def get_deposit_account(self, account: DepositAccount, /) -> Flow[DepositAccount]:
        """Read a standing account again."""
        self._lacks(Operation.GET_DEPOSIT_ACCOUNT)

    def list_deposit_accounts(self, link: CustomerLink | None = None, /) -> Flow[Page[DepositAccount]]:
        """List standing accounts: of one customer, or of all where the provider can."""
        self._lacks(Operation.LIST_DEPOSIT_ACCOUNTS)

    def create_order(self, request: OrderRequest, /) -> Flow[Order]:
        """Make an order. Its ORDER request goes through the journal only."""
        self._lacks(Operation.CREATE_ORDER)

    def get_order(self, order: OrderRef, /) -> Flow[Order]:
        """Read an order."""
        self._lacks(Operation.GET_ORDER)

    def list_orders(
        self,
        link: CustomerLink | None = None,
        /,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> Flow[Page[Order]]:
        """List orders: of one customer, or of all where the provider can.

        Args:
            link: Whose; None for everybody's.
            since: Only those made at this moment or later.
            until: Only those made before this moment.
        """
        self._lacks(Operation.LIST_ORDERS)

    def find_order(self, order: OrderRef, /) -> Flow[Order | None]:
        """Look for an order by our reference. None means "not seen", never "does not exist"."""
        self._lacks(Operation.FIND_ORDER)

    def execute_order(self, order: OrderRef, /, *, idempotency_key: str) -> Flow[Order]:
        """Start the movement of an order that waits for that. Its request goes through the journal only."""
        self._lacks(Operation.EXECUTE_ORDER)

    def cancel_order(self, order: OrderRef, /) -> Flow[Order]:
        """Cancel an order that nobody has paid."""
        self._lacks(Operation.CANCEL_ORDER)

    def list_transactions(self, order: OrderRef, /) -> Flow[Sequence[Transaction]]:
        """Read the movements of an order."""
        self._lacks(Operation.LIST_TRANSACTIONS)

    def list_history(self, link: CustomerLink, direction: Direction, /) -> Flow[Page[Transaction]]:
        """List everything that ever moved for a customer in one direction, with its timeline."""
        self._lacks(Operation.LIST_HISTORY)

    def report_payment(self, order: OrderRef, tx_hash: str, /) -> Flow[Order]:
        """Tell the provider which chain transaction pays an order."""
        self._lacks(Operation.REPORT_PAYMENT)

    def parse_webhook(self, headers: Mapping[str, str], body: bytes, *, now: datetime) -> Sequence[Event]:
        """Verify and translate a delivery. Pure."""
        self._lacks(Operation.PARSE_WEBHOOK)

    def _kept(self, payload: Any) -> Any:
        """*payload* as it may be kept in `raw`: without secret fields."""
        return without(payload, self.secret_fields)

    def _lacks(self, operation: Operation) -> Never:
        raise UnsupportedError(
            f"{self.title} does not offer {operation}", connection=self.name, operation=operation.value
        )

    def _ask(self, request: Request) -> Flow[Response]:
        """Send *request*; an answer that is not a success is raised as what it means."""
        response = yield request
        if not response.ok:
            raise self.parse_error(response, request)
        return response


def overridden(kind: type[RampProvider]) -> frozenset[Operation]:
    """The operations whose methods *kind* really overrides."""
    return frozenset(op for op in Operation if getattr(kind, op.value) is not getattr(RampProvider, op.value))


def _environment(value: Environment | str, connection: str) -> Environment:
    try:
        return Environment(value)
    except ValueError:
        pass
    raise ConfigurationError(f"connection {connection}: environment must be 'live' or 'sandbox'")


def _country(value: str, connection: str) -> str:
    try:
        return country_code(value)
    except InvalidInputError as error:
        problem = f"connection {connection}: country {error}"
    raise ConfigurationError(problem)
