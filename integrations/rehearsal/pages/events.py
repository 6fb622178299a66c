"""Kejadian: the API requests that were served, the latest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from integrations.rehearsal.pages.visit import Visit

if TYPE_CHECKING:
    from starlette.responses import Response

PAGE = 100


def listed(visit: Visit) -> Response:
    """A page of requests; with `gagal=1` only those that were refused or failed."""
    rows = visit.site.journal.rows()
    failed = visit.query.get("gagal") == "1"
    chosen = [(number, row) for number, row in enumerate(rows, 1) if not failed or row["status"] >= 400]
    chosen.reverse()
    pages = max((len(chosen) + PAGE - 1) // PAGE, 1)
    here = min(max(visit.number("halaman", 1), 1), pages)
    return visit.page(
        "events.html", title="Kejadian", rows=chosen[(here - 1) * PAGE : here * PAGE], failed=failed, here=here,
        pages=pages, count=len(chosen), units=sum(row["units"] for _, row in chosen),
    )  # fmt: skip
