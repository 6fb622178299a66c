"""Pages of Drive's listings: their size and their tokens, and which fields a listing without a mask shows."""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING, Any

from integrations.rehearsal.refusals import Refusal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from integrations.rehearsal.calls import Call

Json = dict[str, Any]


def size(call: Call, most: int) -> int:
    """The page size that was asked for; 400 outside Drive's range."""
    asked = int(call.query.get("pageSize", most))
    if not 1 <= asked <= most:
        raise Refusal(400, f"Invalid value '{asked}'. Values must be within the range: [value: 1\n, value: {most}\n]",
                      reason="invalidParameter", location="page_size")  # fmt: skip
    return asked


def start(call: Call) -> int:
    """Where the page begins: the number inside its token; 400 for a token that was never given."""
    token = call.query.get("pageToken")
    if not token:
        return 0
    try:
        return int(base64.urlsafe_b64decode(token).decode().removeprefix("~!!~"))
    except (binascii.Error, ValueError):
        raise Refusal(400, "Invalid Value", reason="invalid", location="pageToken") from None


def token(position: int) -> str:
    """The token of the page that begins there."""
    return base64.urlsafe_b64encode(f"~!!~{position}".encode()).decode()


def listing(call: Call, kind: str, name: str, found: Sequence[Json], most: int = 100) -> Json:
    """A page of what was found, under its name."""
    begin, length = start(call), size(call, most)
    answer: Json = {"kind": f"drive#{kind}", name: list(found[begin : begin + length])}
    if begin + length < len(found):
        answer["nextPageToken"] = token(begin + length)
    return answer


def shown(call: Call, full: Json, *names: str) -> Json:
    """Everything where a mask was sent, otherwise these fields alone."""
    return full if call.query.get("fields") else {name: full[name] for name in names if name in full}
