"""Reading a request body: every wrong field is named, all in one refusal."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from decimal import Decimal
from ipaddress import AddressValueError, IPv4Address
from typing import cast

from rampkit_ripio.emulator.refusals import Refusal, invalid

UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
AMOUNT = re.compile(r"[0-9]{1,18}(\.[0-9]{1,8})?")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[^\s]+")
_EVM_ADDRESS = re.compile(r"0x[0-9a-fA-F]{40}")

_REQUIRED = "This field is required."
_NOT_A_STRING = "Not a valid string."


class Fields:
    """The members of a JSON object, read one by one; `check` refuses when any of them was wrong."""

    def __init__(self, body: object) -> None:
        if not isinstance(body, dict):
            raise invalid({"nonFieldErrors": ["Invalid data. Expected an object."]})
        self.body = cast("dict[str, object]", body)
        self._problems: dict[str, list[str]] = {}

    def check(self) -> None:
        """Refuse the request if a field was wrong."""
        if self._problems:
            raise self.refusal()

    def refusal(self) -> Refusal:
        """The refusal that names every wrong field so far."""
        return invalid(self._problems)

    def wrong(self, name: str, problem: str) -> None:
        """Note that *name* is wrong."""
        self._problems.setdefault(name, []).append(problem)

    def absorb(self, name: str, inner: Fields) -> None:
        """Note under *name* what was wrong inside of it."""
        for member, problems in inner._problems.items():
            for problem in problems:
                self.wrong(name, f"{member}: {problem}")

    def text(self, name: str, *, shortest: int = 0, longest: int | None = None) -> str:
        """A string that must be there."""
        return self._text(name, shortest, longest) or ""

    def optional_text(self, name: str, *, longest: int | None = None) -> str | None:
        """A string that may be left out."""
        return self._text(name, 0, longest) if name in self.body else None

    def choice(self, name: str, allowed: Collection[str]) -> str:
        """One of *allowed*."""
        value = self.text(name)
        if name not in self._problems and value not in allowed:
            self.wrong(name, f'"{value}" is not a valid choice.')
        return value

    def uuid(self, name: str) -> str:
        """A UUID, in lower case."""
        return self._matching(name, UUID, "Must be a valid UUID.").lower()

    def customer(self, name: str = "customerId") -> str:
        """A customer's id: any text, for the documentation prints one that is no UUID."""
        return self.text(name, shortest=1).lower()

    def optional_customer(self) -> str | None:
        """A customer's id that may be left out."""
        return self.customer() if "customerId" in self.body else None

    def email(self, name: str) -> str:
        """An e-mail address."""
        return self._matching(name, _EMAIL, "Enter a valid email address.")

    def optional_uri(self, name: str) -> str | None:
        """An absolute URI that may be left out."""
        return self._matching(name, _URI, "Enter a valid URL.") if name in self.body else None

    def evm_address(self, name: str) -> str:
        """An address on a chain of the EVM family, in whatever capitals."""
        return self._matching(name, _EVM_ADDRESS, "Enter a valid address.")

    def amount(self, name: str) -> Decimal:
        """A positive decimal in a string, at most 8 decimals."""
        text = self._matching(name, AMOUNT, "A valid positive number with at most 8 decimals is required.")
        amount = Decimal(text or 0)
        if text and not amount:
            self.wrong(name, "Must be greater than zero.")
        return amount

    def ipv4(self, name: str) -> str:
        """An IPv4 address in dotted form."""
        text = self.text(name)
        try:
            IPv4Address(text)
        except AddressValueError:
            if name not in self._problems:
                self.wrong(name, "Enter a valid IPv4 address.")
        return text

    def mapping(self, name: str) -> Mapping[str, object]:
        """An object that must be there."""
        value = self.optional_mapping(name)
        if value is None and name not in self._problems:
            self.wrong(name, _REQUIRED)
        return value or {}

    def optional_mapping(self, name: str) -> Mapping[str, object] | None:
        """An object that may be left out."""
        value = self.body.get(name)
        if isinstance(value, dict):
            return cast("dict[str, object]", value)
        if name in self.body:
            self.wrong(name, "Expected an object.")
        return None

    def _text(self, name: str, shortest: int, longest: int | None) -> str | None:
        value = self.body.get(name)
        if name not in self.body:
            self.wrong(name, _REQUIRED)
        elif not isinstance(value, str):
            self.wrong(name, _NOT_A_STRING)
        elif len(value) < shortest:
            self.wrong(name, "This field may not be blank.")
        elif longest is not None and len(value) > longest:
            self.wrong(name, f"Ensure this field has no more than {longest} characters.")
        else:
            return value
        return None

    def _matching(self, name: str, pattern: re.Pattern[str], problem: str) -> str:
        text = self._text(name, 0, None)
        if text is None:
            return ""
        if not pattern.fullmatch(text):
            self.wrong(name, problem)
            return ""
        return text
