"""Tables of what providers offer, and how each connection is set up."""

from __future__ import annotations

import inspect
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from importlib.metadata import entry_points

from rampkit import Operation, RampProvider
from rampkit.capabilities import Doubt, LookUp, Never, Replay
from rampkit.models import Asset
from rampkit.sandbox import Sandbox
from tables.markdown import first_paragraph, listed, source, table, yes

__all__ = [
    "connections",
    "doubt_table",
    "operation_table",
    "provider",
    "rate_table",
    "route_table",
    "settings_table",
]

_ORDERS = (Operation.CREATE_ORDER, Operation.EXECUTE_ORDER)


def providers() -> list[type[RampProvider]]:
    """The installed adapters."""
    return [
        point.load() for point in sorted(entry_points(group="rampkit.providers"), key=lambda one: one.name)
    ]


def provider(code: str) -> type[RampProvider]:
    """The adapter of one provider."""
    (kind,) = (kind for kind in providers() if kind.code == code)
    return kind


def connections(code: str | None = None) -> list[RampProvider]:
    """A connection of every kind that the sandbox knows, or of one provider; nothing is sent through it."""
    sandbox = Sandbox()
    kinds = {kind.code: kind for kind in providers()}
    return [
        kinds[one.provider](**sandbox.options(one.name))
        for one in sandbox.connections
        if code in {None, one.provider}
    ]


def operation_table() -> str:
    """Which adapter offers which operation."""
    kinds = providers()
    return table(
        ["Operation", *(kind.title for kind in kinds), "What it is"],
        (
            [
                f"`{operation}`",
                *("yes" if operation in kind.operations else "" for kind in kinds),
                first_paragraph(getattr(RampProvider, operation.value)),
            ]
            for operation in Operation
        ),
    )


def route_table(code: str | None = None) -> str:
    """What each connection serves, as far as is known without asking."""
    return table(
        ["Connection", "Fiat", "Tokens", "Directions", "Rails", "Checkout"],
        (
            [
                f"`{one.name}`",
                listed(route.pair.fiat for route in one.routes()),
                _tokens(route.pair.crypto for route in one.routes()),
                listed(route.direction for route in one.routes()),
                listed(rail for route in one.routes() for rail in route.rails) or "not known without asking",
                listed(route.checkout for route in one.routes()),
            ]
            for one in connections(code)
        ),
    )


def _tokens(assets: Iterable[Asset]) -> str:
    """Tokens with the networks they are on: `USDC`, `USDT` (base, polygon)."""
    networks: dict[str, set[str]] = defaultdict(set)
    for asset in assets:
        networks[asset.symbol].add(str(asset.network))
    alike: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for symbol in sorted(networks):
        alike[tuple(sorted(networks[symbol]))].append(symbol)
    return "; ".join(f"{listed(symbols)} ({', '.join(where)})" for where, symbols in alike.items())


def rate_table() -> str:
    """How fast each provider may be asked, as its pages say."""
    return table(
        ["Provider", "Requests", "Within", "Kinds of call", "Source"],
        (row for kind in providers() for row in _rates_of(kind)),
    )


def _rates_of(kind: type[RampProvider]) -> Iterator[list[object]]:
    if not kind.rate_limits:
        yield [kind.title, "no page names a number", "", "", ""]
    for limit in kind.rate_limits:
        yield [kind.title, limit.requests, limit.per, listed(limit.kinds), source(limit.source)]


def doubt_table() -> str:
    """How a doubt about an order ends, per connection and operation."""
    return table(
        ["Connection", *(f"`{operation}`" for operation in _ORDERS)],
        ([f"`{one.name}`", *(_doubt_of(one, operation) for operation in _ORDERS)] for one in connections()),
    )


def _doubt_of(connection: RampProvider, operation: Operation) -> str:
    if operation not in connection.operations:
        return "not offered"
    return _told(connection.promises().doubt_of(operation))


def _told(doubt: Doubt) -> str:
    match doubt:
        case Replay():
            hours = int(doubt.key_ttl.total_seconds() // 3600)
            return f"by sending the same request again, within {hours} hours"
        case LookUp(absence_final_after=None):
            return f"by finding it by `{doubt.by}`; not finding it proves nothing"
        case LookUp():
            return f"by finding it by `{doubt.by}`, or by not finding it after {doubt.absence_final_after}"
        case Never():
            return "only by a person"


def settings_table(code: str) -> str:
    """The settings of a provider's class."""
    kind = provider(code)
    required = [
        name
        for name, one in inspect.signature(kind).parameters.items()
        if one.default is one.empty and one.kind is not one.VAR_KEYWORD
    ]
    return table(
        ["Setting", "Needed", "Meaning"],
        (
            [f"`{name}`", yes(name in required), meaning]
            for name, meaning in _documented_arguments(kind)
            if name != "name"
        ),
    )


_EACH = re.MULTILINE | re.DOTALL


def _documented_arguments(kind: type) -> Iterator[tuple[str, str]]:
    """Names and meanings of the section `Args` of a docstring."""
    text = inspect.getdoc(kind) or ""
    section = re.search(r"^Args:\n(.*?)(?=\n\S|\Z)", text, _EACH)
    for found in re.finditer(r"^    (\w+): (.*?)(?=^    \w|\Z)", section[1] if section else "", _EACH):
        yield found[1], " ".join(found[2].split())
