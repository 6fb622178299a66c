"""Zip archives opened once and within bounds: no more members, bytes or ratio than a submission can need."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from competition.facts import FileState
from integrations.documents.encoding import text_of, whole

MAX_MEMBERS = 200  # of all archives of one mail together, as is the next
MAX_TOTAL = 100_000_000
MAX_RATIO = 200
RATIO_FROM = 10_000_000  # below this size a high ratio is only an empty-looking document
_CLUTTER = frozenset({".ds_store", "thumbs.db", "desktop.ini"})
_UNICODE_PATH = 0x7075
_UTF8_FLAG = 0x800


@dataclass(frozen=True)
class Member:
    """One file of an archive. `data` and `size` are None where it cannot be read; `state` says why."""

    position: int
    name: str
    size: int | None
    state: FileState
    data: bytes | None


@dataclass
class Room:
    """How much may still be taken out of the archives of one mail."""

    members: int = MAX_MEMBERS
    size: int = MAX_TOTAL


def refusal_of(data: bytes, room: Room) -> FileState | None:
    """None if the archive may be opened, which takes its room; EMPTY if nothing is in it; CORRUPT if damaged or too much."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
    except Exception:  # zipfile raises many things on damaged archives
        return FileState.CORRUPT
    files = [i for i in infos if not _skipped(i)]
    total = sum(i.file_size for i in files)
    if not files:
        return FileState.EMPTY
    if len(files) > room.members or total > room.size or (total > RATIO_FROM and total > MAX_RATIO * len(data)):
        return FileState.CORRUPT
    room.members, room.size = room.members - len(files), room.size - total
    return None


def members_of(data: bytes) -> Iterator[Member]:
    """The files of an archive that `refusal_of` lets pass, in its order, without folders and system clutter."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for position, info in enumerate(archive.infolist(), 1):
            if _skipped(info):
                continue
            yield _member(archive, position, info)


def _member(archive: zipfile.ZipFile, position: int, info: zipfile.ZipInfo) -> Member:
    name = _name(info)
    if info.flag_bits & 0x1:
        return Member(position, name, None, FileState.ENCRYPTED, None)
    try:
        with archive.open(info) as stream:
            data = stream.read(info.file_size + 1)
    except NotImplementedError:  # a RuntimeError too, but of a way to compress that is not known here
        return Member(position, name, None, FileState.CORRUPT, None)
    except RuntimeError:
        return Member(position, name, None, FileState.ENCRYPTED, None)
    except Exception:  # zipfile and its decompressors raise many things on damaged members
        return Member(position, name, None, FileState.CORRUPT, None)
    return Member(position, name, len(data), FileState.OK, data)


def _skipped(info: zipfile.ZipInfo) -> bool:
    parts = info.filename.replace("\\", "/").split("/")
    return parts[-1] == "" or "__MACOSX" in parts or parts[-1].lower() in _CLUTTER


def _name(info: zipfile.ZipInfo) -> str:
    """The path in the archive: by the UTF-8 flag, the Unicode path field, or as UTF-8 or code page 437."""
    if info.flag_bits & _UTF8_FLAG:
        return whole(info.filename)
    if told := _unicode_path(info.extra):
        return told
    try:
        raw = info.filename.encode("cp437")
        return info.filename if raw.isascii() else raw.decode("utf-8")
    except UnicodeError:
        return whole(info.filename)


def _unicode_path(extra: bytes) -> str:
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, at)
        if kind == _UNICODE_PATH and length > 5:
            return text_of(extra[at + 9 : at + 4 + length], "utf-8")
        at += 4 + length
    return ""
