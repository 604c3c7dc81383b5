"""Countries and their parts."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import BeforeValidator

from rampkit.errors import InvalidInputError
from rampkit.models.iso import COUNTRIES

__all__ = ["Country", "Region", "country_code", "region_code"]

_REGION = re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}")


def country_code(value: object) -> str:
    """*value* as an upper-case ISO 3166-1 alpha-2 code.

    Raises:
        InvalidInputError: It is none.
    """
    code = value.strip().upper() if isinstance(value, str) else ""
    if code not in COUNTRIES:
        raise InvalidInputError("", "is not an ISO 3166-1 country code", remedy="write two letters, e.g. BR")
    return code


def region_code(value: object) -> str:
    """*value* as an upper-case ISO 3166-2 code, e.g. `US-NY`.

    Raises:
        InvalidInputError: It is none, or its country does not exist.
    """
    code = value.strip().upper() if isinstance(value, str) else ""
    if not _REGION.fullmatch(code) or code[:2] not in COUNTRIES:
        raise InvalidInputError("", "is not an ISO 3166-2 region code", remedy="write e.g. US-NY or BR-SP")
    return code


Country = Annotated[str, BeforeValidator(country_code)]
"""ISO 3166-1 alpha-2, upper case; any case is accepted."""

Region = Annotated[str, BeforeValidator(region_code)]
"""ISO 3166-2, upper case; any case is accepted."""
