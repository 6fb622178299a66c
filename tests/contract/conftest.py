"""Every contract is kept twice: with the rehearsal by default, and with Google itself with `-m live`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from googleapiclient.errors import HttpError

from . import places

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .account import Account

PLACES = {"rehearsal": places.rehearsal, "google": places.google}


@pytest.fixture(scope="session", params=["rehearsal", pytest.param("google", marks=pytest.mark.live)])
def account(request: pytest.FixtureRequest) -> Iterator[Account]:
    """An account that is there for as long as the contracts; what they make in it is removed at the end."""
    with PLACES[request.param]() as opened:
        yield opened


@pytest.fixture(scope="session")
def robot(account: Account) -> Account:
    """A service account without a subject: a second identity that everyone with a service account's key has."""
    return places.robot(account)


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Iterator[None]:
    """A contract that says it covers a method has, when it passes, been answered by that method."""
    account: Account | None = pyfuncitem.funcargs.get("account")
    if account is not None:
        account.ear.heard.clear()
    result = yield
    if account is not None:
        said = {name for marker in pyfuncitem.iter_markers("covers") for name in marker.args}
        assert said - account.ear.heard == set(), "named by the contract, but never answered"
    return result


def refused(call: Callable[[], Any]) -> tuple[int, dict[str, Any]]:
    """Status and error of a request that must be refused."""
    with pytest.raises(HttpError) as caught:
        call()
    return int(caught.value.resp.status), json.loads(caught.value.content)["error"]
