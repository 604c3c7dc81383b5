"""The settings of a connection while they are being collected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from types import MappingProxyType
from typing import Any, NamedTuple

from rampkit.configuration.constructors import Constructor
from rampkit.configuration.settings import COMMON, ConnectionSettings, is_secret, shouted, variable
from rampkit.configuration.values import value_of
from rampkit.errors import ConfigurationError
from rampkit.registry import load

__all__ = ["Draft", "Given"]


class Given(NamedTuple):
    """A value as it was written."""

    value: Any
    origin: str
    """The variable or file it stands in."""


@dataclass(slots=True)
class Draft:
    """What has been found of one connection so far."""

    name: str
    given: dict[str, Given] = field(default_factory=dict[str, Given], repr=False)
    """By setting; what is found later replaces what was found before."""
    unset: dict[str, str] = field(default_factory=dict[str, str])
    """Settings left to variables that are not set."""

    def settled(self, codes: Sequence[str]) -> ConnectionSettings:
        """Everything that was found.

        Raises:
            ConfigurationError: The connection belongs to none of *codes*, or a setting is unknown or wrong.
        """
        provider = self.provider(codes)
        self._refuse_unknown(provider)
        values = {name: value_of(name, *given) for name, given in self.given.items() if name != "provider"}
        return ConnectionSettings(
            name=self.name,
            provider=provider,
            options=_frozen({name: value for name, value in values.items() if not is_secret(name)}),
            secrets=_frozen({name: value for name, value in values.items() if is_secret(name)}),
            origins=_frozen({name: given.origin for name, given in self.given.items()}),
            unset=_frozen({name: where for name, where in self.unset.items() if name not in self.given}),
        )

    def provider(self, codes: Sequence[str]) -> str:
        """The provider that is set, else the longest of *codes* that begins the name.

        Raises:
            ConfigurationError: There is none.
        """
        if "provider" in self.given:
            return str(value_of("provider", *self.given["provider"]))
        whole = f"{shouted(self.name)}_"
        beginning = [code for code in codes if whole.startswith(f"{shouted(code)}_")]
        if beginning:
            return max(beginning, key=len)
        near = get_close_matches(self.name.partition("-")[0], codes, n=1)
        hint = f"did you mean {near[0]}, or" if near else f"there is {', '.join(codes) or 'none'};"
        raise ConfigurationError(
            f"{self._somewhere()}: connection {self.name} begins with no installed provider's code; "
            f"{hint} set {variable(self.name, 'provider')}"
        )

    def _somewhere(self) -> str:
        return next((given.origin for given in self.given.values()), f"[connections.{self.name}]")

    def _refuse_unknown(self, provider: str) -> None:
        special = [name for name in (*self.given, *self.unset) if name not in COMMON]
        if not special:
            return
        constructor = Constructor.of(load(provider))
        unknown = next((name for name in special if name not in constructor.options), None)
        if unknown is not None:
            near = get_close_matches(unknown, [*COMMON, *sorted(constructor.options)], n=1, cutoff=0.5)
            hint = f"did you mean {near[0]}" if near else f"there is {', '.join(sorted(constructor.options))}"
            origin = self.given[unknown].origin if unknown in self.given else self._somewhere()
            raise ConfigurationError(f"{origin}: provider {provider} has no setting {unknown}; {hint}")


def _frozen(values: dict[str, Any]) -> Mapping[str, Any]:
    return MappingProxyType(values)
