"""A connection made from its settings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from rampkit.configuration.constructors import Constructor
from rampkit.configuration.settings import ConnectionSettings, variable
from rampkit.configuration.toml import FILE
from rampkit.configuration.typed import typed
from rampkit.configuration.values import value_of
from rampkit.errors import ConfigurationError, InvalidInputError
from rampkit.provider import RampProvider
from rampkit.registry import load
from rampkit.secrets import Secret

__all__ = ["build"]


def build(settings: ConnectionSettings) -> RampProvider:
    """The connection that *settings* describe. Nothing is sent.

    Raises:
        ConfigurationError: A setting is missing, wrong or none of this provider's; names it.
    """
    kind = load(settings.provider)
    constructor = Constructor.of(kind)
    options = {name: value_of(name, value, settings.name) for name, value in settings.options.items()}
    given = {**options, **settings.secrets}
    _require_all(settings, constructor, given)
    _refuse_others(settings, constructor, given)
    arguments = {name: _argument(settings, constructor, name, value) for name, value in given.items()}
    if constructor.takes_name:
        arguments["name"] = settings.name
    if "environment" in constructor.options:
        arguments["environment"] = settings.environment
    try:
        return kind(**arguments)
    except InvalidInputError as error:
        problem = f"connection {settings.name}: {error.field or 'a setting'} {error.problem}; {error.remedy}"
    raise ConfigurationError(problem)


def _require_all(settings: ConnectionSettings, constructor: Constructor, given: dict[str, Any]) -> None:
    missing = [name for name in constructor.required if name not in given and name != "name"]
    named = [name for name in missing if name in settings.unset]
    if named:
        raise ConfigurationError(
            f"{settings.unset[named[0]]} is not set; {named[0]}_env of connection {settings.name} names it"
        )
    if missing:
        variables = [variable(settings.name, name) for name in missing]
        verb, them = ("is", "it") if len(missing) == 1 else ("are", "them")
        raise ConfigurationError(
            f"{' and '.join(variables)} {verb} not set; "
            f"set {them} or add {' and '.join(missing)} to [connections.{settings.name}] in {FILE}"
        )


def _refuse_others(settings: ConnectionSettings, constructor: Constructor, given: dict[str, Any]) -> None:
    """A setting that has no effect is refused: `sandbox` above all must not be overlooked."""
    others = sorted(name for name in given if name not in constructor.options)
    if others:
        raise ConfigurationError(
            f"provider {settings.provider} has no setting {others[0]}; "
            f"remove it from {settings.origins.get(others[0], 'the settings')}"
        )
    if not constructor.takes_name and settings.name != settings.provider:
        raise ConfigurationError(
            f"provider {settings.provider} can have one connection only, named after it, not {settings.name}"
        )


def _argument(settings: ConnectionSettings, constructor: Constructor, name: str, value: Any) -> Any:
    wanted = constructor.types[name]
    if "Secret" not in wanted:
        value = _revealed(value)
    try:
        return typed(value, wanted)
    except ValueError as error:
        problem = f"{settings.origins.get(name, settings.name)}: {name} {error}"
    raise ConfigurationError(problem)


def _revealed(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(_revealed(item) for item in cast("Sequence[Secret]", value))
    return value.reveal() if isinstance(value, Secret) else value
