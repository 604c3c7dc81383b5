"""JSON that gives back exactly what was put in: a Decimal stays one, with every digit and its exponent."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, cast

from rampkit.errors import InvalidInputError

__all__ = ["read", "written"]

_WRITER = json.JSONEncoder(allow_nan=False, separators=(",", ":"))


def written(tree: Any) -> str:
    """*tree*, of what JSON knows and Decimals, as compact ASCII; its keys are text.

    Raises:
        InvalidInputError: It holds something else, or a number that is not finite.
    """
    try:
        return _WRITER.encode(tree)
    except TypeError:
        pass  # a Decimal, most likely: the fast way knows none
    except ValueError:
        raise _unfit("a number that is not finite", "use a finite Decimal") from None
    return _exact(tree)


def _exact(tree: Any) -> str:
    if isinstance(tree, Mapping):
        entries = cast(Mapping[str, Any], tree).items()
        return "{" + ",".join(f"{_WRITER.encode(key)}:{_exact(item)}" for key, item in entries) + "}"
    if isinstance(tree, list | tuple):
        return "[" + ",".join(_exact(item) for item in cast(Sequence[Any], tree)) + "]"
    if isinstance(tree, Decimal):
        return _number(tree)
    if tree is None or isinstance(tree, str | int | float):
        return written(tree)
    raise _unfit(f"a {type(tree).__name__}", "use text or Decimals")


def _number(value: Decimal) -> str:
    if not value.is_finite():
        raise _unfit("a number that is not finite", "use a finite Decimal")
    text = str(value)
    # A number without point or exponent would come back as an int.
    return text if "." in text or "E" in text else f"{text}E0"


def _unfit(what: str, remedy: str) -> InvalidInputError:
    return InvalidInputError("", f"holds {what}, which a journal cannot keep", remedy=remedy)


def read(text: str) -> Any:
    """What `written` made *text* of.

    Raises:
        ValueError: It is no JSON.
    """
    return json.loads(text, parse_float=Decimal)
