"""Names that must come out equal every time: references, idempotency keys, the wish itself."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from rampkit.errors import InvalidInputError
from rampkit.http import Request, json_text, query_string
from rampkit.journal.records import Wish

if TYPE_CHECKING:
    from rampkit.journal.journal import Journal
    from rampkit.models.accounts import AccountPair
    from rampkit.models.intents import IntentRequest

__all__ = [
    "NAMESPACE",
    "accounts_digest",
    "check_id",
    "idempotency_key",
    "reference",
    "request_digest",
    "wish_of",
]

_ID_LIMIT = 200
NAMESPACE = UUID("4d3c0c53-6a04-5e52-9d5f-9a7f1f0a6b11")
"""The default namespace of references; an application with several installations chooses its own."""


def check_id(intent_id: object) -> None:
    """Refuse what cannot name a wish for ever.

    An id of another type would be another id after a restart: callers without a type checker are told.

    Raises:
        InvalidInputError: It is no short, printable text.
    """
    good = isinstance(intent_id, str) and 0 < len(intent_id) <= _ID_LIMIT and intent_id.isprintable()
    if not good:
        raise InvalidInputError(
            "id",
            f"must be 1 to {_ID_LIMIT} printable characters",
            remedy="use your own stable id of the wish",
        )


def reference(namespace: UUID, intent_id: str, connection: str, attempt: int) -> UUID:
    """The external id of one attempt. Its parts are length-prefixed, so no two spellings collide."""
    parts = (intent_id, connection, str(attempt))
    return uuid5(namespace, "".join(f"{len(part)}:{part}" for part in parts))


def idempotency_key(reference: UUID, operation: str, settled_rounds: int = 0) -> UUID:
    """The key of one operation of an attempt: equal on every resend, different for every operation.

    After a round of sends that were all proved refused, the operation may be tried anew under a new key:
    the provider may answer the old one with the stored refusal.
    """
    return uuid5(reference, operation if not settled_rounds else f"{operation}#{settled_rounds}")


def wish_of(request: IntentRequest, journal: Journal) -> Wish:
    """What may never change under one intent id."""
    return Wish(request.customer_id, request.pair, request.amount, accounts_digest(request.accounts, journal))


def accounts_digest(accounts: AccountPair, journal: Journal) -> str:
    """A keyed fingerprint of an account pair: equal for equal accounts, useless for guessing them."""
    # How strictly it was looked at makes no other account of it.
    unchecked = {side: {"check_digits"} for side in ("source", "destination")}
    fields = accounts.model_dump(mode="json", exclude=unchecked)
    canonical = json.dumps(fields, sort_keys=True, separators=(",", ":"))
    return journal.fingerprint(canonical.encode())


def request_digest(request: Request, journal: Journal) -> str:
    """A keyed fingerprint of everything of *request* that the provider acts on."""
    parts = [
        request.method,
        request.path + query_string(request.query),
        request.scope,
        request.idempotency_key,
        dict(request.headers),
        None if request.json is None else json_text(request.json),
        None if request.form is None else dict(request.form),
        None if request.fields is None else dict(request.fields),
        [(one.part, one.filename, one.content_type, one.content.hex()) for one in request.files],
    ]
    return journal.fingerprint(json.dumps(parts, sort_keys=True).encode())
