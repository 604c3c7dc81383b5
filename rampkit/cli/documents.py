"""JSON files that a person hands to a command; what they hold is never repeated in a message."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

from rampkit.errors import InvalidInputError

__all__ = ["json_object"]


def json_object(file: Path, option: str) -> dict[str, Any]:
    """The JSON object in *file*, every number exact.

    Raises:
        InvalidInputError: There is none; names the *option* that gave the file.
    """
    try:
        payload: Any = json.loads(file.read_text(encoding="utf-8"), parse_float=Decimal)
    except OSError as error:
        problem = f"cannot be read: {error.strerror}"
    except UnicodeDecodeError:
        problem = "must be UTF-8"
    except json.JSONDecodeError as error:
        problem = f"is not JSON: {error.msg} in line {error.lineno}"
    except (ValueError, ArithmeticError, RecursionError):
        problem = "is not JSON that can be read"
    else:
        if isinstance(payload, dict):
            return cast("dict[str, Any]", payload)
        problem = "must hold one JSON object"
    # Raised outside the handlers: these errors hold the whole text.
    raise InvalidInputError(option, problem, remedy=f"look at {file}")
