"""What an application wants of routing: whom it permits, prefers and weighs, and what a fee may be."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import Any, TypeAlias

from rampkit.errors import InvalidInputError
from rampkit.models.money import Amount
from rampkit.models.quotes import Quote

__all__ = ["Ordering", "Policy", "policy_of"]

Ordering: TypeAlias = Callable[[Sequence[Quote]], Sequence[Quote]]
"""Takes quotes, best first, and returns them in another order, or fewer of them; never others."""

_VIA = "via:"
_MOST_PERCENT = 100


@dataclass(frozen=True, slots=True, init=False)
class Policy:
    """What an application wants of routing; the default asks everybody and ranks by what arrives.

    A name is a connection (`ripio-ar`), a provider's code (`ripio`: all its connections) or `via:NAME` (a
    company the provider itself routes to), in any case.

    Args:
        allow: If given, only these are asked or shown.
        deny: These never are; a name that is both allowed and denied is denied.
        prefer: Most preferred first. An offer of one of these goes to the front if it is at most
            `prefer_tolerance` percent worse than the best offer, even if it is not firm.
        prefer_tolerance: In percent; 0, the default, lets preference decide between equal offers only.
        weights: Multipliers, by connection or provider code, of the net amount an offer is ranked by. Amounts
            shown stay as they are.
        maximum_fee: The most all fees may come to: an amount, or a percentage of what the person pays. An
            offer above it, or one whose fees are unknown, becomes a refusal.
        ordering: Has the last word on the order; what it drops becomes a refusal.

    Raises:
        InvalidInputError: A setting is no name, not a number or out of range.
    """

    allow: frozenset[str]
    deny: frozenset[str]
    prefer: tuple[str, ...]
    prefer_tolerance: Decimal
    weights: Mapping[str, Decimal] = field(hash=False)
    maximum_fee: Amount | Decimal | None
    ordering: Ordering | None

    def __init__(
        self,
        *,
        allow: Collection[str] = (),
        deny: Collection[str] = (),
        prefer: Sequence[str] = (),
        prefer_tolerance: Decimal | int | str = 0,
        weights: Mapping[str, Decimal | int | str] | None = None,
        maximum_fee: Amount | Decimal | int | str | None = None,
        ordering: Ordering | None = None,
    ) -> None:
        settings = {
            "allow": frozenset(_names("allow", allow)),
            "deny": frozenset(_names("deny", deny)),
            "prefer": tuple(_names("prefer", prefer)),
            "prefer_tolerance": _percent("prefer_tolerance", prefer_tolerance),
            "weights": _weights(weights or {}),
            "maximum_fee": maximum_fee if _is_amount(maximum_fee) else _percent("maximum_fee", maximum_fee),
            "ordering": ordering,
        }
        for name, value in settings.items():
            object.__setattr__(self, name, value)

    def permits(self, connection: str, provider: str, via: str | None = None) -> bool:
        """Whether an offer of *connection*, known to go through the company *via* (or none), may be used."""
        return permits(self.allow, self.deny, connection, provider, via)

    def preference(self, quote: Quote) -> int | None:
        """How far in front *quote* is preferred, 0 first; None if it is not."""
        names = _names_of(quote.connection, quote.provider, quote.via)
        return next((index for index, name in enumerate(self.prefer) if name in names), None)

    def weight(self, quote: Quote) -> Decimal:
        """By what the net amount of *quote* is multiplied for ranking; the connection's own weight first."""
        own = self.weights.get(quote.connection.lower())
        return own if own is not None else self.weights.get(quote.provider.lower(), Decimal(1))


def policy_of(wanted: Policy | Ordering | None) -> Policy:
    """*wanted* as a policy: an ordering alone is one that permits everybody.

    Raises:
        InvalidInputError: It is neither.
    """
    if wanted is None:
        return _EVERYBODY
    if isinstance(wanted, Policy):
        return wanted
    if not callable(wanted):
        raise InvalidInputError("policy", "is neither a Policy nor an ordering", remedy="Policy(deny=[...])")
    return Policy(ordering=wanted)


def permits(
    allow: frozenset[str], deny: frozenset[str], connection: str, provider: str, via: str | None
) -> bool:
    """Whether an offer of *connection* known to go through *via* (or no company) is permitted."""
    names = _names_of(connection, provider, via)
    return names.isdisjoint(deny) and not (allow and names.isdisjoint(allow))


def may_permit(
    allow: frozenset[str], deny: frozenset[str], connection: str, provider: str, vias: Iterable[str]
) -> bool:
    """Whether some offer of *connection*, through one of *vias*, could be permitted: worth asking.

    No *vias* means that the provider does not say whom it routes to.
    """
    known = tuple(vias)
    if known:
        return any(permits(allow, deny, connection, provider, via) for via in known)
    unless_via = any(name.startswith(_VIA) for name in allow)
    return permits(frozenset() if unless_via else allow, deny, connection, provider, None)


def _names_of(connection: str, provider: str, via: str | None) -> set[str]:
    names = {connection.lower(), provider.lower()}
    return names if via is None else {*names, f"{_VIA}{via.lower()}"}


def _names(setting: str, names: Collection[str]) -> Iterable[str]:
    if isinstance(names, str):
        raise InvalidInputError(setting, "must be a collection of names", remedy=f"write {setting}=[...]")
    for name in names:
        if not name.strip():
            raise InvalidInputError(setting, "holds an empty name", remedy="name a connection")
        yield name.strip().lower()


def _weights(weights: Mapping[str, Decimal | int | str]) -> Mapping[str, Decimal]:
    checked = {name.strip().lower(): _number("weights", value) for name, value in weights.items()}
    if not all(checked.values()):
        raise InvalidInputError("weights", "holds a zero", remedy="deny the connection instead")
    return MappingProxyType(checked)


def _percent(setting: str, value: Any) -> Decimal | None:
    if value is None:
        return None
    percent = _number(setting, value)
    if percent > _MOST_PERCENT:
        raise InvalidInputError(setting, "is more than 100 percent", remedy="write e.g. Decimal('1.5')")
    return percent


def _number(setting: str, value: Any) -> Decimal:
    if isinstance(value, Decimal | int | str) and not isinstance(value, bool):
        try:
            number = Decimal(value)
        except InvalidOperation:
            number = Decimal("NaN")
        if number.is_finite() and number >= 0:
            return number
    raise InvalidInputError(setting, "must be a number of zero or more, no float", remedy="Decimal('1.5')")


def _is_amount(value: object) -> bool:
    return isinstance(value, Amount)


_EVERYBODY = Policy()
