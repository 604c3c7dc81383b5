"""What Gnosis Ramp promises about requests that can lead to money moving."""

from __future__ import annotations

from datetime import timedelta

from rampkit.capabilities import AnswerRule, Doubt, Operation, Promises, Replay, Verdict
from rampkit_gnosis import pages
from rampkit_gnosis.generations import Generation

__all__ = ["TRANSACTION_EXISTS", "promises"]

TRANSACTION_EXISTS = "TRANSACTION_EXISTS"
"""The code that answers a second execution."""

# 404, 409, 422, 429 and 5xx have no row: no page says that nothing was created then.
_ANSWERS = (
    AnswerRule(
        400,
        Verdict.EXISTS,
        source=pages.EXECUTE,
        code=TRANSACTION_EXISTS,
        operation=Operation.EXECUTE_ORDER,
    ),
    AnswerRule(400, Verdict.REFUSED, source=pages.OLD_SPEC),
    AnswerRule(401, Verdict.REFUSED, source=pages.OLD_SPEC),
)

# The same key and body give the stored first answer for 24 hours:
# https://docs.ramp.gnosis.io/api-reference/endpoints/intents/create-payment-intent
_REPLAY = Replay(key_ttl=timedelta(hours=24))

# A customer sent again under its id is the same customer:
# https://docs.ramp.gnosis.io/customers/creating-customer
_RECOGNISED = frozenset({Operation.REGISTER_CUSTOMER})


def promises(generation: Generation) -> Promises:
    """The promises of a deployment of *generation*: only the newest one keeps idempotency keys."""
    if not generation.keyed:
        return Promises(answers=_ANSWERS, repeatable=_RECOGNISED)
    doubt: dict[str, Doubt] = {Operation.CREATE_ORDER: _REPLAY, Operation.EXECUTE_ORDER: _REPLAY}
    return Promises(doubt=doubt, answers=_ANSWERS, repeatable=_RECOGNISED)
