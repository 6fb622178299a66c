"""gmail.users.settings.sendAs: the addresses an account may write as, its own and its aliases."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from integrations.rehearsal import identity
from integrations.rehearsal.calls import method
from integrations.rehearsal.gmail import mailbox, preferences
from integrations.rehearsal.refusals import Refusal, invalid, not_found

if TYPE_CHECKING:
    import sqlite3

    from integrations.rehearsal.calls import Call

Json = dict[str, Any]

KIND = "senders"
ADDRESS = re.compile(r"[^@\s,<>]+@[^@\s,<>]+\.[^@\s,<>]+")
WRITABLE = ("displayName", "replyToAddress", "signature", "treatAsAlias")
LONGEST_SIGNATURE = 10_000


def known(db: sqlite3.Connection, user: str) -> list[Json]:
    """Every address the account may write as or has asked to, its own first."""
    stored = preferences.read(db, user, KIND)
    person = identity.find(db, user)
    own: Json = {
        "sendAsEmail": user, "displayName": "" if person is None else person.name, "replyToAddress": "",
        "signature": "", **stored.get("own", {}), "isPrimary": True, "isDefault": not stored.get("default"),
    }  # fmt: skip
    aliases = [
        {**each, "isDefault": True} if each["sendAsEmail"] == stored.get("default") else each
        for each in stored.get("aliases", [])
    ]
    return [own, *aliases]


def accepted(db: sqlite3.Connection, user: str) -> dict[str, Json]:
    """The addresses that may stand in a From line, in lower case."""
    return {
        each["sendAsEmail"].lower(): each for each in known(db, user)
        if each.get("isPrimary") or each.get("verificationStatus") == "accepted"
    }  # fmt: skip


def behind(db: sqlite3.Connection, addresses: list[str]) -> list[str]:
    """The accounts these addresses lead to in lower case, each once: an alias of the workspace leads to its account."""
    found: dict[str, str] = {}
    for row in db.execute("SELECT user, body FROM mail_settings WHERE kind = ?", (KIND,)):
        own = row["user"].rpartition("@")[2].lower()
        for each in json.loads(row["body"]).get("aliases", []):
            if each["sendAsEmail"].rpartition("@")[2].lower() == own:
                found[each["sendAsEmail"].lower()] = row["user"].lower()
    return list(dict.fromkeys(found.get(each.lower(), each.lower()) for each in addresses))


def verified(db: sqlite3.Connection, user: str, address: str) -> str:
    """`accepted` for an address of this workspace or of the account's own domain; others wait for an answer by mail."""
    same = address.rpartition("@")[2].lower() == user.rpartition("@")[2].lower()
    return "accepted" if same or identity.find(db, address) is not None else "pending"


def _shown(sender: Json) -> Json:
    """The address without its mail server's password."""
    server = sender.get("smtpMsa")
    kept = {key: value for key, value in sender.items() if key != "smtpMsa"}
    return kept if server is None else {**kept, "smtpMsa": {k: v for k, v in server.items() if k != "password"}}


def find(call: Call) -> Json:
    """The address the call names; 404 where the account has none such."""
    user = mailbox.owner(call)
    for each in known(call.db, user):
        if each["sendAsEmail"].lower() == call.path["sendAsEmail"].lower():
            return each
    raise not_found()


def _keep(call: Call, changed: Json, *, aliases: list[Json] | None = None) -> Json:
    """The address is stored; where it says so it is the default from now on."""
    user = mailbox.owner(call)
    stored = preferences.read(call.db, user, KIND)
    if aliases is not None:
        stored["aliases"] = aliases
    if call.body.get("isDefault") and changed:
        stored["default"] = None if changed.get("isPrimary") else changed["sendAsEmail"]
    if stored.get("default") not in {each["sendAsEmail"] for each in stored.get("aliases", [])}:
        stored.pop("default", None)
    if changed.get("isPrimary"):
        stored["own"] = {name: changed[name] for name in WRITABLE if name in changed}
    preferences.write(call.db, user, KIND, stored)
    return changed


def _aliases(call: Call) -> list[Json]:
    return list(preferences.read(call.db, mailbox.owner(call), KIND).get("aliases", []))


def _checked(body: Json) -> Json:
    if len(body.get("signature", "")) > LONGEST_SIGNATURE:
        raise invalid("Signature is too long.")
    reply = body.get("replyToAddress")
    if reply and not ADDRESS.fullmatch(reply):
        raise invalid("Invalid reply-to address.")
    return {name: body[name] for name in WRITABLE if name in body}


@method("gmail.users.settings.sendAs.list")
def list_senders(call: Call) -> Json:
    """Every address the account may write as."""
    return {"sendAs": [_shown(each) for each in known(call.db, mailbox.owner(call))]}


@method("gmail.users.settings.sendAs.get")
def get_sender(call: Call) -> Json:
    """One address."""
    return _shown(find(call))


@method("gmail.users.settings.sendAs.create")
def create_sender(call: Call) -> Json:
    """Another address: usable at once inside the workspace, otherwise only once it is verified."""
    user, address = mailbox.owner(call), call.body.get("sendAsEmail", "")
    if not ADDRESS.fullmatch(address):
        raise invalid("Invalid send-as email address.")
    if address.lower() in {each["sendAsEmail"].lower() for each in known(call.db, user)}:
        raise Refusal(409, "Send-as alias already exists.", reason="alreadyExists", status="ALREADY_EXISTS")
    made: Json = {
        "sendAsEmail": address, "displayName": "", "replyToAddress": "", "signature": "", "treatAsAlias": False,
        **_checked(call.body), "verificationStatus": verified(call.db, user, address),
    }  # fmt: skip
    if "smtpMsa" in call.body:
        made["smtpMsa"] = call.body["smtpMsa"]
    _keep(call, made, aliases=[*_aliases(call), made])
    return _shown(find_named(call, address))


def find_named(call: Call, address: str) -> Json:
    """The account's address of that spelling."""
    call.path = {**call.path, "sendAsEmail": address}
    return find(call)


def _change(call: Call, base: Json) -> Json:
    changed = {**base, **_checked(call.body)}
    aliases = [changed if each["sendAsEmail"] == changed["sendAsEmail"] else each for each in _aliases(call)]
    _keep(call, changed, aliases=aliases)
    return _shown(find(call))


@method("gmail.users.settings.sendAs.patch")
def patch_sender(call: Call) -> Json:
    """The address has another name, signature or reply address where one is written."""
    return _change(call, find(call))


@method("gmail.users.settings.sendAs.update")
def update_sender(call: Call) -> Json:
    """The address is as written; what is not written is unset."""
    old = find(call)
    blank: Json = {"displayName": "", "replyToAddress": "", "signature": ""}
    return _change(call, {**old, **blank, **({} if old.get("isPrimary") else {"treatAsAlias": False})})


@method("gmail.users.settings.sendAs.delete")
def delete_sender(call: Call) -> None:
    """The account no longer writes as that address; its own it keeps."""
    gone = find(call)
    if gone.get("isPrimary"):
        raise invalid("Cannot delete primary send-as alias.")
    _keep(call, {}, aliases=[each for each in _aliases(call) if each["sendAsEmail"] != gone["sendAsEmail"]])


@method("gmail.users.settings.sendAs.verify")
def verify_sender(call: Call) -> None:
    """The question is asked again by mail, which leaves no mark here; 400 where nothing is pending."""
    if find(call).get("verificationStatus") != "pending":
        raise invalid("Send-as alias is not pending verification.")
