"""`RipioProvider`: what Ripio Ramps offers, and for whom."""

from __future__ import annotations

from typing import ClassVar

from rampkit.capabilities import Operation, Promises
from rampkit_ripio.flows.accounts import Accounts
from rampkit_ripio.flows.customers import Customers
from rampkit_ripio.flows.deposit_accounts import DepositAccounts
from rampkit_ripio.flows.lists import Lists
from rampkit_ripio.flows.orders import Orders
from rampkit_ripio.flows.prices import Prices
from rampkit_ripio.flows.sell_and_pay import SellAndPays
from rampkit_ripio.flows.support_tickets import SupportTickets
from rampkit_ripio.flows.terms import Agreements
from rampkit_ripio.flows.verifications import Verifications
from rampkit_ripio.mapping.view import PROVIDER
from rampkit_ripio.promises import promises

__all__ = ["RipioProvider"]


class RipioProvider(
    Prices,
    Customers,
    Agreements,
    Verifications,
    Accounts,
    DepositAccounts,
    Orders,
    Lists,
    SellAndPays,
    SupportTickets,
):
    """Ripio Ramps: money of Argentina, Brazil, Colombia and Mexico to crypto and back.

    ```python
    ripio = RipioProvider(client_id, client_secret, country="AR", name="ripio-ar", environment="sandbox")
    ```

    Credentials belong to one country (page terms-and-conditions/introduction of
    https://docs.ripio.com/ramps-api/): make one connection for each. An on-ramp is an order of a firm quote
    (or a standing virtual account); an off-ramp goes through a standing deposit address. No call carries an
    idempotency key, so a lost answer to an order is settled by looking its `externalRef` up.

    Args:
        client_id: The account's id, as Ripio hands it out.
        client_secret: The account's secret.
        country: `AR`, `BR`, `CO` or `MX`: the one the credentials are for.
        name: Name of the connection, unique in a router; `ripio` by default.
        environment: `live` or `sandbox`.
        base_url: Where the API lives; by default the environment's own host.
        webhook_secrets: The secret that webhooks of this connection are signed with; several in a rotation.
        final_absence_after: How long after an order was sent its absence from the list proves that it will
            never exist. None, the default: never, for no page says that a late order is refused. Set it only
            if Ripio has told you so.
        guessed_paths: Whether to make the two calls whose path no page shows, by paths like their siblings':
            `prepare_deposit_account`, and reading a customer's virtual account without listing everybody's.
            Set it only if Ripio has confirmed both.

    Raises:
        ConfigurationError: A setting is missing or wrong; names it.
    """

    code: ClassVar[str] = PROVIDER
    title: ClassVar[str] = "Ripio Ramps"
    operations: ClassVar[frozenset[Operation]] = frozenset(
        {
            Operation.LIST_ROUTES,
            Operation.QUOTES,
            Operation.REGISTER_CUSTOMER,
            Operation.GET_CUSTOMER,
            Operation.UPDATE_CUSTOMER,
            Operation.DEACTIVATE_CUSTOMER,
            Operation.VERIFICATION_REQUIREMENTS,
            Operation.VERIFY_CUSTOMER,
            Operation.GET_VERIFICATION,
            Operation.GET_TERMS,
            Operation.ACCEPT_TERMS,
            Operation.REQUIREMENTS,
            Operation.REGISTER_ACCOUNTS,
            Operation.GET_ACCOUNTS,
            Operation.CONFIRM_ACCOUNTS,
            Operation.LIST_ACCOUNTS,
            Operation.CREATE_DEPOSIT_ACCOUNT,
            Operation.GET_DEPOSIT_ACCOUNT,
            Operation.LIST_DEPOSIT_ACCOUNTS,
            Operation.CREATE_ORDER,
            Operation.GET_ORDER,
            Operation.LIST_ORDERS,
            Operation.FIND_ORDER,
            Operation.LIST_TRANSACTIONS,
            Operation.LIST_HISTORY,
        }
    )
    # `providerUrl` leads to the identity check with a token in its query (page kyc/submit-kyc-information).
    secret_fields: ClassVar[frozenset[str]] = frozenset({"accessToken", "access_token", "providerUrl"})
    url_hosts: ClassVar[frozenset[str]] = frozenset({"ripio.com"})

    def promises(self) -> Promises:
        """Doubt about an order ends by finding it under its `externalRef`; see `rampkit_ripio.promises`."""
        return promises(self._final_absence_after)
