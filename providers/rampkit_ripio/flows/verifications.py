"""Identity checks: started, read, taken over."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from rampkit.errors import NotFoundError, RampError
from rampkit.http import Flow
from rampkit.models import Customer, CustomerLink, LinkStatus, Verification, VerificationRequirements
from rampkit.schemas import check
from rampkit_ripio.flows.connection import RipioConnection
from rampkit_ripio.mapping import reuse, verifications

__all__ = ["Verifications"]


class Verifications(RipioConnection):
    """Whether Ripio knows who a person is."""

    def verification_requirements(self, link: CustomerLink, /) -> Flow[VerificationRequirements]:
        """Ask which fields `Customer.identity` needs in the country (page kyc/retrieve-kyc-requirements).

        The answer is the same for every customer, and is for people: a company's check is on no page.
        """
        self._view.customer_id(link)
        return (yield from self._required("verification_requirements"))

    def verify_customer(
        self, link: CustomerLink, customer: Customer, /, *, redirect_url: str | None = None
    ) -> Flow[Verification]:
        """Start an identity check: with `customer.identity`, or without it on Ripio's own page alone.

        Given identity data, the fields Ripio asks for are read first and everything is held against them; the
        data leave only if all of it fits. Even then the person goes on to Ripio's page, for documents and a
        look at the face (pages kyc/kyc-via-api-overview, kyc/kyc-with-ripio, kyc/submit-kyc-information). The
        sandbox has no page and approves by itself.

        A lost answer is not repeated: `get_verification` tells what became of it.

        Args:
            link: Whom to check.
            customer: `identity` alone is sent, under the names of `verification_requirements`.
            redirect_url: Where Ripio's page sends the person afterwards; needed without identity data.

        Raises:
            InvalidInputError: Identity data do not fit, with every wrong field, or there is neither identity
                nor *redirect_url*. Nothing personal was sent.
            UnsupportedError: The customer is a company; nothing was sent.
        """
        customer_id = self._view.customer_id(link)
        verifications.require_person(customer, self._view)
        request = verifications.start_request(customer_id, customer.identity, redirect_url)
        if customer.identity:
            wanted = yield from self._required("verify_customer")
            check(
                customer.identity,
                wanted.identity,
                field="identity",
                connection=self.name,
                operation="verify_customer",
            )
        started = yield from self._read(request, partial(verifications.parse_start, view=self._view))
        return started if started.actions else (yield from self._followed(started, customer_id))

    def get_verification(self, link: CustomerLink, /) -> Flow[Sequence[Verification]]:
        """How far the customer's identity check is (page kyc/retrieve-kyc-submission)."""
        customer_id = self._view.customer_id(link)
        try:
            return ((yield from self._submission(customer_id, "get_verification")),)
        except NotFoundError as error:
            unknown = error
        # Ripio says "not found" of a customer without a submission and of one it does not know alike.
        known = yield from self.get_customer(link)
        if known.status == LinkStatus.ACTIVE:
            return (verifications.not_started(self._view),)
        raise unknown

    def request_verification_reuse(self, link: CustomerLink, /) -> Flow[Verification]:
        """Ask Ripio to take over a check it made of the same person before: it mails them a code.

        Page kyc/check-kyc-status-&-send-otp. Ripio knows the person by the e-mail address. A lost answer is
        not repeated, for every call may send another mail.

        Returns:
            The step to take: give the code to `confirm_verification_reuse`. Or, for a customer whose identity
            is verified already, just that.

        Raises:
            VerificationRequiredError: Ripio has not checked this person yet: call verify_customer.
        """
        request = reuse.reuse_request(self._view.customer_id(link))
        response = yield request
        if reuse.is_approved_already(response):
            return reuse.approved(self._view)
        if not response.ok:
            raise self.parse_error(response, request)
        return reuse.code_sent(self._view)

    def confirm_verification_reuse(self, link: CustomerLink, code: str, /) -> Flow[Verification]:
        """Hand in the code that Ripio mailed; the customer is verified then.

        Page kyc/validate-otp-for-kyc-reuse. The code is sent once and never again, whatever comes of it; how
        long it lives and how often it may be wrong is on no page. A lost answer is settled by
        `get_verification`.

        Raises:
            InvalidInputError: There is no code; nothing was sent.
            InvalidRequestError: Ripio refuses the code.
        """
        yield from self._ask(reuse.code_request(self._view.customer_id(link), code))
        return reuse.approved(self._view)

    def _required(self, operation: str) -> Flow[VerificationRequirements]:
        parse = partial(verifications.parse_requirements, view=self._view)
        return (yield from self._read(verifications.requirements_request(operation), parse))

    def _submission(self, customer_id: str, operation: str) -> Flow[Verification]:
        request = verifications.submission_request(customer_id, operation)
        parse = partial(verifications.parse_submission, customer_id=customer_id, view=self._view)
        return (yield from self._read(request, parse))

    def _followed(self, started: Verification, customer_id: str) -> Flow[Verification]:
        """How far a check without a page is by now; if that cannot be read, it was started all the same."""
        try:
            latest = yield from self._submission(customer_id, "verify_customer")
        except RampError:
            return started
        return latest.evolve(verification_id=started.verification_id)
