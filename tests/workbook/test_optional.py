"""A workbook that was laid out before a column was invented goes on without it."""

from __future__ import annotations

import pytest

from config.errors import FixData
from integrations.workbook.columns import TabSpec, people, program
from integrations.workbook.table import Table

SPEC = TabSpec(
    "Tab", (program("kunci", "Kunci"), people("baru", "Baru", optional=True), program("isi", "Isi", optional=True)), ""
)


def test_a_later_column_that_is_missing_reads_as_empty_and_is_not_written() -> None:
    table = Table(SPEC, [["Kunci"], ["a"]])
    row = table.put("a", isi="x")
    assert (row.text("baru"), row.text("isi"), table.dirty) == ("", "", [])


def test_a_later_column_that_is_there_is_used_like_any_other() -> None:
    table = Table(SPEC, [["Isi", "Kunci", "Baru"], ["", "a", "x"]])
    row = table.put("a", isi="y")
    assert (row.text("baru"), row.text("isi"), row.changed) == ("x", "y", {"isi"})


def test_a_later_column_may_not_stand_twice() -> None:
    with pytest.raises(FixData, match="“Baru” ada dua"):
        Table(SPEC, [["Kunci", "Baru", "Baru"]])
