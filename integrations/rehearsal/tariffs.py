"""What a call costs and how much may be spent: Google's tables, those of May 2026 and the ones before."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

# Units per call. Sheets and Forms count calls.
GMAIL_UNITS = {
    "users.messages.send": 100, "users.drafts.send": 100, "users.watch": 100,
    "users.messages.batchModify": 50, "users.messages.batchDelete": 50, "users.threads.get": 40,
    "users.messages.get": 20, "users.messages.attachments.get": 20, "users.drafts.get": 20,
    "users.messages.trash": 20, "users.threads.trash": 20, "users.threads.delete": 20,
    "users.messages.insert": 25, "users.messages.import": 25, "users.drafts.update": 15,
    "users.messages.delete": 10, "users.drafts.create": 10, "users.drafts.delete": 10, "users.threads.list": 10,
    "users.threads.modify": 10, "users.messages.list": 5, "users.drafts.list": 5, "users.messages.modify": 5,
    "users.messages.untrash": 5, "users.labels.create": 5, "users.labels.update": 5, "users.labels.patch": 5,
    "users.labels.delete": 5, "users.history.list": 2, "users.getProfile": 1, "users.labels.get": 1,
    "users.labels.list": 1,
}  # fmt: skip
# Projects from before May 2026: of the old prices only these are known for certain to differ.
GMAIL_LEGACY = {
    **GMAIL_UNITS, "users.messages.get": 5, "users.messages.attachments.get": 5, "users.drafts.get": 5,
    "users.threads.get": 10, "users.messages.trash": 5, "users.threads.trash": 10,
}  # fmt: skip
DRIVE_DOWNLOAD = 200
DRIVE_READ = 5
DRIVE_LIST = 100
DRIVE_EDIT = 50
READING_POSTS = (
    "sheets.spreadsheets.getByDataFilter", "sheets.spreadsheets.values.batchGetByDataFilter",
    "sheets.spreadsheets.developerMetadata.search",
)  # fmt: skip
EXPENSIVE = {"forms.forms.responses.list"}

# Limits by name: service, what is counted, whose bucket it is. `user` and `project` are per minute, `day` is the
# project's day, `rolling` a mailbox's last 24 hours, `parallel` what one mailbox may have under way at once.
NEW: dict[str, int | None] = {
    "sheets.read.project": 300, "sheets.read.user": 60, "sheets.write.project": 300, "sheets.write.user": 60,
    "gmail.units.project": 1_200_000, "gmail.units.user": 6_000, "gmail.units.day": 80_000_000,
    "gmail.sent.rolling": 2_000, "gmail.recipients.rolling": 10_000,
    # Measured by others somewhere between 25 and 100; no number is published, so none is set.
    "gmail.calls.parallel": None,
    "drive.units.project": 1_000_000, "drive.units.user": 325_000, "drive.units.day": 400_000_000,
    "forms.read.project": 975, "forms.read.user": 390, "forms.expensive.project": 450, "forms.expensive.user": 180,
    "forms.write.project": 375, "forms.write.user": 150,
}  # fmt: skip
LEGACY: dict[str, int | None] = {
    **NEW, "gmail.units.user": 15_000, "gmail.units.day": None, "drive.units.project": 12_000,
    "drive.units.user": 12_000, "drive.units.day": None,
}  # fmt: skip
TABLES: Mapping[str, Mapping[str, int | None]] = {"new": NEW, "legacy": LEGACY}


def units(method: str, verb: str, *, download: bool = False, legacy: bool = False) -> int:
    """The quota units one call of the method costs."""
    api, _, short = method.partition(".")
    if api == "gmail":
        return (GMAIL_LEGACY if legacy else GMAIL_UNITS).get(short, 5)
    if api != "drive" or legacy:
        return 1
    if download or short == "files.export":
        return DRIVE_DOWNLOAD
    if short.endswith(".list"):
        return DRIVE_LIST
    return DRIVE_READ if verb == "GET" or short == "files.generateIds" else DRIVE_EDIT


def counted(method: str, verb: str) -> str:
    """What a call of the method is counted as: units, or calls that read, read dearly or write."""
    api = method.partition(".")[0]
    if api in {"gmail", "drive"}:
        return "units"
    if method in EXPENSIVE:
        return "expensive"
    return "read" if verb == "GET" or method in READING_POSTS else "write"
