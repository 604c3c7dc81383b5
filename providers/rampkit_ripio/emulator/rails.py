"""Countries, their money, and the ways it moves (ai.ripio.com/context.md, docs.ripio.com/ramps-api)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from rampkit_ripio.emulator import invented

BANK_TRANSFER = "bank_transfer"
"""Argentina's transfers, Mexico's SPEI, Colombia's PSE."""
PIX = "pix"
"""Brazil's instant payments."""
BREB = "breb"
"""Colombia's instant payments."""
BANCOLOMBIA = "r2p_bancolombia"
"""A request to pay in the app of Bancolombia."""
NEQUI = "r2p_nequi"
"""A request to pay in the app of Nequi."""

RETIRED_NAMES: Mapping[str, str] = {"wire": BANK_TRANSFER}
"""Rails as older pages call them (docs.ripio.com/ramps-api/on-ramp/create-on-ramp-session)."""
RETIRED_ACCOUNT_TYPES: Mapping[str, str] = {"CBU_ALIAS_AR": BANK_TRANSFER, "PIX_BR": PIX}
"""Values of the retired `accountType` of a fiat account."""
RETIRED_REQUIREMENTS: Mapping[str, str] = {"CBU/ALIAS(AR)": BANK_TRANSFER, "PIX(BR)": PIX}
"""Values still printed for the requirements' query
(docs.ripio.com/ramps-api/fiat-accounts/retrieve-fiat-account-requirements)."""


@dataclass(frozen=True, slots=True)
class PayoutField:
    """One key of `accountFields`, with the digits a value has when it is made of digits alone."""

    name: str
    digits: int | None = None
    digits_only: bool = False


@dataclass(frozen=True, slots=True)
class Country:
    """What an account of one country can do."""

    code: str
    fiat: str
    on_ramp: frozenset[str]
    standing: frozenset[str]
    """Rails that can carry an on-ramp session."""
    payouts: Mapping[str, tuple[PayoutField, ...]]
    extra_data: frozenset[str] = frozenset()
    """Rails whose orders need `extraData` (docs.ripio.com/ramps-api/on-ramp/create-on-ramp-order)."""
    deposit_accounts: frozenset[str] = frozenset()
    """Rails on which a deposit account is created ahead; invented."""
    confirms_accounts: bool = False
    """Whether its fiat accounts start UNCONFIRMED and wait for the confirm call."""
    sell_and_pay: bool = False
    account_types: Mapping[str, str] = field(default_factory=dict[str, str])
    """Rail to retired `accountType`."""


COUNTRIES: Mapping[str, Country] = {
    country.code: country
    for country in (
        Country(
            "AR",
            "ARS",
            on_ramp=frozenset({BANK_TRANSFER}),
            standing=frozenset({BANK_TRANSFER}),
            payouts={BANK_TRANSFER: (PayoutField("alias_or_cvu_destination", digits=22),)},
            deposit_accounts=frozenset({BANK_TRANSFER}),
            confirms_accounts=True,
            sell_and_pay=True,
            account_types={BANK_TRANSFER: "CBU_ALIAS_AR"},
        ),
        Country(
            "BR",
            "BRL",
            on_ramp=frozenset({PIX}),
            standing=frozenset(),
            payouts={PIX: (PayoutField(invented.PIX_KEY_FIELD),)},
            account_types={PIX: "PIX_BR"},
        ),
        Country(
            "CO",
            "COP",
            on_ramp=frozenset({BANK_TRANSFER, BREB, BANCOLOMBIA, NEQUI}),
            standing=frozenset({BREB}),
            payouts={
                BANK_TRANSFER: tuple(PayoutField(name) for name in invented.COLOMBIAN_BANK_FIELDS),
                BREB: (PayoutField(invented.BREB_KEY_FIELD),),
            },
            extra_data=frozenset({BANK_TRANSFER, BANCOLOMBIA, NEQUI}),
            sell_and_pay=True,
        ),
        Country(
            "MX",
            "MXN",
            on_ramp=frozenset({BANK_TRANSFER}),
            standing=frozenset({BANK_TRANSFER}),
            payouts={BANK_TRANSFER: (PayoutField("clabe_destination", digits=18, digits_only=True),)},
            deposit_accounts=frozenset({BANK_TRANSFER}),
        ),
    )
}
"""The four countries with a ramp; each partner account is bound to one."""


ALL = frozenset(rail for country in COUNTRIES.values() for rail in country.on_ramp)
"""Every way to pay in, wherever it is."""


def current_name(rail: str) -> str:
    """The rail *rail* means today."""
    return RETIRED_NAMES.get(rail, rail)


def tokens_of(country: Country) -> frozenset[tuple[str, str]]:
    """The (chain, currency) pairs an account of *country* trades."""
    return frozenset(
        (chain, currency)
        for chain, currency in invented.CONTRACTS
        if country.fiat in invented.RATES[currency]
    )
