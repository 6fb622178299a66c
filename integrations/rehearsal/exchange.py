"""A request as it came in, who sent it, and the answer that goes out."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from integrations.rehearsal.identity import User

JSON_TYPE = "application/json; charset=UTF-8"


@dataclass
class Inbound:
    """An HTTP request, or one part of a batch."""

    verb: str
    path: str  # percent-encoded
    pairs: list[tuple[str, str]]
    headers: Mapping[str, str]  # lower-case names
    body: bytes
    base: str  # the address the client reached this server at, without a slash at the end
    part: int = 0  # which part of a batch it is, from 0


@dataclass
class Answer:
    """An HTTP answer; `after` says if it is sent (send), sent in half (truncate), held (hang) or cut off (abort)."""

    status: int
    body: bytes = b""
    content_type: str = JSON_TYPE
    headers: dict[str, str] = field(default_factory=dict)
    after: str = "send"
    seconds: float = 0.0


@dataclass
class Caller:
    """Who asks, with what."""

    user: User
    scopes: frozenset[str] | None
    token: str = ""


def as_json(value: Any, status: int = 200) -> Answer:
    """The value as a JSON answer."""
    return Answer(status, json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())
