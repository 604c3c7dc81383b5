"""Deposit instructions: what a person must do so that the provider gets its money."""

from __future__ import annotations

from typing import Any

from rampkit.sandbox.world import World
from rampkit_gnosis.emulator import invented
from rampkit_gnosis.emulator.amounts import smallest_units
from rampkit_gnosis.emulator.brcode import br_code
from rampkit_gnosis.emulator.records import Intent, JsonObject, Order, Transaction
from rampkit_gnosis.emulator.switches import Switches

_ADDRESS_BITS = 160


def new_instructions(order: Order, world: World) -> JsonObject:
    """Say how an order is paid; every transaction gets a reference or an address of its own."""
    if order.corridor.direction == "OFFRAMP":
        address = f"0x{world.random.getrandbits(_ADDRESS_BITS):040x}"
        return {"address": address, "chain": order.corridor.crypto.chain}
    reference = f"GR-{world.token(8).upper()}"
    if order.rail == "PIX":
        code = br_code(
            invented.PIX_DEPOSIT["pixKey"], order.amount, invented.BENEFICIARY, reference.replace("-", "")
        )
        return {**invented.PIX_DEPOSIT, "brCode": code, "reference": reference, "rail": order.rail}
    account = invented.EURO_DEPOSIT if order.rail == invented.EURO_RAIL else invented.US_DEPOSIT
    return {**account, "reference": reference, "rail": order.rail}


def deposit_instructions(intent: Intent, transaction: Transaction, switches: Switches) -> Any:
    """`depositInstructions` of the execute answer, as an object or an array.

    In the object form `type` sits on the parent and the rail is missing, as printed at
    docs.ramp.gnosis.io/intents/executing-transactions.
    """
    entry = instruction(intent, transaction, switches)
    if switches.instructions_shape == "array":
        return [entry]
    if switches.entry_shape == "g3":
        keys = {name: value for name, value in entry["instructions"].items() if name != "rail"}
        entry = {"encoding": entry["encoding"], "instructions": keys}
    return {"type": _kind(intent), "context": [entry]}


def context(intent: Intent, transaction: Transaction, switches: Switches) -> Any:
    """`context` of a transaction in the shape in force, which may be null."""
    if switches.context_shape == "null":
        return None
    if switches.context_shape == "empty":
        return {}
    entry = instruction(intent, transaction, switches)
    return entry if switches.context_shape == "object" else [entry]


def instruction(intent: Intent, transaction: Transaction, switches: Switches) -> JsonObject:
    """One entry, as of docs.ramp.gnosis.io/intents/transactions-deposits or as it was before."""
    if switches.entry_shape == "g2":
        return _old_entry(intent, transaction)
    keys = dict(transaction.instructions)
    if "chain" in keys and switches.chain_word == "name":
        keys["chain"] = invented.CHAIN_NAMES[keys["chain"]]
    return {"encoding": "DISPLAY", "type": _kind(intent), "instructions": keys}


def _kind(intent: Intent) -> str:
    return "CRYPTO" if intent.order.corridor.direction == "OFFRAMP" else "BANK"


def _old_entry(intent: Intent, transaction: Transaction) -> JsonObject:
    """The entry of gnosisramps.mintlify.app/intents/transactions; its bank form is invented."""
    source, amount = intent.order.corridor.source, intent.order.amount
    entry: JsonObject = {
        "kind": _kind(intent),
        "label": f"Deposit {source.ticker}",
        "currency": {"code": source.ticker},
        "metadata": {"amountConditions": [{"ComparisonOperator": "GreaterThanOrEqualTo", "Value": amount}]},
    }
    if source.chain is None:
        return {**entry, "bank": dict(transaction.instructions)}
    smallest = smallest_units(amount, source)
    address = transaction.instructions["address"]
    call = f"0xa9059cbb{address.removeprefix('0x'):0>64}{smallest:064x}"
    parameters = {"tokenAmount": amount, "tokenAmountInSmallestUnit": str(smallest)}
    crypto = {
        "chainId": invented.CHAIN_IDS[source.chain],
        "address": address,
        "destinationTag": None,
        "transactionData": {"encodedData": call, "parameters": parameters},
    }
    return {**entry, "label": f"Deposit {source.ticker} on {source.chain}", "crypto": crypto}
