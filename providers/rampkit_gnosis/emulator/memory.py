"""Idempotency keys: the first answer, given again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response

from rampkit_gnosis.emulator import invented
from rampkit_gnosis.emulator.ledger import KeptAnswer, Ledger
from rampkit_gnosis.emulator.refusals import bad_request, key_reused

KEY_LENGTH = 256
"""Longest key (docs.ramp.gnosis.io, reference of create-payment-intent)."""


class Memory:
    """Keys live per project, over all calls that take one, for 24 hours, beside a hash of the body.

    The rule is kept to the letter of the reference of create-payment-intent: equal key and equal body is a
    replay, whatever the path, so two calls must never share a key. Only successful answers are kept, which
    is invented.
    """

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def key(self, request: Request) -> str | None:
        """The key of a request, none when absent or ignored by this deployment.

        Raises:
            Refusal: 400, the key is too long.
        """
        key = request.headers.get("idempotency-key")
        if self._ledger.switches.idempotency == "ignored" or not key:
            return None
        if len(key) > KEY_LENGTH:
            raise bad_request(f"Idempotency-Key must be at most {KEY_LENGTH} characters")
        return key

    def once(self, key: str | None, body: bytes, work: Callable[[], Response]) -> Response:
        """Do the *work*, or answer as it was answered the first time.

        Raises:
            Refusal: 422, the key came with another body before.
        """
        if key is None:
            return work()
        slot = (invented.PROJECT_ID, key)
        fingerprint = hashlib.sha256(body).hexdigest()
        kept = self._ledger.kept_answers.get(slot)
        if kept is not None and self._ledger.now() - kept.at < invented.KEY_LIFE:
            return _replay(kept, fingerprint)
        answer = work()
        self._ledger.kept_answers[slot] = KeptAnswer(
            fingerprint, answer.status_code, bytes(answer.body), self._ledger.now()
        )
        return answer


def _replay(kept: KeptAnswer, fingerprint: str) -> Response:
    if kept.fingerprint != fingerprint:
        raise key_reused()
    return Response(kept.body, kept.status, {"X-Idempotency-Replayed": "true"}, media_type="application/json")
