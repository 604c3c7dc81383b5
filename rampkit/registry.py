"""The providers that installed packages offer, by code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from importlib.metadata import EntryPoint, entry_points

from rampkit.errors import ConfigurationError
from rampkit.provider import RampProvider

__all__ = ["GROUP", "InstalledProvider", "available", "load"]

GROUP = "rampkit.providers"
"""The entry-point group in which a package names its provider, by code."""


@dataclass(frozen=True, slots=True)
class InstalledProvider:
    """A provider that some installed package offers; nothing of it is imported yet."""

    code: str
    """The provider's code, e.g. `ripio`."""
    target: str
    """Where its class is, e.g. `rampkit_ripio:RipioProvider`."""
    package: str | None
    """The distribution that offers it."""
    version: str | None
    """That distribution's version."""


def available() -> Mapping[str, InstalledProvider]:
    """Every installed provider, by code in alphabetical order. Imports none of them.

    Raises:
        ConfigurationError: Two packages offer different providers under one code.
    """
    return {code: _described(point) for code, point in _points().items()}


def load(code: str) -> type[RampProvider]:
    """Import the provider class with this *code*.

    Raises:
        ConfigurationError: It is not installed, cannot be imported or is no provider.
    """
    points = _points()
    point = points.get(code)
    if point is None:
        raise ConfigurationError(_not_installed(code, list(points)))
    try:
        kind = point.load()
    except Exception as error:
        raise ConfigurationError(f"provider {code!r} ({point.value}) cannot be imported: {error}") from error
    if not (isinstance(kind, type) and issubclass(kind, RampProvider)):
        raise ConfigurationError(f"provider {code!r} ({point.value}) is not a subclass of RampProvider")
    if kind.code != code:
        raise ConfigurationError(
            f"provider {code!r} ({point.value}) calls itself {kind.code!r}; its entry point must be named so"
        )
    return kind


def _points() -> dict[str, EntryPoint]:
    points: dict[str, EntryPoint] = {}
    for point in sorted(entry_points(group=GROUP), key=lambda point: point.name):
        other = points.setdefault(point.name, point)
        if other.value != point.value:
            raise ConfigurationError(
                f"two packages offer provider {point.name!r} ({other.value}, {point.value}); uninstall one"
            )
    return points


def _described(point: EntryPoint) -> InstalledProvider:
    package = point.dist
    return InstalledProvider(
        point.name, point.value, package.name if package else None, package.version if package else None
    )


def _not_installed(code: str, installed: list[str]) -> str:
    if not installed:
        return f"provider {code!r} is not installed, nor is any other; install rampkit itself again with pip"
    near = get_close_matches(code.lower(), installed, n=1)
    # No package name is guessed: somebody else may have registered it.
    way_out = f"did you mean {near[0]!r}" if near else f"pip install the package that offers it in {GROUP!r}"
    return f"provider {code!r} is not installed (there is {', '.join(installed)}); {way_out}"
