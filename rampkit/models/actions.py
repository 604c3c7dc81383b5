"""What the person does next: one class a step, told apart by `kind`."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field

from rampkit.errors import InvalidInputError
from rampkit.models.assets import Asset
from rampkit.models.model import Details, Model, OpenEnum, UtcTime
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
    if not _opens(url):
        raise InvalidInputError("url", "is not a plain https address", remedy="do not show it to anybody")
    return url


def _opens(url: str) -> bool:
    # Browsers read a backslash as a slash and drop white space: the host would be another one than we see.
    if not url.isprintable() or "\\" in url or " " in url:
        return False
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    secure = parts.scheme == "https" or (parts.scheme == "http" and host in {"127.0.0.1", "localhost", "::1"})
    return secure and bool(host) and not any(char in parts.netloc for char in "@%")


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
    """Tells the steps apart."""
    url: SafeUrl = Field(repr=False)
    """https, or http on this machine."""
    purpose: str | None = None
    """`checkout`, `verification`, `terms` or what else the page is for."""
    host_known: bool
    """Whether the host is on the provider's own list; ask before opening an unknown one."""
    expires_at: UtcTime | None = None
    """When it stops being possible."""


class PayToAccount(Model):
    """Send a bank transfer. Pay once, exactly `amount`, with exactly `reference`."""

    kind: Literal["pay_to_account"] = "pay_to_account"
    """Tells the steps apart."""
    rail: Rail | None = None
    """How the fiat side moves."""
    scheme: AccountScheme | None = None
    """What kind of identifier the account is given by."""
    identifier: str | None = Field(default=None, repr=False)
    """The account to pay to: number, CVU, CLABE, IBAN, key."""
    alias: str | None = Field(default=None, repr=False)
    """A name the account can be paid by as well."""
    bank: str | None = None
    """The bank that holds it."""
    routing_number: str | None = Field(default=None, repr=False)
    """Routing number, sort code, BIC or branch."""
    holder: str | None = Field(default=None, repr=False)
    """Whom the transfer is made out to."""
    amount: Amount | None = None
    """All the person pays; None where the provider disputes itself: ask before paying."""
    reference: str | None = Field(default=None, repr=False)
    """Matches the transfer to the order; must be copied exactly."""
    expires_at: UtcTime | None = None
    """When it stops being possible."""
    details: Details = Field(default_factory=dict[str, Any], repr=False)
    """Whatever else the provider printed, in its own words."""


class ScanCode(Model):
    """Pay by a code, scanned or copied, e.g. a Pix BR Code."""

    kind: Literal["scan_code"] = "scan_code"
    """Tells the steps apart."""
    code: str = Field(repr=False)
    """The code as text."""
    format: str
    """`pix_br_code` or another name of the code's format."""
    amount: Amount | None = None
    """The amount inside the code: all the person pays."""
    expires_at: UtcTime | None = None
    """When it stops being possible."""


class SendCrypto(Model):
    """Send tokens on chain, once, from a wallet of the person's own."""

    kind: Literal["send_crypto"] = "send_crypto"
    """Tells the steps apart."""
    asset: Asset
    """Token and network: on any other network the money is lost."""
    address: str = Field(repr=False)
    """Where to send."""
    memo: str | None = Field(default=None, repr=False)
    """Memo or tag: without it the money is lost."""
    amount: Amount | None = None
    """How much, exactly; None for any amount."""
    expires_at: UtcTime | None = None
    """When it stops being possible."""


class VerifyIdentity(Model):
    """Go through an identity check, on `url` where there is one.

    The URL often carries a bearer token: do not log it.
    """

    kind: Literal["verify_identity"] = "verify_identity"
    """Tells the steps apart."""
    url: SafeUrl | None = Field(default=None, repr=False)
    """The provider's page, if it has one."""
    host_known: bool = False
    """Whether the host is on the provider's own list."""
    requirement: str | None = None
    """The provider's name for the open requirement."""


class AcceptTerms(Model):
    """Read and accept the provider's terms; then call `accept_terms`.

    Where a `CustomerLink` waits for it, call `continue_customer` with what the page returned instead.
    """

    kind: Literal["accept_terms"] = "accept_terms"
    """Tells the steps apart."""
    terms_id: str | None = None
    """Which terms; None for the ones in force."""
    url: SafeUrl | None = Field(default=None, repr=False)
    """Where they can be read, or accepted."""
    host_known: bool = False
    """Whether the host is on the provider's own list."""


class Confirm(Model):
    """Confirm something: an account holder's name, a one-time code, an amount."""

    kind: Literal["confirm"] = "confirm"
    """Tells the steps apart."""
    what: str
    """`account`, `code`, `phone` or what else is to be confirmed."""
    details: Details = Field(default_factory=dict[str, Any], repr=False)
    """What to show the person."""


class SignTransaction(Model):
    """Sign an on-chain transaction with the person's wallet; the order exists only after that."""

    kind: Literal["sign_transaction"] = "sign_transaction"
    """Tells the steps apart."""
    network: str
    """rampkit's name of the network."""
    payload: Details = Field(repr=False)
    """What to sign: a contract call for an EVM wallet, `xdr` for Stellar, `transaction` for Solana."""


class Wait(Model):
    """Nothing to do; read again later."""

    kind: Literal["wait"] = "wait"
    """Tells the steps apart."""
    until: UtcTime | None = None
    """Not before then."""
    reason: str | None = Field(default=None, repr=False)
    """What is waited for, in the provider's own words; they may name a person."""


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
