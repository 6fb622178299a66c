"""Small factories: an edition, a register, what arrives, proposals and ballots, so that a test names only what it is about."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from competition.agencies import Agency, Judge, Register
from competition.facts import Arrival, Attachment, Channel, Fields
from competition.model import FileOutcome, HumanDecision, Paper, Proposal, Refusal, Registry
from competition.registration import register_all
from competition.rulebook import Rulebook
from competition.scoring import BallotRow, Cell, Reading, Tally
from competition.stages import Stage

ZONE = ZoneInfo("Asia/Jakarta")
CLOSE = "2026-03-31 15:00:00"
CHECKLIST = (
    ("ADM-01", "Diterima dalam masa penerimaan", True),
    ("ADM-02", "Perangkat daerah terdaftar", True),
    ("ADM-03", "Kuota usulan per perangkat daerah tidak terlampaui", True),
    ("ADM-04", "Usia implementasi memenuhi batas minimum", True),
    ("ADM-05", "Proposal ada dan terbaca", True),
    ("ADM-06", "Surat Pernyataan Implementasi ada dan terbaca", True),
    ("ADM-07", "SK Tim Inovasi atau Surat Usulan ada dan terbaca", True),
    ("ADM-08", "Bukti implementasi ada dan terbaca", True),
    ("ADM-09", "Delapan bagian proposal terisi", True),
    ("ADM-10", "Judul tidak ganda", True),
    ("ADM-11", "Batas kata tiap bagian (peringatan, tidak menggugurkan)", False),
)
TYPES = {"proposal": "pdf", "pernyataan": "pdf", "sk": "pdf", "bukti": "jpg"}
SECTIONS = {"latar": 100, "kebaruan": 100, "signifikansi": 100}


def at(text: str) -> datetime:
    """A moment in Jakarta, written "2026-03-05 13:44:51"."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def criteria(**weights: object) -> list[dict[str, Any]]:
    return [{"id": k, "label": k.capitalize(), "weight": w} for k, w in weights.items()]


def document(**changes: Any) -> dict[str, Any]:
    """A small edition in the shape of `edition.json`; `changes` replace its top-level keys."""
    return {
        "edition": {
            "id": "kipp-2026-a",
            "name": "KIPP 2026",
            "year": 2026,
            "timezone": "Asia/Jakarta",
            "organiser": "Pemerintah Kabupaten Pekalongan",
        },
        "officers": [{"role": r, "post": r, "name": r, "email": f"{r}@setda.example"} for r in ("ketua", "sekretaris")],
        "mailbox": {"address": "kipp@setda.example"},
        "intake": {"opens_at": "2026-03-02T00:00:00+07:00", "closes_at": "2026-03-31T15:00:00+07:00"},
        "schedule": {
            "administrasi": ["2026-04-01", "2026-04-07"],
            "penilaian": ["2026-04-08", "2026-04-17"],
            "presentasi": ["2026-04-28", "2026-04-29"],
            "survei": ["2026-05-05", "2026-05-08"],
            "penetapan": "2026-05-13",
        },
        "rules": {
            "min_age_months": 12,
            "age_counted_back_from": "2026-03-31",
            "quota_per_opd": 3,
            "max_file_bytes": 10485760,
        },
        "categories": ["kesehatan", "pendidikan"],
        "documents": [
            {"id": "proposal", "label": "Proposal Inovasi", "accepts": ["pdf", "docx"]},
            {"id": "pernyataan", "label": "Surat Pernyataan Implementasi", "accepts": ["pdf"]},
            {"id": "sk", "label": "SK Tim Inovasi atau Surat Usulan Perangkat Daerah", "accepts": ["pdf"]},
            {"id": "bukti", "label": "Bukti Implementasi", "accepts": ["pdf", "jpg", "png"]},
        ],
        "checklist": [{"id": i, "label": label, "gate": gate} for i, label, gate in CHECKLIST],
        "aspects": [{"id": k, "label": k.capitalize(), "max_words": 300} for k in SECTIONS],
        "stages": [
            {
                "id": "stage1",
                "label": "Penilaian",
                "advance": 2,
                "criteria": criteria(latar=20, kebaruan=30, signifikansi=50),
            },
            {
                "id": "stage2",
                "label": "Presentasi",
                "groups": [
                    {"id": "substansi", "weight": 70, "criteria": criteria(latar=40, signifikansi=60)},
                    {"id": "penyajian", "weight": 30, "criteria": criteria(penyajian=100)},
                ],
            },
            {"id": "stage3", "label": "Survei", "criteria": criteria(lapangan=100)},
        ],
        "final": {"weights": {"stage1": 40, "stage2": 40, "stage3": 20}},
        "tie_break": [
            {"step": "signifikansi", "meaning": "rata-rata Signifikansi pada stage1"},
            {"step": "kebaruan", "meaning": "rata-rata Kebaruan pada stage1"},
            {"step": "received_at", "meaning": "lebih awal"},
        ],
        "awards": ["Terbaik I", "Terbaik II", "Terbaik III"],
        **changes,
    }


def rulebook(**changes: Any) -> Rulebook:
    return Rulebook.model_validate(document(**changes))


def agency(code: str, name: str = "", **more: Any) -> Agency:
    return Agency(
        code=code, name=name or f"Dinas {code}", emails=more.pop("emails", (f"{code.lower()}@opd.example",)), **more
    )


def register(*agencies: Agency) -> Register:
    """The given agencies, or: DINKES with two units, DISHUB, and an address that both use."""
    both = "bersama@opd.example"
    return Register(
        agencies
        or (
            agency("DINKES", "Dinas Kesehatan", aliases=("Dinkes",), emails=("dinkes@opd.example", both)),
            agency("PKM-KAJEN", "Puskesmas Kajen", parent="DINKES", emails=("pkm.kajen@opd.example",)),
            agency("PKM-DORO", "Puskesmas Doro", parent="DINKES", emails=("pkm.doro@opd.example",)),
            agency("DISHUB", "Dinas Perhubungan", aliases=("Dishub",), emails=("dishub@opd.example", both)),
        ),
        "Pemerintah Kabupaten Pekalongan",
    )


def judge(email: str, **more: Any) -> Judge:
    return Judge(name=email, email=email, **more)


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def file(kind: str | None, mark: str = "1", **more: Any) -> Attachment:
    """A readable file whose own text says its kind. `mark`: other bytes, so that the same kind can come anew."""
    name = more.pop("name", f"{kind or 'berkas'} {mark}.{TYPES.get(kind or '', 'pdf')}")
    given = {
        "size": 1000,
        "sha256": digest(f"{kind}/{mark}"),
        "type": TYPES.get(kind or "", "pdf"),
        "kind": kind,
        **more,
    }
    if kind == "proposal":
        given.setdefault("sections", SECTIONS)
    return Attachment(key="", name=name, **given)


def complete(mark: str = "1") -> list[Attachment]:
    return [file(kind, mark) for kind in TYPES]


def _arrival(
    source: str, channel: Channel, when: str, files: Sequence[Attachment], title: str | None, more: dict[str, Any]
) -> Arrival:
    fields = more.pop("fields", {})
    kept = tuple(f.model_copy(update={"key": f"{source}/{i}"}) for i, f in enumerate(files, 1))
    more.setdefault("digest", digest(source))
    return Arrival(
        id=source, channel=channel, received_at=at(when), attachments=kept, fields=Fields(title=title, **fields), **more
    )


def mail(
    source: str,
    when: str,
    *files: Attachment,
    title: str | None = None,
    sender: str = "dinkes@opd.example",
    **more: Any,
) -> Arrival:
    more.setdefault("message_id", f"{source}@opd.example")
    more.setdefault("thread", source)
    return _arrival(source, Channel.MAIL, when, files, title, {"sender": sender, **more})


def form(source: str, when: str, *files: Attachment, title: str | None = "ALPHA: Layanan Satu", sender: str = "dinkes@opd.example",
         agency: str | None = "Dinas Kesehatan", **more: Any) -> Arrival:  # fmt: skip
    asked = [f.model_copy(update={"question": f.kind}) for f in files]
    fields = {"agency": agency, **more.pop("fields", {})}
    return _arrival(source, Channel.FORM, when, asked, title, {"sender": sender, "fields": fields, **more})


def accept(source: str, **more: Any) -> HumanDecision:
    return HumanDecision(source=source, accept=True, by="sekretaris", **more)


def reject(source: str, **more: Any) -> HumanDecision:
    return HumanDecision(source=source, accept=False, by="sekretaris", **more)


def registry(*arrivals: Arrival, decided: Sequence[HumanDecision] = (), **more: Any) -> Registry:
    return register_all(
        arrivals,
        more.pop("rules", None) or rulebook(),
        more.pop("agencies", None) or register(),
        decisions={d.source: d for d in decided},
        **more,
    )


def classes(found: Registry) -> dict[str, str]:
    return {o.source: o.source_class.value for o in found.outcomes}


def owners(found: Registry) -> dict[str, int | None]:
    return {o.source: o.proposal for o in found.outcomes}


def wants(found: Registry) -> dict[str, str]:
    return {o.source: o.wants for o in found.outcomes}


def fates(found: Registry, source: str) -> list[tuple[str | None, str, str | None]]:
    """(kind, action, reason) of each file of a source."""
    return [(f.kind, f.action.value, f.reason) for f in found.files if f.source == source]


def in_force(found: Proposal, kind: str) -> list[str]:
    return [p.name for p in found.on_file(kind)]


def paper(kind: str, **more: Any) -> Paper:
    more.setdefault("sections", SECTIONS if kind == "proposal" else {})
    return Paper(
        key=f"s/{kind}",
        kind=kind,
        name=f"{kind}.pdf",
        sha256=kind,
        source="s",
        received_at=at("2026-03-05 08:00:00"),
        **more,
    )


def proposal(number: int = 1, when: str = "2026-03-05 08:00:00", **more: Any) -> Proposal:
    """A proposal that passes every rule of the edition, unless `more` says otherwise."""
    lacking = more.pop("lacking", ())
    given: dict[str, Any] = {
        "number": number,
        "opened_by": f"s{number}",
        "channel": Channel.MAIL,
        "received_at": at(when),
        "in_time": at(when) <= at(CLOSE),
        "agency": "DINKES",
        "title": f"Inovasi {number}",
        "category": "kesehatan",
        "start_date": date(2024, 1, 1),
        "papers": tuple(paper(k) for k in TYPES if k not in lacking),
        **more,
    }
    return Proposal(**given)


def refused(kind: str, reason: str, *, in_time: bool = True) -> Refusal:
    return Refusal(kind=kind, reason=reason, name=f"{kind}.pdf", in_time=in_time)


def row(
    number: int, *cells: Cell, ticked: bool = False, columns: Sequence[str] = ("latar", "kebaruan", "signifikansi")
) -> BallotRow:
    return BallotRow(proposal=number, cells=dict(zip(columns, cells, strict=False)), conflict=ticked)


def tallied(stage: Stage, cells: Mapping[int, Mapping[str, Sequence[object]]]) -> Tally:
    """Proposal -> judge -> cells in the order of the stage's columns."""
    ids = [c.id for c in stage.columns]
    return Tally(
        stage,
        {
            n: {j: {c: Fraction(str(v)) for c, v in zip(ids, values, strict=True)} for j, values in judges.items()}
            for n, judges in cells.items()
        },
    )


def scored(**scores: Reading) -> dict[str, Reading]:
    return dict(scores)


def actions(found: Sequence[FileOutcome]) -> list[str]:
    return [f.action.value for f in found]
