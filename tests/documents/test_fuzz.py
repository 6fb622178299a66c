"""Whatever the bytes are: reading never raises, and what is read can be stored as JSON."""

from __future__ import annotations

from hashlib import sha256

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from competition.facts import Arrival, Attachment
from integrations.documents.enclosures import Enclosures
from integrations.documents.files import inspect
from integrations.documents.vocabulary import DEFAULT
from tests.documents.samples import attached, mail, multi, ole, packed, pdf, picture, read, text, word

_FILES = [pdf(("PROPOSAL INOVASI", "Judul : x", "1. Ringkasan", "a b")), word("Judul : x", [("Unit", "y")]), picture(), picture("PNG"),
          packed(("a.pdf", pdf()), ("b.txt", b"halo")), ole("WordDocument", "VBA")]  # fmt: skip
_MAIL = mail(multi(multi(text("Judul: x\n> y"), text("<p>Judul: x</p><img src='cid:a'>", "text/html"), kind="alternative", boundary="dua"),
                   attached("=?utf-8?q?a=2Epdf?=", _FILES[0], "application/pdf"), attached("b.zip", _FILES[4])))  # fmt: skip
_NAMES = st.sampled_from(["a.pdf", "a.docx", "a.jpg", "a.png", "a.zip", "a.doc", "a", "..", "a/b\\c.eml"]) | st.text(
    max_size=30
)
_CALM = settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))


@st.composite
def _damaged(draw: st.DrawFn, sources: list[bytes]) -> bytes:
    data = bytearray(draw(st.sampled_from(sources)))
    for _ in range(draw(st.integers(0, 12))):
        at = draw(st.integers(0, max(0, len(data) - 1)))
        data[at : at + draw(st.integers(0, 6))] = draw(st.binary(max_size=6))
    return bytes(data[: draw(st.integers(0, len(data)))] if draw(st.booleans()) else data)


@_CALM
@given(_damaged([_MAIL]))
def test_a_damaged_mail_is_read(raw: bytes) -> None:
    arrival = read(raw)
    assert Arrival.model_validate_json(arrival.model_dump_json()) == arrival
    keys = [a.key for a in arrival.attachments]
    assert len(set(keys)) == len(keys)
    for one in arrival.attachments:
        assert one.sha256 is None or sha256(Enclosures.in_mail(raw).content(one.key)).hexdigest() == one.sha256


@_CALM
@given(st.binary(max_size=400))
def test_any_bytes_are_read_as_a_mail(raw: bytes) -> None:
    assert read(raw).id == "m1"


@_CALM
@given(st.text(max_size=200), st.text(max_size=200), st.text(max_size=300))
def test_any_header_and_text_is_read(name: str, subject: str, body: str) -> None:
    raw = mail(multi(text(body), text(body, "text/html"), attached(name, b"x")), subject=subject)
    assert Arrival.model_validate_json(read(raw).model_dump_json()).id == "m1"


@_CALM
@given(_damaged(_FILES), _NAMES)
def test_a_damaged_file_is_inspected(data: bytes, name: str) -> None:
    found = inspect("k", name, data, DEFAULT)
    assert Attachment.model_validate_json(found.model_dump_json()) == found
    assert found.size == len(data)
