"""The state of the competition as data, read from the workbook alone (shape: the `report` command's documentation)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from competition import effects
from flows.passes.context import Pass
from flows.passes.decisions import ADMINISTRATION, FINAL, frozen
from flows.passes.home import stage_now
from flows.passes.objections import ruling_sent
from flows.passes.outlook import awaited
from integrations.workbook import packing, records
from integrations.workbook.cases import case_in
from integrations.workbook.table import Row
from integrations.workbook.tabs import AGENCIES, FILES, INBOX, LETTERS, OBJECTIONS, PROPOSALS, RANKING, RETURNS

_STATES = {
    "menunggu": "waiting",
    "draf": "draft",
    "disetujui": "approved",
    "terkirim": "sent",
    "ditahan": "held",
    "gagal": "failed",
}


def report(this: Pass) -> dict[str, Any]:
    """The report; times are ISO 8601 in the edition's zone, scores exact ("p/q" or whole)."""
    edition, book = this.rulebook.edition, this.book
    return {
        "edition": {"name": edition.name, "year": edition.year, "timezone": edition.timezone, "stage": stage_now(this)},
        "sources": [_source(this, r) for r in book[INBOX]],
        "proposals": [_proposal(this, r) for r in book[PROPOSALS]],
        "files": [_file(r) for r in book[FILES] if r.text("tindakan") != "dicabut"],
        "ballots": [
            {
                "stage": r.text("tahap"),
                "judge": r.text("juri"),
                "proposal": r.number("usulan"),
                "criterion": r.text("aspek") or None,
                "raw": r.cells.get("tertulis"),
                "problem": r.text("masalah"),
            }
            for r in book[RETURNS]
        ],
        "letters": [_letter(this, r) for r in book[LETTERS]],
        "agencies": [{"code": r.text("kode"), "proposals": r.number("usulan") or 0} for r in book[AGENCIES]],
        "objections": [_case(this, r) for r in book[OBJECTIONS]],
        "waiting": [{"for": a.role, "what": a.what, "where": a.where} for a in awaited(this)],
    }


def _iso(this: Pass, text: str) -> str | None:
    moment: datetime | None = records.moment_of(text, this.rulebook.zone)
    return moment.isoformat() if moment else None


def _source(this: Pass, row: Row) -> dict[str, Any]:
    return {
        "id": row.text("id"),
        "kind": "mail" if row.text("saluran") == "surel" else "form",
        "received_at": _iso(this, row.text("diterima")),
        "class": row.text("kelas"),
        "proposal": row.number("usulan"),
        "reason": row.text("alasan"),
    }


def _proposal(this: Pass, row: Row) -> dict[str, Any]:
    number = row.number("nomor")
    findings = packing.unpacked(row.text("data")) if row.text("data") else []
    verdict = {"lolos": True, "tidak lolos": False}.get(row.text("hasil"))
    return {
        "number": number,
        "title": row.text("judul"),
        "agency": row.text("kode") or None,
        "channel": "mail" if row.text("saluran") == "surel" else "form",
        "received_at": _iso(this, row.text("diterima")),
        "status": row.text("status"),
        "administration": {
            "passed": verdict,
            "findings": [{"rule": f[0], "result": f[1], "code": f[2], "reason": f[3]} for f in findings],
        },
        "stages": {
            s.id: _placing(r, seats=s.advance is not None)
            for s in this.rulebook.stages
            if (r := this.book[RANKING].get(effects.placing(s.id, number or 0)))
        },
        "final": _final(r) if (r := this.book[RANKING].get(effects.placing(FINAL, number or 0))) else None,
    }


def _placing(row: Row, *, seats: bool) -> dict[str, Any]:
    return {
        "score": row.text("tepat"),
        "display": row.text("nilai").replace(",", "."),
        "rank": row.number("peringkat"),
        "advances": row.text("lolos") == "lolos" if seats else True,
        "tie_break": row.text("penentu") or None,
        "policy": row.text("kebijakan") or None,
        "ballots": row.number("juri"),
        "missing": list(records.listed(row.text("belum"))),
    }


def _final(row: Row) -> dict[str, Any]:
    return {
        "score": row.text("tepat"),
        "display": row.text("nilai").replace(",", "."),
        "rank": row.number("peringkat"),
        "award": row.text("lolos") or None,
        "tie_break": row.text("penentu") or None,
        "policy": row.text("kebijakan") or None,
    }


def _file(row: Row) -> dict[str, Any]:
    return {
        "proposal": row.number("usulan"),
        "source": row.text("sumber"),
        "name": str(row.cells.get("nama") or ""),
        "sha256": row.text("sha256") or None,
        "size": row.number("ukuran"),
        "action": row.text("tindakan"),
        "kind": row.text("jenis") or None,
        "reason": row.text("alasan") or None,
        "file_id": row.text("id") or None,
    }


def _letter(this: Pass, row: Row) -> dict[str, Any]:
    return {
        "key": row.text("kunci"),
        "stage": row.text("tahap"),
        "template": row.text("jenis"),
        "proposal": row.number("usulan"),
        "to": list(records.listed(row.text("kepada"))),
        "state": _STATES.get(row.text("keadaan"), row.text("keadaan")),
        "message_id": row.text("pesan") or None,
        "sent_at": _iso(this, row.text("terkirim")),
    }


def _case(this: Pass, row: Row) -> dict[str, Any]:
    case = case_in(row, final=ruling_sent(this, row))
    return {
        "case": case.number,
        "source": row.text("sumber"),
        "decision": case.decision or None,
        "proposal": case.proposal,
        "received_at": _iso(this, row.text("diterima")),
        "in_time": case.in_time,
        "state": case.state,
        "verdict": case.ruling.verdict.value if case.ruling else None,
        "revision": case.answer,
    }


def in_words(this: Pass) -> str:
    """The report in a few Indonesian lines."""
    data = report(this)
    passed = sum(1 for p in data["proposals"] if p["administration"]["passed"])
    lines = [
        data["edition"]["name"],
        f"Tahap: {data['edition']['stage']}",
        f"Sumber masuk: {len(data['sources'])}; usulan: {len(data['proposals'])}; lolos administrasi: {passed}"
        + ("" if frozen(this, ADMINISTRATION) is not None else " (belum disetujui)"),
    ]
    winners = sorted(
        (p for p in data["proposals"] if p["final"] and p["final"]["award"]), key=lambda p: p["final"]["rank"]
    )
    lines += [
        f"{p['final']['award']}: nomor {p['number']} {p['title']} ({p['final']['display'].replace('.', ',')})"
        for p in winners
    ]
    sent = sum(1 for letter in data["letters"] if letter["state"] == "sent")
    lines.append(f"Surat: {sent} terkirim dari {len(data['letters'])}")
    lines += [f"Menunggu {w['for']}: {w['what']}" for w in data["waiting"]] or ["Tidak ada yang menunggu."]
    return "\n".join(lines)
