"""Connections that have failed lately: a call that can go elsewhere leaves them alone, and says so."""

from __future__ import annotations

from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from math import ceil
from typing import TYPE_CHECKING

from rampkit.capabilities import CallKind
from rampkit.errors import RestingError
from rampkit.http import Commits
from rampkit.models.quotes import NotAsked, RefusalReason
from rampkit.routing import Candidates
from rampkit.routing.refusals import refused_offer

if TYPE_CHECKING:
    from collections.abc import Collection, Generator, Sequence

    from rampkit.health.health import Health
    from rampkit.models.quotes import Refusal
    from rampkit.router.core import Core
    from rampkit.saga.creating import Offer
    from rampkit.saga.effects import Send

__all__ = ["asking", "awake", "passage"]


def asking(core: Core, chosen: Candidates) -> AbstractContextManager[Candidates]:
    """Who is asked for prices while the block lasts, and who is not: the last one left always is."""
    if all(core.health[one.provider.name].spotless for one in chosen.asked):
        return nullcontext(chosen)
    return _probing(core, chosen)


@contextmanager
def _probing(core: Core, chosen: Candidates) -> Generator[Candidates]:
    with ExitStack() as places:
        resting = {
            one.provider.name
            for one in chosen.asked
            if not places.enter_context(core.health[one.provider.name].probing(CallKind.PRICES))
        }
        if resting and len(resting) == len(chosen.asked):
            resting.remove(_first_back(core, [one.provider.name for one in chosen.asked], CallKind.PRICES))
        yield _without(core, chosen, resting) if resting else chosen


def _without(core: Core, chosen: Candidates, resting: Collection[str]) -> Candidates:
    left_alone = [
        NotAsked(
            connection=one.provider.name,
            provider=one.provider.code,
            reason=RefusalReason.RESTING,
            message=_told(core.health[one.provider.name], CallKind.PRICES),
        )
        for one in chosen.asked
        if one.provider.name in resting
    ]
    order = list(core.providers)
    return Candidates(
        tuple(one for one in chosen.asked if one.provider.name not in resting),
        tuple(sorted((*chosen.not_asked, *left_alone), key=lambda row: order.index(row.connection))),
    )


def awake(core: Core, offers: Sequence[Offer]) -> tuple[list[Offer], list[Refusal]]:
    """The offers that may take an order, and why the others may not; if all rest, one may all the same."""
    able = [offer for offer in offers if core.health[offer.provider.name].admits(CallKind.ORDERS)]
    if offers and not able:
        first = _first_back(core, [offer.provider.name for offer in offers], CallKind.ORDERS)
        able = [offer for offer in offers if offer.provider.name == first]
    left_alone = [
        refused_offer(
            offer.quote,
            RefusalReason.RESTING,
            _told(core.health[offer.provider.name], CallKind.ORDERS),
        )
        for offer in offers
        if offer not in able
    ]
    return able, left_alone


@contextmanager
def passage(core: Core, effect: Send, skippable: Collection[str]) -> Generator[None]:
    """Where an order passes to its connection; a half-open one lets one pass and no other beside it.

    Raises:
        RestingError: It is left alone, and it is one of the *skippable*.
    """
    if effect.request.commits is not Commits.ORDER:
        yield
        return
    health = core.health[effect.connection]
    with health.probing(CallKind.ORDERS) as admitted:
        if not admitted and effect.connection in skippable:
            raise RestingError(
                _told(health, CallKind.ORDERS),
                connection=effect.connection,
                operation=effect.request.operation,
            )
        yield


def _first_back(core: Core, connections: Sequence[str], kind: CallKind) -> str:
    """The one whose rest is over first; of equals the first."""
    return min(connections, key=lambda name: core.health[name].remaining(kind))


def _told(health: Health, kind: CallKind) -> str:
    seconds = ceil(health.remaining(kind))
    when = f"for another {seconds} s" if seconds else "until one call has shown that it is back"
    return f"its {kind} failed lately, so it is left alone {when}; to ask it anyway, name it alone"
