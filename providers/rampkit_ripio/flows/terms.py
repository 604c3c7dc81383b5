"""Terms and conditions, and who accepted them."""

from __future__ import annotations

from functools import partial

from rampkit.errors import NotFoundError
from rampkit.http import Flow
from rampkit.models import CustomerLink, Terms, TermsAcceptance
from rampkit_ripio.flows.connection import RipioConnection
from rampkit_ripio.mapping import terms

__all__ = ["Agreements"]


class Agreements(RipioConnection):
    """What a person has to accept before anything else."""

    def get_terms(self, link: CustomerLink | None = None, /) -> Flow[Terms]:
        """The terms of the country and, given a customer, whether they are accepted.

        Pages terms-and-conditions/get-terms-and-conditions and get-terms-acceptance-status. A country without
        terms counts as accepted, with every other field None; how it answers without a customer is on no
        page, so "not found" is read as "no terms" there.
        """
        if link is not None:
            return (yield from self._acceptance(self._view.customer_id(link), "get_terms"))
        return (yield from self._in_force("get_terms"))

    def accept_terms(self, link: CustomerLink, acceptance: TermsAcceptance, /) -> Flow[Terms]:
        """Record that the person accepted the terms, those in force unless others are named.

        Page customers/accept-terms. Where there are none to accept, nothing is recorded and what Ripio says
        of the customer is returned.

        Raises:
            InvalidInputError: The person's IPv4 address is missing; nothing was sent.
            NotFoundError: There are no terms, and yet Ripio wants them accepted.
        """
        customer_id = self._view.customer_id(link)
        terms.require_ip_address(acceptance)
        wanted = Terms(connection=self.name, terms_id=acceptance.terms_id)
        if wanted.terms_id is None:
            wanted = yield from self._in_force("accept_terms")
        if wanted.terms_id is None:
            return (yield from self._without_terms(customer_id))
        request = terms.accept_request(customer_id, wanted.terms_id, acceptance)
        return (yield from self._read(request, partial(terms.parse_accepted, terms=wanted, view=self._view)))

    def _in_force(self, operation: str) -> Flow[Terms]:
        try:
            parse = partial(terms.parse_terms, view=self._view)
            return (yield from self._read(terms.terms_request(operation), parse))
        except NotFoundError:
            return Terms(connection=self.name)

    def _acceptance(self, customer_id: str, operation: str) -> Flow[Terms]:
        request = terms.acceptance_request(customer_id, operation)
        return (yield from self._read(request, partial(terms.parse_acceptance, view=self._view)))

    def _without_terms(self, customer_id: str) -> Flow[Terms]:
        state = yield from self._acceptance(customer_id, "accept_terms")
        if not state.accepted:
            raise NotFoundError(
                "there are no terms in force to accept", connection=self.name, operation="accept_terms"
            )
        return state
