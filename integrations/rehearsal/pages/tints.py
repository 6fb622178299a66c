"""Colours and widths of a spreadsheet as a stylesheet: the pages' policy allows no styles inside HTML."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from starlette.responses import Response

from integrations.rehearsal.pages.visit import HEADERS

if TYPE_CHECKING:
    from integrations.rehearsal.pages.visit import Visit

Json = dict[str, Any]

PAIR = re.compile(r"[0-9a-f]{6}\.[0-9a-f]{6}")
MOST = 200
NARROWEST, WIDEST = 24, 560
HEADER = 56  # the column of row numbers


def pair(look: Json) -> str:
    """Background and text of a cell as `rrggbb.rrggbb`, the text made legible; "" for black on white."""
    ground = _rgb(look, "backgroundColor", (1.0, 1.0, 1.0))
    text = _rgb(look.get("textFormat", {}), "foregroundColor", (0.0, 0.0, 0.0))
    if _contrast(ground, text) < 4.5:
        text = max(((0.0, 0.0, 0.0), (1.0, 1.0, 1.0)), key=lambda each: _contrast(ground, each))
    made = f"{_hex(ground)}.{_hex(text)}"
    return "" if made == "ffffff.000000" else made


def _rgb(look: Json, name: str, default: tuple[float, float, float]) -> tuple[float, float, float]:
    given = look.get(f"{name}Style", {}).get("rgbColor") or look.get(name)
    if given is None:
        return default
    red, green, blue = (min(max(float(given.get(each, 0)), 0.0), 1.0) for each in ("red", "green", "blue"))
    return red, green, blue


def written(look: Json, name: str) -> str:
    """The colour of that name as `#rrggbb`, "" where none is given."""
    given = look.get(f"{name}Style", {}).get("rgbColor") or look.get(name)
    return f"#{_hex(_rgb(look, name, (0.0, 0.0, 0.0)))}" if given else ""


def _hex(color: tuple[float, float, float]) -> str:
    return "".join(f"{round(each * 255):02x}" for each in color)


def _contrast(one: tuple[float, float, float], other: tuple[float, float, float]) -> float:
    """The contrast of WCAG 2: 1 for the same colour, 21 for black on white."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(color: tuple[float, float, float]) -> float:
    red, green, blue = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in color)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def address(widths: list[int], frozen: int, pairs: set[str]) -> str:
    """Where the stylesheet for these columns, frozen columns and colours is."""
    cut = "-".join(str(min(max(each, NARROWEST), WIDEST)) for each in widths[:MOST])
    return f"/warna.css?l={cut}&b={frozen}&w={'-'.join(sorted(pairs)[:MOST])}"


def style(visit: Visit) -> Response:
    """The stylesheet: made of the numbers in its address and of nothing else in it."""
    widths = [int(each) for each in visit.query.get("l", "").split("-")[:MOST] if each.isdecimal() and len(each) < 5]
    lines = []
    left = HEADER
    for place, width in enumerate(widths):
        wide = min(max(width, NARROWEST), WIDEST)
        lines.append(f".k{place}{{width:{wide}px;min-width:{wide}px;max-width:{wide}px}}")
        if place < min(visit.number("b"), 10):
            lines.append(f"@media(min-width:60rem){{.lembar .b{place}{{position:sticky;left:{left}px;z-index:1}}}}")
            left += wide
    colors = [each for each in visit.query.get("w", "").split("-")[:MOST] if PAIR.fullmatch(each)]
    lines += [f".lembar .w{each.replace('.', '-')}{{background:#{each[:6]};color:#{each[7:]}}}" for each in colors]
    return Response("\n".join(lines), 200, HEADERS, media_type="text/css; charset=utf-8")
