"""Faults that can be ordered: refusals, dead connections, half answers or none, delays, lagging searches, lost tokens."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Any

KINDS = (
    "status", "reset", "timeout_after_commit", "delay", "index_lag", "truncate", "expired_token", "revoked_token",
)  # fmt: skip
HANG_SECONDS = 120.0


@dataclass
class Fault:
    """One ordered fault: which method it hits, after how many calls, how often, and what happens then."""

    match: str
    kind: str
    after: int = 0
    times: int = 1
    status: int = 503
    body: Any = None
    seconds: float | None = None
    after_commit: bool = False


def read(entry: Any) -> Fault:
    """The fault an entry of the order describes; ValueError with one line where it does not describe one."""
    if not isinstance(entry, dict):
        msg = "a fault is an object with match and kind"
        raise ValueError(msg)  # noqa: TRY004 - the caller treats every misfit alike
    unknown = set(entry) - set(Fault.__dataclass_fields__)
    if unknown:
        msg = f"unknown key {min(unknown)!r}"
        raise ValueError(msg)
    if entry.get("kind") not in KINDS:
        msg = f"kind must be one of {', '.join(KINDS)}"
        raise ValueError(msg)
    given = {key: value for key, value in entry.items() if value is not None}
    for key, kinds in {"after": int, "times": int, "status": int, "seconds": (int, float), "match": str}.items():
        if not isinstance(given.get(key, 0 if key != "match" else "*"), kinds):  # type: ignore[arg-type]
            msg = f"{key} has the wrong type"
            raise ValueError(msg)  # noqa: TRY004 - the caller treats every misfit alike
    return Fault(**{"match": "*", **given})


class Faults:
    """The faults in order; the first that matches a call and is due is taken."""

    def __init__(self) -> None:
        """Nothing goes wrong yet."""
        self._lock = threading.Lock()
        self._faults: list[Fault] = []

    def order(self, faults: list[Fault]) -> None:
        """These faults replace the ones ordered before; an empty list ends all faults."""
        with self._lock:
            self._faults = faults

    def due(self, method: str) -> Fault | None:
        """The fault that hits this call of the method, counted down; None when the call goes through."""
        if not self._faults:
            return None
        with self._lock:
            for fault in self._faults:
                if fault.match not in {"*", method} or fault.times <= 0:
                    continue
                if fault.after > 0:
                    fault.after -= 1
                    continue
                fault.times -= 1
                return fault
        return None
