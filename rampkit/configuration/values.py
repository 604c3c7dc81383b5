"""Values of settings, as text or as TOML has them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from rampkit.configuration.settings import COMMON, is_secret
from rampkit.errors import ConfigurationError
from rampkit.secrets import Secret

__all__ = ["value_of"]

_SEVERAL = "webhook_secrets"


def value_of(setting: str, given: Any, origin: str) -> Any:
    """What *given* means for *setting*; credentials come back wrapped.

    Raises:
        ConfigurationError: It is of the wrong type. Names the setting and its origin, never the value.
    """
    if setting == _SEVERAL:
        return tuple(Secret(text) for text in _texts(given, origin))
    if is_secret(setting) and isinstance(given, str):
        return Secret(given)
    if setting in COMMON and not isinstance(given, str):
        raise ConfigurationError(f"{origin}: {setting} must be text")
    return given


def _texts(given: Any, origin: str) -> list[str]:
    texts: Any = given.split(",") if isinstance(given, str) else given
    if isinstance(texts, list | tuple):
        items = cast("Sequence[Any]", texts)
        if all(isinstance(item, str) for item in items):
            return [item.strip() for item in items if item.strip()]
    raise ConfigurationError(f"{origin}: {_SEVERAL} must be a list of texts, or one with commas")
