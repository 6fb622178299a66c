"""The release gate: letters that are about to leave are read again and held against the frozen decision.

It shares no code with what rendered the letters: it parses the finished messages. Nothing here is repaired; every
doubt is a reason, in words, not to send.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import getaddresses

from competition.snapshot import Entry, Snapshot

_RANK = re.compile(r"(?i)peringkat\D{0,40}?(\d+) dari (\d+)")
_VERDICT = re.compile(r"\b(tidak\s+lolos|lolos)\b", re.IGNORECASE)
_POLICY = re.compile(r"kebijakan [^:]+: (tidak )?diloloskan\b")


def letter_faults(entry: Entry, snapshot: Snapshot, raw: bytes, allowed: Collection[str] | None = None) -> list[str]:
    """What in this message disagrees with its frozen line. `allowed`: addresses it may go to (default: the frozen ones)."""
    mail = message_from_bytes(raw, policy=default)
    if not isinstance(mail, EmailMessage):
        return [_about(entry, "surat tidak terbaca")]
    body = mail.get_body(("plain",))
    text = _flat(body.get_content()) if body is not None else ""
    subject = _flat(str(mail["Subject"] or ""))
    faults = [*_recipients(entry, mail, entry.to if allowed is None else allowed), *_form(mail)]
    if entry.registration not in subject + " " + text:
        faults.append(f"nomor registrasi {entry.registration} tidak tertulis")
    for words, value in (("judul", entry.title), ("nama perangkat daerah", entry.agency_name)):
        if value and _flat(value) not in text:
            faults.append(f"{words} “{value}” tidak tertulis")
    faults += [
        f"menyebut nomor registrasi usulan lain ({other.registration})"
        for other in snapshot.entries
        if other.number != entry.number
        and re.search(rf"(?<![\w-]){re.escape(other.registration)}(?!\d)", f"{subject} {text}")
    ]
    faults += _policy(entry, snapshot, text)
    faults += _verdict(entry, snapshot, subject, text)
    return [_about(entry, fault) for fault in faults]


def batch_faults(snapshot: Snapshot, letters: Mapping[int, bytes], unaddressed: Collection[int] = ()) -> list[str]:
    """What is wrong with the letters of a decision taken together. `letters`: proposal -> message.

    `unaddressed`: proposals of agencies without an address, whose letter is handed over by hand.
    """
    faults: list[str] = []
    numbers = [e.number for e in snapshot.entries]
    if len(set(numbers)) != len(numbers):
        faults.append("ada usulan yang tercantum dua kali pada hasil")
    lacking = sorted(set(numbers) - set(letters) - set(unaddressed))
    faults += [f"usulan nomor {n}: surat hasil belum ada" for n in lacking]
    extra = sorted(set(letters) - set(numbers))
    faults += [f"usulan nomor {n}: ada surat, tetapi tidak ada hasil yang dibekukan" for n in extra]
    faults += _decision(snapshot)
    by_number = {e.number: e for e in snapshot.entries}
    for n in sorted(set(letters) & set(numbers)):
        faults += letter_faults(by_number[n], snapshot, letters[n])
    return faults


def _decision(snapshot: Snapshot) -> Iterable[str]:
    passed = [e for e in snapshot.entries if e.passed]
    if snapshot.seats is not None and len(passed) != min(snapshot.seats, len(snapshot.entries)):
        yield f"yang lolos {len(passed)}, padahal kursi {snapshot.seats} untuk {len(snapshot.entries)} usulan"
    for e in snapshot.entries:
        if e.open_tie:
            yield _about(e, "nilai sama belum diputus pleno")
        if e.missing:
            yield _about(e, f"belum dinilai {', '.join(e.missing)} dan tidak dibebaskan")
    ranked = sorted((e for e in snapshot.entries if e.rank is not None), key=lambda e: (e.rank, not e.passed))
    line = sum(e.passed for e in ranked)
    if any(e.passed != (place < line) and not e.policy for place, e in enumerate(ranked)):
        yield "usulan yang lolos berada di bawah usulan yang tidak lolos, tanpa kebijakan yang disebut untuk masing-masing"
    for e in ranked:
        said = _POLICY.match(e.policy)
        if e.policy and (said is None or bool(said.group(1)) == e.passed):
            yield _about(e, "kebijakan yang disebut berlawanan dengan hasilnya")


def _recipients(entry: Entry, mail: EmailMessage, allowed: Collection[str]) -> Iterable[str]:
    found = [a.lower() for h in ("To", "Cc", "Bcc") for _, a in getaddresses([str(v) for v in mail.get_all(h, [])])]
    if not found:
        yield "surat tanpa penerima"
    wanted = {a.lower() for a in allowed}
    for address in found:
        if address not in wanted:
            yield f"penerima {address} bukan alamat perangkat daerah itu"
    for address in sorted(wanted - set(found)):
        yield f"alamat {address} tidak tercantum sebagai penerima"
    if entry.to and not allowed:
        yield "tidak ada alamat yang diperbolehkan"


def _policy(entry: Entry, snapshot: Snapshot, text: str) -> Iterable[str]:
    """A result that a policy made says so, in the words that were frozen; no other letter speaks of one."""
    if entry.policy and _flat(entry.policy) not in text:
        yield "kebijakan yang menentukan hasilnya tidak tertulis"
    own = text.replace(_flat(entry.policy), " ") if entry.policy else text
    for other in snapshot.entries:
        if other.policy and _flat(other.policy) in own:
            yield f"menyebut kebijakan untuk usulan lain ({other.registration})"


def _form(mail: EmailMessage) -> Iterable[str]:
    """A letter is one plain text: what was checked is all that its reader sees."""
    parts = [part.get_content_type() for part in mail.walk() if not part.is_multipart()]
    if parts != ["text/plain"] or mail.get_filename() is not None:
        yield f"surat memuat lampiran atau bagian lain ({', '.join(parts)})"
    if mail["Reply-To"] is not None:
        yield "balasan surat dialihkan ke alamat lain"


def _verdict(entry: Entry, snapshot: Snapshot, subject: str, text: str) -> Iterable[str]:
    read = f"{subject} . {text}"
    for own in (
        entry.policy,
        entry.title,
        entry.agency_name,
        *entry.reasons,
        snapshot.reason,
    ):  # may itself speak of passing
        read = read.replace(_flat(own), " ") if own else read
    if entry.display is not None and not _stands(entry.display, read):
        yield f"nilai {entry.display} tidak tertulis"
    if entry.rank is not None:
        told, right = set(_RANK.findall(read)), (str(entry.rank), str(len(snapshot.entries)))
        if right not in told:
            yield f"peringkat {' dari '.join(right)} tidak tertulis"
        yield from (f"menyebut peringkat lain ({n} dari {of})" for n, of in sorted(told - {right}))
    if snapshot.decision == "final":
        awards = {e.award for e in snapshot.entries if e.award}
        for award in sorted(awards):
            if _stands(award, read) != (award == entry.award):
                yield f"penghargaan “{award}” {'tidak tertulis' if award == entry.award else 'bukan haknya'}"
        return
    said = {"tidak" not in m.group(1).lower() for m in _VERDICT.finditer(read)}
    if said != {entry.passed}:
        wanted = "LOLOS" if entry.passed else "TIDAK LOLOS"
        yield f"putusan pada surat bukan hanya {wanted}"


def _stands(value: str, text: str) -> bool:
    return re.search(rf"(?<![\w,]){re.escape(value)}(?![\w]|,\d)", text) is not None


def _about(entry: Entry, fault: str) -> str:
    return f"usulan nomor {entry.number}: {fault}"


def _flat(text: str) -> str:
    """One line of visible characters, as a reader sees it."""
    shown = (
        " " if unicodedata.category(c) in {"Cc", "Zl", "Zp"} else c for c in text if unicodedata.category(c) != "Cf"
    )
    return " ".join(unicodedata.normalize("NFC", "".join(shown)).split())
