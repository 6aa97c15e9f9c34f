"""Edges of cells on a page: which are one, and which columns lie between them."""

from __future__ import annotations

from collections.abc import Iterable

NEAR = 2.0  # points within which two edges are one


def edges_of(values: Iterable[float]) -> list[float]:
    """Give different edges in order; those within ``NEAR`` of the one before are the same.

    >>> edges_of([10.0, 0.0, 11.5, 30.0])
    [0.0, 10.0, 30.0]
    """
    found: list[float] = []
    for edge in sorted(values):
        if not found or edge - found[-1] > NEAR:
            found.append(edge)
    return found


def nearest(edges: list[float], value: float) -> int:
    """Give the number of the edge that is nearest to a value."""
    return min(range(len(edges)), key=lambda at: abs(edges[at] - value))
