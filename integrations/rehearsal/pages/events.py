"""Kejadian: the API requests that were served, the latest first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from integrations.rehearsal.pages.visit import Visit

if TYPE_CHECKING:
    from starlette.responses import Response

Json = dict[str, Any]

PAGE = 100
APIS = {"gmail": "Gmail", "drive": "Drive", "sheets": "Sheets", "forms": "Forms"}


def listed(visit: Visit) -> Response:
    """A page of requests: of one API, of one person, only writes, only what failed, with a word in path or method."""
    rows = list(enumerate(visit.site.journal.rows(), 1))
    asked = {name: visit.query.get(name, "").strip()[:200] for name in ("api", "orang", "cari", "gagal", "tulis")}
    people = sorted({row["user"] for _, row in rows if row["user"]})
    chosen = [(number, row) for number, row in rows if _wanted(row, asked)]
    chosen.reverse()
    pages = max((len(chosen) + PAGE - 1) // PAGE, 1)
    here = min(max(visit.number("halaman", 1), 1), pages)
    return visit.page(
        "events.html", title="Kejadian", rows=chosen[(here - 1) * PAGE : here * PAGE], asked=asked, here=here,
        pages=pages, count=len(chosen), units=sum(row["units"] for _, row in chosen), people=people, apis=APIS,
        failures=sum(row["status"] >= 400 for _, row in chosen),
        rest=urlencode({name: value for name, value in asked.items() if value}),
    )  # fmt: skip


def _wanted(row: Json, asked: dict[str, str]) -> bool:
    word = asked["cari"].lower()
    return (
        (not asked["api"] or str(row["id"]).startswith(f"{asked['api']}."))
        and (not asked["orang"] or row["user"] == asked["orang"])
        and (not asked["gagal"] or row["status"] >= 400)
        and (not asked["tulis"] or row["method"] != "GET")
        and (not word or word in f"{row['id']} {row['path']}".lower())
    )
