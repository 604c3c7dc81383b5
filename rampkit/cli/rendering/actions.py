"""What a person does next at a provider, as JSON and in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from rich.console import RenderableType
from rich.text import Text

from rampkit.cli.terminal import is_watched, unbroken
from rampkit.models.actions import AcceptTerms, Action, Confirm, OpenUrl, VerifyIdentity

__all__ = ["action_lines", "actions_json"]

_SECRET = "It carries a token: whoever has it may act as the person. Open it, and pass it on to nobody else."  # noqa: S105  # a sentence
_HIDDEN = "(not shown: it may carry a token, and this is no terminal; --json holds it)"
_STRANGE = "Its host is none that this provider is known by: look twice before you open it."


def actions_json(actions: Iterable[Action]) -> list[dict[str, Any]]:
    """All of it, addresses included."""
    return [action.model_dump(mode="json") for action in actions]


def action_lines(actions: Sequence[Action]) -> Iterable[RenderableType]:
    """What each step asks for. An address is shown to a person, and kept out of files and pipes."""
    for action in actions:
        yield Text()
        match action:
            case VerifyIdentity(url=url, host_known=known):
                what = f" ({action.requirement})" if action.requirement else ""
                yield Text(f"The person goes through an identity check{what}:")
                yield from _address(url, known=known)
            case OpenUrl(url=url, host_known=known):
                yield Text("The person opens:")
                yield from _address(url, known=known)
            case AcceptTerms(url=url, host_known=known):
                yield Text("The person reads and accepts the terms:")
                yield from _address(url, known=known)
            case Confirm(what=what, details=details):
                yield Text(f"The person confirms the {what}:")
                yield from (unbroken(f"  {name}: {value}") for name, value in details.items())
            case _:
                yield Text(f"The person has a step to take: {action.kind}.")


def _address(url: str | None, *, known: bool) -> Iterable[RenderableType]:
    if url is None:
        yield Text("  The provider names no page.")
    elif is_watched():
        yield unbroken(f"  {url}", style="bold")
        yield Text(f"  {_SECRET}" if known else f"  {_SECRET} {_STRANGE}")
    else:
        yield Text(f"  {_HIDDEN}")
