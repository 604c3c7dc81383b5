"""Customers: registered, changed, deactivated."""

from __future__ import annotations

from functools import partial

from rampkit.http import Flow
from rampkit.models import Customer, CustomerLink, LinkStatus
from rampkit_ripio.flows.connection import RipioConnection
from rampkit_ripio.mapping import customers

__all__ = ["Customers"]


class Customers(RipioConnection):
    """Whom Ripio knows."""

    def register_customer(self, customer: Customer, /) -> Flow[CustomerLink]:
        """Make Ripio know a customer (page customers/create-customer). Sends the e-mail address only.

        Whether a second call for the same address makes a second customer is on no page: keep the link.

        Raises:
            InvalidInputError: There is no e-mail address; nothing was sent.
        """
        request = customers.register_request(customer)
        parse = partial(customers.parse_customer, customer_id=customer.id, view=self._view)
        return (yield from self._read(request, parse))

    def get_customer(self, link: CustomerLink, /) -> Flow[CustomerLink]:
        """Read the customer; a deactivated one stays so for good (page customers/deactivate-customer).

        No page describes this call; a public client makes it.
        """
        asked = self._view.customer_id(link)
        return (yield from self._read(customers.customer_request(asked), self._parser(link, asked)))

    def update_customer(self, link: CustomerLink, customer: Customer, /) -> Flow[CustomerLink]:
        """Change the e-mail address. Ripio takes no other change, so nothing else is sent.

        Page customers/update-customer. It works for a deactivated customer too, who stays deactivated.

        Raises:
            InvalidInputError: There is no e-mail address; nothing was sent.
        """
        asked = self._view.customer_id(link)
        request = customers.update_request(asked, customer)
        return (yield from self._read(request, self._parser(link, asked)))

    def deactivate_customer(self, link: CustomerLink, /) -> Flow[CustomerLink]:
        """End the customer at Ripio, for good: no call brings one back (page customers/deactivate-customer).

        From then on their orders and standing accounts are gone from every list and cannot be read, payout
        accounts and virtual accounts are inactive, and identity checks, terms and new accounts are refused.
        What becomes of money under way is on no page: let it arrive first. Only the customer can still be
        read, and the e-mail address changed.

        A lost answer is not repeated: `get_customer` tells what became of it.

        Returns:
            The link, inactive.
        """
        yield from self._ask(customers.deactivate_request(self._view.customer_id(link)))
        return link.evolve(status=LinkStatus.INACTIVE, actions=(), raw=None)

    def _parser(self, link: CustomerLink, asked: str) -> partial[CustomerLink]:
        return partial(customers.parse_customer, customer_id=link.customer_id, view=self._view, asked=asked)
