"""However much arrives, the program itself stays within 500 MB. The rehearsal's server is a process of its own here."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from integrations.documents.pictures import MAX_PIXELS
from integrations.documents.word import MAX_XML
from tests.documents.samples import attached, mail, multi, packed, pdf, picture, text, word
from tests.hostile.desk import Desk, address_of, desk_apart

pytestmark = pytest.mark.hostile

LIMIT = 500 * 1024 * 1024
MB = 1024 * 1024


@pytest.fixture
def apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    for name in [n for n in os.environ if n.startswith(("PANITIA_", "PREFECT_"))]:
        monkeypatch.delenv(name)
    before = dict(os.environ)
    with desk_apart(tmp_path, ["A1"]) as made:
        yield made
    os.environ.clear()
    os.environ.update(before)


def _submission(*parts: str, number: int = 1) -> bytes:
    words = text(f"Yth. Panitia, terlampir usulan inovasi kami.\nJudul Inovasi: UJI {number}")
    return mail(multi(words, *parts), f"X-Nomor: {number}", sender=address_of("A1"), subject=f"Usulan inovasi {number}")


def test_files_of_more_than_35_megabytes(apart: Desk) -> None:
    large = picture() + os.urandom(36 * MB)
    apart.deliver([_submission(attached("Proposal besar.jpg", large)), _submission(attached("Foto.jpg", large), number=2)])
    done, peak = apart.run_apart()
    files = {f["name"]: (f["size"], f["action"], f["reason"]) for f in apart.play.report()["files"]}
    assert files == {name: (len(large), "refuse", "too-large") for name in ("Proposal besar.jpg", "Foto.jpg")}
    assert peak < LIMIT, f"{peak / MB:.0f} MB"
    print(f"files of {len(large) / MB:.0f} MB: {peak / MB:.0f} MB, {done}")


def _long_word() -> bytes:
    """A Word file with as many paragraphs as are still opened."""
    out, said = io.BytesIO(), b"<w:p><w:r><w:t>x</w:t></w:r></w:p>"
    with zipfile.ZipFile(io.BytesIO(word("PROPOSAL INOVASI"))) as short, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as long:
        for item in short.infolist():
            content = short.read(item)
            more = said * ((MAX_XML - MB) // len(said)) if item.filename == "word/document.xml" else b""
            long.writestr(item, content.replace(b"<w:body>", b"<w:body>" + more))
    return out.getvalue()


def test_a_mail_of_everything_that_unpacks(apart: Desk) -> None:
    """A zip of a hundred files as large as may be, a picture of forty million points, a Word file full of XML."""
    members = [(f"Foto {n}.jpg", picture() + os.urandom(330_000) + bytes(620_000)) for n in range(100)]
    points = io.BytesIO()
    Image.new("RGBA", (8000, MAX_PIXELS // 8000)).save(points, "PNG")
    parts = [attached("Berkas.zip", packed(*members)), attached("Foto.png", points.getvalue()), attached("Proposal.docx", _long_word())]
    apart.deliver([_submission(*parts)])
    done, peak = apart.run_apart()
    files = apart.play.report()["files"]
    assert [(f["name"], f["reason"]) for f in files if f["action"] not in {"file", "unpack"}] == []
    assert len(files) == 103
    assert peak < LIMIT, f"{peak / MB:.0f} MB"
    print(f"a zip of 100 MB, a picture of 40 megapixels, a Word file of 9 MB of XML: {peak / MB:.0f} MB, {done}")


def test_200_attachments_in_a_mail(apart: Desk) -> None:
    before, _, after = pdf(("BUKTI IMPLEMENTASI", "Judul Inovasi : UJI")).rpartition(b"startxref")
    parts = [
        attached(f"Bukti {n:03d} kegiatan di lapangan.pdf", before + b"%" + os.urandom(45_000).hex().encode() + b"\nstartxref" + after)
        for n in range(200)
    ]
    apart.deliver([_submission(*parts)])
    done, peak = apart.run_apart()
    assert sum(f["action"] == "file" for f in apart.play.report()["files"]) == 200
    assert peak < LIMIT, f"{peak / MB:.0f} MB"
    print(f"200 attachments: {peak / MB:.0f} MB, {done}")


def test_5000_mails_in_the_box(apart: Desk) -> None:
    small = pdf(("PROPOSAL INOVASI", "Judul Inovasi : UJI"))
    chatter = mail(text("Selamat pagi, kapan pengumumannya?\n" + "kata " * 300), sender="orang@lain.example", subject="Tanya")
    apart.deliver_quickly(
        _submission(attached(f"Proposal {n}.pdf", small), number=n) if n % 100 == 0 else chatter.replace(b"a1@opd", b"%d@opd" % n)
        for n in range(5000)
    )
    done, peak = apart.run_apart()
    assert done["surel dibaca"] == 5000
    assert peak < LIMIT, f"{peak / MB:.0f} MB"
    print(f"5,000 mails: {peak / MB:.0f} MB, {done}")
