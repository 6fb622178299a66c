"""Hundreds of strange mails go the whole way: mailbox, one pass, workbook, report. None is lost and none misfiled."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.hostile.desk import ACTIONS, CLASSES, Desk, desk
from tests.hostile.strange_mails import Case, cases, strange
from tests.hostile.wild_mails import wild

pytestmark = pytest.mark.hostile
CASES = list(cases([*strange(), *wild()]))


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Desk, dict[str, list[str]], dict[str, Any]]]:
    """The desk after two passes, the ids of each case's mails, and the report."""
    with desk(tmp_path_factory.mktemp("hostile"), [c.code for c in CASES]) as office:
        ids = {c.code: office.deliver(c.mails) for c in CASES}
        office.run()
        yield office, ids, office.run()


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.what)
def test_class_and_fates(case: Case, played: tuple[Desk, dict[str, list[str]], dict[str, Any]]) -> None:
    _, ids, report = played
    sources = {s["id"]: s for s in report["sources"]}
    found = [
        (
            sources[i]["class"],
            tuple((f["name"], f["action"], f["reason"]) for f in report["files"] if f["source"] == i),
        )
        for i in ids[case.code]
    ]
    assert found == list(case.expected)
    assert all(sources[i]["reason"] for i in ids[case.code])


def test_every_mail_has_one_row_and_every_file_an_end(played: tuple[Desk, dict[str, list[str]], dict[str, Any]]) -> None:
    _, ids, report = played
    assert sorted(s["id"] for s in report["sources"]) == sorted(i for made in ids.values() for i in made)
    assert {s["class"] for s in report["sources"]} <= CLASSES
    assert {f["action"] for f in report["files"]} <= ACTIONS
    assert all(f["reason"] for f in report["files"] if f["action"] in {"refuse", "ignore"})
    assert all(f["file_id"] for f in report["files"] if f["action"] == "file")
    print(f"{len(report['sources'])} strange mails, {len(report['files'])} enclosures, each with one end")
