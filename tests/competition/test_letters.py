"""Letters: templates that ship, values from outside that must stay text, and whose approval each needs."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competition.letters import (
    BY_BOTH,
    OUTCOMES,
    Letter,
    LetterError,
    LetterKind,
    Rendered,
    Templates,
    approvals,
    one_line,
)
from config.settings import SHIPPED_RULEBOOK
from config.templates import load_templates

SOURCES = load_templates(SHIPPED_RULEBOOK)
SHIPPED = Templates(SOURCES)
WORD = "Kemilau"  # stands in no template
HOSTILE = ("{{ 7*7 }}", "{% for x in range(9) %}x{% endfor %}", "<script>alert(1)</script>", "a\r\nBcc: x@y.example\r\n\r\nIsi lain", "a\u2028b\u2029c\x0bd\x85e", "=1+1",
           "{{ ''.__class__ }}", "\u202egnalet", "{# hilang #}", "Perihal: lain")  # fmt: skip


def values(text: str) -> dict[str, Any]:
    """A value for every placeholder there is, each text the same."""
    names = ("kompetisi", "registrasi", "judul", "perangkat_daerah", "kepada", "nilai", "peringkat", "peserta", "penghargaan", "unit", "penyelenggara", "penutupan",
             "alamat", "tahap", "tanggal", "kursi", "tahap_berikut", "lembar", "batas", "belum", "jumlah", "diterima", "saluran", "formulir",
             "hari", "waktu", "tempat", "sebelumnya", "batas_konfirmasi", "batas_bahan", "paparan", "tanya_jawab", "lebih_awal", "berubah",
             "kebijakan", "perkara", "putusan", "alasan", "pemutus")  # fmt: skip
    items = [dict.fromkeys(("nomor", "judul", "aspek", "masalah", "tertulis", "hari", "waktu", "tempat", "perangkat_daerah", "tanda", "semula", "alasan", "formulir", "jumlah", "rincian", "saluran"), text) | {"bersama": [text]}]
    aspect = dict.fromkeys(("nama", "bobot", "rerata", "kuartil", "letak"), text)
    stage = dict.fromkeys(("label", "nilai", "peringkat", "peserta", "jarak"), text) | {"aspek": [aspect], "catatan": [text]}
    return dict.fromkeys(names, text) | {"tahapan": [stage], "penandatangan": {"jabatan": text, "nama": text}, "kurang": [text], "ditolak": [text], "gagal": [text],
                                         "daftar": items, "ditambah": items, "dicabut": items, "batal": False, "tim": [text], "tautan": True, "terlambat": False, "revisi": 2, "alasan_revisi": text}  # fmt: skip


def letter(kind: LetterKind = LetterKind.RECEIPT, **given_values: Any) -> Letter:
    return Letter(key="k", kind=kind, stage="", proposal=1, to=("a@x",), values=given_values)


def rendered(kind: LetterKind, text: str, **more: Any) -> Rendered:
    return SHIPPED.render(letter(kind, **{**values(text), **more}))


def own(source: str, **given_values: Any) -> Rendered:
    return Templates({"tanda-terima": source}).render(letter(**given_values))


def test_every_kind_of_letter_ships_with_its_template_and_none_is_left_over() -> None:
    assert sorted(SOURCES) == sorted(k.value for k in LetterKind)


@pytest.mark.parametrize("kind", list(LetterKind))
def test_every_shipped_template_renders_with_an_ordinary_value(kind: LetterKind) -> None:
    found = rendered(kind, WORD)
    assert found.subject == one_line(found.subject) != ""
    assert found.body.startswith(f"Kepada Yth.\n{WORD}\n")
    assert found.body.endswith(f"--\n{WORD}\n{WORD}\n")
    assert [mark for mark in ("{{", "}}", "{%", "None", "Undefined", "\n\n\n\n") if mark in found.body] == []


@pytest.mark.parametrize("kind", list(LetterKind))
@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_values_stay_text_and_break_no_line(kind: LetterKind, hostile: str) -> None:
    plain, found = rendered(kind, WORD), rendered(kind, hostile)
    assert found.subject == plain.subject.replace(WORD, one_line(hostile))[:300]
    assert found.body == plain.body.replace(WORD, one_line(hostile))


@pytest.mark.parametrize("kind", list(LetterKind))
def test_a_title_of_ten_thousand_characters_stands_whole_in_the_letter_and_cut_in_the_subject(kind: LetterKind) -> None:
    title = "Judul " * 1666 + "akhr"
    items = [{**values(WORD)["daftar"][0], "judul": title}]
    found = rendered(kind, WORD, judul=title, daftar=items, ditambah=items)
    assert len(found.subject) <= 300
    assert (title in found.body) is ("judul" in SOURCES[kind.value].partition("\n")[2])


@pytest.mark.parametrize("kind", list(LetterKind))
@pytest.mark.parametrize("late", [True, False])
def test_every_shipped_template_renders_with_empty_fields(kind: LetterKind, late: bool) -> None:
    found = rendered(kind, "", kurang=[], ditolak=[], gagal=[], daftar=[], tautan=False, terlambat=late)
    assert found.subject != ""
    assert found.body.startswith("Kepada Yth.\n")


@pytest.mark.parametrize("kind", list(LetterKind))
def test_every_placeholder_of_a_shipped_template_is_required(kind: LetterKind) -> None:
    with pytest.raises(
        LetterError,
        match=f"^templat {kind.value}.j2: 'kompetisi' is undefined$|^templat {kind.value}.j2: '.*' is undefined$",
    ):
        SHIPPED.render(letter(kind))


def test_a_placeholder_without_a_value_names_the_template_and_the_placeholder() -> None:
    with pytest.raises(LetterError) as caught:
        own("Perihal: x\n\n{{ judul }} {{ orang.nama }}", judul="J", orang={})
    assert str(caught.value) == "templat tanda-terima.j2: 'dict object' has no attribute 'nama'"


@pytest.mark.parametrize(("source", "said"), [
    ("Perihal: x\n\n{{ judul", "unexpected end of template, expected 'end of print statement'."), ("Perihal: x\n\n{% if %}", "Expected an expression, got 'end of statement block'"),
    ("Perihal: x\n\n{{ ''.__class__.__mro__ }}", "access to attribute '__class__' of 'str' object is unsafe."), ("Perihal: x\n\n{{ judul|tidakada }}", "No filter named 'tidakada'."),
    ("Yth.\n\nIsi", "baris pertama harus “Perihal: …”"), ("Perihal: x", "baris pertama harus “Perihal: …”"), ("", "baris pertama harus “Perihal: …”"),
    ("Perihal: x\n\n  \n", "baris pertama harus “Perihal: …”"),
])  # fmt: skip
def test_a_template_that_cannot_be_filled_is_named_with_what_is_wrong(source: str, said: str) -> None:
    with pytest.raises(LetterError) as caught:
        own(source, judul="J")
    assert str(caught.value) == f"templat tanda-terima.j2: {said}"


def test_a_kind_whose_template_is_not_there_is_named() -> None:
    with pytest.raises(LetterError, match="^templat hasil-akhir.j2: "):
        Templates({}).render(letter(LetterKind.FINAL))


@pytest.mark.parametrize(
    "source", ["{{ judul + 1 }}", "{{ 1 / 0 }}", "{% for x in kosong %}{% endfor %}", "{{ judul|round }}"]
)
def test_a_template_that_calculates_wrongly_is_named(source: str) -> None:
    with pytest.raises(LetterError):
        own(f"Perihal: x\n\n{source} isi", judul="J", kosong=None)


@pytest.mark.parametrize(("text", "line"), [
    ("satu dua", "satu dua"), ("a\r\nb", "a b"), ("a\n\n  b\t", "a b"), ("a\u2028b\u2029c", "a b c"), ("a\x00b\x1fc\x7fd", "a b c d"), ("a\u200bb\u202ec\ufeffd", "abcd"),
    ("", ""), ("\n", ""), ("  ", ""), ("é😀", "é😀"), ("a\x0bb\x0cc\x85d\x1ce", "a b c d e"),
])  # fmt: skip
def test_text_from_outside_becomes_one_line(text: str, line: str) -> None:
    assert one_line(text) == line


@given(st.text(st.one_of(st.characters(), st.sampled_from("\r\n\x0b\x0c\x1c\x85\u2028\u2029\t"))))
def test_one_line_is_one_line_and_stays_so(text: str) -> None:
    assert len(one_line(text).splitlines()) <= 1
    assert one_line(one_line(text)) == one_line(text)


@given(st.text(st.one_of(st.characters(), st.sampled_from("\r\n\x0b\x0c\x85\u2028{}%<>")), max_size=500))
def test_no_subject_has_a_line_break_or_is_too_long(text: str) -> None:
    found = own(
        "Perihal: {{ judul }} {{ nomor }}\n\nIsi {{ daftar[0].a }} akhir", judul=text, nomor="1", daftar=({"a": text},)
    )
    assert len(found.subject.splitlines()) == 1
    assert len(found.subject) <= 300
    assert found.body == f"Isi {one_line(text)} akhir\n"


def test_numbers_and_ticks_are_shown_as_they_are() -> None:
    assert own("Perihal: {{ n }}\n\n{% if ya %}{{ n }}{% endif %}", n=7, ya=True) == Rendered(subject="7", body="7\n")


def test_the_seal_changes_with_every_word_and_every_address_but_not_with_white_space_at_ends() -> None:
    def seal(subject: str, body: str, *to: str) -> str:
        return Rendered(subject=subject, body=body).seal(to)

    assert len({seal("a", "b"), seal("a", "c"), seal("b", "b"), seal("a", "b", "x@y"), seal("a", "b", "x@z")}) == 5
    assert seal("a", "b\nc\n", "x@y", "z@y") == seal("a ", "b \r\nc", "Z@y", "x@y")


def test_letters_the_edition_sends_by_itself_need_nobody_outcomes_need_both_and_the_rest_the_secretary() -> None:
    automatic = ("tanda-terima", "pengingat-juri")
    found = {k: approvals(k, automatic) for k in LetterKind}
    assert {k for k, a in found.items() if a == ()} == {LetterKind.RECEIPT, LetterKind.REMINDER}
    assert (
        {k for k, a in found.items() if a == ("sekretaris", "ketua")}
        == set(BY_BOTH)
        == {*OUTCOMES, LetterKind.OBJECTION_RULING}
    )
    assert {k for k, a in found.items() if a == ("sekretaris",)} == set(LetterKind) - BY_BOTH - {
        LetterKind.RECEIPT,
        LetterKind.REMINDER,
    }
    assert {
        LetterKind(v)
        for v in ("lolos-administrasi", "tidak-lolos-administrasi", "lolos-tahap", "tidak-lolos-tahap", "hasil-akhir")
    } == OUTCOMES
