"""Networks and reference rates: what the account trades, and at about which price."""

from __future__ import annotations

from decimal import Decimal

from rampkit_ripio.emulator import invented, pricing, query, rails
from rampkit_ripio.emulator.account import Account
from rampkit_ripio.emulator.records import Ramp
from rampkit_ripio.emulator.resource import Answer, Call, Operation, Resource

_CENT = Decimal("0.01")


def _networks(call: Call) -> Answer:
    """The account's chains and tokens, as public clients read them; what it delivers it also accepts."""
    account = call.account
    query.choice(call, "include_currency", ("true", "false"))
    asked = call.request.query_params.get("currency")
    tokens = sorted(token for token in rails.tokens_of(account.country) if asked in (None, token[1]))
    camel = account.stage.switches.networks == "camel"
    name, contract = ("networkName", "contractAddress") if camel else ("network_name", "contract_address")
    networks = [
        {
            name: chain,
            "assets": [
                {"name": currency, contract: invented.CONTRACTS[chain, currency]}
                for other, currency in tokens
                if other == chain
            ],
        }
        for chain in dict.fromkeys(chain for chain, _ in tokens)
    ]
    return Answer({"networks": networks} if account.stage.switches.networks == "object" else networks)


def _rates(call: Call) -> Answer:
    """One item per pair, its values JSON numbers (docs.ripio.com/ramps-api/rates/get-market-rates)."""
    account = call.account
    currencies = sorted({currency for _, currency in rails.tokens_of(account.country)})
    return Answer([_rate(account, currency) for currency in currencies])


def _rate(account: Account, currency: str) -> dict[str, object]:
    middle = invented.RATES[currency][account.country.fiat]
    return {
        "pair": f"{currency}_{account.country.fiat}",
        "last_buy_rate": middle,
        "last_sell_rate": middle,
        "final_buy_rate": pricing.rate(account, currency, Ramp.ON).quantize(_CENT),
        "final_sell_rate": pricing.rate(account, currency, Ramp.OFF).quantize(_CENT),
    }


MARKETS = (
    Resource("/api/v1/depositNetworks/", {"GET": Operation("listDepositNetworks", _networks)}),
    Resource("/api/v1/withdrawalNetworks/", {"GET": Operation("listWithdrawalNetworks", _networks)}),
    Resource("/api/v1/rates/", {"GET": Operation("listRates", _rates)}),
)
"""The paths about networks and rates."""
