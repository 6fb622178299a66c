"""How long Google takes to answer: per method, a fixed time or one drawn from a seeded distribution."""

from __future__ import annotations

import math
import random
import threading
from typing import Any

LONGEST_SECONDS = 3600
SHAPES = ({"low", "high"}, {"median", "sigma"})


def _checked(method: str, spec: Any) -> Any:
    """A number of seconds, {low, high} (uniform) or {median, sigma} (log-normal); ValueError for anything else.

    No number may be above an hour.
    """
    numbers = spec.values() if isinstance(spec, dict) else [spec]
    shaped = not isinstance(spec, dict) or set(spec) in SHAPES
    if not shaped or not all(
        isinstance(n, (int, float)) and not isinstance(n, bool) and 0 <= n <= LONGEST_SECONDS for n in numbers
    ):
        msg = f"{method}: must be seconds (0 to {LONGEST_SECONDS}), {{low, high}} or {{median, sigma}}"
        raise ValueError(msg)
    return spec


class Latency:
    """The seconds each call takes before it is looked at; the same seed gives the same times in the same order."""

    def __init__(self, wanted: Any = None, seed: int = 0) -> None:
        """Nothing takes longer than it takes, unless it is wanted."""
        self._lock = threading.Lock()
        self.standing = (wanted, seed)  # what a reset of the workspace goes back to
        self.order(wanted, seed)

    def order(self, wanted: Any, seed: int = 0) -> None:
        """These times hold from now on: method id (or `*`) -> seconds or distribution; None ends them."""
        if not isinstance(wanted, dict | None):
            msg = "latency must be an object of method ids (or *), or null"
            raise ValueError(msg)  # noqa: TRY004 - the caller treats every misfit alike
        times = {method: _checked(method, spec) for method, spec in (wanted or {}).items()}
        with self._lock:
            self.times, self._chance = times, random.Random(seed)  # noqa: S311 - weather, no secret

    def seconds(self, method: str) -> float:
        """How long this call takes."""
        if not self.times:
            return 0.0
        spec = self.times.get(method, self.times.get("*", 0.0))
        if not isinstance(spec, dict):
            return float(spec)
        with self._lock:
            if "low" in spec:
                return self._chance.uniform(spec["low"], spec["high"])
            if not spec["median"]:
                return 0.0
            return self._chance.lognormvariate(math.log(spec["median"]), spec["sigma"])
