"""What a KYC submission must contain, country by country."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class KycField:
    """One field of the form."""

    name: str
    type: str = "TEXT"
    required: bool = True
    choices: tuple[tuple[str, str], ...] = ()
    digits: tuple[int, ...] = ()
    """How many digits there may be, where it is made of digits alone."""

    def show(self, *, other_names: bool) -> dict[str, object]:
        """The field in print, by the name the requirements' own sample would have for it if asked.

        Page: docs.ripio.com/ramps-api/kyc/retrieve-kyc-requirements.
        """
        name = _other_name(self.name) if other_names else self.name
        shown: dict[str, object] = {"fieldName": name, "required": self.required, "type": self.type}
        if self.choices:
            shown["choices"] = [{"value": value, "label": label} for value, label in self.choices]
        return shown


_COUNTRIES = (("AR", "Argentina"), ("BR", "Brazil"), ("CO", "Colombia"), ("MX", "Mexico"))
_PERSON = (
    KycField("first_name"),
    KycField("last_name"),
    KycField("birthday", "DATE"),
    KycField("nationality", choices=_COUNTRIES),
)
_ADDRESS = (
    KycField("address"),
    KycField("postal_code"),
    KycField("city"),
    KycField("state"),
    KycField("phone"),
)

FIELDS: Mapping[str, tuple[KycField, ...]] = {
    "AR": (
        *_PERSON,
        KycField("gender", choices=(("M", "Male"), ("F", "Female"), ("X", "Other"))),
        KycField("id_number_type", choices=(("DNI", "DNI"), ("PAS", "Passport"))),
        KycField("id_number"),
        # Eleven digits by the newer sample, twelve by the older; neither passes the check digit.
        KycField("cuit", required=False, digits=(11, 12)),
        *_ADDRESS,
        KycField("address_number"),
        KycField("address_flat", required=False),
        KycField("district", required=False),
        KycField("personal_activity", required=False),
    ),
    "BR": (*_PERSON, KycField("cpf"), *_ADDRESS),
    "CO": (
        *_PERSON,
        KycField("id_number_type", choices=(("CC", "CC"), ("CE", "CE"))),
        KycField("id_number"),
        *_ADDRESS,
    ),
    "MX": (*_PERSON, KycField("curp"), *_ADDRESS),
}
"""Argentina's names are documented, the rest is invented.

Page: docs.ripio.com/ramps-api/kyc/submit-kyc-information.
"""

ALIASES: Mapping[str, str] = {
    "legalFirstName": "first_name",
    "legalLastName": "last_name",
    "dateOfBirth": "birthday",
}
"""Names of other pages for the same fields; the last name's is invented.

All of them are in camel case, as the fields of the oldest submissions were.
Page: docs.ripio.com/ramps-api/kyc/retrieve-kyc-requirements.
"""


def submitted(body: Mapping[str, object], country: str) -> Mapping[str, object] | None:
    """The fields of a submission without its wrapper, as older versions had it; None if there are none."""
    known = {field.name for field in FIELDS[country]}
    return body if known & {_own_name(name) for name in body} else None


def problems(submission: Mapping[str, object], country: str) -> dict[str, list[str]]:
    """What is wrong with *submission*, by field."""
    values = {_own_name(name): value for name, value in submission.items()}
    found: dict[str, list[str]] = {}
    for field in FIELDS[country]:
        problem = _problem(field, values.get(field.name))
        if problem:
            found[field.name] = [problem]
    return found


def _own_name(name: str) -> str:
    return ALIASES.get(name) or re.sub(r"(?<=[a-z])[A-Z]", lambda capital: f"_{capital[0].lower()}", name)


def _other_name(name: str) -> str:
    for alias, own in ALIASES.items():
        if own == name:
            return alias
    return re.sub(r"_([a-z])", lambda letter: letter[1].upper(), name)


def _problem(field: KycField, value: object) -> str | None:
    if value is None or value == "":
        return "This field is required." if field.required else None
    if not isinstance(value, str):
        return "Not a valid string."
    if field.choices and value not in dict(field.choices):
        return f'"{value}" is not a valid choice.'
    if field.digits and not (value.isascii() and value.isdigit() and len(value) in field.digits):
        return f"Must have {field.digits[0]} digits."
    if field.type == "DATE":
        try:
            date.fromisoformat(value)
        except ValueError:
            return "Date has wrong format. Use YYYY-MM-DD."
    return None
