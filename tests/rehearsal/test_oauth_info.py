"""The small endpoints beside the APIs: whose a token is, and which APIs there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from .conftest import World


def test_a_token_says_whose_it_is(world: World) -> None:
    status, told = world.http("GET", f"/oauth2/v3/tokeninfo?access_token={world.server.token}")
    assert (status, told["email"]) == (200, "sekretariat@panitia.example")
    assert world.http("GET", "/tokeninfo?access_token=palsu") == (
        400, {"error": "invalid_token", "error_description": "Invalid Value"}
    )  # fmt: skip
    assert world.http("GET", "/oauth2/v3/userinfo", token=world.server.token)[1]["sub"] == told["sub"]
    assert world.http("GET", "/oauth2/v3/userinfo")[0] == 401


@pytest.mark.parametrize("path", ["/token", "/oauth2/v4/token", "/o/oauth2/token"])
def test_tokens_are_given_at_every_address_google_ever_had(world: World, path: str) -> None:
    form = f"grant_type=refresh_token&refresh_token={world.server.token}".encode()
    status, answer = world.http("POST", path, form)
    assert (status, answer["token_type"]) == (200, "Bearer")


def test_the_directory_leads_to_the_documents(world: World) -> None:
    listed = world.http("GET", "/discovery/v1/apis")[1]["items"]
    assert [each["id"] for each in listed] == ["gmail:v1", "drive:v3", "sheets:v4", "forms:v1"]
    address = world.http("GET", "/discovery/v1/apis?name=forms")[1]["items"][0]["discoveryRestUrl"]
    assert world.http("GET", address.removeprefix(world.server.base))[1]["rootUrl"] == world.server.base + "/"
