"""Answers made worse, one thing at a time, by seeded dice."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from rampkit.errors import BadResponseError
from rampkit.http import Response

CANARY = "Jane Canary <jane@canary.example>"
"""Text of a person's that no error may repeat."""
PAGE = b"<!DOCTYPE html><html><body><h1>Welcome, " + CANARY.encode() + b"</h1></body></html>"
STATUSES = tuple(range(200, 600))


@dataclass(frozen=True)
class Raw:
    """JSON, or what pretends to be, written as it is."""

    text: str


Pairs = list[tuple[str, Any]]
"""An object: unlike a dict, it may hold a key twice."""

WORSE: tuple[Any, ...] = (
    None,
    True,
    False,
    0,
    -1,
    "",
    " ",
    CANARY,
    "UNSEEN_WORD",
    "unseen word \u202e\x00\n",
    "9" * 70,
    "-5",
    "1e400",
    "NaN",
    "Infinity",
    "0x10",
    "٣",
    "2026-13-45T99:99:99Z",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-14:00",
    "https://[",
    "javascript:alert(1)",
    "https://user:pass@evil.example/",
    "\ud800",
    "é" * 5000,
    "x" * 100_000,
    [],
    [None],
    [[]],
    Raw("{}"),
    Raw("NaN"),
    Raw("-Infinity"),
    Raw("1e999"),
    Raw("1e-999"),
    Raw("1e99999999"),
    Raw("-0.0"),
    Raw("0.1e1"),
    Raw("9" * 400),
    Raw("9" * 5000),
    Raw("[" * 300 + "]" * 300),
    Raw("[" * 50_000),
    Raw('{"a":' * 200 + "1" + "}" * 200),
    Raw("undefined"),
    Raw('"\\ud83d"'),
)


def worse(answer: Response, others: tuple[Response, ...], dice: random.Random) -> tuple[str, Response]:
    """*answer* with something wrong, and the name of what."""
    name = dice.choice(_NAMES)
    return name, _KINDS[name](answer, others, dice)


def _structure(answer: Response, others: tuple[Response, ...], dice: random.Random) -> Response:
    try:
        payload = answer.json()
    except BadResponseError:
        return replace(answer, body=_body(WORSE[0], dice))
    return replace(answer, body=_body(_changed(payload, dice), dice))


def _twice(answer: Response, others: tuple[Response, ...], dice: random.Random) -> Response:
    """Two or more things wrong at once."""
    for _ in range(dice.randrange(2, 6)):
        answer = _structure(answer, others, dice)
    return answer


def _changed(value: Any, dice: random.Random) -> Any:
    if isinstance(value, dict) and value and dice.random() < 0.93:
        key = dice.choice(list(value))
        return _object(list(value.items()), key, dice)
    if isinstance(value, list) and value and dice.random() < 0.9:
        index = dice.randrange(len(value))
        kind = dice.random()
        if kind < 0.1:
            return value * 2
        return [*value[:index], _changed(value[index], dice), *value[index + 1 :]]
    return _replaced(value, dice)


def _object(pairs: Pairs, key: str, dice: random.Random) -> Pairs:
    kind = dice.random()
    if kind < 0.15:
        return [pair for pair in pairs if pair[0] != key]
    if kind < 0.25:
        extra = (key, dice.choice(WORSE))
        return [*pairs, extra] if dice.random() < 0.5 else [extra, *pairs]
    if kind < 0.32:
        return [(name.swapcase() if name == key else name, item) for name, item in pairs]
    return [(name, _changed(item, dice) if name == key else item) for name, item in pairs]


def _replaced(value: Any, dice: random.Random) -> Any:
    kind = dice.random()
    if isinstance(value, str) and kind < 0.25:
        return dice.choice(
            [value.swapcase(), value * 2, f" {value} ", value[:-1], value + CANARY, [value], {"code": value}]
        )
    if isinstance(value, int | Decimal) and not isinstance(value, bool) and kind < 0.25:
        return dice.choice(
            [str(value), Raw(f"-{value}"), Raw(f"{value}{'0' * 30}"), Raw(f"{value}e3"), [value]]
        )
    if kind < 0.35:
        return [value] if dice.random() < 0.5 else {"value": value}
    return dice.choice(WORSE)


def _body(value: Any, dice: random.Random) -> bytes:
    return _json(value).encode("utf-8", "surrogatepass")


def _json(value: Any) -> str:
    if isinstance(value, Raw):
        return value.text
    if isinstance(value, dict):
        return _json(list(value.items())) if value else "{}"
    if isinstance(value, list) and value and all(isinstance(item, tuple) for item in value):
        return "{" + ",".join(f"{json.dumps(key)}:{_json(item)}" for key, item in value) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(_json, value)) + "]"
    if isinstance(value, Decimal):
        return str(value)
    return json.dumps(value, ensure_ascii=False)


def _cut(answer: Response, others: tuple[Response, ...], dice: random.Random) -> Response:
    return replace(answer, body=answer.body[: dice.randrange(len(answer.body) + 1)])


def _bytes(answer: Response, others: tuple[Response, ...], dice: random.Random) -> Response:
    body = bytearray(answer.body or b"{}")
    for _ in range(dice.randrange(1, 4)):
        place = dice.randrange(len(body))
        body[place : place + dice.randrange(2)] = dice.randbytes(dice.randrange(1, 4))
    return replace(answer, body=bytes(body))


def _nothing(answer: Response, others: tuple[Response, ...], dice: random.Random) -> Response:
    bodies = (b"", b" ", b"null", b"[]", b"{}", b"true", b'"text"', b"\xff\xfe", PAGE, b"\xef\xbb\xbf{}")
    return replace(answer, body=dice.choice(bodies))


def _status(answer: Response, others: tuple[Response, ...], dice: random.Random) -> Response:
    return replace(answer, status=dice.choice(STATUSES))


def _status_and_body(answer: Response, others: tuple[Response, ...], dice: random.Random) -> Response:
    changed = dice.choice([_structure, _cut, _nothing, _bytes, _other])(answer, others, dice)
    headers = {**answer.headers, "retry-after": dice.choice(["-1", "nan", "9" * 40, "Fri", "3", "٣", ""])}
    return replace(_status(changed, others, dice), headers=headers)


def _complaint(answer: Response, others: tuple[Response, ...], dice: random.Random) -> Response:
    """A refusal in one of the documented shapes, or nearly."""
    code = dice.choice(
        ["VALIDATION_ERROR", "TRANSACTION_EXISTS", 20010, "20011", 20000, "E", None, [], CANARY]
    )
    text = dice.choice(
        [CANARY, "externalRef already in use", "precision", "", None, {"externalRef": ["used"]}]
    )
    shape: Any = dice.choice(
        [
            {"error": code, "message": text},
            {"code": code, "message": text, "details": {"field": CANARY}},
            {"code": code, "type": "KycNotApprovedException", "detail": {"message": text}, "status": 400},
            {"code": code, "type": CANARY, "detail": {"external_ref": [text]}},
            {"detail": text},
            {"externalRef": [text]},
            {"error": "invalid_client", "error_description": text},
        ]
    )
    changed = shape if dice.random() < 0.5 else _changed(shape, dice)
    status = dice.choice([200, 400, 400, 401, 403, 404, 409, 410, 422, 425, 429, 500, 503])
    return replace(answer, status=status, body=_body(changed, dice))


def _other(answer: Response, others: tuple[Response, ...], dice: random.Random) -> Response:
    """The answer to something else."""
    other = dice.choice(others)
    return replace(answer, body=other.body, status=other.status)


_Kind = Callable[[Response, tuple[Response, ...], random.Random], Response]
_KINDS: dict[str, _Kind] = {
    "structure": _structure,
    "several": _twice,
    "cut": _cut,
    "bytes": _bytes,
    "nothing": _nothing,
    "status": _status,
    "status and body": _status_and_body,
    "complaint": _complaint,
    "other": _other,
}
_WEIGHTS = {"structure": 8, "several": 2, "complaint": 2, "status and body": 2}
_NAMES = [name for name in _KINDS for _ in range(_WEIGHTS.get(name, 1))]
