"""The release gate: a letter that says anything else than what was frozen is refused, with its reason."""

from __future__ import annotations

from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest

from competition.gate import batch_faults, letter_faults
from competition.letters import Letter, LetterKind, Templates
from competition.snapshot import Entry, Snapshot, differences
from config.settings import SHIPPED_RULEBOOK
from config.templates import load_templates

TEMPLATES = Templates(load_templates(SHIPPED_RULEBOOK))


def entry(number: int, rank: int, display: str, *, passed: bool, **more: object) -> Entry:
    base = {
        "number": number,
        "registration": f"KIPP-2027-{number:03d}",
        "title": f"INOVASI {number}: Lolos dari Antrean",
        "agency": f"OPD-{number}",
        "agency_name": f"Dinas Nomor {number}",
        "to": (f"opd{number}@kab.example",),
        "passed": passed,
        "rank": rank,
        "display": display,
    }
    return Entry.model_validate(base | more)


def frozen(**changes: object) -> Snapshot:
    entries = (
        entry(7, 1, "90,25", passed=True),
        entry(3, 2, "88,10", passed=True),
        entry(12, 3, "80,00", passed=False),
        entry(1, 4, "7,25", passed=False),
    )
    base = {
        "edition": "kipp-2027",
        "decision": "stage1",
        "label": "Seleksi Proposal",
        "revision": 1,
        "reason": "",
        "approved_at": datetime(2027, 4, 1, tzinfo=UTC),
        "seats": 2,
        "entries": entries,
        "templates": {"lolos-tahap": "aa"},
        "letters": {e.number: 1 for e in entries},
        "content": [1],
    }
    return Snapshot.model_validate(base | changes)


def words(e: Entry, found: Snapshot) -> dict[str, object]:
    """What the shipped templates are filled with, as the program does it."""
    return {
        "kompetisi": "KIPP 2027",
        "penyelenggara": "Pemkab",
        "unit": "Bagian Organisasi",
        "alamat": "kipp@kab.example",
        "penandatangan": {"nama": "N", "jabatan": "Ketua"},
        "kepada": f"Kepala {e.agency_name}",
        "registrasi": e.registration,
        "judul": e.title,
        "perangkat_daerah": e.agency_name,
        "tahap": found.label,
        "kursi": found.seats,
        "nilai": e.display,
        "peringkat": e.rank,
        "peserta": len(found.entries),
        "tahap_berikut": "Presentasi",
        "penghargaan": e.award,
        "gagal": e.reasons,
        "kebijakan": e.policy,
        "revisi": 1,
        "alasan_revisi": "",
    }


def letter(e: Entry, found: Snapshot, *, swap: tuple[str, str] = ("", ""), **headers: str) -> bytes:
    """The letter of one entry; `swap` changes a word in the finished text."""
    kind = LetterKind.ADVANCED if e.passed else LetterKind.STOPPED
    if found.decision == "final":
        kind = LetterKind.FINAL
    made = TEMPLATES.render(
        Letter(key="k", kind=kind, stage=found.decision, proposal=e.number, to=e.to, values=words(e, found))
    )
    mail = EmailMessage()
    mail["To"] = ", ".join(e.to)
    mail["Subject"] = made.subject.replace(*swap) if swap[0] else made.subject
    for name, value in headers.items():
        del mail[name]
        mail[name] = value
    assert not swap[0] or swap[0] in made.body
    mail.set_content(made.body.replace(*swap) if swap[0] else made.body)
    return mail.as_bytes()


def letters(found: Snapshot) -> dict[int, bytes]:
    return {e.number: letter(e, found) for e in found.entries}


def test_the_letters_that_the_shipped_templates_make_pass() -> None:
    assert batch_faults(frozen(), letters(frozen())) == []


@pytest.mark.parametrize(
    ("number", "swap", "reason"),
    [
        (3, ("LOLOS dan masuk", "TIDAK LOLOS dan masuk"), "putusan"),
        (12, ("TIDAK LOLOS ke", "LOLOS ke"), "putusan"),
        (3, ("88,10", "88,11"), "nilai 88,10 tidak tertulis"),
        (1, ("7,25", "87,25"), "nilai 7,25 tidak tertulis"),
        (3, (": 2 dari 4", ": 1 dari 4"), "peringkat 2 dari 4"),
        (3, (": 2 dari 4", ": 2 dari 41"), "peringkat 2 dari 4"),
        (3, ("KIPP-2027-003", "KIPP-2027-012"), "nomor registrasi KIPP-2027-003"),
        (3, ("KIPP-2027-003", "KIPP-2027-012"), "usulan lain (KIPP-2027-012)"),
        (3, ("INOVASI 3:", "INOVASI 7:"), "judul"),
        (3, ("Dinas Nomor 3", "Dinas Nomor 7"), "nama perangkat daerah"),
    ],
)
def test_a_word_that_differs_is_named(number: int, swap: tuple[str, str], reason: str) -> None:
    found = frozen()
    chosen = next(e for e in found.entries if e.number == number)
    faults = batch_faults(found, letters(found) | {number: letter(chosen, found, swap=swap)})
    assert [f for f in faults if reason in f], faults
    assert all(f.startswith(f"usulan nomor {number}: ") for f in faults)


@pytest.mark.parametrize(
    ("headers", "reason"),
    [
        ({"To": "opd7@kab.example"}, "opd7@kab.example bukan alamat"),
        ({"To": "opd3@kab.example, wartawan@surel.example"}, "wartawan@surel.example bukan alamat"),
        ({"Cc": "wartawan@surel.example"}, "wartawan@surel.example bukan alamat"),
        ({"Bcc": "wartawan@surel.example"}, "wartawan@surel.example bukan alamat"),
        ({"To": ""}, "tanpa penerima"),
    ],
)
def test_a_recipient_of_another_house_is_named(headers: dict[str, str], reason: str) -> None:
    found = frozen()
    faults = letter_faults(found.entries[1], found, letter(found.entries[1], found, **headers))
    assert [f for f in faults if reason in f], faults


def test_a_letter_that_is_more_than_one_plain_text_is_refused() -> None:
    found = frozen()
    chosen = found.entries[1]
    for add in (
        lambda m: m.add_alternative("<p>TIDAK LOLOS</p>", subtype="html"),
        lambda m: m.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="piagam.pdf"),
    ):
        mail = message_from_bytes(letter(chosen, found), policy=default)
        add(mail)
        assert [f for f in letter_faults(chosen, found, mail.as_bytes()) if "lampiran atau bagian lain" in f]
    redirected = letter(chosen, found, **{"Reply-To": "wartawan@surel.example"})
    assert [f for f in letter_faults(chosen, found, redirected) if "dialihkan" in f]


def test_every_registered_address_of_the_line_must_have_the_letter() -> None:
    found = frozen()
    chosen = found.entries[1].model_copy(update={"to": ("opd3@kab.example", "uptd3@kab.example")})
    one = letter(chosen, found, To="opd3@kab.example")
    assert letter_faults(chosen, found, one) == [
        "usulan nomor 3: alamat uptd3@kab.example tidak tercantum sebagai penerima"
    ]


def test_a_second_rank_beside_the_right_one_is_refused_but_not_in_the_proposals_own_title() -> None:
    found = frozen()
    chosen = found.entries[1]
    both = letter(chosen, found, swap=("Nomor registrasi", "Peringkat sementara: 1 dari 4\nNomor registrasi"))
    assert letter_faults(chosen, found, both) == ["usulan nomor 3: menyebut peringkat lain (1 dari 4)"]
    proud = chosen.model_copy(update={"title": "Peringkat 1 dari 4 Kabupaten: TIDAK LOLOS lagi"})
    told = found.model_copy(update={"entries": (found.entries[0], proud, *found.entries[2:])})
    assert letter_faults(proud, told, letter(proud, told)) == []


def test_letters_shifted_by_one_row_are_all_refused() -> None:
    found = frozen()
    numbers = [e.number for e in found.entries]
    made = letters(found)
    shifted = {n: made[m] for n, m in zip(numbers, [*numbers[1:], numbers[0]], strict=True)}
    faults = batch_faults(found, shifted)
    assert {n for n in numbers if any(f.startswith(f"usulan nomor {n}:") for f in faults)} == set(numbers)


def test_a_missing_and_an_extra_letter_are_named() -> None:
    found = frozen()
    made = letters(found)
    assert batch_faults(found, {n: m for n, m in made.items() if n != 12}) == ["usulan nomor 12: surat hasil belum ada"]
    assert batch_faults(found, {n: m for n, m in made.items() if n != 12}, [12]) == []
    assert "usulan nomor 99: ada surat" in batch_faults(found, made | {99: made[7]})[0]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"seats": 3}, "yang lolos 2, padahal kursi 3"),
        ({"open_tie": True}, "nilai sama belum diputus"),
        ({"missing": ("j@panel.example",)}, "belum dinilai j@panel.example"),
        ({"swap": True}, "di bawah usulan yang tidak lolos"),
        ({"double": True}, "tercantum dua kali"),
    ],
)
def test_a_decision_that_is_not_whole_is_refused(change: dict[str, object], reason: str) -> None:
    found = frozen()
    entries = list(found.entries)
    if "seats" in change:
        found = found.model_copy(update={"seats": change["seats"]})
    elif "swap" in change:
        entries[1] = entries[1].model_copy(update={"passed": False})
        entries[2] = entries[2].model_copy(update={"passed": True})
    elif "double" in change:
        entries.append(entries[0])
    else:
        entries[1] = entries[1].model_copy(update=change)
    found = found.model_copy(update={"entries": tuple(entries)})
    assert [f for f in batch_faults(found, letters(found)) if reason in f]


def test_an_award_that_is_anothers_is_refused() -> None:
    final = frozen(decision="final", seats=None)
    entries = tuple(
        e.model_copy(update={"award": f"Terbaik {'I' * e.rank}" if (e.rank or 9) <= 3 else ""}) for e in final.entries
    )
    final = final.model_copy(update={"entries": entries})
    assert batch_faults(final, letters(final)) == []
    wrong = letter(entries[1], final, swap=("Terbaik II", "Terbaik I"))
    assert len(batch_faults(final, letters(final) | {3: wrong})) == 2


def test_a_title_that_hides_marks_or_is_very_long_is_still_recognised() -> None:
    title = "A\u202eB\u200bC " + "x" * 9000
    e = entry(5, 1, "90,00", passed=True, title=title)
    found = frozen(seats=1, entries=(e,), letters={5: 1})
    assert batch_faults(found, letters(found)) == []


@pytest.mark.parametrize(
    ("update", "told"),
    [
        ({"display": "88,11"}, "usulan nomor 3: nilai berubah dari 88,10 menjadi 88,11"),
        ({"rank": 1}, "usulan nomor 3: peringkat berubah dari 2 menjadi 1"),
        ({"passed": False}, "usulan nomor 3: hasil berubah dari lolos menjadi tidak lolos"),
        ({"to": ("baru@kab.example",)}, "usulan nomor 3: alamat surat berubah dari opd3@kab.example menjadi baru@kab.example"),
        ({"title": "B"}, "usulan nomor 3: judul berubah"),
    ],
)  # fmt: skip
def test_what_changed_after_freezing_is_said(update: dict[str, object], told: str) -> None:
    before = frozen()
    entries = list(before.entries)
    entries[1] = entries[1].model_copy(update=update)
    now = before.model_copy(update={"entries": tuple(entries)})
    assert [d for d in differences(before, now) if d.startswith(told)]
    assert differences(before, before.model_copy(update={"approved_at": datetime(2028, 1, 1, tzinfo=UTC)})) == []


def test_a_changed_template_and_changed_details_are_said() -> None:
    before = frozen()
    assert differences(before, frozen(templates={"lolos-tahap": "bb"})) == ["templat surat lolos-tahap berubah"]
    assert differences(before, frozen(content=[2])) == ["rincian nilai berubah"]
    assert before.sha256 == frozen().sha256 != frozen(content=[2]).sha256


LIFTED = "kebijakan pemerataan wilayah: diloloskan, alasan belum ada finalis dari pesisir, diputuskan oleh Ketua, berita acara nomor 7/BA"
DROPPED = LIFTED.replace(": diloloskan", ": tidak diloloskan")


def by_policy(**changes: object) -> Snapshot:
    """Rank 2 stays out and rank 3 goes on, each by a named policy."""
    entries = list(frozen().entries)
    entries[1] = entries[1].model_copy(update={"passed": False, "policy": DROPPED})
    entries[2] = entries[2].model_copy(update={"passed": True, "policy": LIFTED})
    return frozen(entries=tuple(entries), **changes)


def mutated(at: int, **update: object) -> Snapshot:
    entries = list(by_policy().entries)
    entries[at] = entries[at].model_copy(update=update)
    return by_policy().model_copy(update={"entries": tuple(entries)})


def test_a_policy_that_is_named_on_both_sides_of_the_line_passes() -> None:
    assert batch_faults(by_policy(), letters(by_policy())) == []


@pytest.mark.parametrize(
    ("found", "reason"),
    [
        (mutated(1, policy=""), "di bawah usulan yang tidak lolos, tanpa kebijakan"),
        (mutated(2, policy=""), "di bawah usulan yang tidak lolos, tanpa kebijakan"),
        (mutated(1, policy=LIFTED), "usulan nomor 3: kebijakan yang disebut berlawanan"),
        (mutated(2, policy=DROPPED), "usulan nomor 12: kebijakan yang disebut berlawanan"),
        (mutated(2, policy="karena sudah waktunya"), "usulan nomor 12: kebijakan yang disebut berlawanan"),
        (mutated(3, passed=True), "yang lolos 3, padahal kursi 2"),
        (mutated(1, passed=True), "yang lolos 3, padahal kursi 2"),
    ],
)
def test_a_policy_that_is_not_whole_is_refused(found: Snapshot, reason: str) -> None:
    assert [f for f in batch_faults(found, letters(found)) if reason in f]


@pytest.mark.parametrize(
    ("number", "swap", "reason"),
    [
        (12, ("pemerataan wilayah", "wajah baru"), "kebijakan yang menentukan hasilnya tidak tertulis"),
        (12, ("7/BA", "8/BA"), "kebijakan yang menentukan hasilnya tidak tertulis"),
        (3, (": tidak diloloskan", ": diloloskan"), "kebijakan yang menentukan hasilnya tidak tertulis"),
        (3, (": tidak diloloskan", ": diloloskan"), "menyebut kebijakan untuk usulan lain (KIPP-2027-012)"),
        (7, ("Demikian", f"Hasil ini ditentukan oleh {LIFTED}. Demikian"), "menyebut kebijakan untuk usulan lain"),
        (12, ("LOLOS dan masuk", "TIDAK LOLOS dan masuk"), "putusan"),
        (12, (": 3 dari 4", ": 2 dari 4"), "peringkat 3 dari 4"),
    ],
)
def test_a_letter_that_tells_the_policy_otherwise_is_refused(number: int, swap: tuple[str, str], reason: str) -> None:
    found = by_policy()
    chosen = next(e for e in found.entries if e.number == number)
    faults = batch_faults(found, letters(found) | {number: letter(chosen, found, swap=swap)})
    assert [f for f in faults if reason in f], faults
    assert all(f.startswith(f"usulan nomor {number}: ") for f in faults)


def test_a_reason_that_itself_speaks_of_passing_confuses_nobody() -> None:
    entries = list(by_policy().entries)
    words = "kebijakan lainnya: diloloskan, alasan nomor urut 2 tidak lolos uji petik dan tidak diloloskan, diputuskan oleh K, berita acara nomor 1"
    entries[2] = entries[2].model_copy(update={"policy": words})
    found = frozen(entries=tuple(entries))
    assert batch_faults(found, letters(found)) == []


def test_a_policy_added_after_freezing_is_said() -> None:
    told = differences(frozen(), by_policy())
    assert "usulan nomor 12: hasil berubah dari tidak lolos menjadi lolos" in told
    assert [t for t in told if t.startswith("usulan nomor 12: kebijakan berubah dari (kosong) menjadi kebijakan pemer")]
