"""Customers, and how they sign in with a wallet."""

from __future__ import annotations

from rampkit.http import Flow
from rampkit.models import Customer, CustomerLink
from rampkit.pages import Page
from rampkit.secrets import Secret
from rampkit_gnosis.flows.connection import GnosisConnection
from rampkit_gnosis.mapping import customers, sign_in

__all__ = ["Customers"]


class Customers(GnosisConnection):
    """What Gnosis Ramp knows of a person."""

    def register_customer(self, customer: Customer, /) -> Flow[CustomerLink]:
        """Create the customer under the application's own id, or get the existing one.

        Only the id and `metadata` are sent; the first generation takes the customer's OIDC token alone.
        Identity checks belong to orders: see their actions.

        Raises:
            AuthenticationError: The credentials are refused, or the first generation has no token of this
                customer.
        """
        token = None if self._subject_tokens is None else self._subject_tokens(customer.id)
        return (yield from self._registered(customer, token))

    def register_customer_signed_in(
        self, customer: Customer, subject_token: str | Secret, /
    ) -> Flow[CustomerLink]:
        """Create the customer, or get the existing one, by a token that proves who it is.

        The token is what `sign_in` returns, or an id token of an OIDC issuer that the dashboard trusts
        (https://docs.ramp.gnosis.io/customers/creating-customer-with-external-auth). A person whose identity
        Gnosis Pay has checked is not asked again: an order of a company that shares those checks
        begins approved, or asks for what is missing alone. What the token does to a customer that exists
        already is on no page.

        Raises:
            AuthenticationError: The token is refused, or the project's credentials are.
            InvalidRequestError: The token is none.
        """
        return self._registered(customer, Secret(subject_token))

    def list_customers(self) -> Flow[Page[CustomerLink]]:
        """Read every customer of the project, on one page, without tokens.

        https://docs.ramp.gnosis.io/api-reference/endpoints/customers/get-all-customers. The newest guides
        echo the id that was sent; some deployments answer an id of their own, and such a link stands for
        nobody the application knows: do not make orders with it.
        """
        response = yield from self._ask(customers.customers_request())
        return Page(customers.parse_customers(response, self._here))

    def get_sign_in_nonce(self) -> Flow[str]:
        """Get a nonce for `sign_in_message`; it is good for one `sign_in`.

        https://docs.ramp.gnosis.io/customers/creating-customer-with-external-auth
        """
        response = yield from self._ask(sign_in.nonce_request())
        return sign_in.parse_nonce(response, self._here)

    def sign_in(self, message: str, signature: str, /, *, ttl: int | None = None) -> Flow[Secret]:
        """Turn a message that the person's wallet has signed into a subject token, once.

        https://docs.ramp.gnosis.io/customers/creating-customer-with-external-auth. That the token is called
        `token` is shown by an older page alone (auth/gnosispay-wallet of https://gnosisramps.mintlify.app).
        The nonce in the message is used up by the first try, so the request is never repeated.

        Args:
            message: What was signed, whole.
            signature: The signature as the wallet gives it, `0x` and hexadecimal digits.
            ttl: Seconds the token lives; 3600 if nothing is said. Gnosis Pay takes 60 to 86400
                (https://docs.gnosispay.com/api-reference/authentication/verify-siwe-signature).

        Raises:
            InvalidInputError: The signature or the time cannot be right; nothing was sent.
            AuthenticationError: The signature or the nonce is refused.
        """
        response = yield from self._ask(sign_in.challenge_request(message, signature, ttl))
        return sign_in.parse_challenge(response, self._here)

    def _registered(self, customer: Customer, subject_token: Secret | None) -> Flow[CustomerLink]:
        request = customers.customer_request(customer, subject_token)
        if self._subject_tokens is not None and subject_token is not None:
            request = customers.exchange_request("register_customer", subject_token)
        response = yield from self._ask(request)
        return customers.parse_customer(response, customer, self._here)
