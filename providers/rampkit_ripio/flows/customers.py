"""Customers, the terms they accept, and their identity checks."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from rampkit.errors import NotFoundError
from rampkit.http import Flow
from rampkit.models import Customer, CustomerLink, LinkStatus, Terms, TermsAcceptance, Verification
from rampkit_ripio.flows.connection import RipioConnection
from rampkit_ripio.mapping import customers, verifications

__all__ = ["Customers"]


class Customers(RipioConnection):
    """What Ripio knows of a person."""

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
        """Read the customer; a deactivated one stays so for good (page customers/deactivate-customer)."""
        return (yield from self._customer(link, "get_customer"))

    def get_terms(self, link: CustomerLink | None = None, /) -> Flow[Terms]:
        """The terms of the country and, given a customer, whether they are accepted.

        Pages terms-and-conditions/get-terms-and-conditions and get-terms-acceptance-status.
        """
        if link is None:
            return (yield from self._terms("get_terms"))
        request = customers.acceptance_request(self._view.customer_id(link))
        return (yield from self._read(request, partial(customers.parse_acceptance, view=self._view)))

    def accept_terms(self, link: CustomerLink, acceptance: TermsAcceptance, /) -> Flow[Terms]:
        """Record that the person accepted the terms, those in force unless others are named.

        Page customers/accept-terms.

        Raises:
            InvalidInputError: The person's IPv4 address is missing; nothing was sent.
        """
        customer_id = self._view.customer_id(link)
        customers.require_ip_address(acceptance)
        terms = Terms(connection=self.name, terms_id=acceptance.terms_id)
        if acceptance.terms_id is None:
            terms = yield from self._terms("accept_terms")
        if terms.terms_id is None:
            raise NotFoundError(
                "there are no terms in force to accept", connection=self.name, operation="accept_terms"
            )
        request = customers.accept_terms_request(customer_id, terms.terms_id, acceptance)
        return (
            yield from self._read(request, partial(customers.parse_accepted, terms=terms, view=self._view))
        )

    def verify_customer(
        self,
        link: CustomerLink,
        customer: Customer,  # noqa: ARG002  # the hosted page asks for everything itself
        /,
        *,
        redirect_url: str | None = None,
    ) -> Flow[Verification]:
        """Start an identity check on Ripio's own page, which asks for everything itself.

        Pages kyc/kyc-with-ripio and kyc/submit-kyc-information. The sandbox has no page and approves by
        itself. `customer.identity` is not sent.

        Raises:
            InvalidInputError: There is no *redirect_url*; nothing was sent.
        """
        customer_id = self._view.customer_id(link)
        request = verifications.start_request(customer_id, redirect_url)
        started = yield from self._read(request, partial(verifications.parse_start, view=self._view))
        if started is not None:
            return started
        return (yield from self._submission(customer_id, "verify_customer"))

    def get_verification(self, link: CustomerLink, /) -> Flow[Sequence[Verification]]:
        """How far the customer's identity check is (page kyc/retrieve-kyc-submission)."""
        customer_id = self._view.customer_id(link)
        try:
            return ((yield from self._submission(customer_id, "get_verification")),)
        except NotFoundError as error:
            unknown = error
        # Ripio says "not found" of a customer without a submission and of one it does not know alike.
        known = yield from self._customer(link, "get_verification")
        if known.status == LinkStatus.ACTIVE:
            return (verifications.not_started(self._view),)
        raise unknown

    def _customer(self, link: CustomerLink, operation: str) -> Flow[CustomerLink]:
        asked = self._view.customer_id(link)
        parse = partial(customers.parse_customer, customer_id=link.customer_id, view=self._view, asked=asked)
        return (yield from self._read(customers.customer_request(asked, operation), parse))

    def _terms(self, operation: str) -> Flow[Terms]:
        parse = partial(customers.parse_terms, view=self._view)
        return (yield from self._read(customers.terms_request(operation), parse))

    def _submission(self, customer_id: str, operation: str) -> Flow[Verification]:
        request = verifications.submission_request(customer_id, operation)
        parse = partial(verifications.parse_submission, customer_id=customer_id, view=self._view)
        return (yield from self._read(request, parse))
