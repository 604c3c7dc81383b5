"""What Ripio proves about an order request, and how doubt about one ends."""

from __future__ import annotations

from datetime import timedelta

from rampkit.capabilities import AnswerRule, Doubt, LookUp, Never, Operation, Promises, Verdict

__all__ = ["EXECUTED_QUOTE", "EXECUTE_SELL_AND_PAY", "EXISTING_REFERENCE", "promises"]

# No page says what an unsuccessful order request leaves behind. These three statuses are the ones the most
# careful public client trusts; every other answer may stand for an order. The same holds of executing a Sell
# and Pay: what is refused as wrong, for the credentials or as not allowed has not been started by that send.
_CLIENT = "https://github.com/jessepollak/home/tree/main/apps/web/server/funding/providers/ripio"
_SIBLING = "https://docs.ripio.com/overview/introduction"

EXISTING_REFERENCE = "externalRef"
"""The code of an error that names our reference: the order may be there already, so it proves nothing."""

EXECUTED_QUOTE = "20011"
"""Ripio's code for a quote that was executed before."""

EXECUTE_SELL_AND_PAY = "execute_sell_and_pay"
"""The one order that only Ripio has; not an `Operation`."""

_ANSWERS = (
    AnswerRule(400, Verdict.REFUSED, _CLIENT),
    AnswerRule(401, Verdict.REFUSED, _CLIENT),
    AnswerRule(403, Verdict.REFUSED, _CLIENT),
    # An executed quote may have been executed by an earlier send of this very order.
    AnswerRule(400, Verdict.EXISTS, _SIBLING, code=EXECUTED_QUOTE),
    AnswerRule(400, Verdict.EXISTS, _CLIENT, code=EXISTING_REFERENCE),
)


def promises(final_absence_after: timedelta | None) -> Promises:
    """The promises of a connection.

    Args:
        final_absence_after: After how long an order that is not in the list will never be. No page says that
            Ripio refuses an order on an expired quote, so only an operator who knows better gives a time.
    """
    doubt: dict[str, Doubt] = {
        Operation.CREATE_ORDER: LookUp("externalRef", absence_final_after=final_absence_after),
        # No page says that a second execution is harmless. The flow reads first: where the object shows that
        # it was executed, the doubt ends there.
        EXECUTE_SELL_AND_PAY: Never(),
    }
    # An address that is set again is the same address: page customers/update-customer, and PUT as such.
    return Promises(doubt=doubt, answers=_ANSWERS, repeatable=frozenset({Operation.UPDATE_CUSTOMER}))
