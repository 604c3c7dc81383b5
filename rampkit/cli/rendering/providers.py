"""Installed providers and connections, as JSON and as tables; never a value of a setting that is secret."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from rich.console import RenderableType
from rich.text import Text

from rampkit.cli.rendering.tables import Sheet
from rampkit.cli.terminal import plain
from rampkit.configuration import ConnectionSettings
from rampkit.provider import RampProvider
from rampkit.registry import InstalledProvider

__all__ = ["Adapter", "SetUp", "providers_json", "providers_tables"]

_NONE_SET_UP = (
    "No connection is set up. Set e.g. RAMPKIT_GNOSIS_CLIENT_ID and RAMPKIT_GNOSIS_CLIENT_SECRET, write a "
    "rampkit.toml, or look at --sandbox."
)


@dataclass(frozen=True, slots=True)
class Adapter:
    """An installed provider, and its class if that can be imported."""

    installed: InstalledProvider
    kind: type[RampProvider] | None
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class SetUp:
    """A connection that is set up, and what is wrong with it if it cannot be built."""

    settings: ConnectionSettings
    problem: str | None = None


def providers_json(adapters: Iterable[Adapter], connections: Iterable[SetUp]) -> dict[str, Any]:
    """Everything as one JSON object."""
    return {
        "providers": [_adapter(adapter) for adapter in adapters],
        "connections": [_connection(connection) for connection in connections],
    }


def _adapter(adapter: Adapter) -> dict[str, Any]:
    return {
        "provider": adapter.installed.code,
        "title": adapter.kind.title if adapter.kind else None,
        "package": adapter.installed.package,
        "version": adapter.installed.version,
        "operations": _operations(adapter),
        "problem": adapter.problem,
    }


def _operations(adapter: Adapter) -> list[str]:
    return sorted(operation.value for operation in adapter.kind.operations) if adapter.kind else []


def _connection(connection: SetUp) -> dict[str, Any]:
    settings = connection.settings
    return {
        "connection": settings.name,
        "provider": settings.provider,
        "environment": settings.environment,
        "country": settings.options.get("country"),
        "settings": dict(sorted(settings.origins.items())),
        "unset": dict(sorted(settings.unset.items())),
        "ready": connection.problem is None,
        "problem": connection.problem,
    }


def providers_tables(adapters: Iterable[Adapter], connections: Sequence[SetUp]) -> list[RenderableType]:
    """What is installed, then what is set up."""
    installed = Sheet(("Provider", "Package", "Can do"), [_installed(adapter) for adapter in adapters])
    if not connections:
        return [installed, Text(), Text(_NONE_SET_UP)]
    headings = ("Connection", "Provider", "Environment", "State", "Settings come from")
    return [
        installed,
        Sheet(headings, [_state(connection) for connection in connections]),
        *_broken(connections),
    ]


def _installed(adapter: Adapter) -> Sequence[object]:
    title = adapter.kind.title if adapter.kind else "cannot be loaded"
    package = f"{adapter.installed.package or 'unknown'} {adapter.installed.version or ''}".strip()
    return (
        f"{adapter.installed.code}\n{title}",
        package,
        adapter.problem or ", ".join(_operations(adapter)),
    )


def _state(connection: SetUp) -> Sequence[object]:
    settings = connection.settings
    state = "not ready" if connection.problem else "ready"
    return settings.name, settings.provider, settings.environment, state, _origins(settings)


def _broken(connections: Iterable[SetUp]) -> list[RenderableType]:
    problems = [f"{one.settings.name}: {one.problem}" for one in connections if one.problem]
    return [Text(), *(Text(plain(problem)) for problem in problems)] if problems else []


def _origins(settings: ConnectionSettings) -> str:
    """Each place once, with what was found there; a variable says by its name what it holds."""
    by_place: dict[str, list[str]] = {}
    for setting, place in sorted(settings.origins.items()):
        by_place.setdefault(place, []).append(setting)
    told = [
        place if place.startswith("RAMPKIT_") else f"{place}: {', '.join(found)}"
        for place, found in by_place.items()
    ]
    return "\n".join(told)
