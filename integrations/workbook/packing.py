"""A value as the text of one cell: JSON, compressed where it is long."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from config.errors import FixData

CELL = 45_000  # Google allows 50,000 characters in a cell


def packed(value: BaseModel | Mapping[str, Any] | list[Any]) -> str:
    """The value as text for one cell; FixData where it does not fit even compressed."""
    text = squeezed(value)
    if len(text) > CELL:
        raise FixData("data satu baris terlalu panjang untuk satu sel lembar kerja")
    return text


def squeezed(value: BaseModel | Mapping[str, Any] | list[Any]) -> str:
    """The value as text, compressed where one cell could not hold it otherwise; it may still be too long for one."""
    text = (
        value.model_dump_json(exclude_defaults=True)
        if isinstance(value, BaseModel)
        else json.dumps(value, ensure_ascii=False, sort_keys=True)
    )
    if len(text) <= CELL:
        return text
    return "z:" + base64.b85encode(zlib.compress(text.encode(), 9)).decode("ascii")


def cut(text: str) -> list[str]:
    """The text in pieces of which each fits one cell."""
    return [text[at : at + CELL] for at in range(0, len(text), CELL)]


def unpacked(text: str) -> Any:
    """What `packed` wrote; ValueError or zlib.error where someone damaged it."""
    if text.startswith("z:"):
        text = zlib.decompress(base64.b85decode(text[2:])).decode()
    return json.loads(text)
