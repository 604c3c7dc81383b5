"""`GnosisProvider`: what Gnosis Ramp offers."""

from __future__ import annotations

from typing import ClassVar

from rampkit.capabilities import Operation, Promises
from rampkit_gnosis.flows.accounts import Accounts
from rampkit_gnosis.flows.customers import Customers
from rampkit_gnosis.flows.orders import Orders
from rampkit_gnosis.flows.prices import Prices
from rampkit_gnosis.mapping.connection import CODE
from rampkit_gnosis.promises import promises

__all__ = ["GnosisProvider"]


class GnosisProvider(Prices, Customers, Accounts, Orders):
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
        generation: Which shape of the API the deployment has: `g3`, or `g2`, `g2b` and `g1` for older ones,
            which keep no idempotency keys, name no prices and store accounts.
        project_auth: How the project's own calls are signed: `basic`, or `oauth2` with a token from
            `/auth/token`, of which only the address is documented.
        subject_tokens: For generation `g1`, which knows customers by OIDC tokens alone: a function from the
            application's id of a customer to that customer's current token, None if there is none. It is
            called whenever a token is got: in the thread or the event loop of the call that needs it, by
            several at once. So it looks the token up where it is at hand, and waits for nothing.

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
            Operation.LIST_CUSTOMERS,
            Operation.REQUIREMENTS,
            Operation.REGISTER_ACCOUNTS,
            Operation.LIST_ACCOUNTS,
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

    def promises(self) -> Promises:
        """The newest generation repeats its answer to a key for 24 hours; older ones promise nothing."""
        return promises(self._generation)
