"""Pix keys: a CPF, a CNPJ, an e-mail address, a phone number or a random UUID.

Banco Central do Brasil, Manual Operacional do DICT:
https://www.bcb.gov.br/content/estabilidadefinanceira/pix/Regulamento_Pix/X_ManualOperacionaldoDICT.pdf
"""

from __future__ import annotations

import re

from rampkit.errors import InvalidInputError
from rampkit.models.identifiers.kinds import Kind, check
from rampkit.models.identifiers.tax_ids import CNPJ, CPF

__all__ = ["check_pix_key"]

_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
_LONGEST_EMAIL = 77
_PHONE = Kind(
    "phone number", r"\+55[1-9][0-9]{9,10}", "+55 and 10 or 11 digits", check_digits=False, separators=" -.()"
)
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_KINDS = "a CPF (11 digits), a CNPJ (14), an e-mail address, a phone (+55...) or a random key (UUID)"


def check_pix_key(text: str, *, check_digits: bool) -> str:
    """*text* as the directory of keys spells it, if it can be a key.

    Raises:
        InvalidInputError: It is no key, or a digit is mistyped.
        ConfigurationError: The library that computes check digits is not installed.
    """
    if "@" in text:
        return _email(text)
    if text.startswith("+"):
        return check(text, [_PHONE], check_digits=check_digits)
    if _UUID.fullmatch(text.lower()):
        return text.lower()
    try:
        return check(text, [CPF, CNPJ], check_digits=check_digits)
    except InvalidInputError as error:
        mistyped = any(kind.compact(text) for kind in (CPF, CNPJ))
        problem = error.problem if mistyped else f"is no Pix key: {_KINDS}"
        remedy = f"{error.remedy}; a phone number starts with +55" if mistyped else "copy it again"
    raise InvalidInputError("", problem, remedy=remedy)


def _email(text: str) -> str:
    if len(text) > _LONGEST_EMAIL or not _EMAIL.fullmatch(text):
        raise InvalidInputError(
            "", f"is not an e-mail address of up to {_LONGEST_EMAIL} characters", remedy="copy it again"
        )
    return text
