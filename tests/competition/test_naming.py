"""File names that are safe to store."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competition.naming import safe_name


@pytest.mark.parametrize(("name", "stored"), [
    ("1. PROPOSAL INOVASI.pdf", "1. PROPOSAL INOVASI.pdf"), ("../../etc/passwd", "passwd"), ("C:\\Users\\x\\SK Tim.PDF", "SK Tim.PDF"),
    ("a/b/c.docx", "c.docx"), ("baris\r\nBcc: x.pdf", "baris Bcc_ x.pdf"), ("nol\x00.pdf", "nol.pdf"), ("gpj.\u202efdp.exe", "gpj.fdp.exe"),
    ('a<b>c|d?e*f"g.png', "a_b_c_d_e_f_g.png"), ("", "berkas"), ("   ", "berkas"), ("...", "berkas"), ("/", "berkas"), ("..", "berkas"),
    ("arsip.tar.gz", "arsip.tar.gz"), ("tanpa ekstensi", "tanpa ekstensi"), ("=1+1.pdf", "=1+1.pdf"), ("Kafé.pdf", "Kafé.pdf"),
    ("x" * 400 + ".pdf", "x" * 146 + ".pdf"), ("surat.pdf.", "surat.pdf"), ("folder/", "folder"),
])  # fmt: skip
def test_a_stored_name_is_safe_and_still_readable(name: str, stored: str) -> None:
    assert safe_name(name) == stored


TRICKY = st.text(
    st.one_of(st.characters(), st.sampled_from('/\\.: \r\n\t\x00\u202e\u2028\u200b*?"<>|=+-@')), max_size=400
)


@given(TRICKY)
def test_no_stored_name_has_a_separator_or_control_and_none_is_long_or_empty(name: str) -> None:
    stored = safe_name(name)
    assert 0 < len(stored) <= 150
    assert set(stored) & set('/\\:*?"<>|') == set()
    assert {unicodedata.category(c) for c in stored} & {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"} == set()
    assert stored == stored.strip(". ")


@given(TRICKY)
def test_a_safe_name_stays_as_it_is(name: str) -> None:
    assert safe_name(safe_name(name)) == safe_name(name)


@given(
    TRICKY.filter(lambda t: any(c.isalnum() for c in t.replace("\\", "/").rsplit("/", 1)[-1])),
    st.sampled_from(["pdf", "PDF", "docx", "jpg", "png", "jpeg", "7z"]),
)
def test_the_extension_is_kept_however_long_the_name(stem: str, extension: str) -> None:
    assert safe_name(f"{stem}.{extension}").endswith(f".{extension}")


@pytest.mark.parametrize("name", [".pdf", "\u202e.pdf", "   .pdf", "\r\n.pdf"])
def test_the_extension_is_kept_where_nothing_visible_stands_before_it(name: str) -> None:
    assert safe_name(name) == "berkas.pdf"
