"""drive.files.download and drive.operations: a download as a long-running operation, done as soon as it is asked for."""

from __future__ import annotations

import base64
import binascii
import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from integrations.rehearsal.calls import method
from integrations.rehearsal.drive import exports, resources, tree
from integrations.rehearsal.identity import FOLDER
from integrations.rehearsal.refusals import Refusal

if TYPE_CHECKING:
    from integrations.rehearsal.calls import Call

Json = dict[str, Any]

TYPE = "type.googleapis.com/google.apps.drive.v3."


def _operation(call: Call, file: str, mime: str, revision: str) -> Json:
    """The finished operation: its name says what was asked, so that it can be shown again."""
    row = tree.need(call.db, call.user, file)
    base = f"http://{call.headers.get('host', 'www.googleapis.com')}/drive/v3/files/{row['id']}"
    native = row["mime"].startswith(tree.NATIVE)
    if native:
        mime = mime or next(iter(resources.EXPORTS.get(row["mime"], {})), "")
        exports.exported(call, row, mime)  # refused here, not at the address
        address = f"{base}/export?{urlencode({'mimeType': mime})}"
    else:
        address = f"{base}/revisions/{revision}?alt=media" if revision else f"{base}?alt=media"
    name = base64.urlsafe_b64encode(json.dumps([row["id"], mime, revision]).encode()).decode().rstrip("=")
    return {
        "name": name, "done": True,
        "metadata": {"@type": f"{TYPE}DownloadFileMetadata", "resourceKey": ""},
        "response": {
            "@type": f"{TYPE}DownloadFileResponse", "downloadUri": address, "partialDownloadAllowed": not native,
        },
    }  # fmt: skip


@method("drive.files.download")
def download(call: Call) -> Json:
    """Where the file's bytes (or its export) are to be had."""
    row = tree.of_call(call)
    if row["mime"] in {FOLDER, tree.SHORTCUT}:
        raise Refusal(403, "This file cannot be downloaded.", reason="cannotDownloadFile")
    return _operation(call, row["id"], call.query.get("mimeType", ""), call.query.get("revisionId", ""))


@method("drive.operations.get")
def get(call: Call) -> Json:
    """The operation again; 404 for a name that was never given."""
    name = call.path["name"]
    try:
        asked = json.loads(base64.urlsafe_b64decode(name + "=" * (-len(name) % 4)))
        file, mime, revision = (str(each) for each in asked)
    except (binascii.Error, ValueError, TypeError, RecursionError):
        raise Refusal(404, f"Operation not found: {name}.", reason="notFound", location="name") from None
    return _operation(call, file, mime, revision)
