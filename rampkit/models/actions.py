"""What the person does next: one class a step, told apart by `kind`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, TypeAlias
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field

from rampkit.errors import InvalidInputError
from rampkit.models.assets import Asset
from rampkit.models.model import Model, OpenEnum, UtcTime
from rampkit.models.money import Amount
from rampkit.models.rails import Rail

__all__ = [
    "AcceptTerms",
    "AccountScheme",
    "Action",
    "Confirm",
    "OpenUrl",
    "PayToAccount",
    "ScanCode",
    "SendCrypto",
    "SignTransaction",
    "VerifyIdentity",
    "Wait",
    "safe_url",
]


def safe_url(url: str) -> str:
    """*url*, if a person's browser may open it: https, no user name or password in it.

    Raises:
        InvalidInputError: It is not.
    """
    parts = urlsplit(url)
    loopback = parts.scheme == "http" and parts.hostname in {"127.0.0.1", "localhost", "::1"}
    if (
        not ((parts.scheme == "https" or loopback) and parts.hostname)
        or "@" in parts.netloc
        or not url.isprintable()
    ):
        raise InvalidInputError("url", "is not a plain https address", remedy="do not show it to anybody")
    return url


SafeUrl = Annotated[str, AfterValidator(safe_url)]


class AccountScheme(OpenEnum):
    """What kind of identifier a bank account is given by. Unknown schemes are kept."""

    ACCOUNT_NUMBER = "account_number"
    ALIAS = "alias"
    BRE_B_KEY = "bre_b_key"
    CBU = "cbu"
    CLABE = "clabe"
    CVU = "cvu"
    IBAN = "iban"
    PHONE = "phone"
    PIX_KEY = "pix_key"


class OpenUrl(Model):
    """Open a page of the provider or a bank in the person's browser.

    The URL often carries a bearer token: do not log it.
    """

    kind: Literal["open_url"] = "open_url"
    url: SafeUrl = Field(repr=False)
    purpose: str | None = None
    """`checkout`, `verification`, `terms` or what else the page is for."""
    host_known: bool
    """Whether the host is on the provider's own list; ask before opening an unknown one."""
    expires_at: UtcTime | None = None


class PayToAccount(Model):
    """Send a bank transfer. Pay once, exactly `amount`, with exactly `reference`."""

    kind: Literal["pay_to_account"] = "pay_to_account"
    rail: Rail | None = None
    scheme: AccountScheme | None = None
    identifier: str | None = Field(default=None, repr=False)
    """The account to pay to: number, CVU, CLABE, IBAN, key."""
    alias: str | None = Field(default=None, repr=False)
    bank: str | None = None
    routing_number: str | None = Field(default=None, repr=False)
    holder: str | None = Field(default=None, repr=False)
    amount: Amount | None = None
    """All the person pays; None where the provider disputes itself: ask before paying."""
    reference: str | None = Field(default=None, repr=False)
    """Matches the transfer to the order; must be copied exactly."""
    expires_at: UtcTime | None = None
    details: Mapping[str, Any] = Field(default_factory=dict[str, Any], repr=False)
    """Whatever else the provider printed, in its own words."""


class ScanCode(Model):
    """Pay by a code, scanned or copied, e.g. a Pix BR Code."""

    kind: Literal["scan_code"] = "scan_code"
    code: str = Field(repr=False)
    format: str
    """`pix_br_code` or another name of the code's format."""
    amount: Amount | None = None
    """The amount inside the code: all the person pays."""
    expires_at: UtcTime | None = None


class SendCrypto(Model):
    """Send tokens on chain, once, from a wallet of the person's own."""

    kind: Literal["send_crypto"] = "send_crypto"
    asset: Asset
    """Token and network: on any other network the money is lost."""
    address: str = Field(repr=False)
    memo: str | None = Field(default=None, repr=False)
    amount: Amount | None = None
    expires_at: UtcTime | None = None


class VerifyIdentity(Model):
    """Go through an identity check, on `url` where there is one.

    The URL often carries a bearer token: do not log it.
    """

    kind: Literal["verify_identity"] = "verify_identity"
    url: SafeUrl | None = Field(default=None, repr=False)
    host_known: bool = False
    requirement: str | None = None
    """The provider's name for the open requirement."""


class AcceptTerms(Model):
    """Read and accept the provider's terms; then call `accept_terms`."""

    kind: Literal["accept_terms"] = "accept_terms"
    terms_id: str | None = None
    url: SafeUrl | None = Field(default=None, repr=False)
    host_known: bool = False


class Confirm(Model):
    """Confirm something: an account holder's name, a one-time code, an amount."""

    kind: Literal["confirm"] = "confirm"
    what: str
    """`account`, `code`, `phone` or what else is to be confirmed."""
    details: Mapping[str, Any] = Field(default_factory=dict[str, Any], repr=False)
    """What to show the person."""


class SignTransaction(Model):
    """Sign an on-chain transaction with the person's wallet; the order exists only after that."""

    kind: Literal["sign_transaction"] = "sign_transaction"
    network: str
    payload: Mapping[str, Any] = Field(repr=False)


class Wait(Model):
    """Nothing to do; read again later."""

    kind: Literal["wait"] = "wait"
    until: UtcTime | None = None
    reason: str | None = None


Action: TypeAlias = Annotated[
    OpenUrl
    | PayToAccount
    | ScanCode
    | SendCrypto
    | VerifyIdentity
    | AcceptTerms
    | Confirm
    | SignTransaction
    | Wait,
    Field(discriminator="kind"),
]
"""Any step, told apart by its `kind`."""

PAYING = (PayToAccount, ScanCode, SendCrypto, OpenUrl, SignTransaction)
"""The steps through which money can start to move."""
