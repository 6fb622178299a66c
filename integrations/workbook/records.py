"""The workbook's rows as the rules' values, and back. A cell a person mistyped becomes a remark beside it, never a crash."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import TypeVar
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ValidationError

from competition.agencies import Agency, Judge, Register, plain
from competition.calendar import read_date
from competition.draft import OTHER
from competition.effects import seat
from competition.entries import By, Entry
from competition.facts import Arrival
from competition.model import Correction, HumanDecision
from competition.rulebook import Rulebook
from config.errors import FixData
from integrations.workbook.book import Workbook
from integrations.workbook.packing import unpacked
from integrations.workbook.table import Row
from integrations.workbook.tabs import (
    AGENCIES,
    FILES,
    HISTORY,
    INBOX,
    JUDGES,
    PROPOSALS,
    REVIEW,
    SCORES,
    SETTINGS,
    TabSpec,
)

_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - serial dates count from here, in nobody's zone
_LAST_SERIAL = 2_958_466  # the year 10000
M = TypeVar("M", bound=BaseModel)


def model_in(row: Row, column: str, model: type[M], tab: str) -> M:
    """The value in a data cell; FixData where someone damaged it."""
    try:
        return model.model_validate(unpacked(row.text(column)))
    except (ValueError, ValidationError, zlib.error) as error:
        raise FixData(
            f"Buku kerja, tab {tab}, baris {row.place}: kolom Data Mesin rusak; pulihkan lewat Riwayat versi Sheets"
        ) from error


ADDRESS = re.compile(r"[^\s@<>\",;:()\[\]\\]{1,64}@(?:[^\s@<>\",;:()\[\]\\.]+\.)+[^\s@<>\",;:()\[\]\\.]{2,}")


def listed(text: str) -> tuple[str, ...]:
    """The parts between semicolons, without blanks."""
    return tuple(p.strip() for p in text.split(";") if p.strip())


def addresses(text: str) -> tuple[list[str], list[str]]:
    """(addresses in lower case, what was typed and is none), parted by semicolons, commas or lines."""
    typed = [p.strip() for p in re.split(r"[;,\r\n]+", text) if p.strip()]
    return [t.lower() for t in typed if ADDRESS.fullmatch(t)], [t for t in typed if not ADDRESS.fullmatch(t)]


def agencies(book: Workbook) -> list[Agency]:
    """The register of agencies, as the secretariat keeps it; what is no address is left out (`remarks` tells it)."""
    return [
        Agency(
            code=r.text("kode"),
            name=r.text("nama"),
            aliases=listed(r.text("alias")),
            parent=r.text("induk") or None,
            emails=tuple(addresses(r.text("surel"))[0]),
            contact=r.text("narahubung"),
            phone=r.text("telepon"),
        )
        for r in book[AGENCIES]
    ]


def judges(book: Workbook) -> list[Judge]:
    """The panel; who has no address that could be one is left out (`remarks` tells it)."""
    return [
        Judge(
            name=r.text("nama"),
            email=r.text("surel").lower(),
            institution=r.text("lembaga"),
            agency=r.text("kode") or None,
            expertise=listed(r.text("bidang")),
            max_load=r.number("beban"),
        )
        for r in book[JUDGES]
        if ADDRESS.fullmatch(r.text("surel"))
    ]


def pairs_by_hand(book: Workbook, column: str) -> frozenset[tuple[str, int]]:
    """(judge's address, number) that the secretariat typed on Juri: column `wajib` (pins) or `larang` (bans)."""
    return frozenset(
        (r.text("surel").lower(), int(n))
        for r in book[JUDGES]
        for n in _numbers_in(r, column)
        if n.isascii() and n.isdigit()
    )


def _numbers_in(row: Row, column: str) -> list[str]:
    return row.text(column).replace(";", " ").replace(",", " ").split()


def arrivals(book: Workbook) -> dict[str, Arrival]:
    """Everything that has been read so far, by source id."""
    return {r.text("id"): model_in(r, "fakta", Arrival, INBOX.title) for r in book[INBOX] if r.text("fakta")}


def decisions(book: Workbook) -> tuple[dict[str, HumanDecision], dict[str, str]]:
    """Source -> decision taken on Perlu Ditinjau, and source -> what is wrong with a row that cannot be carried out."""
    taken: dict[str, HumanDecision] = {}
    wrong: dict[str, str] = {}
    codes = {a.code for a in agencies(book)}
    for row in book[REVIEW]:
        source, answer = row.text("kunci"), plain(row.text("keputusan"))
        if not answer:
            continue
        joins, code = row.text("gabung"), row.text("kode")
        if answer not in {"terima", "tolak"}:
            wrong[source] = "Keputusan harus “terima” atau “tolak”"
        elif joins and not (joins.isascii() and joins.isdigit()):
            wrong[source] = "Gabung ke Nomor Usulan harus angka"
        elif code and code not in codes:
            wrong[source] = f"Kode OPD “{code}” tidak ada pada tab OPD"
        else:
            taken[source] = HumanDecision(
                source=source,
                accept=answer == "terima",
                joins=int(joins) if joins else None,
                agency=code or None,
                by=row.text("petugas"),
                note=row.text("catatan"),
            )
    return taken, wrong


def kinds(book: Workbook) -> dict[str, str]:
    """Attachment key -> kind of document that an officer named."""
    return {r.text("kunci"): r.text("petugas").lower() for r in book[FILES] if r.text("petugas")}


def corrections(book: Workbook) -> dict[int, Correction]:
    """Number -> what officers typed over what was read; an agency code that is not in the register is left out."""
    found = {}
    codes = {a.code for a in agencies(book)}
    for row in book[PROPOSALS]:
        number, code = row.number("nomor"), row.text("k_kode")
        typed = Correction(
            title=row.text("k_judul"),
            agency=code if code in codes else "",
            category=row.text("k_kategori"),
            start_date=day_in(row, "k_mulai"),
            innovator=row.text("k_inovator"),
            contact=row.text("k_narahubung"),
        )
        if number is not None and typed != Correction():
            found[number] = typed
    return found


def remarks(book: Workbook, rulebook: Rulebook) -> Iterator[tuple[TabSpec, str, str]]:
    """(tab, key, what is wrong) of what people typed and the program cannot use."""
    register = Register(agencies(book), rulebook.edition.organiser)
    known = {d.id for d in rulebook.documents} | {OTHER}
    for row in book[PROPOSALS]:
        wrong = []
        if row.text("k_kode") and row.text("k_kode") not in register.rows:
            wrong.append(f"Koreksi Kode OPD “{row.text('k_kode')}” tidak ada pada tab OPD")
        if row.text("k_kategori") and row.text("k_kategori") not in rulebook.categories:
            wrong.append(f"Koreksi Kategori “{row.text('k_kategori')}” bukan kategori edisi ini")
        if row.text("k_mulai") and day_in(row, "k_mulai") is None:
            wrong.append(f"Koreksi Mulai Implementasi “{row.text('k_mulai')}” bukan tanggal")
        yield from ((PROPOSALS, row.text("nomor"), text) for text in wrong)
    for row in book[FILES]:
        if row.text("petugas") and row.text("petugas").lower() not in known:
            yield (
                FILES,
                row.text("kunci"),
                f"Jenis Menurut Petugas “{row.text('petugas')}” bukan salah satu dari {', '.join(sorted(known))}",
            )
    entered = {str(n) for n in numbers(book).values()}
    for row in book[JUDGES]:
        for column in ("wajib", "larang"):
            if unknown := [n for n in _numbers_in(row, column) if n not in entered]:
                heading = JUDGES.column(column).heading
                yield JUDGES, row.text("surel"), f"{heading}: tidak ada usulan nomor {', '.join(unknown)}"
    for judge in judges(book):
        if judge.agency and register.named(judge.agency) is None:
            yield (
                JUDGES,
                judge.email,
                f"Kode OPD juri “{judge.agency}” tidak ada pada tab OPD; benturan tidak dapat diperiksa",
            )
    for row in book[AGENCIES]:
        if wrong := addresses(row.text("surel"))[1]:
            yield AGENCIES, row.text("kode"), f"bukan alamat surel: {'; '.join(w[:80] for w in wrong)}"
    for row in book[JUDGES]:
        if not ADDRESS.fullmatch(row.text("surel")):
            yield JUDGES, row.text("surel"), f"bukan alamat surel: {row.text('surel')[:80]}"
    for agency in register.rows.values():
        if agency.parent and agency.parent not in register.rows:
            yield AGENCIES, agency.code, f"Kode Induk “{agency.parent}” tidak ada pada tab OPD"


def numbers(book: Workbook) -> dict[str, int]:
    """Opening source -> number given."""
    return {r.text("pembuka"): n for r in book[PROPOSALS] if (n := r.number("nomor")) is not None and r.text("pembuka")}


def setting(book: Workbook, key: str) -> str:
    """What the secretariat typed for a setting; "" where nothing."""
    row = book[SETTINGS].get(key)
    return row.text("nilai") if row else ""


def day_in(row: Row, column: str) -> date | None:
    """The day a person typed: as text, or as the serial number that Sheets makes of a date."""
    value = row.cells.get(column)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _EPOCH.date() + timedelta(days=int(value)) if 0 < value < _LAST_SERIAL else None
    return read_date(row.text(column))


def scores(book: Workbook, stage: str) -> dict[str, dict[int, dict[str, Fraction]]]:
    """Judge -> proposal -> criterion -> exact value, of the valid rows of a stage."""
    found: dict[str, dict[int, dict[str, Fraction]]] = {}
    for row in book[SCORES]:
        number = row.number("usulan")
        if row.text("tahap") == stage and row.text("keadaan") == "sah" and number is not None:
            found.setdefault(row.text("juri"), {})[number] = _exact(row)
    return found


def entries(book: Workbook, stage: str, zone: ZoneInfo) -> dict[str, list[Entry]]:
    """Seat -> what its judge is known to have said: what counts now, and what did before. Undated rows are left out."""
    found: dict[str, list[Entry]] = {}
    for row in (*book[SCORES], *book[HISTORY]):
        if row.text("tahap") == stage and (entry := entry_in(row, zone)):
            found.setdefault(seat(stage, row.text("juri"), entry.proposal), []).append(entry)
    return found


def entry_in(row: Row, zone: ZoneInfo) -> Entry | None:
    """What a row of Nilai or Riwayat Nilai tells; None where nothing counts, or it does not say since when."""
    number, since = row.number("usulan"), moment_of(row.text("waktu"), zone)
    if number is None or since is None or row.text("saluran") not in set(By):
        return None
    values = _exact(row) if row.text("tepat") else {}
    return Entry(proposal=number, by=By(row.text("saluran")), at=since, values=values, note=row.text("catatan"))


def _exact(row: Row) -> dict[str, Fraction]:
    try:
        return {str(c): Fraction(v) for c, v in unpacked(row.text("tepat")).items()}
    except (ValueError, AttributeError, TypeError, ZeroDivisionError, zlib.error) as error:
        raise FixData(
            f"Buku kerja, tab {SCORES.title}, baris {row.place}: kolom Data Mesin rusak; pulihkan lewat Riwayat versi Sheets"
        ) from error


def local(moment: datetime, zone: ZoneInfo) -> str:
    """A moment as it stands in the sheets: "2026-03-05 13:44:51", in the edition's zone."""
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M:%S}"


def moments_in(book: Workbook, key: str, zone: ZoneInfo) -> list[datetime | None]:
    """The moments typed for a setting, one for each part between semicolons; None for a part that tells none."""
    row = book[SETTINGS].get(key)
    value = row.cells.get("nilai") if row else None
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        minutes = round(value * 24 * 60) if 0 < value < _LAST_SERIAL else None
        return [None if minutes is None else (_EPOCH + timedelta(minutes=minutes)).replace(tzinfo=zone)]
    return [moment_of(t, zone) for t in listed(row.text("nilai") if row else "")]


def moment_of(text: str, zone: ZoneInfo) -> datetime | None:
    """The moment a cell tells ("2026-04-15 16:00", also with seconds); None where it tells none."""
    for pattern in ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d"):
        try:
            return datetime.strptime(text.strip(), pattern).replace(tzinfo=zone)
        except ValueError:
            continue
    return None
