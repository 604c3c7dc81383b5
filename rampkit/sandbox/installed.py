"""The emulators that installed packages offer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from importlib.metadata import EntryPoint, entry_points

from rampkit.errors import ConfigurationError
from rampkit.sandbox.connections import connections_of
from rampkit.sandbox.emulator import Emulator

GROUP = "rampkit.emulators"
"""The entry-point group in which a package names its emulator, by provider code."""


def installed_emulators() -> list[type[Emulator]]:
    """Load every emulator in the group `rampkit.emulators`, ordered by code.

    Raises:
        ConfigurationError: None is installed, or one cannot be loaded.
    """
    found = sorted(set(entry_points(group=GROUP)), key=lambda point: point.name)
    if not found:
        raise ConfigurationError(
            f"No emulator is installed; no package offers the entry point group {GROUP!r}."
        )
    return [_load(point) for point in found]


def require_distinct(emulators: Sequence[Emulator]) -> None:
    """Refuse *emulators* that could not be told apart.

    Raises:
        ConfigurationError: Two share a provider code, or two connections a name.
    """
    _refuse_repeats("emulators play the provider", [emulator.code for emulator in emulators])
    _refuse_repeats("connections are called", [connection.name for connection in connections_of(emulators)])


def _load(point: EntryPoint) -> type[Emulator]:
    try:
        emulator = point.load()
    except Exception as error:
        raise ConfigurationError(
            f"The emulator {point.name!r} ({point.value}) cannot be loaded: {error}"
        ) from error
    if not (isinstance(emulator, type) and issubclass(emulator, Emulator)):
        raise ConfigurationError(
            f"The emulator {point.name!r} ({point.value}) is not a subclass of Emulator."
        )
    return emulator


def _refuse_repeats(what: str, names: Sequence[str]) -> None:
    for name, times in Counter(names).items():
        if times > 1:
            raise ConfigurationError(f"{times} {what} {name!r}.")
