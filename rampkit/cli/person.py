"""The parts rampkit does not play: the person, the bank and the provider, by the sandbox's controls."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from rampkit.models.accounts import RegisteredAccounts
from rampkit.models.actions import Action
from rampkit.models.customers import CustomerLink
from rampkit.models.intents import Intent
from rampkit.sandbox import Fault, Sandbox

__all__ = ["KNOWN", "Person", "orders_at"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Emulator:
    """How one emulator is played with; paths are relative to its controls."""

    approve: str
    """Finish the identity check that an order waits for."""
    pay: str
    settle: str
    register: str = ""
    """Finish the identity check of a customer."""
    enable: str = ""
    """Make a registered account usable."""
    deposit: str = ""
    """Send crypto to a standing address."""
    orders: str
    """Where the API takes orders."""
    count: Callable[[Any], int]
    """How many orders there are in its state."""


_EMULATORS: Mapping[str, _Emulator] = {
    "gnosis": _Emulator(
        approve="intents/{order}/approve",
        pay="intents/{order}/pay",
        settle="intents/{order}/settle",
        orders=".*/intent$",
        count=lambda state: len(state["intents"]),
    ),
    "ripio": _Emulator(
        approve="customers/{customer}/approve",
        pay="orders/{order}/pay",
        settle="orders/{order}/settle",
        register="customers/{customer}/approve",
        enable="fiat-accounts/{account}/enable",
        deposit="offramp-sessions/{deposit_account}/deposit",
        orders=".*/api/v1/onramp/$",
        count=lambda state: sum(len(account["transactions"]) for account in state["accounts"].values()),
    ),
}

KNOWN = frozenset(_EMULATORS)
"""Codes of the providers whose emulators can be played with; others are compared, but not used."""


def orders_at(provider: str, sandbox: Sandbox) -> int:
    """How many orders exist at a provider, whoever made them."""
    return _EMULATORS[provider].count(sandbox.control(provider, "state", method="GET"))


class Person:
    """Somebody who does what rampkit asks for; the bank and the provider do their parts likewise.

    Args:
        name: What the person is called in the story.
        provider: Code of the provider where the person is a customer.
        sandbox: Where all this happens.
    """

    def __init__(self, name: str, provider: str, sandbox: Sandbox) -> None:
        self.name = name
        self._provider = provider
        self._emulator = _EMULATORS[provider]
        self._sandbox = sandbox

    def takes(self, action: Action, intent: Intent) -> str:
        """Take a step of an intent, and say in words what happened."""
        match action.kind:
            case "verify_identity":
                self._control(self._emulator.approve, order=intent.order_id)
                return f"{self.name} shows a passport on the provider's page; the provider approves."
            case "send_crypto" if intent.deposit_account_id is not None:
                self._send(intent)
                return f"{self.name} sends {intent.amount} on chain, from any wallet."
            case "scan_code" | "pay_to_account" | "send_crypto" | "open_url":
                self._control(self._emulator.pay, order=intent.order_id)
                return f"{self.name} pays, and the provider sees the money."
            case _:
                return f"{self.name} waits."

    def is_verified(self, link: CustomerLink) -> None:
        """The provider approves the person's identity."""
        if self._emulator.register:
            self._control(self._emulator.register, customer=link.provider_customer_id)

    def gets_enabled(self, registered: RegisteredAccounts) -> None:
        """The provider finishes its look at the person's bank account."""
        if self._emulator.enable:
            self._control(self._emulator.enable, account=registered.destination_id)

    def gets_delivery(self, intent: Intent) -> str:
        """The provider converts and delivers."""
        self._control(self._emulator.settle, order=intent.order_id)
        return "The provider converts the money and delivers."

    def loses_an_answer(self, connection: str) -> None:
        """The line breaks right after the next order has been made, before the answer is back."""
        fault = Fault(target=connection, kind="close_after_commit", method="POST", path=self._emulator.orders)
        self._sandbox.arm(fault)

    def _send(self, intent: Intent) -> None:
        asset = intent.pair.crypto
        chain = asset.network.code if asset.network else ""
        payload = {"chain": chain, "currency": asset.symbol, "amount": intent.amount.exact_text()}
        self._control(self._emulator.deposit, json=payload, deposit_account=intent.deposit_account_id)

    def _control(self, path: str, *, json: Any = None, **ids: str | None) -> None:
        self._sandbox.control(self._provider, path.format_map(ids), json=json)
