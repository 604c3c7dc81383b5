"""Whether check digits are right: a table by the number's name. Importing it needs the extra `validation`."""

from collections.abc import Callable

from clabe import compute_control_digit
from stdnum import iban
from stdnum.ar import cbu, cuit
from stdnum.br import cnpj, cpf
from stdnum.co import nit
from stdnum.mx import curp, rfc
from stdnum.us import rtn

__all__ = ["ADDS_UP"]


def _clabe(number: str) -> bool:
    # Not `validate_clabe`: the library's own list of institutions ages, and refuses whoever is missing.
    return compute_control_digit(number) == number[-1]


def _cuit(number: str) -> bool:
    # Not `is_valid`: it refuses first digits that are given out, 25 and 26 among them.
    return cuit.calc_check_digit(number[:-1]) == number[-1]


def _nit(number: str) -> bool:
    body, _, digit = number.partition("-")
    return nit.calc_check_digit(body) == digit


ADDS_UP: dict[str, Callable[[str], bool]] = {
    "ABA routing number": rtn.is_valid,
    "CBU": cbu.is_valid,
    "CLABE": _clabe,
    "CNPJ": cnpj.is_valid,
    "CPF": cpf.is_valid,
    "CUIT or CUIL": _cuit,
    "CURP": curp.is_valid,
    "CVU": cbu.is_valid,
    # The structure of its country as well, and the national check digits where they are known.
    "IBAN": iban.is_valid,
    "NIT": _nit,
    # The date in it. Of those in use some 1.5% have a wrong check digit, says the library: that is let be.
    "RFC": rfc.is_valid,
}
"""By name of the `Kind`; each takes the compact form, of the right shape already."""
