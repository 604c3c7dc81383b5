"""Whether somebody may order at all, and what they have to do first."""

from __future__ import annotations

from functools import partial
from typing import TypeVar

from rampkit.errors import (
    AuthenticationError,
    CustomerInactiveError,
    CustomerNotRegisteredError,
    NotFoundError,
    RampError,
    RejectedError,
    TermsNotAcceptedError,
)
from rampkit.http import Flow
from rampkit.models import Action, CustomerLink
from rampkit_ripio.flows.connection import RipioConnection
from rampkit_ripio.mapping import customers, readiness, terms

__all__ = ["Readiness"]

T = TypeVar("T")


class Readiness(RipioConnection):
    """What is looked at before an order, and told after a refusal."""

    def _require_active(self, link: CustomerLink, operation: str) -> Flow[None]:
        """Stop before an order whose answer would be 404: that proves nothing, and nobody could settle it.

        So it answers for a customer who was deactivated (page customers/deactivate-customer). No page
        describes the call that is made here, but that page says that it still answers for such a customer. It
        is believed only where it says something: an envelope with a code knows no such customer; any other
        refusal may mean that there is no such call, and Ripio's answer to the order decides. Where Ripio
        cannot be reached, or does not take the token, nothing is ordered either.

        Raises:
            CustomerInactiveError: Ripio has deactivated the customer.
            CustomerNotRegisteredError: Ripio does not know the customer.
            RampError: Ripio cannot be asked.
        """
        asked = self._view.customer_id(link)
        request = customers.customer_request(asked, operation)
        refusal: RejectedError
        try:
            active = yield from self._read(request, partial(readiness.parse_activity, asked=asked))
        except AuthenticationError:
            raise
        except RejectedError as error:
            if not isinstance(error, NotFoundError) or error.code is None:
                return
            words = "Ripio does not know the customer; nothing was ordered: register the customer again"
            refusal = CustomerNotRegisteredError(words, connection=self.name, operation=operation)
        else:
            if active:
                return
            words = "Ripio has deactivated the customer, for good; nothing was ordered"
            refusal = CustomerInactiveError(words, connection=self.name, operation=operation)
        raise refusal

    def _saying_which_terms(self, flow: Flow[T], operation: str) -> Flow[T]:
        """*flow*; if the terms stand in its way, the error also says which, and where they can be read.

        Raises:
            TermsNotAcceptedError: The customer has not accepted them.
        """
        try:
            return (yield from flow)
        except TermsNotAcceptedError as error:
            refusal = error
        refusal.actions = yield from self._terms_to_accept(refusal, operation)
        raise refusal

    def _saying_whose_end(self, flow: Flow[T], link: CustomerLink, operation: str) -> Flow[T]:
        """*flow*, which orders nothing; if it finds nothing for a customer who was deactivated, that is said.

        Raises:
            CustomerInactiveError: Ripio has deactivated the customer.
            CustomerNotRegisteredError: Ripio does not know the customer.
            NotFoundError: It is something else that Ripio does not know.
        """
        try:
            return (yield from flow)
        except NotFoundError as error:
            missing = error
        yield from self._require_active(link, operation)
        raise missing

    def _terms_to_accept(self, refusal: TermsNotAcceptedError, operation: str) -> Flow[tuple[Action, ...]]:
        parse = partial(terms.parse_terms, view=self._view)
        try:
            found = yield from self._read(terms.terms_request(operation), parse)
        except RampError:
            return refusal.actions
        return (readiness.terms_action(found, self._view),)
