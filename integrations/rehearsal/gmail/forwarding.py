"""gmail.users.settings: forwarding addresses and delegates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from integrations.rehearsal import identity
from integrations.rehearsal.calls import method
from integrations.rehearsal.gmail import mailbox, preferences
from integrations.rehearsal.gmail.senders import ADDRESS, verified
from integrations.rehearsal.refusals import Refusal, invalid, not_found

if TYPE_CHECKING:
    import sqlite3

    from integrations.rehearsal.calls import Call

Json = dict[str, Any]

FORWARDING, DELEGATES = "forwarding", "delegates"


def _all(call: Call, kind: str) -> list[Json]:
    return list(preferences.read(call.db, mailbox.owner(call), kind).get("list", []))


def _store(call: Call, kind: str, found: list[Json]) -> None:
    preferences.write(call.db, mailbox.owner(call), kind, {"list": found})


def _find(call: Call, kind: str, name: str) -> Json:
    for each in _all(call, kind):
        if each[name].lower() == call.path[name].lower():
            return each
    raise not_found()


def _add(call: Call, kind: str, name: str, status: str) -> Json:
    address = call.body[name]
    found = _all(call, kind)
    if address.lower() in {each[name].lower() for each in found}:
        raise Refusal(409, "Already exists.", reason="alreadyExists", status="ALREADY_EXISTS")
    made = {name: address, "verificationStatus": status}
    _store(call, kind, [*found, made])
    return made


def _remove(call: Call, kind: str, name: str) -> None:
    gone = _find(call, kind, name)
    _store(call, kind, [each for each in _all(call, kind) if each != gone])


def may_forward(db: sqlite3.Connection, user: str, address: str) -> bool:
    """Whether the account has that forwarding address, verified."""
    found = preferences.read(db, user, FORWARDING).get("list", [])
    return any(
        each["forwardingEmail"].lower() == address.lower() and each["verificationStatus"] == "accepted"
        for each in found
    )


@method("gmail.users.settings.forwardingAddresses.list")
def list_addresses(call: Call) -> Json:
    """The forwarding addresses; none at all is an empty answer."""
    found = _all(call, FORWARDING)
    return {"forwardingAddresses": found} if found else {}


@method("gmail.users.settings.forwardingAddresses.get")
def get_address(call: Call) -> Json:
    """One forwarding address."""
    return _find(call, FORWARDING, "forwardingEmail")


@method("gmail.users.settings.forwardingAddresses.create")
def create_address(call: Call) -> Json:
    """Mail may be forwarded there: at once inside the workspace, otherwise only once it is verified."""
    address = call.body.get("forwardingEmail", "")
    if not ADDRESS.fullmatch(address):
        raise invalid("Invalid forwarding address.")
    return _add(call, FORWARDING, "forwardingEmail", verified(call.db, mailbox.owner(call), address))


@method("gmail.users.settings.forwardingAddresses.delete")
def delete_address(call: Call) -> None:
    """Nothing is forwarded there any more."""
    _remove(call, FORWARDING, "forwardingEmail")


@method("gmail.users.settings.delegates.list")
def list_delegates(call: Call) -> Json:
    """Who may read and write in the account's name; nobody at all is an empty answer."""
    found = _all(call, DELEGATES)
    return {"delegates": found} if found else {}


@method("gmail.users.settings.delegates.get")
def get_delegate(call: Call) -> Json:
    """One delegate."""
    return _find(call, DELEGATES, "delegateEmail")


@method("gmail.users.settings.delegates.create")
def create_delegate(call: Call) -> Json:
    """A colleague may read and write in the account's name; 400 for somebody from outside."""
    address = call.body.get("delegateEmail", "")
    if not ADDRESS.fullmatch(address) or address.lower() == mailbox.owner(call).lower():
        raise invalid("Invalid delegate")
    if identity.find(call.db, address) is None:
        raise invalid("Invalid delegate")
    return _add(call, DELEGATES, "delegateEmail", "accepted")


@method("gmail.users.settings.delegates.delete")
def delete_delegate(call: Call) -> None:
    """That person no longer may."""
    _remove(call, DELEGATES, "delegateEmail")
