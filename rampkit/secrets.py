"""Values that no repr, log, traceback or pickle may show."""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NoReturn, Self, cast

from rampkit.errors import ConfigurationError

__all__ = ["Secret", "secrets_of", "without"]


class Secret:
    """A credential. Every way of printing it shows `'***'`; only `reveal()` gives the text.

    Pickling is refused: a pickle is a file somebody else may read. A copy is the same object.

    Raises:
        ConfigurationError: It is not made of text, e.g. of an environment variable that is not set.
    """

    __slots__ = ("_text",)

    def __init__(self, text: str | Secret) -> None:
        plain = text.reveal() if isinstance(text, Secret) else text
        if not isinstance(plain, str):  # pyright: ignore[reportUnnecessaryIsInstance]  # callers without a type checker
            kind = type(plain).__name__
            del text, plain  # a traceback may print local variables
            raise ConfigurationError(f"a credential must be text, not {kind}; is it set?")
        self._text: str = plain

    def reveal(self) -> str:
        """The text itself. Keep it out of local variables of frames that can raise."""
        return self._text

    def __bool__(self) -> bool:
        return bool(self._text)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Secret):
            return NotImplemented
        # An error of the encoder would carry the text.
        ours, theirs = (secret.reveal().encode(errors="surrogatepass") for secret in (self, other))
        return hmac.compare_digest(ours, theirs)

    def __hash__(self) -> int:
        return hash((Secret, self._text))

    def __repr__(self) -> str:
        return "Secret('***')"

    def __str__(self) -> str:
        return "***"

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: object) -> Self:
        return self

    def __getstate__(self) -> NoReturn:
        raise TypeError("a Secret is not picklable; pass credentials by configuration instead")

    def __reduce__(self) -> NoReturn:
        self.__getstate__()


def secrets_of(values: str | Secret | Sequence[str | Secret]) -> tuple[Secret, ...]:
    """Each of *values*, or the only one, as a `Secret`."""
    several = (values,) if isinstance(values, str | Secret) else values
    return tuple(Secret(value) for value in several)


def without(payload: Any, fields: Iterable[str]) -> Any:
    """A copy of a decoded JSON *payload* in which no object has a key in *fields*, at any depth."""
    unwanted = frozenset(fields)
    if isinstance(payload, Mapping):
        entries = cast(Mapping[object, Any], payload).items()
        return {key: without(value, unwanted) for key, value in entries if key not in unwanted}
    if isinstance(payload, list):
        return [without(item, unwanted) for item in cast(Sequence[Any], payload)]
    return payload
