"""What the constructor of a provider's class takes."""

from __future__ import annotations

from dataclasses import dataclass
from inspect import Parameter, signature

from rampkit.provider import RampProvider

__all__ = ["Constructor"]


_BY_NAME = {Parameter.POSITIONAL_OR_KEYWORD, Parameter.KEYWORD_ONLY}


@dataclass(frozen=True, slots=True)
class Constructor:
    """The options of a provider's class."""

    options: frozenset[str]
    """Every option that can be passed, `name` apart: that is the connection's own."""
    required: tuple[str, ...]
    """Those without a default, in order."""
    wrapped: frozenset[str]
    """Those that can be given as a `Secret`; others need the text."""
    takes_name: bool
    """Whether the connection can have a name of its own."""

    @classmethod
    def of(cls, kind: type[RampProvider]) -> Constructor:
        """The constructor of *kind*; one with `**options` passes on those of `RampProvider`."""
        own = signature(kind).parameters.values()
        passed_on = any(one.kind is Parameter.VAR_KEYWORD for one in own)
        inherited = signature(RampProvider).parameters.values() if passed_on else ()
        named = {one.name: one for one in (*inherited, *own) if one.kind in _BY_NAME}
        return cls(
            options=frozenset(named) - {"name"},
            required=tuple(
                one.name for one in own if one.kind in _BY_NAME and one.default is Parameter.empty
            ),
            wrapped=frozenset(name for name, one in named.items() if "Secret" in str(one.annotation)),
            takes_name="name" in named,
        )
