"""What the constructor of a provider's class takes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from inspect import Parameter, signature
from typing import Any

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
    types: Mapping[str, frozenset[str]]
    """The words in the annotation of each, e.g. `str` and `Secret`; none where it has no annotation."""
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
            types={name: _words(one.annotation) for name, one in named.items()},
            takes_name="name" in named,
        )


def _words(annotation: Any) -> frozenset[str]:
    """The names in an *annotation*, whether it is a type or, as most are, still text."""
    text = annotation.__name__ if isinstance(annotation, type) else str(annotation)
    return frozenset() if annotation is Parameter.empty else frozenset(re.findall(r"[A-Za-z_]\w*", text))
