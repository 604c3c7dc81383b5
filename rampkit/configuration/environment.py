"""What environment variables say: `RAMPKIT_<CONNECTION>_<SETTING>`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from rampkit.configuration.constructors import Constructor
from rampkit.configuration.drafts import Draft, Given
from rampkit.configuration.settings import COMMON, PREFIX, shouted
from rampkit.registry import load

__all__ = ["add_variables"]


def add_variables(drafts: dict[str, Draft], variables: Mapping[str, str], codes: Sequence[str]) -> None:
    """Add what *variables* set to *drafts*, which are by name as it stands in variables.

    A setting that all connections can have tells by itself where a connection's name ends. Any other is an
    option of a provider's class: only for such a one is the class imported.
    """
    special: list[str] = []
    for name in sorted(name for name in variables if name.startswith(PREFIX)):
        where = _common(name.removeprefix(PREFIX))
        if where is None:
            special.append(name)
        else:
            _put(drafts, where, Given(variables[name], name))
    for name in special:
        where = _special(name.removeprefix(PREFIX), drafts, codes)
        if where is not None:
            _put(drafts, where, Given(variables[name], name))


def _put(drafts: dict[str, Draft], where: tuple[str, str], given: Given) -> None:
    connection, setting = where
    draft = drafts.setdefault(connection, Draft(connection.lower().replace("_", "-")))
    draft.given[setting] = given


def _common(rest: str) -> tuple[str, str] | None:
    for setting in COMMON:
        connection = rest.removesuffix(f"_{shouted(setting)}")
        if connection not in {rest, ""}:
            return connection, setting
    return None


def _special(rest: str, drafts: Mapping[str, Draft], codes: Sequence[str]) -> tuple[str, str] | None:
    """Connection and setting in *rest*; if no setting fits, one that will be refused by name."""
    owners = _longest_first([*drafts, *map(shouted, codes)], rest)
    for owner in owners:
        provider = drafts[owner].provider(codes) if owner in drafts else _code(owner, codes)
        options = Constructor.of(load(provider)).options
        where = _ending(rest, owner, options, exactly=owner in drafts)
        if where is not None:
            return where
    return (owners[0], rest.removeprefix(f"{owners[0]}_").lower()) if owners else None


def _longest_first(owners: Iterable[str], rest: str) -> list[str]:
    return sorted({owner for owner in owners if rest.startswith(f"{owner}_")}, key=len, reverse=True)


def _code(owner: str, codes: Sequence[str]) -> str:
    return next(code for code in codes if shouted(code) == owner)


def _ending(rest: str, owner: str, options: Iterable[str], *, exactly: bool) -> tuple[str, str] | None:
    """Where one of *options* ends *rest*; what is left is *owner* or, unless *exactly*, begins with it."""
    for option in sorted(options, key=len, reverse=True):
        connection = rest.removesuffix(f"_{shouted(option)}")
        if connection != rest and (connection == owner or not exactly) and connection.startswith(owner):
            return connection, option
    return None
