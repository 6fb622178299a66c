"""Colours and lines as Google keeps them: in 8 bits, without zeros, and each both plain and as a style.

A colour that was written plain is read as a style too and the other way round; where both are written, the style
counts. Seen in recorded answers to formats, and in what gspread's developers measured (0.5 is read as 0.49803922).
"""

from __future__ import annotations

import struct
from functools import cache
from typing import Any

from integrations.rehearsal import discovery

Json = dict[str, Any]
Mask = dict[str, Any]

PARTS = ("red", "green", "blue")
WIDTHS = {"DOTTED": 1, "DASHED": 1, "SOLID": 1, "SOLID_MEDIUM": 2, "SOLID_THICK": 3, "DOUBLE": 3}
THEME: list[tuple[str, Json]] = [
    ("TEXT", {}), ("BACKGROUND", {"red": 1, "green": 1, "blue": 1}),
    ("ACCENT1", {"red": 0.25882354, "green": 0.52156866, "blue": 0.95686275}),
    ("ACCENT2", {"red": 0.91764706, "green": 0.2627451, "blue": 0.20784314}),
    ("ACCENT3", {"red": 0.9843137, "green": 0.7372549, "blue": 0.015686275}),
    ("ACCENT4", {"red": 0.20392157, "green": 0.65882355, "blue": 0.3254902}),
    ("ACCENT5", {"red": 1, "green": 0.42745098, "blue": 0.003921569}),
    ("ACCENT6", {"red": 0.27450982, "green": 0.7411765, "blue": 0.7764706}),
    ("LINK", {"red": 0.06666667, "green": 0.33333334, "blue": 0.8}),
]  # fmt: skip


def settled(shape: str, value: Json) -> Json:
    """The message of that shape (a name of Google's schema for Sheets) with every colour and line as it is kept."""
    if shape == "Color":
        return _stepped(value)
    made = dict(value)
    for name, (inner, kind) in _below(shape).items():
        if name in made:
            made[name] = _inner(inner, kind, made[name])
    if shape == "Border" and made.get("style", "STYLE_UNSPECIFIED") not in {"NONE", "STYLE_UNSPECIFIED"}:
        made = {**made, "width": WIDTHS[made["style"]]}
        made.setdefault("color", {})
    for plain, style in _pairs(shape):
        if style in made:
            made[plain] = _plain(made[style])
        elif plain in made:
            made[style] = {"rgbColor": made[plain]}
    return made


def widened(mask: Mask) -> Mask:
    """The mask with the other form of every colour it names: who writes one writes both. A rotation is written whole.

    A text is turned by an angle or stands upright: who says the one takes away the other.
    """
    made: Mask = {}
    for name, below in mask.items():
        if name == "textRotation":
            made[name] = {}
        elif (other := _twins().get(name)) is not None:
            made[name], made[other] = {}, {}
        else:
            made[name] = widened(below)
    return made


def _inner(shape: str, kind: str, value: Any) -> Any:
    if kind == "list" and isinstance(value, list):
        return [settled(shape, each) for each in value]
    if kind == "map" and isinstance(value, dict):
        return {key: settled(shape, each) for key, each in value.items()}
    return settled(shape, value) if isinstance(value, dict) else value


def _stepped(color: Json) -> Json:
    """The colour in steps of 1/255, cut off, as floats of 32 bits; what is 0 is left out, and so is alpha."""
    made = {}
    for part in PARTS:
        steps = int(_single(_single(min(max(color.get(part, 0), 0), 1)) * 255))
        if steps:
            made[part] = 1 if steps == 255 else _shortest(steps / 255)
    return made


def _single(value: float) -> float:
    return float(struct.unpack("f", struct.pack("f", value))[0])


def _shortest(value: float) -> float:
    """The number with as few digits as a float of 32 bits needs."""
    exact = _single(value)
    return next(made for digits in range(1, 10) if _single(made := float(f"{exact:.{digits}g}")) == exact)


def _plain(style: Json) -> Json:
    if "rgbColor" in style:
        rgb: Json = style["rgbColor"]
        return rgb
    return next((dict(color) for name, color in THEME if name == style.get("themeColor")), {})


def _shapes(shape: Json) -> tuple[str, str] | None:
    """The message inside a field, and whether the field holds one, a list or a map of it."""
    if "$ref" in shape:
        return shape["$ref"], "one"
    if "$ref" in shape.get("items", {}):
        return shape["items"]["$ref"], "list"
    if "$ref" in shape.get("additionalProperties", {}):
        return shape["additionalProperties"]["$ref"], "map"
    return None


@cache
def _below(name: str) -> dict[str, tuple[str, str]]:
    """The fields of a message below which a colour can stand."""
    fields = discovery.schema("sheets", name).get("properties", {})
    found = {field: inner for field, shape in fields.items() if (inner := _shapes(shape)) is not None}
    return {field: inner for field, inner in found.items() if _coloured(inner[0])}


@cache
def _coloured(name: str) -> bool:
    """Whether a colour can stand anywhere inside the message."""
    seen, ahead = set(), [name]
    while ahead:
        shape = ahead.pop()
        if shape in {"Color", "Border"}:
            return True
        if shape not in seen:
            seen.add(shape)
            fields = discovery.schema("sheets", shape).get("properties", {})
            ahead += [inner[0] for each in fields.values() if (inner := _shapes(each)) is not None]
    return False


@cache
def _pairs(name: str) -> list[tuple[str, str]]:
    """The fields of a message that hold one colour in two forms, the plain one first."""
    fields = discovery.schema("sheets", name).get("properties", {})
    return [
        (field, f"{field}Style") for field, shape in fields.items()
        if shape.get("$ref") == "Color" and fields.get(f"{field}Style", {}).get("$ref") == "ColorStyle"
    ]  # fmt: skip


@cache
def _twins() -> dict[str, str]:
    """For each name of a colour in one form, the name it has in the other."""
    pairs = [pair for name in discovery.document("sheets")["schemas"] for pair in _pairs(name)]
    return {**dict(pairs), **{style: plain for plain, style in pairs}}
