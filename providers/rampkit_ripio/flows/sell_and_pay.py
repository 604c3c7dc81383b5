"""Sell and Pay: a merchant's QR code paid with crypto. Calls that only Ripio has."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from functools import partial

from rampkit.http import Flow, Request
from rampkit.models import Amount, Asset, CryptoAddress, CustomerLink
from rampkit.pages import Page
from rampkit.wire import reading
from rampkit_ripio.flows.connection import RipioConnection
from rampkit_ripio.mapping import sell_and_pay as payments
from rampkit_ripio.mapping import sell_and_pay_requests as requests
from rampkit_ripio.mapping.pages import Walk
from rampkit_ripio.promises import EXECUTE_SELL_AND_PAY
from rampkit_ripio.sell_and_pay import MerchantCode, SellAndPay

__all__ = ["SellAndPays"]


class SellAndPays(RipioConnection):
    """Crypto in, a merchant paid: enabled per account, in Argentina and Colombia."""

    def validate_qr_code(self, qr_code: str, /) -> Flow[MerchantCode]:
        """Ask whom a merchant's QR code pays. Nothing is stored.

        Page sell-and-pay/validate-qr-code, which is cut after the merchant's name.

        Raises:
            InvalidInputError: The code is empty; nothing was sent.
            InvalidRequestError: Ripio cannot read the code.
        """
        request = requests.validate_request(qr_code)
        return (yield from self._read(request, partial(payments.parse_merchant_code, view=self._view)))

    def create_sell_and_pay(
        self,
        link: CustomerLink,
        qr_code: str,
        payment_currency: Asset | str,
        /,
        *,
        deposit: Asset | str | None = None,
        refund_address: CryptoAddress | None = None,
        reference: str | None = None,
    ) -> Flow[SellAndPay]:
        """Write a payment down. Nothing moves before `execute_sell_and_pay`.

        Page sell-and-pay/create-sell-and-pay. Its list of required fields is cut off; every sample has the
        first three. Without *deposit* Ripio takes a default, or leaves the payment incomplete.

        Args:
            link: Who pays.
            qr_code: The merchant's code, as text.
            payment_currency: What the merchant is paid in. The page's list has ARS alone, another page names
                MXN and USD too.
            deposit: The token the person sends, e.g. `USDC_POLYGON`.
            refund_address: Where it goes back to; on the network of *deposit*.
            reference: The application's own text for it, 1 to 250 characters; Ripio looks nothing up by it.

        Raises:
            InvalidInputError: A value cannot be used; nothing was sent.
            QuoteMismatchError: Ripio wrote down something else; do not execute it.
        """
        request = requests.create_request(
            self._view.customer_id(link),
            qr_code,
            payment_currency,
            deposit=deposit,
            refund_address=refund_address,
            reference=reference,
        )
        return (yield from self._written(request))

    def update_sell_and_pay(
        self,
        sell_and_pay_id: str,
        /,
        *,
        amount: Amount | Decimal | int | str | None = None,
        deposit: Asset | str | None = None,
        refund_address: CryptoAddress | None = None,
    ) -> Flow[SellAndPay]:
        """Give an incomplete payment what it lacks, or change one that was not executed.

        Page sell-and-pay/update-sell-and-pay. It shows no verb: that it is PATCH is assumed.

        Args:
            sell_and_pay_id: Ripio's id.
            amount: What the merchant gets, in the payment's own money where it is a bare number; at most 8
                decimals.
            deposit: The token the person sends.
            refund_address: Where it goes back to; only together with *deposit*, and on its network.

        Raises:
            InvalidInputError: A value cannot be used, or there is none; nothing was sent.
            QuoteMismatchError: Ripio wrote down something else, or pays in other money than that of *amount*;
                do not execute it.
        """
        request = requests.update_request(
            sell_and_pay_id, amount=amount, deposit=deposit, refund_address=refund_address, view=self._view
        )
        currency = amount.asset if isinstance(amount, Amount) else None
        return (yield from self._written(request, asked=sell_and_pay_id, currency=currency))

    def execute_sell_and_pay(self, sell_and_pay_id: str, /) -> Flow[SellAndPay]:
        """Start a payment: from now on Ripio waits for the crypto, and `actions` says how to send it.

        An order: run it with `router.run(..., connection=..., id=...)`, which sends it once. The payment is
        read first; one that shows that it was executed is returned and nothing is sent, which also settles an
        earlier doubt. Page sell-and-pay/execute-sell-and-pay, which does not say what a second execution
        does.

        Raises:
            InvalidRequestError: Something is missing: `update_sell_and_pay`; nothing was executed.
            QuoteExpiredError: Its time is over; nothing was executed.
            OutcomeUnknownError: Its status is a word nobody has documented: it may have been executed.
        """
        reading_first = requests.read_request(sell_and_pay_id, EXECUTE_SELL_AND_PAY)
        before, at = yield from self._payment(reading_first, asked=sell_and_pay_id)
        if payments.was_executed(before):
            return before
        payments.require_executable(before, at)
        request = requests.execute_request(sell_and_pay_id)
        return (yield from self._payment(request, asked=sell_and_pay_id))[0]

    def get_sell_and_pay(self, sell_and_pay_id: str, /) -> Flow[SellAndPay]:
        """Read a payment (page sell-and-pay/retrieve-sell-and-pay)."""
        request = requests.read_request(sell_and_pay_id, "get_sell_and_pay")
        return (yield from self._payment(request, asked=sell_and_pay_id))[0]

    def list_sell_and_pays(self) -> Flow[Page[SellAndPay]]:
        """All payments of the account, page by page, in Ripio's order, without `actions`: read one to pay it.

        Page sell-and-pay/list-sell-and-pay shows no filter: choose a customer's by `provider_customer_id`.
        """
        walk = Walk(requests.list_request(), "id")
        parse = partial(payments.parse_listed, view=self._view)
        return (yield from self._page(walk, parse, counted=True))

    def _payment(self, request: Request, *, asked: str) -> Flow[tuple[SellAndPay, datetime | None]]:
        """The payment, and when it was asked for."""
        response = yield from self._ask(request)
        with reading(response, connection=self.name, operation=request.operation):
            at = response.sent_at
            return payments.parse_sell_and_pay(response.json(), self._view, at=at, asked=asked), at

    def _written(
        self, request: Request, *, asked: str | None = None, currency: Asset | None = None
    ) -> Flow[SellAndPay]:
        """The payment as Ripio wrote it down, which is just what *request* says."""
        response = yield from self._ask(request)
        with reading(response, connection=self.name, operation=request.operation):
            payload = response.json()
            payment = payments.parse_sell_and_pay(payload, self._view, at=response.sent_at, asked=asked)
        payments.require_as_asked(payload, request, self._view, currency=currency)
        return payment
