"""Choices: whatever may go one way or another in a trace, taken in every way there is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")
USUAL = 0.7
"""How often chance takes the first way: else the first of many points of death would be most traces' end."""


class Choices:
    """One sequence of choices: follows *path* to its end, then takes the first way, or any, each time."""

    def __init__(self, path: Sequence[int] = (), chance: Random | None = None) -> None:
        self._path = path
        self._chance = chance
        self.taken: list[int] = []
        self.named: list[str] = []
        self._widths: list[int] = []

    def pick(self, question: str, ways: Sequence[T]) -> T:
        """One of *ways*; where there is only one, nothing is chosen."""
        if len(ways) == 1:
            return ways[0]
        index = self._index(len(self.taken), len(ways))
        self.taken.append(index)
        self._widths.append(len(ways))
        self.named.append(f"{question}: {ways[index]}")
        return ways[index]

    def _index(self, position: int, width: int) -> int:
        if position < len(self._path):
            return self._path[position]
        if self._chance is None or self._chance.random() < USUAL:
            return 0
        return self._chance.randrange(width)

    def following(self) -> list[int] | None:
        """The path to the next sequence, depth first; None after the last."""
        for position in reversed(range(len(self.taken))):
            if self.taken[position] + 1 < self._widths[position]:
                return [*self.taken[:position], self.taken[position] + 1]
        return None


def every() -> Iterator[Choices]:
    """Fresh choices until each sequence has been taken once; play each before asking for the next."""
    path: list[int] | None = []
    while path is not None:
        choices = Choices(path)
        yield choices
        path = choices.following()
