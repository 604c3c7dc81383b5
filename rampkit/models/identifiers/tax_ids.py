"""Tax ids, each by its country."""

from __future__ import annotations

from rampkit.models.identifiers.kinds import Kind, check

__all__ = ["CNPJ", "CPF", "check_tax_id"]

CPF = Kind("CPF", r"[0-9]{11}", "11 digits", separators=" -./")
CNPJ = Kind("CNPJ", r"[0-9A-Z]{12}[0-9]{2}", "14 characters", separators=" -./")
_KINDS = {
    "AR": (Kind("CUIT or CUIL", r"[0-9]{11}", "11 digits"),),
    "BR": (CPF, CNPJ),
    # Without its dash a NIT cannot be told from a number that has no check digit.
    "CO": (
        Kind("NIT", r"[0-9]{5,15}-[0-9]", "5 to 15 digits, a dash and a digit", separators=" ."),
        Kind("identity number", r"[0-9A-Z]{5,16}", "5 to 16 letters and digits", check_digits=False),
    ),
    "MX": (
        Kind("RFC", r"[A-Z&Ñ]{3,4}[0-9]{6}[0-9A-Z]{3}", "12 or 13 characters"),
        Kind("CURP", r"[A-Z]{4}[0-9]{6}[A-Z]{6}[0-9A-Z][0-9]", "18 characters"),
    ),
    "US": (Kind("SSN, ITIN or EIN", r"[0-9]{9}", "9 digits", check_digits=False),),
}


def check_tax_id(text: str, country: str, *, check_digits: bool) -> str:
    """*text* as it was typed, if it can be a tax id of *country*; where we know none, anything passes.

    Providers differ about its dashes and dots, so they are left alone.

    Raises:
        InvalidInputError: It is not written as such, or a character is mistyped.
        ConfigurationError: The library that computes check digits is not installed.
    """
    if country in _KINDS:
        check(text, _KINDS[country], check_digits=check_digits)
    return text
