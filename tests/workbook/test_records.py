"""Rows as the rules' values and back; what a person mistyped is a remark, what a person damaged is named."""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from office import Office

from competition.agencies import Agency, Judge
from competition.facts import Arrival, Attachment, Channel, Fields, FileState
from competition.model import Correction, HumanDecision
from config.edition import load_rulebook
from config.errors import FixData
from config.settings import SHIPPED_RULEBOOK
from integrations.workbook import records
from integrations.workbook.packing import packed, unpacked
from integrations.workbook.records import local, model_in, moment_of
from integrations.workbook.table import Row
from integrations.workbook.tabs import AGENCIES, FILES, INBOX, JUDGES, PROPOSALS, REVIEW, SCORES, SETTINGS, TabSpec

ZONE = ZoneInfo("Asia/Jakarta")
WHEN = datetime(2026, 3, 5, 13, 44, 51, tzinfo=ZONE)


def arrival(source: str = "s", **more: Any) -> Arrival:
    return Arrival(id=source, channel=Channel.MAIL, received_at=WHEN, **more)


def read_back(value: Arrival) -> Arrival:
    return model_in(Row({"fakta": packed(value)}, 2), "fakta", Arrival, "Masuk")


texts = st.text(max_size=30)


@given(
    st.builds(
        Arrival,
        id=texts,
        channel=st.sampled_from(Channel),
        received_at=st.just(WHEN),
        sender=texts,
        subject=texts,
        text=texts,
        links=st.tuples(texts, texts),
        fields=st.builds(Fields, title=st.none() | texts, innovator=st.none() | texts),
        attachments=st.lists(
            st.builds(
                Attachment,
                key=texts,
                name=texts,
                state=st.sampled_from(FileState),
                sections=st.dictionaries(texts, st.integers(0, 999), max_size=3),
            ),
            max_size=3,
        ).map(tuple),
    )
)
def test_an_arrival_is_read_back_as_it_was_written(value: Arrival) -> None:
    assert read_back(value) == value


def test_a_very_long_value_is_compressed_into_one_cell() -> None:
    value = arrival(text="Berkas usulan inovasi. " * 20_000)
    assert (packed(value)[:2], len(packed(value)) < 45_000, read_back(value)) == ("z:", True, value)
    short = arrival(text="x" * 44_000)
    assert (packed(short)[:1], read_back(short)) == ("{", short)


def test_a_value_that_fits_no_cell_is_refused_and_not_cut() -> None:
    noise = "".join(Random(1).choices([chr(c) for c in range(0x4E00, 0x9000)], k=60_000))
    with pytest.raises(FixData, match="^data satu baris terlalu panjang untuk satu sel lembar kerja$"):
        packed(arrival(text=noise))


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | texts,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
        max_leaves=9,
    )
)
def test_lists_and_mappings_are_read_back_too(value: Any) -> None:
    assert unpacked(packed({"nilai": value})) == {"nilai": value}


WHOLE = packed(arrival())
DAMAGED = [
    "x",
    "{",
    "z:",
    "z:abc",
    "z:" + "!" * 40,
    WHOLE[:-1],
    WHOLE.replace('"id"', '"idd"'),
    "[]",
    "null",
    "42",
    '"teks"',
    '{"id": "s"}',
    packed(arrival(text="y" * 60_000))[:-9],
]


@pytest.mark.parametrize("text", DAMAGED)
def test_a_damaged_data_cell_is_named_with_tab_and_row(text: str) -> None:
    with pytest.raises(FixData) as caught:
        model_in(Row({"fakta": text}, 7), "fakta", Arrival, "Masuk")
    assert (
        str(caught.value)
        == "Buku kerja, tab Masuk, baris 7: kolom Data Mesin rusak; pulihkan lewat Riwayat versi Sheets"
    )


@pytest.mark.parametrize(("text", "moment"), [
    ("2026-03-05 13:44:51", WHEN), ("2026-03-05 13:44", WHEN.replace(second=0)), (" 2026-03-05 ", datetime(2026, 3, 5, tzinfo=ZONE)), ("", None), ("besok", None),
    ("2026-02-30", None), ("46086.5", None),
])  # fmt: skip
def test_a_moment_is_read_in_the_editions_zone_or_not_at_all(text: str, moment: datetime | None) -> None:
    assert moment_of(text, ZONE) == moment


@given(st.integers(946_684_800, 4_102_444_800).map(lambda seconds: datetime.fromtimestamp(seconds, ZONE)))
def test_a_moment_written_is_read_back(moment: datetime) -> None:
    assert moment_of(local(moment, ZONE), ZONE) == moment


def typed(office: Office, spec: TabSpec, *rows: dict[str, Any]) -> None:
    """Rows as people type them, from row 2 on."""
    ids = [c.id for c in spec.columns]
    office.types(f"'{spec.title}'!A2", *([row.get(i, "") for i in ids] for row in rows))


def test_agencies_and_judges_are_read_as_people_keep_them(office: Office) -> None:
    typed(
        office,
        AGENCIES,
        {
            "kode": "DINKES",
            "nama": "Dinas Kesehatan",
            "alias": " Dinkes ;; Dinas  Sehat;",
            "surel": "A@OPD.example; b@opd.example",
            "telepon": "0812-1",
        },
        {"kode": 12, "nama": "Unit Dua Belas", "induk": "DINKES"},
        {"nama": "tanpa kode"},
    )
    typed(
        office,
        JUDGES,
        {"surel": "Juri@X.example", "nama": "Juri", "bidang": "kesehatan; pendidikan", "beban": "5", "kode": "DINKES"},
        {"surel": "b@x.example", "beban": "banyak"},
    )
    book = office.load()
    assert records.agencies(book) == [
        Agency(
            code="DINKES",
            name="Dinas Kesehatan",
            aliases=("Dinkes", "Dinas  Sehat"),
            emails=("a@opd.example", "b@opd.example"),
            phone="0812-1",
        ),
        Agency(code="12", name="Unit Dua Belas", parent="DINKES"),
    ]
    assert records.judges(book) == [
        Judge(name="Juri", email="juri@x.example", agency="DINKES", expertise=("kesehatan", "pendidikan"), max_load=5),
        Judge(name="", email="b@x.example"),
    ]


def test_decisions_are_read_and_wrong_inputs_become_remarks(office: Office) -> None:
    typed(office, AGENCIES, {"kode": "DINKES"})
    typed(
        office,
        REVIEW,
        {"kunci": "a", "keputusan": "terima"},
        {"kunci": "b", "keputusan": " Tolak. ", "petugas": "Rifqi", "catatan": "palsu"},
        {"kunci": "c"},
        {"kunci": "d", "keputusan": "mungkin"},
        {"kunci": "e", "keputusan": "terima", "gabung": "tiga"},
        {"kunci": "f", "keputusan": "terima", "gabung": 3, "kode": "DINKES"},
        {"kunci": "g", "keputusan": "terima", "kode": "SMA1"},
        {"kunci": "h", "keputusan": "terima", "gabung": -1},
        {"kunci": "i", "keputusan": "terima", "gabung": 2.5},
    )
    taken, wrong = records.decisions(office.load())
    assert taken == {
        "a": HumanDecision(source="a", accept=True),
        "b": HumanDecision(source="b", accept=False, by="Rifqi", note="palsu"),
        "f": HumanDecision(source="f", accept=True, joins=3, agency="DINKES"),
    }
    number = "Gabung ke Nomor Usulan harus angka"
    assert wrong == {
        "d": "Keputusan harus “terima” atau “tolak”",
        "e": number,
        "g": "Kode OPD “SMA1” tidak ada pada tab OPD",
        "h": number,
        "i": number,
    }


def test_a_superscript_as_number_becomes_a_remark(office: Office) -> None:
    typed(office, REVIEW, {"kunci": "a", "keputusan": "terima", "gabung": "²"})
    assert records.decisions(office.load()) == ({}, {"a": "Gabung ke Nomor Usulan harus angka"})


def test_corrections_kinds_numbers_and_settings_are_read(office: Office) -> None:
    typed(
        office,
        PROPOSALS,
        {"nomor": 1, "k_judul": "Judul Benar", "k_kode": "DINKES", "k_mulai": "'6 Februari 2023", "pembuka": "s1"},
        {"nomor": 2, "pembuka": "s2"},
        {"nomor": "x", "k_judul": "tanpa nomor", "pembuka": "s3"},
        {"nomor": 3, "k_kode": "TIDAKADA", "k_kategori": "kesehatan", "k_mulai": "kapan-kapan", "pembuka": "s4"},
    )
    typed(office, AGENCIES, {"kode": "DINKES", "nama": "Dinas Kesehatan"})
    typed(office, FILES, {"kunci": "s1/1", "petugas": "SK"}, {"kunci": "s1/2"})
    typed(office, SETTINGS, {"kunci": "Formulir", "nilai": " 1AbC "})
    book = office.load()
    assert records.corrections(book) == {
        1: Correction(title="Judul Benar", agency="DINKES", start_date=date(2023, 2, 6)),
        3: Correction(category="kesehatan"),
    }
    assert (records.kinds(book), records.numbers(book)) == ({"s1/1": "sk"}, {"s1": 1, "s2": 2, "s4": 3})
    assert (records.setting(book, "Formulir"), records.setting(book, "Lain")) == ("1AbC", "")


@pytest.mark.parametrize("written", ["2023-02-06", "6/2/2023"])
def test_a_date_typed_into_a_correction_is_read_though_sheets_made_a_date_of_it(office: Office, written: str) -> None:
    sheet = office.sheets._client.http_client
    sheet.batch_update(
        office.id,
        {"requests": [{"updateSpreadsheetProperties": {"properties": {"locale": "in_ID"}, "fields": "locale"}}]},
    )
    typed(office, PROPOSALS, {"nomor": 1, "k_mulai": written})
    assert records.corrections(office.load()) == {1: Correction(start_date=date(2023, 2, 6))}


def test_a_moment_typed_into_the_settings_is_read_though_sheets_made_a_date_of_it(office: Office) -> None:
    typed(office, SETTINGS, {"kunci": "Pembacaan stage1", "nilai": "2026-04-15 16:00:00"})
    assert records.moments_in(office.load(), "Pembacaan stage1", ZONE) == [datetime(2026, 4, 15, 16, tzinfo=ZONE)]


def test_facts_and_scores_written_through_the_sheet_are_read_back_exactly(office: Office) -> None:
    book = office.load()
    facts = {
        s: arrival(s, text=t) for s, t in (("19ca", "=1+1"), ("19cb", "ringan " * 20_000), ("42", "id berupa angka"))
    }
    for source, fact in facts.items():
        book[INBOX].put(source, fakta=packed(fact))
    exact = {"latar": Fraction(175, 2), "kebaruan": Fraction(1, 3)}
    for n, state, stage in ((1, "sah", "stage1"), (2, "ditarik", "stage1"), (3, "sah", "stage2")):
        book[SCORES].put(
            f"{stage}/j@x/{n}",
            tahap=stage,
            juri="j@x",
            usulan=n,
            keadaan=state,
            tepat=packed({c: str(v) for c, v in exact.items()}),
        )
    book.save()
    again = office.load()
    assert records.arrivals(again) == facts
    assert records.scores(again, "stage1") == {"j@x": {1: exact}}


@pytest.mark.parametrize("damage", ["x", "[]", '{"latar": "delapan"}', "z:abc"])
def test_a_damaged_score_is_named(office: Office, damage: str) -> None:
    typed(
        office, SCORES, {"kunci": "k", "tahap": "stage1", "juri": "j@x", "usulan": 1, "keadaan": "sah", "tepat": damage}
    )
    book = office.load()
    with pytest.raises(FixData):
        records.scores(book, "stage1")


def test_pins_and_bans_are_pairs_of_address_and_number(office: Office) -> None:
    typed(office, JUDGES, {"surel": "A@juri.example", "wajib": 3, "larang": "1; 2,x"}, {"surel": "b@juri.example"})
    book = office.load()
    assert records.pairs_by_hand(book, "wajib") == {("a@juri.example", 3)}
    assert records.pairs_by_hand(book, "larang") == {("a@juri.example", 1), ("a@juri.example", 2)}


def test_what_people_mistyped_is_told_beside_its_row(office: Office) -> None:
    typed(
        office,
        AGENCIES,
        {"kode": "DINKES", "nama": "Dinas Kesehatan"},
        {"kode": "PKM", "nama": "Puskesmas", "induk": "DNKES"},
    )
    typed(
        office,
        PROPOSALS,
        {"nomor": 3, "k_kode": "TIDAKADA", "k_kategori": "sihat", "k_mulai": "kapan-kapan", "pembuka": "s4"},
    )
    typed(office, FILES, {"kunci": "s1/1", "petugas": "proposl"}, {"kunci": "s1/2", "petugas": "lain"})
    typed(
        office,
        JUDGES,
        {"surel": "a@juri.example", "kode": "dinkes", "wajib": 3, "larang": "3; 9, x"},
        {"surel": "b@juri.example", "kode": "Dinas Lain"},
    )
    told = [
        (spec.title, key, text.split("”")[0])
        for spec, key, text in records.remarks(office.load(), load_rulebook(SHIPPED_RULEBOOK))
    ]
    assert told == [
        ("Proposal", "3", "Koreksi Kode OPD “TIDAKADA"),
        ("Proposal", "3", "Koreksi Kategori “sihat"),
        ("Proposal", "3", "Koreksi Mulai Implementasi “kapan-kapan"),
        ("Berkas", "s1/1", "Jenis Menurut Petugas “proposl"),
        ("Juri", "a@juri.example", "Tidak Boleh Menilai: tidak ada usulan nomor 9, x"),
        ("Juri", "b@juri.example", "Kode OPD juri “Dinas Lain"),
        ("OPD", "PKM", "Kode Induk “DNKES"),
    ]
