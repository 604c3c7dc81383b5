"""What `rampkit.toml` says: one table per connection."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

from rampkit.configuration.drafts import Draft, Given
from rampkit.configuration.settings import shouted
from rampkit.errors import ConfigurationError

__all__ = ["FILE", "drafts_in"]

FILE = Path("rampkit.toml")
"""Where connections are looked for if no other file is named: in the working folder."""

_ELSEWHERE = "_env"


def drafts_in(file: Path, variables: Mapping[str, str]) -> dict[str, Draft]:
    """The connections in *file*, by their names as they stand in variables.

    Raises:
        ConfigurationError: The file cannot be read, or holds something else.
    """
    drafts: dict[str, Draft] = {}
    for name, table in _tables(file).items():
        other = drafts.setdefault(shouted(name), Draft(name))
        if other.name != name:
            raise ConfigurationError(f"{file}: {other.name} and {name} have the same variables; rename one")
        for key, value in table.items():
            _put(other, key, Given(value, f"{file} [connections.{name}]"), variables)
    return drafts


def _put(draft: Draft, key: str, given: Given, variables: Mapping[str, str]) -> None:
    setting = key.removesuffix(_ELSEWHERE)
    if setting in draft.given or setting in draft.unset:
        raise ConfigurationError(f"{given.origin}: {setting} is set twice; keep one of the two")
    if setting == key:
        draft.given[setting] = given
    elif not isinstance(given.value, str):
        raise ConfigurationError(f"{given.origin}: {key} must be the name of a variable")
    elif given.value in variables:
        draft.given[setting] = Given(variables[given.value], f"{given.value}, named in {given.origin}")
    else:
        draft.unset[setting] = given.value


def _tables(file: Path) -> Mapping[str, Mapping[str, Any]]:
    content = _content(file)
    others = sorted(set(content) - {"connections"})
    if others:
        raise ConfigurationError(f"{file}: {others[0]!r} means nothing here; write [connections.NAME]")
    tables = content.get("connections", {})
    if not isinstance(tables, dict):
        raise ConfigurationError(f"{file}: connections must be tables; write [connections.NAME]")
    for name, table in cast("dict[str, Any]", tables).items():
        if not isinstance(table, dict):
            raise ConfigurationError(f"{file}: {name} must be a table; write [connections.NAME]")
    return cast("Mapping[str, Mapping[str, Any]]", tables)


def _content(file: Path) -> dict[str, Any]:
    try:
        with file.open("rb") as stream:
            return tomllib.load(stream)
    except OSError as error:
        problem = f"{file} cannot be read: {error.strerror}"
    except UnicodeDecodeError:
        problem = f"{file} is not UTF-8"
    except tomllib.TOMLDecodeError as error:
        problem = f"{file} is not TOML: {error}"
    # Raised outside the handlers: these errors may hold the whole text, secrets included.
    raise ConfigurationError(problem)
