"""Weather that is ordered wrongly is refused in one line and changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from .conftest import World


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("quota", {"quota": {"table": ["new"]}}), ("quota", {"quota": "old"}), ("quota", {"sheets.read.user": -1}),
        ("quota", {"gmail.calls": 5}), ("quota", []), ("latency", {"latency": {"*": float("inf")}}),
        ("latency", {"latency": {"*": 0.1}, "seed": float("inf")}), ("latency", {"latency": {"*": [1]}}),
        ("latency", {"latency": {"*": {"low": 1}}}), ("latency", {"latency": "slow"}),
    ],
)  # fmt: skip
def test_weather_that_is_none_is_refused(world: World, name: str, body: Any) -> None:
    status, answer = world.admin("PUT", name, body)
    assert (status, sorted(answer), "\n" in answer["error"]) == (400, ["error"], False)
    assert world.admin("GET", "quota") == (200, {"legacy": False, "limits": {}})
