"""Chance that is the same on every machine: all draws come from ``random.Random.random``.

Python promises the sequence of ``random()`` for a seed, and not that of ``choice`` or ``shuffle``.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """A seeded source of draws."""

    def __init__(self, seed: str) -> None:
        """Seed it by a text, hashed by Python's own version 2 seeding (SHA-512)."""
        self._random = random.Random(seed)

    def chance(self, probability: float) -> bool:
        """Say yes with the given probability."""
        return self._random.random() < probability

    def integer(self, low: int, high: int) -> int:
        """Give a whole number from low to high, both included."""
        return low + int(self._random.random() * (high - low + 1))

    def pick(self, things: Sequence[T]) -> T:
        """Give one of the things."""
        return things[self.integer(0, len(things) - 1)]

    def weighted(self, weights: Mapping[str, float]) -> str:
        """Give one of the names; a name of weight 2 comes twice as often as one of weight 1."""
        point = self._random.random() * sum(weights.values())
        for name, weight in weights.items():
            point -= weight
            if point < 0:
                return name
        return list(weights)[-1]

    def some(self, things: Sequence[T], number: int) -> list[T]:
        """Give ``number`` different things in their order."""
        left = list(range(len(things)))
        chosen = sorted(left.pop(self.integer(0, len(left) - 1)) for _ in range(number))
        return [things[index] for index in chosen]
