"""Lots drawn by a seed, the same wherever and in whatever order they are drawn."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable


def draws(seed: int, numbers: Iterable[int]) -> dict[int, int]:
    """Number -> place in the order of the lot, counted from 0."""
    mixed = sorted(numbers, key=lambda n: hashlib.sha256(f"{seed}/{n}".encode()).digest())
    return {n: i for i, n in enumerate(mixed)}
