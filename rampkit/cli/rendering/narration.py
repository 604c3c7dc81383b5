"""A story told in the terminal."""

from __future__ import annotations

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from rampkit.cli.rendering.values import UNKNOWN
from rampkit.cli.terminal import plain, show
from rampkit.models.actions import Action, PayToAccount, ScanCode, SendCrypto
from rampkit.models.intents import Intent

__all__ = ["Narrator"]

_INDENT = 3
_CODE_SHOWN = 32


class Narrator:
    """Tells what happens, chapter by chapter."""

    def __init__(self) -> None:
        self._chapter = 0

    def title(self, text: str) -> None:
        """Say what the story is about."""
        show(Text(plain(text)))

    def chapter(self, title: str) -> None:
        """Begin the next chapter."""
        self._chapter += 1
        show(Text(), Text(f"{self._chapter}. {title}", style="bold"))

    def say(self, text: str) -> None:
        """Tell one thing that happens."""
        self._tell(text)

    def call(self, code: str, *outcomes: object) -> None:
        """Show a call of rampkit's interface and what came back."""
        self._tell(f"> {code}", style="cyan")
        for outcome in outcomes:
            self._tell(outcome, deeper=2)

    def look_at(self, text: str) -> None:
        """Point at what is worth noticing."""
        self._tell(f"Look: {text}", style="italic")

    def tables(self, *tables: RenderableType) -> None:
        """Show what an analyst would see."""
        show(Text(), *tables, Text())

    def state(self, intent: Intent) -> None:
        """Show how far an intent is."""
        word = intent.provider_status or "nothing"
        legs = f"pay-in {intent.pay_in}, pay-out {intent.pay_out}, money {intent.money}"
        self._tell(f"[{intent.status}] {legs}; the provider says {word}", deeper=2)

    def step(self, action: Action) -> None:
        """Show what the person is asked to do."""
        self._tell(f"Intent.actions asks for {_in_words(action)}")

    def _tell(self, text: object, *, deeper: int = 0, style: str = "") -> None:
        show(Padding(Text(plain(text), style=style), (0, 0, 0, _INDENT + deeper), expand=False))


def _in_words(action: Action) -> str:
    match action:
        case ScanCode():
            return f"scan_code: {action.amount or UNKNOWN} by {action.format} {action.code[:_CODE_SHOWN]}..."
        case PayToAccount():
            return f"pay_to_account: {action.amount or UNKNOWN} to {action.identifier or UNKNOWN}"
        case SendCrypto():
            return f"send_crypto: {action.amount or 'any amount'} to {action.address}"
        case _:
            return action.kind
