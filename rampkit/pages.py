"""Lists that come a page at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar, overload

from rampkit.http import Flow

__all__ = ["Page"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Sequence[T]):
    """Some items of a list, and how to ask for those that follow.

    A sequence of its own items. `Session.each` and the router's lists go through all pages.
    """

    items: tuple[T, ...]
    """In the provider's order."""
    following: Callable[[], Flow[Page[T]]] | None = field(default=None, repr=False)
    """Makes the flow that asks for the next page; None on the last one."""
    total: int | None = None
    """How many items all pages have; None where the provider does not say."""

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[T]: ...
    def __getitem__(self, index: int | slice) -> T | Sequence[T]:
        return self.items[index]

    def __len__(self) -> int:
        return len(self.items)
