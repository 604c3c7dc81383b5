"""Account identifiers, each by its scheme and country."""

from __future__ import annotations

from rampkit.errors import InvalidInputError
from rampkit.models.actions import AccountScheme
from rampkit.models.identifiers.kinds import Kind, check
from rampkit.models.identifiers.pix import check_pix_key

__all__ = ["check_identifier", "check_routing_number", "check_scheme"]

_COUNTRY = {
    AccountScheme.BRE_B_KEY: "CO",
    AccountScheme.CBU: "AR",
    AccountScheme.CLABE: "MX",
    AccountScheme.CVU: "AR",
    AccountScheme.PIX_KEY: "BR",
}
_KINDS = {
    AccountScheme.CBU: Kind("CBU", r"[0-9]{22}", "22 digits"),
    AccountScheme.CVU: Kind("CVU", r"[0-9]{22}", "22 digits"),
    AccountScheme.CLABE: Kind("CLABE", r"[0-9]{18}", "18 digits"),
    AccountScheme.IBAN: Kind(
        "IBAN", r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}", "15 to 34 letters and digits, the country's two first"
    ),
    AccountScheme.PHONE: Kind(
        "phone number", r"\+?[0-9]{6,15}", "6 to 15 digits", check_digits=False, separators=" -.()"
    ),
}
_AS_TYPED = {
    # Samples show @ with letters and digits, and phones; no page we know states a rule for all of them.
    ("CO", AccountScheme.BRE_B_KEY): Kind(
        "Bre-B key", r"\S{1,92}", "up to 92 characters without spaces", check_digits=False, separators=""
    ),
    # The central bank (BCRA) when it introduced the alias, as the press of June 2017 quotes it.
    ("AR", AccountScheme.ALIAS): Kind(
        "alias",
        r"[A-Z0-9.-]{6,20}",
        "6 to 20 letters, digits, dots and dashes",
        check_digits=False,
        separators="",
    ),
    # Field 6 of a Nacha entry detail record is 17 characters long.
    ("US", AccountScheme.ACCOUNT_NUMBER): Kind(
        "account number", r"[A-Z0-9]{1,17}", "up to 17 letters and digits", check_digits=False
    ),
}
_ABA = Kind("ABA routing number", r"[0-9]{9}", "9 digits")
_BIC = Kind(
    "BIC",
    r"[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?",
    "8 or 11 letters and digits",
    check_digits=False,
    separators=" ",
)
# Whose banks use another country's IBANs, by SWIFT's IBAN registry.
_IBAN_OF = {
    **dict.fromkeys(("GG", "IM", "JE"), "GB"),
    **dict.fromkeys(("BL", "GF", "GP", "MF", "MQ", "NC", "PF", "PM", "RE", "TF", "WF", "YT"), "FR"),
    "AX": "FI",
}


def check_scheme(scheme: AccountScheme, country: str) -> AccountScheme:
    """*scheme*, if accounts in *country* have such identifiers; one that we do not know passes.

    Raises:
        InvalidInputError: It is another country's.
    """
    home = _COUNTRY.get(scheme, country)
    if home != country:
        raise InvalidInputError(
            "scheme", f"{scheme.value} is not used in {country}", remedy=f"it belongs to country={home!r}"
        )
    return scheme


def check_identifier(text: str, scheme: AccountScheme, country: str, *, check_digits: bool) -> str:
    """*text*, an identifier by *scheme*: numbers in their compact form, anything else as it was typed.

    A scheme that we do not know passes.

    Raises:
        InvalidInputError: It is not written as such, a character is mistyped, or it is another country's.
        ConfigurationError: The library that computes check digits is not installed.
    """
    if not text:
        raise InvalidInputError("", "is empty", remedy="give the number of the account")
    if scheme == AccountScheme.PIX_KEY:
        return check_pix_key(text, check_digits=check_digits)
    if scheme in _KINDS:
        compact = check(text, [_KINDS[scheme]], check_digits=check_digits)
        return _of_country(compact, country) if scheme == AccountScheme.IBAN else compact
    if (country, scheme) in _AS_TYPED:
        check(text, [_AS_TYPED[country, scheme]], check_digits=check_digits)
    return text


def check_routing_number(text: str, country: str, *, check_digits: bool) -> str:
    """*text*, if it can be the routing number or BIC of a bank in *country*; looked at for US alone.

    Raises:
        InvalidInputError: It is not written as such, or a digit is mistyped.
        ConfigurationError: The library that computes check digits is not installed.
    """
    return check(text, [_ABA, _BIC], check_digits=check_digits) if country == "US" else text


def _of_country(iban: str, country: str) -> str:
    if iban[:2] not in {country, _IBAN_OF.get(country)}:
        raise InvalidInputError(
            "", f"is not an IBAN of {country}", remedy="let `country` be what its first two letters say"
        )
    return iban
