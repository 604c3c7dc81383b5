"""Keeping what names a person: sealed with the application's keys, or, without any, not at all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rampkit.errors import ConfigurationError
from rampkit.extras import needs_extra
from rampkit.journal.parting import Parts
from rampkit.journal.text import read, written
from rampkit.secrets import Secret, secrets_of

__all__ = ["Seal"]


class Seal:
    """Encrypts by the first key, reads by any: the others are on their way out, or on their way in.

    Without a key it lets through what it is given, and keeps of personal data only what the person was told
    to do.

    Raises:
        ConfigurationError: A key is none of Fernet's, or the library that encrypts is not installed.
    """

    def __init__(self, keys: str | Secret | Sequence[str | Secret]) -> None:
        if keys is None:  # pyright: ignore[reportUnnecessaryComparison]  # callers without a type checker
            raise ConfigurationError(
                "the seal key is None; is it set? Leave seal= out to keep no personal data"
            )
        known = secrets_of(keys)
        self._fernet: Any = _fernet(known) if known else None

    def __bool__(self) -> bool:
        return self._fernet is not None

    def kept(self, parts: Parts) -> str | None:
        """What is written down of the personal part; None for nothing."""
        tree = parts.personal if self else parts.steps
        return self.closed(written(tree)) if tree else None

    def told(self, kept: str | None) -> dict[str, Any]:
        """The personal part, as far as it was kept.

        Raises:
            ConfigurationError: It was sealed with another key.
            ValueError: It is damaged.
        """
        tree: dict[str, Any] = {} if kept is None else read(self.opened(kept))
        return tree

    def closed(self, text: str) -> str:
        """*text*, sealed if there is a key."""
        return text if self._fernet is None else self._fernet.encrypt(text.encode()).decode()

    def opened(self, text: str) -> str:
        """What was sealed, or was written before there was a key.

        Raises:
            ConfigurationError: It was sealed with another key.
        """
        if not is_sealed(text):
            return text
        plain = _decrypted(self._fernet, text)
        if plain is None:
            raise ConfigurationError(
                "the journal is sealed with a key that it was not given; pass it as seal=..., after the "
                "newer ones if there are several"
            )
        return plain


def is_sealed(text: str) -> bool:
    """Whether *text* is a token of Fernet's: they all begin alike, and no JSON or hexadecimal text so."""
    return text.startswith("gAAAA")


def _fernet(keys: tuple[Secret, ...]) -> Any:
    with needs_extra("journal", purpose="sealing a journal"):
        from cryptography.fernet import Fernet, MultiFernet  # noqa: PLC0415  # only who seals needs it
    try:
        return MultiFernet([Fernet(key.reveal()) for key in keys])
    except ValueError:
        pass
    raise ConfigurationError(
        "a seal key must be one of Fernet's: 32 random bytes in URL-safe base64, "
        "as Fernet.generate_key() of the package cryptography makes them"
    )


def _decrypted(fernet: Any, token: str) -> str | None:
    if fernet is None:
        return None
    from cryptography.fernet import InvalidToken  # noqa: PLC0415  # only who seals needs it

    try:
        plain: bytes = fernet.decrypt(token.encode())
    except InvalidToken:
        return None
    return plain.decode()
