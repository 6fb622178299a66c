"""Files that must not be kept: locked, with macros, cut off, mislabelled, too large, or of a kind not accepted."""

import io
import struct
import zipfile
import zlib
from dataclasses import dataclass

from .plan import Plan
from .word import archive

SECTOR = 512
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def _noise(plan: Plan, about: str, length: int) -> bytes:
    return plan.rng("noise", about).randbytes(length)


def compound(streams: list[tuple[str, bytes]]) -> bytes:
    """An OLE compound file. Every stream is at least 4096 bytes long, so no mini stream is needed."""
    assert all(len(data) >= 4096 for _, data in streams) and len(streams) <= 3
    sectors: list[bytes] = []
    chain: list[int] = []

    def add(data: bytes) -> int:
        first = len(sectors)
        pieces = [data[at : at + SECTOR].ljust(SECTOR, b"\0") for at in range(0, len(data), SECTOR)]
        for number, piece in enumerate(pieces):
            sectors.append(piece)
            chain.append(END if number == len(pieces) - 1 else first + number + 1)
        return first

    starts = [add(data) for _, data in streams]

    def entry(name: str, kind: int, child: int, right: int, start: int, size: int) -> bytes:
        text = name.encode("utf-16-le") + b"\0\0" if name else b""
        return (
            text.ljust(64, b"\0")
            + struct.pack("<HBBIII", len(text), kind, 1, FREE, right, child)
            + b"\0" * 16
            + struct.pack("<IQQIQ", 0, 0, 0, start, size)
        )

    order = sorted(range(len(streams)), key=lambda n: (len(streams[n][0]), streams[n][0].upper()))
    after = {n: order[order.index(n) + 1] + 1 if n != order[-1] else FREE for n in order}
    directory = entry("Root Entry", 5, order[0] + 1, FREE, END, 0)
    for number, (name, data) in enumerate(streams):
        directory += entry(name, 2, FREE, after[number], starts[number], len(data))
    directory += entry("", 0, FREE, FREE, 0, 0) * (3 - len(streams))
    root = add(directory)
    table = len(sectors)
    chain.append(FAT)
    sectors.append(struct.pack("<128I", *(chain + [FREE] * (128 - len(chain)))))
    header = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + b"\0" * 16
        + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
        + b"\0" * 6
        + struct.pack("<IIIIIIIII", 0, 1, root, 0, 4096, END, 0, END, 0)
        + struct.pack("<I", table)
        + struct.pack("<I", FREE) * 108
    )
    return header + b"".join(sectors)


def locked_word(plan: Plan, about: str) -> bytes:
    """What a word processor writes when a document gets a password: an OLE container with EncryptedPackage."""
    info = struct.pack("<HHI", 4, 4, 0x40) + b'<?xml version="1.0" encoding="UTF-8"?><encryption/>'
    return compound(
        [
            ("EncryptionInfo", info.ljust(4096, b" ")),
            ("EncryptedPackage", struct.pack("<Q", 5000) + _noise(plan, about, 5008)),
        ]
    )


def macro_project(plan: Plan) -> bytes:
    """A stand-in for `vbaProject.bin`: a compound file with a VBA stream name. Nothing in it runs."""
    return compound(
        [("dir", _noise(plan, "vba", 64).ljust(4096, b"\0")), ("PROJECT", b'ID="{0}"\r\n'.ljust(4096, b"\0"))]
    )


def cut_off(data: bytes, share: float = 0.55) -> bytes:
    """The beginning of a file whose upload broke off."""
    return data[: int(len(data) * share)]


def workbook() -> bytes:
    """A small XLSX."""
    main = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    types = (
        '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default '
        'Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override '
        f'PartName="/xl/workbook.xml" ContentType="{main}.sheet.main+xml"/><Override PartName="/xl/worksheets/'
        f'sheet1.xml" ContentType="{main}.worksheet+xml"/></Types>'
    )
    space = "http://schemas.openxmlformats.org"
    rel = f"{space}/officeDocument/2006/relationships"

    def rels(kind: str, target: str) -> str:
        return (
            f'<?xml version="1.0"?><Relationships xmlns="{space}/package/2006/relationships"><Relationship Id="rId1" '
            f'Type="{rel}/{kind}" Target="{target}"/></Relationships>'
        )

    sheet = f"{space}/spreadsheetml/2006/main"
    book = (
        f'<?xml version="1.0"?><workbook xmlns="{sheet}" xmlns:r="{rel}"><sheets><sheet name="Capaian" sheetId="1" '
        'r:id="rId1"/></sheets></workbook>'
    )
    cells = (
        f'<?xml version="1.0"?><worksheet xmlns="{sheet}"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>Bulan'
        '</t></is></c><c r="B1"><v>12</v></c></row></sheetData></worksheet>'
    )
    return archive(
        [
            ("[Content_Types].xml", types.encode()),
            ("_rels/.rels", rels("officeDocument", "xl/workbook.xml").encode()),
            ("xl/workbook.xml", book.encode()),
            ("xl/_rels/workbook.xml.rels", rels("worksheet", "worksheets/sheet1.xml").encode()),
            ("xl/worksheets/sheet1.xml", cells.encode()),
        ]
    )


def tnef() -> bytes:
    """A `winmail.dat`: signature, key, and the two version attributes."""

    def attribute(level: int, tag: int, data: bytes) -> bytes:
        return struct.pack("<BII", level, tag, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)

    return (
        struct.pack("<IH", 0x223E9F78, 1)
        + attribute(1, 0x00089006, struct.pack("<I", 0x10000))
        + attribute(1, 0x00069007, struct.pack("<II", 1252, 0))
        + attribute(1, 0x00078008, b"IPM.Microsoft Mail.Note\0")
    )


@dataclass(frozen=True)
class Long:
    """A file described instead of stored: `parts` repeated and joined."""

    parts: tuple[tuple[bytes, int], ...]

    @property
    def data(self) -> bytes:
        """All bytes."""
        return b"".join(part * times for part, times in self.parts)


def long_pdf(limit: int) -> Long:
    """A readable one-page PDF, a little above `limit` bytes because of an unused stream."""
    block = b"% lampiran video dan foto ukuran penuh tidak dipakai pada halaman\n".ljust(1024, b".")
    times = limit // len(block) + 120
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
    ]
    show = b"BT /F1 14 Tf 72 760 Td (Dokumentasi dan bukti penerapan, ukuran penuh) Tj ET"
    objects += [
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(show), show),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    head = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(head))
        head += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    places.append(len(head))
    head += b"6 0 obj\n<< /Length %d >>\nstream\n" % (len(block) * times)
    tail = b"\nendstream\nendobj\n"
    start = len(head) + len(block) * times + len(tail)
    tail += b"xref\n0 7\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    tail += b"trailer\n<< /Size 7 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % start
    return Long(((head, 1), (block, times), (tail, 1)))


def lock_member(data: bytes, name: str, password: bytes) -> bytes:
    """The same zip with the member `name` locked by the traditional method. Members must be stored, not packed."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        info = file.getinfo(name)
        plain = file.read(name)
    keys = [0x12345678, 0x23456789, 0x34567890]

    def step(byte: int) -> None:
        keys[0] = zlib.crc32(bytes([byte]), keys[0] ^ 0xFFFFFFFF) ^ 0xFFFFFFFF
        keys[1] = ((keys[1] + (keys[0] & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
        keys[2] = zlib.crc32(bytes([keys[1] >> 24]), keys[2] ^ 0xFFFFFFFF) ^ 0xFFFFFFFF

    for byte in password:
        step(byte)
    locked = bytearray()
    for byte in bytes(11) + bytes([info.CRC >> 24]) + plain:
        mask = (keys[2] & 0xFFFF) | 2
        locked.append(byte ^ (((mask * (mask ^ 1)) >> 8) & 0xFF))
        step(byte)
    return _replace_member(data, info, bytes(locked))


def _replace_member(data: bytes, info: zipfile.ZipInfo, body: bytes) -> bytes:
    """Put `body` in place of the member's stored bytes, with the flag for encryption set."""
    at = info.header_offset
    name_length, extra_length = struct.unpack("<HH", data[at + 26 : at + 30])
    begin = at + 30 + name_length + extra_length
    grown = len(body) - info.compress_size
    local = bytearray(data[at:begin])
    struct.pack_into("<H", local, 6, info.flag_bits | 1)
    struct.pack_into("<I", local, 18, len(body))
    result = bytearray(data[:at] + bytes(local) + body + data[begin + info.compress_size :])
    end = result.rindex(b"PK\x05\x06")
    directory = struct.unpack_from("<I", result, end + 16)[0] + grown
    struct.pack_into("<I", result, end + 16, directory)
    cursor = directory
    while result[cursor : cursor + 4] == b"PK\x01\x02":
        sizes = struct.unpack_from("<HHH", result, cursor + 28)
        offset = struct.unpack_from("<I", result, cursor + 42)[0]
        if offset == at:
            struct.pack_into("<H", result, cursor + 8, info.flag_bits | 1)
            struct.pack_into("<I", result, cursor + 20, len(body))
        elif offset > at:
            struct.pack_into("<I", result, cursor + 42, offset + grown)
        cursor += 46 + sum(sizes)
    return bytes(result)
