"""Addresses of Google's own pages that programs fetch files from, with the same bearer token.

They stand in exportLinks and webContentLink; that of a tab's export is well known.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from integrations.rehearsal.exchange import Inbound

EXPORTS = {
    "/feeds/download/documents/export/Export": "application/vnd.google-apps.document",
    "/spreadsheets/export": "application/vnd.google-apps.spreadsheet",
}
CONTENT = "/uc"
EXPORT = re.compile(r"/spreadsheets/d/([^/]+)/export$")  # what clients write themselves, for a tab where `gid` says so
TAB = "x-tab"


def as_call(inbound: Inbound) -> Inbound:
    """The API call behind such an address; any other request as it is."""
    if inbound.verb == "GET" and (found := EXPORT.match(inbound.path)):
        asked = dict(inbound.pairs)
        pairs = [*inbound.pairs, ("id", found.group(1)), ("exportFormat", asked.get("format", "xlsx"))]
        headers = {**inbound.headers, TAB: asked["gid"]} if "gid" in asked else inbound.headers
        inbound = replace(inbound, path="/spreadsheets/export", pairs=pairs, headers=headers)
    if inbound.verb != "GET" or (inbound.path != CONTENT and inbound.path not in EXPORTS):
        return inbound
    from integrations.rehearsal.drive.resources import EXPORTS as FORMATS  # noqa: PLC0415 - only for these addresses

    asked = dict(inbound.pairs)
    path = f"/drive/v3/files/{quote(asked.get('id', ''), safe='')}"
    pairs = [pair for pair in inbound.pairs if pair[0] in {"access_token", "supportsAllDrives"}]
    pairs.append(("supportsAllDrives", "true"))
    if inbound.path == CONTENT:
        return replace(inbound, path=path, pairs=[*pairs, ("alt", "media")])
    kinds = {short: kind for kind, short in FORMATS[EXPORTS[inbound.path]].items()}
    kind = kinds.get(asked.get("exportFormat", ""), "unknown")
    return replace(inbound, path=f"{path}/export", pairs=[*pairs, ("mimeType", kind)])
