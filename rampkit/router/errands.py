"""Orders that only one provider has, journalled like an intent."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from rampkit.router.script import Act, Script, do
from rampkit.saga.errands import run_errand
from rampkit.saga.identity import check_id

if TYPE_CHECKING:
    from rampkit.http import Flow
    from rampkit.router.core import Core

__all__ = ["run"]

T = TypeVar("T")


def run(core: Core, flow: Flow[T], connection: str, errand_id: str) -> Script[T]:
    """Run *flow*, whose one order leaves once for ever."""
    check_id(errand_id)
    provider = core.provider(connection)
    return (yield from do(Act(run_errand(core.bench, errand_id, provider, flow))))
