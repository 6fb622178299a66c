"""That the contracts forget nothing silently: methods, kinds of requests, gspread's names, the twenty behaviours."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
from pathlib import Path
from typing import TYPE_CHECKING

import gspread

from integrations.rehearsal import discovery
from tests import contract

from .behaviours import BEHAVIOURS
from .test_sheets_requests import CASES

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parent

# Methods that no client we know of uses, by the beginning of their id.
UNUSED = {
    "drive.accessproposals.": "asking for access is done by people in Drive's own pages",
    "drive.approvals.": "approvals of single files are given in Drive's own pages",
    "drive.apps.": "tells of installed Drive apps",
    "drive.files.download": "the newer, long-running form of export; clients use export and alt=media",
    "drive.operations.": "only for drive.files.download",
    "drive.files.generateCseToken": "client-side encryption",
    "drive.files.listLabels": "Drive labels of the enterprise editions",
    "drive.files.modifyLabels": "Drive labels of the enterprise editions",
    "drive.teamdrives.": "deprecated by Google, replaced by drive.drives",
    "gmail.users.settings.cse.": "client-side encryption",
    "gmail.users.settings.sendAs.smimeInfo.": "S/MIME of the enterprise editions",
    "gmail.users.settings.delegates.": "delegation of mailboxes is set by the domain's administrator",
    "gmail.users.settings.updateAutoForwarding": "its scope is given to delegated service accounts alone",
    "gmail.users.settings.forwardingAddresses.create": "needs a confirmation by mail from a second mailbox",
    "gmail.users.settings.forwardingAddresses.get": "only after create",
    "gmail.users.settings.forwardingAddresses.delete": "only after create",
    "gmail.users.settings.sendAs.create": "needs a confirmation by mail from a second mailbox",
    "gmail.users.settings.sendAs.verify": "only after create",
    "gmail.users.settings.sendAs.delete": "only after create",
}
# Methods that a contract must not call in an account that is in use, and a file that drives the rehearsal through them.
ELSEWHERE = {
    "drive.files.emptyTrash": ("test_drive.py", "files().emptyTrash("),
    "drive.changes.watch": ("test_drive_history.py", "changes().watch("),
    "drive.files.watch": ("test_drive_history.py", "files().watch("),
    "drive.channels.stop": ("test_drive_history.py", "channels().stop("),
}
# Kinds of batchUpdate requests that no client we know of sends.
UNUSED_KINDS = {
    "addDataSource", "updateDataSource", "deleteDataSource", "refreshDataSource", "cancelDataSourceRefresh",  # BigQuery
    "insertComment", "addCommentReply", "updateCommentPost", "deleteComment", "deleteCommentReply",  # drive.comments
    "addSlicer", "updateSlicerSpec", "addTable", "updateTable", "deleteTable", "updateEmbeddedObjectBorder",  # looks
}  # fmt: skip
# gspread's names that the contracts do not use, and why.
UNUSED_NAMES = {
    "accept_ownership": "needs a second person's consent", "transfer_ownership": "needs a second person's consent",
    "lastUpdateTime": "deprecated by gspread; get_lastUpdateTime is used",
}  # fmt: skip


def _marks(name: str) -> Iterator[object]:
    for module in pkgutil.iter_modules(contract.__path__):
        loaded = importlib.import_module(f"tests.contract.{module.name}")
        for _, function in inspect.getmembers(loaded, inspect.isfunction):
            for mark in getattr(function, "pytestmark", ()):
                if mark.name == name:
                    yield from mark.args


def test_every_method_of_the_four_apis_is_covered_or_said_not_to_be() -> None:
    covered = set(_marks("covers"))
    unused = {name for name in discovery.methods() if name.startswith(tuple(UNUSED))}
    assert covered & (unused | set(ELSEWHERE)) == set(), "covered after all"
    assert set(discovery.methods()) - covered - unused - set(ELSEWHERE) == set(), "forgotten"
    assert covered - set(discovery.methods()) == set(), "no methods of Google's"
    assert all(any(name.startswith(start) for name in discovery.methods()) for start in UNUSED)


def test_what_is_said_to_be_driven_elsewhere_is() -> None:
    for file, call in ELSEWHERE.values():
        assert call in (HERE.parent / "rehearsal" / file).read_text(encoding="utf-8")


def test_every_kind_of_request_has_a_case_or_is_said_not_to_be_used() -> None:
    kinds = set(discovery.schema("sheets", "Request")["properties"])
    assert [case.kind for case in CASES if case.kind not in kinds] == []
    assert kinds - {case.kind for case in CASES} == UNUSED_KINDS


def test_every_name_of_gspread_is_used() -> None:
    tree = ast.parse((HERE / "test_gspread.py").read_text(encoding="utf-8"))
    used = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    classes = (gspread.Client, gspread.Spreadsheet, gspread.Worksheet, gspread.Cell)
    names = {name for each in classes for name in dir(each) if not name.startswith("_")}
    assert names - used == set(UNUSED_NAMES)


def test_every_behaviour_is_held_fast_by_a_contract() -> None:
    assert set(_marks("behaviour")) == set(BEHAVIOURS)
