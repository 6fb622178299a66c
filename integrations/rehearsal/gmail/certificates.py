"""gmail.users.settings.sendAs.smimeInfo: certificates to sign with; and client-side encryption, which is not to be had."""

from __future__ import annotations

import base64
import binascii
import secrets
from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives.serialization import Encoding, pkcs12
from cryptography.x509.oid import NameOID

from integrations.rehearsal import instants
from integrations.rehearsal.calls import METHODS, method
from integrations.rehearsal.discovery import methods
from integrations.rehearsal.gmail import mailbox, preferences, senders
from integrations.rehearsal.refusals import Refusal, invalid, not_found

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

    from integrations.rehearsal.calls import Call

Json = dict[str, Any]


def _kind(call: Call) -> str:
    return f"smime:{senders.find(call)['sendAsEmail'].lower()}"


def _all(call: Call) -> list[Json]:
    return list(preferences.read(call.db, mailbox.owner(call), _kind(call)).get("list", []))


def _store(call: Call, found: list[Json]) -> None:
    preferences.write(call.db, mailbox.owner(call), _kind(call), {"list": found})


def _find(call: Call) -> Json:
    for each in _all(call):
        if each["id"] == call.path["id"]:
            return each
    raise not_found()


def _read(body: Json) -> Certificate:
    """The certificate inside the PKCS #12 package; 400 for a package that cannot be opened."""
    try:
        packed = body.get("pkcs12", "").replace("-", "+").replace("_", "/")
        data = base64.b64decode(packed + "=" * (-len(packed) % 4))
        password = body.get("encryptedKeyPassword")
        found = pkcs12.load_key_and_certificates(data, password.encode() if password else None)[1]
    except (ValueError, TypeError, binascii.Error):
        found = None
    if found is None:
        raise invalid("Invalid PKCS#12 format.")
    return found


@method("gmail.users.settings.sendAs.smimeInfo.list")
def list_certificates(call: Call) -> Json:
    """The address's certificates; none at all is an empty answer."""
    found = [{key: value for key, value in each.items() if key != "pem"} for each in _all(call)]
    return {"smimeInfo": found} if found else {}


@method("gmail.users.settings.sendAs.smimeInfo.get")
def get_certificate(call: Call) -> Json:
    """One certificate."""
    return _find(call)


@method("gmail.users.settings.sendAs.smimeInfo.insert")
def insert_certificate(call: Call) -> Json:
    """The address has the certificate of that package; the first one is its default."""
    certificate, known = _read(call.body), _all(call)
    names = certificate.issuer.get_attributes_for_oid(NameOID.COMMON_NAME)
    made: Json = {
        "id": secrets.token_hex(16), "issuerCn": str(names[0].value) if names else "",
        "expiration": str(instants.epoch_ms(certificate.not_valid_after_utc)),
        "pem": certificate.public_bytes(Encoding.PEM).decode(),
    }  # fmt: skip
    if not known:
        made["isDefault"] = True
    _store(call, [*known, made])
    return made


@method("gmail.users.settings.sendAs.smimeInfo.setDefault")
def default_certificate(call: Call) -> None:
    """The address signs with that certificate from now on."""
    chosen = _find(call)["id"]
    plain = [{key: value for key, value in each.items() if key != "isDefault"} for each in _all(call)]
    _store(call, [{**each, "isDefault": True} if each["id"] == chosen else each for each in plain])


@method("gmail.users.settings.sendAs.smimeInfo.delete")
def delete_certificate(call: Call) -> None:
    """The certificate is gone."""
    gone = _find(call)
    _store(call, [each for each in _all(call) if each["id"] != gone["id"]])


def _no_encryption(call: Call) -> Json:
    """403: the administrator of this workspace has not turned client-side encryption on."""
    mailbox.owner(call)
    raise Refusal(403, "Client-side encryption is not enabled for this user.", reason="forbidden")


for _name in methods():
    if _name.startswith("gmail.users.settings.cse."):
        METHODS[_name] = _no_encryption
