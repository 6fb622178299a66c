"""Weather that is ordered wrongly is refused in one line and changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from .conftest import mail

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


def test_a_search_that_lags_sees_what_is_older_than_the_lag(world: World, gmail: Any, drive: Any) -> None:
    file = drive.files().create(body={"name": "lama"}).execute()
    made = gmail.users().messages().insert(userId="me", body={"raw": mail("a@opd.example", "Lama")}).execute()
    faults = [{"match": each, "kind": "index_lag", "seconds": 0.001, "times": 9} for each in
              ("drive.files.list", "gmail.users.messages.list")]  # fmt: skip
    assert world.admin("POST", "faults", faults) == (200, {"faults": 2})
    assert drive.files().list(q="name = 'lama'").execute()["files"] == [file]
    listed = gmail.users().messages().list(userId="me", q="subject:lama").execute()["messages"]
    assert [each["id"] for each in listed] == [made["id"]]
