"""Strange mails, each with the class it must have and what must become of every enclosure, as its maker knows it.

Every case has an agency of its own, so that no case changes what another one is.
"""

from __future__ import annotations

import base64
import quopri
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from tests.documents.samples import MAILBOX, attached, b64, mail, multi, part, text
from tests.hostile.certificates import signed
from tests.hostile.desk import address_of, agency_name
from tests.hostile.strange_files import FILE, GOOD, IGNORE, JPG, PNG, REFUSE, UNPACK, StrangeFile, strange_files

Fate = tuple[str, str, str | None]
PROPOSAL, HUMAN, NOTHING, BOUNCE, AUTO = "proposal", "needs-human", "not-a-submission", "bounce", "auto-reply"
TWIN = "duplicate-delivery"


@dataclass(frozen=True)
class Case:
    """Mails in the order they arrive, and the class and the fates of each."""

    what: str
    code: str
    mails: tuple[bytes, ...]
    expected: tuple[tuple[str, tuple[Fate, ...]], ...]


@dataclass(frozen=True)
class Maker:
    """Writes as one agency."""

    code: str

    @property
    def address(self) -> str:
        """The agency's registered address."""
        return address_of(self.code)

    def hello(self, charset: str = "utf-8") -> str:
        """The words of a submission."""
        said = f"Yth. Panitia,\nterlampir usulan kami.\n\nJudul Inovasi : UJI {self.code}\nPerangkat Daerah : {agency_name(self.code)}\n"
        return text(said, charset=charset)

    def mail(self, rest: str, *headers: str, sender: str = "", subject: str = "") -> bytes:
        """A mail of the agency."""
        made = mail(rest, *headers, sender=sender or f"Petugas <{self.address}>", subject=subject or f"Usulan inovasi {self.code}")
        return made.replace(b"<a1@opd.example>", f"<{self.code.lower()}@uji.example>".encode())

    def with_file(self, enclosure: str, *headers: str, **more: Any) -> bytes:
        """A submission with one more part."""
        return self.mail(multi(self.hello(), enclosure), *headers, **more)


def cases(made: Iterable[tuple[str, Make]]) -> Iterator[Case]:
    """The cases made this way, each with a code of its own."""
    for number, (what, make) in enumerate(made, 1):
        me = Maker(f"H{number:03d}")
        mails, expected = make(me)
        yield Case(what, me.code, tuple(mails), tuple(expected))


Made = tuple[list[bytes], list[tuple[str, tuple[Fate, ...]]]]
Make = Callable[[Maker], Made]


def strange() -> Iterator[tuple[str, Make]]:
    """Everything this module makes."""
    for file in strange_files():
        for how, wrap in _WAYS.items():
            if len(file.data) < 1_000_000 or how == "enclosed":
                yield f"{file.what}, {how}", _carried(file, wrap)
    for how, (written, name) in _NAMES.items():
        yield f"a name {how}", named(written, name)
    for how, change in _DAMAGE.items():
        yield f"a mail {how}", _damaged(change)
    for how, headers in _HEADERS.items():
        yield f"a mail with {how}", with_headers(headers)
    for how, charset in _CHARSETS.items():
        yield f"a text {how}", _in_charset(charset)
    for encoding in _ENCODINGS:
        yield f"a PDF in {encoding}", _encoded(encoding)
    for how, (headers, subject, body) in _MACHINES.items():
        yield f"from a machine: {how}", from_machine(headers, subject, body, AUTO)
    for how, (headers, subject, body) in _BOUNCES.items():
        yield f"returned: {how}", from_machine(headers, subject, body, BOUNCE)
    for how, (sender, headers, class_) in _SENDERS.items():
        yield f"a sender {how}", sent_by(sender, headers, class_)
    yield from _SINGLES.items()


# How a file is carried: (parts after the greeting, the fates that come before and what becomes of the file's own).
def _enclosed(file: StrangeFile) -> tuple[str, list[Fate], bool]:
    return attached(file.name, file.data), [], False


def _inline(file: StrangeFile) -> tuple[str, list[Fate], bool]:
    headers = (f'Content-Type: application/octet-stream; name="{file.name}"', "Content-Disposition: inline", "Content-ID: <x@1>")
    return part(file.data, *headers), [], False


def _forwarded(file: StrangeFile) -> tuple[str, list[Fate], bool]:
    inner = mail(multi(text("teruskan"), attached(file.name, file.data), boundary="dalam"), subject="Berkas")
    return "Content-Type: message/rfc822\n\n" + inner.decode().replace("\r\n", "\n"), [("Berkas.eml", UNPACK, None)], False


def _twice_forwarded(file: StrangeFile) -> tuple[str, list[Fate], bool]:
    inner = _forwarded(file)[0]
    outer = mail(multi(text("teruskan lagi"), inner, boundary="luar"), subject="Terusan").decode().replace("\r\n", "\n")
    return f"Content-Type: message/rfc822\n\n{outer}", [("Terusan.eml", UNPACK, None), ("Berkas.eml", UNPACK, None)], False


_WAYS = {"enclosed": _enclosed, "inline": _inline, "forwarded": _forwarded, "forwarded twice": _twice_forwarded}


def _carried(file: StrangeFile, wrap: Callable[[StrangeFile], tuple[str, list[Fate], bool]]) -> Make:
    def make(me: Maker) -> Made:
        enclosure, before, _ = wrap(file)
        fates = (*before, (file.name, file.action, file.reason), *file.inside)
        return [me.with_file(enclosure)], [(PROPOSAL, fates)]

    return make


_NAMES: dict[str, tuple[str, str]] = {
    "that is a formula": ('filename="=HYPERLINK(0).pdf"', "=HYPERLINK(0).pdf"),
    "that begins with +": ('filename="+62 Proposal.pdf"', "+62 Proposal.pdf"),
    "that begins with -": ('filename="-1+1 Proposal.pdf"', "-1+1 Proposal.pdf"),
    "that begins with @": ('filename="@SUM(A1) Proposal.pdf"', "@SUM(A1) Proposal.pdf"),
    "that begins with a tab": ("filename*=UTF-8''%09%3D1%2B1%20Proposal.pdf", "\t=1+1 Proposal.pdf"),
    "that begins with a return": ("filename*=UTF-8''%0D%3D1%2B1%20Proposal.pdf", "\r=1+1 Proposal.pdf"),
    "with a line break": ("filename*=UTF-8''Proposal%0D%0ABcc%3A%20x%40y.example.pdf", "Proposal\r\nBcc: x@y.example.pdf"),
    "with a zero byte": ("filename*=UTF-8''Proposal%00.exe.pdf", "Proposal\0.exe.pdf"),
    "with a way out": ('filename="../../etc/Proposal.pdf"', "../../etc/Proposal.pdf"),
    "with a way out of Windows": (r'filename="..\\..\\Windows\\Proposal.pdf"', r"..\..\Windows\Proposal.pdf"),
    "that is a path": ('filename="/etc/passwd Proposal.pdf"', "/etc/passwd Proposal.pdf"),
    "in the other direction": ("filename*=UTF-8''Proposal%E2%80%AEfdp.exe.pdf", "Proposal\u202efdp.exe.pdf"),
    "with what cannot be seen": ("filename*=UTF-8''Pro%E2%80%8Bposal%EF%BB%BF.pdf", "Pro\u200bposal\ufeff.pdf"),
    "with tags": ('filename="<script>alert(1)</script> Proposal.pdf"', "<script>alert(1)</script> Proposal.pdf"),
    "with a template": ('filename="{{ 7*7 }} {% raw %} Proposal.pdf"', "{{ 7*7 }} {% raw %} Proposal.pdf"),
    "with a semicolon": ('filename="Proposal; SK; Foto.pdf"', "Proposal; SK; Foto.pdf"),
    "with quotes": (r'filename="Proposal \"FINAL\".pdf"', 'Proposal "FINAL".pdf'),
    "without quotes": ("filename=Proposal.pdf", "Proposal.pdf"),
    "in encoded words": (f'filename="=?utf-8?B?{base64.b64encode("Propošal ✓.pdf".encode()).decode()}?="', "Propošal ✓.pdf"),
    "in encoded words of Latin-1": ('filename="=?iso-8859-1?Q?Proposal_caf=E9.pdf?="', "Proposal café.pdf"),
    "in raw UTF-8": ('filename="Proposal é.pdf"', "Proposal é.pdf"),
    "in pieces": ('filename*0="Proposal yang ";\n filename*1="panjang.pdf"', "Proposal yang panjang.pdf"),
    "in encoded pieces": ("filename*0*=UTF-8''Proposal%20;\n filename*1*=caf%C3%A9.pdf", "Proposal café.pdf"),
    "in pieces out of order": ('filename*1="dua.pdf";\n filename*0="Proposal satu "', "Proposal satu dua.pdf"),
    "in a charset nobody knows": ("filename*=x-aneh''Proposal%20caf%C3%A9.pdf", "Proposal café.pdf"),
    "of two thousand characters": (f'filename="Proposal {"x" * 1987}.pdf"', f"Proposal {'x' * 1987}.pdf"),
    "in Japanese": (f"filename*=UTF-8''{quote('提案書 Proposal.pdf')}", "提案書 Proposal.pdf"),
    "in Arabic": (f"filename*=UTF-8''{quote('اقتراح Proposal.pdf')}", "اقتراح Proposal.pdf"),
    "of pictures": (f"filename*=UTF-8''{quote('🚀🚀 Proposal.pdf')}", "🚀🚀 Proposal.pdf"),
    "with two endings": ('filename="Proposal.docx.pdf"', "Proposal.docx.pdf"),
    "with spaces around": ('filename="  Proposal.pdf  "', "  Proposal.pdf  "),
}  # fmt: skip


def named(written: str, name: str) -> Make:
    def make(me: Maker) -> Made:
        enclosure = part(GOOD, "Content-Type: application/pdf", f"Content-Disposition: attachment; {written}")
        return [me.with_file(enclosure)], [(PROPOSAL, ((name, FILE, None),))]

    return make


_DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "as it should be": lambda m: m,
    "with line feeds only": lambda m: m.replace(b"\r\n", b"\n"),
    "with doubled returns": lambda m: m.replace(b"\r\n", b"\r\r\n"),
    "after a byte order mark": lambda m: b"\xef\xbb\xbf" + m,
    "after empty lines": lambda m: b"\r\n\r\n" + m,
    "from an mbox": lambda m: b"From petugas@uji.example Mon Mar  2 08:00:00 2026\r\n" + m,
    "without boundary": lambda m: m.replace(b'; boundary="batas"', b""),
    "with another boundary": lambda m: m.replace(b'boundary="batas"', b'boundary="lain"'),
    "that never ends": lambda m: m.replace(b"--batas--", b""),
    "that ends twice": lambda m: m + b"\r\n--batas--\r\nsisa\r\n",
    "with words before and after": lambda m: m.replace(b"\r\n\r\n--batas", b"\r\n\r\nIni surel MIME.\r\n--batas", 1) + b"sisa",
    "with a line that is no header": lambda m: m.replace(b"MIME-Version", b"dua tiga\r\nMIME-Version", 1),
    "without MIME-Version": lambda m: m.replace(b"MIME-Version: 1.0\r\n", b""),
    "without Message-ID": lambda m: b"".join(x + b"\r\n" for x in m.split(b"\r\n") if not x.startswith(b"Message-ID")),
    "with two Message-IDs": lambda m: m.replace(b"MIME-Version", b"Message-ID: <lain@uji.example>\r\nMIME-Version", 1),
    "with an empty Message-ID": lambda m: m.replace(b"Message-ID: ", b"Message-ID:\r\nX-Lama: ", 1),
    "without To": lambda m: m.replace(f"To: {MAILBOX}\r\n".encode(), b""),
    "with two Subjects": lambda m: m.replace(b"MIME-Version", b"Subject: lain\r\nMIME-Version", 1),
    "with headers in capitals": lambda m: m.replace(b"Content-Type", b"CONTENT-TYPE").replace(b"From:", b"FROM:", 1),
    "with a Date of 1970": lambda m: b"Date: Thu, 1 Jan 1970 00:00:00 +0000\r\n" + m,
    "with a Date that is none": lambda m: b"Date: besok sore\r\n" + m,
    "with a virus scanner's footer": lambda m: m + b"\r\n_____\r\nThis email was scanned.\r\n",
    "with spaces behind its boundary": lambda m: m.replace(b"--batas\r\n", b"--batas  \r\n"),
    "with a folded boundary": lambda m: m.replace(b"mixed; boundary", b"mixed;\r\n\tboundary", 1),
    "with a very long line": lambda m: m.replace(b"terlampir", b"x" * 90_000 + b" terlampir", 1),
    "with ten thousand headers": lambda m: b"".join(b"X-%d: isi\r\n" % n for n in range(10_000)) + m,
    "with zero bytes in its text": lambda m: m.replace(b"terlampir", b"ter\0lampir", 1),
}  # fmt: skip


def _damaged(change: Callable[[bytes], bytes]) -> Make:
    def make(me: Maker) -> Made:
        return [change(me.with_file(attached("Proposal.pdf", GOOD)))], [(PROPOSAL, (("Proposal.pdf", FILE, None),))]

    return make


_HEADERS: dict[str, tuple[str, ...]] = {
    "two hundred references": ("References: " + " ".join(f"<{n}@{'x' * 60}.example>" for n in range(200)),),
    "a reference of 100,000 characters": (f"References: <{'x' * 100_000}@a.example>",),
    "Received lines by the hundred": tuple(f"Received: from a{n} by b{n}; Mon, 2 Mar 2026 08:00:00 +0700" for n in range(300)),
    "a wish for a receipt": ("Disposition-Notification-To: x@y.example", "Return-Receipt-To: x@y.example"),
    "another Reply-To": ("Reply-To: jahat@lain.example",),
    "another Sender": ("Sender: kantor@lain.example",),
    "Precedence normal": ("Precedence: normal",),
    "Auto-Submitted no": ("Auto-Submitted: no",),
    "a scanner's Auto-Submitted": ("Auto-Submitted: auto-generated",),
    "our own letter's key": ("X-Panitia-Surat: tanda-terima/1",),
    "a forged verdict of another server": ("Authentication-Results: mx.lain.example; dmarc=fail",),
    "a verdict below ours": (
        "Authentication-Results: mx.google.com; dmarc=pass header.from=uji.example",
        "Authentication-Results: mx.google.com; dmarc=fail",
    ),
    "broken DKIM and good DMARC": ("Authentication-Results: mx.google.com; dkim=fail; dmarc=pass header.from=uji.example",),
    "no DMARC at all": ("Authentication-Results: mx.google.com; spf=softfail; dkim=none",),
    "a high priority": ("X-Priority: 1", "Importance: high", "X-MSMail-Priority: High"),
    "a broken encoded word": ("X-Info: =?utf-8?B?////?=", "Comments: =?x-unknown?Q?=ZZ?="),
    "raw bytes in a header": ("X-Info: \udcff\udcfe\udc80",),
}  # fmt: skip


def with_headers(headers: tuple[str, ...]) -> Make:
    def make(me: Maker) -> Made:
        return [me.with_file(attached("Proposal.pdf", GOOD), *headers)], [(PROPOSAL, (("Proposal.pdf", FILE, None),))]

    return make


_CHARSETS = {
    "in Latin-1": "iso-8859-1", "in Windows-1252": "windows-1252", "in GB 18030": "gb18030", "in KOI8-R": "koi8-r",
    "in Shift-JIS": "shift_jis", "in a charset nobody knows": "x-aneh", "in unknown-8bit": "unknown-8bit", "in UTF-7": "utf-7",
    "in a charset in quotes": '"utf-8"', "in no charset": "", "in punycode": "punycode", "in binary": "binary",
    "in idna": "idna", "in rot13": "rot13", "in an escape codec": "unicode_escape", "in base64": "base64",
}  # fmt: skip


def _in_charset(charset: str) -> Make:
    def make(me: Maker) -> Made:
        made = me.mail(multi(me.hello(charset), attached("Proposal.pdf", GOOD))).replace(b"terlampir", b"t\xe9rlampir \xff\x81", 1)
        return [made], [(PROPOSAL, (("Proposal.pdf", FILE, None),))]

    return make


_ENCODINGS = ("base64", "BASE64", "quoted-printable", "base64 ", "x-base64?")


def _encoded(encoding: str) -> Make:
    def make(me: Maker) -> Made:
        good = "base64" in encoding.lower().strip(" ") and "?" not in encoding
        body = quopri.encodestring(GOOD, quotetabs=True).decode("latin-1") if encoding == "quoted-printable" else b64(GOOD)
        fate: Fate = ("Proposal.pdf", FILE, None) if good or encoding == "quoted-printable" else ("Proposal.pdf", REFUSE, "content-mismatch")
        enclosure = f"Content-Type: application/pdf; name=Proposal.pdf\nContent-Transfer-Encoding: {encoding}\n\n{body}"
        return [me.with_file(enclosure)], [(PROPOSAL, (fate,))]

    return make


_AWAY = "Saya sedang cuti sampai 12 Maret."
_MACHINES: dict[str, tuple[tuple[str, ...], str, str]] = {
    "RFC 3834": (("Auto-Submitted: auto-replied",), "Re: Pengumuman", _AWAY),
    "RFC 3834 with a comment": (("Auto-Submitted: auto-replied (vacation)",), "Re: Pengumuman", _AWAY),
    "X-Autoreply": (("X-Autoreply: yes",), "Re: Pengumuman", _AWAY),
    "X-Autorespond": (("X-Autorespond: cuti",), "Re: Pengumuman", _AWAY),
    "Precedence auto_reply": (("Precedence: auto_reply",), "Re: Pengumuman", _AWAY),
    "null sender and bulk": (("Return-Path: <>", "Precedence: bulk"), "Terima kasih atas surel Anda", _AWAY),
    "Outlook in English": ((), "Automatic reply: Pengumuman", _AWAY),
    "Outlook in Indonesian": ((), "Balasan otomatis: Pengumuman", _AWAY),
    "Notes": ((), "AUTO: Budi sedang di luar kantor (kembali 12/03/2026)", _AWAY),
    "out of office": ((), "Out of Office: Pengumuman", _AWAY),
    "read receipt": ((), "Dibaca: Pengumuman KIPP", "Pesan Anda telah dibaca."),
    "read receipt in English": ((), "Read: Pengumuman KIPP", "Your message was read."),
    "deleted unread": ((), "Not read: Pengumuman KIPP", "Your message was deleted."),
}
_FAILED = "Your message could not be delivered to the following recipients:\n\ndinkes@uji.example\n550 user unknown"
_BOUNCES: dict[str, tuple[tuple[str, ...], str, str]] = {
    "Postfix": (("Return-Path: <>", "X-Failed-Recipients: a@b.example"), "Undelivered Mail Returned to Sender", _FAILED),
    "qmail": ((), "failure notice", "Hi. This is the qmail-send program.\nI wasn't able to deliver your message."),
    "Exchange": ((), "Undeliverable: Pengumuman", _FAILED),
    "InterScan": ((), "Mail could not be delivered", _FAILED),
    "Notes": ((), "DELIVERY FAILURE: User a (a@b.example) not listed", "Your message could not be delivered because user unknown"),
    "delayed": ((), "Warning: message 1a delayed 24 hours", "A message that you sent has not yet been delivered to all recipients."),
    "in Indonesian": ((), "Gagal dikirim: Pengumuman", "Pesan Anda tidak dapat dikirim ke penerima berikut: a@b.example"),
    "full": ((), "Returned mail: see transcript for details", "<a@b.example>... mailbox full"),
}  # fmt: skip


def from_machine(headers: tuple[str, ...], subject: str, body: str, class_: str) -> Make:
    def make(me: Maker) -> Made:
        who = "Mail Delivery System <MAILER-DAEMON@mx.lain.example>" if class_ == BOUNCE else me.address
        return [me.mail(text(f"{body}\n({me.code})"), *headers, sender=who, subject=subject)], [(class_, ())]

    return make


_FAIL = ("Authentication-Results: mx.google.com; dmarc=fail header.from=uji.example",)
_SENDERS: dict[str, tuple[str, tuple[str, ...], str]] = {
    "in capitals": ("Petugas <{ADDRESS}>", (), PROPOSAL),
    "with a comment": ("{address} (Petugas (bagian umum))", (), PROPOSAL),
    "alone": ("{address}", (), PROPOSAL),
    "with an encoded name": ("=?utf-8?q?P=C3=A9tugas?= <{address}>", (), PROPOSAL),
    "with a comma in the name": ('"Umum, Bagian" <{address}>', (), PROPOSAL),
    "folded": ("Petugas\n <{address}>", (), PROPOSAL),
    "of 10,000 letters": ("P" * 10_000 + " <{address}>", (), PROPOSAL),
    "with another address as name": ('"kepala@lain.example" <{address}>', (), PROPOSAL),
    "nobody knows": ("Orang <orang@lain.example>", (), HUMAN),
    "that only shows a known address": ('"{address}" <jahat@lain.example>', (), HUMAN),
    "that shows a known address in a comment": ("jahat@lain.example ({address})", (), HUMAN),
    "with two addresses": ("{address}, jahat@lain.example", (), HUMAN),
    "in a group": ("Dinas: {address};", (), PROPOSAL),
    "with nothing between the brackets": ("Petugas <>", (), HUMAN),
    "without an address": ("Petugas", (), HUMAN),
    "that looks alike": ("Petugas <{address}.lain.example>", (), HUMAN),
    "with a Cyrillic letter": ("Petugas <{cyrillic}>", (), HUMAN),
    "that failed DMARC": ("Petugas <{address}>", _FAIL, HUMAN),
    "that failed DMARC and shows a forged pass": (
        "Petugas <{address}>", (*_FAIL, "Authentication-Results: mx.google.com; dmarc=pass"), HUMAN),
    "that failed DMARC below another server's pass": (
        "Petugas <{address}>", ("Authentication-Results: mx.lain.example; dmarc=pass", *_FAIL), HUMAN),
    "that hides the verdict in a comment": (
        "Petugas <{address}>", ("Authentication-Results: mx.google.com (dmarc=pass); dmarc=fail (p=reject)",), HUMAN),
}  # fmt: skip


def sent_by(sender: str, headers: tuple[str, ...], class_: str) -> Make:
    def make(me: Maker) -> Made:
        who = sender.format(address=me.address, ADDRESS=me.address.upper(), cyrillic=me.address.replace("e", "е"))
        made = me.with_file(attached("Proposal.pdf", GOOD), *headers, sender=who)
        return [made], [(class_, (("Proposal.pdf", FILE, None),) if class_ == PROPOSAL else ())]

    return make


def _html(body: str) -> str:
    return text(f"<html><body>{body}</body></html>", "text/html")


_ENVELOPED = part(b"0\x80\x06\x09*\x86H\x86\xf7\r\x01\x07\x03" + b"x" * 300, 'Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name="smime.p7m"', 'Content-Disposition: attachment; filename="smime.p7m"')  # fmt: skip
_OPAQUE = part(b"0\x80\x06\x09*\x86H\x86\xf7\r\x01\x07\x02" + b"x" * 300, 'Content-Type: application/x-pkcs7-mime; smime-type=signed-data; name="smime.p7m"')  # fmt: skip
_PGP = "-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----"


def single(rest: Callable[[Maker], bytes], class_: str, *fates: Fate) -> Make:
    return lambda me: ([rest(me)], [(class_, fates)])


def pair(make: Callable[[Maker], tuple[bytes, bytes]], *expected: tuple[str, tuple[Fate, ...]]) -> Make:
    return lambda me: (list(make(me)), list(expected))


_P: Fate = ("Proposal.pdf", FILE, None)
_SINGLES: dict[str, Make] = {
    "S/MIME, signed": single(lambda me: me.mail(multi(multi(me.hello(), attached("Proposal.pdf", GOOD), boundary="s"), attached("smime.p7s", b"0\x80", "application/pkcs7-signature"), kind="signed")), PROPOSAL, _P, ("smime.p7s", IGNORE, "signature")),
    "PGP, signed": single(lambda me: me.mail(multi(multi(me.hello(), attached("Proposal.pdf", GOOD), boundary="s"), attached("signature.asc", b"-----BEGIN PGP SIGNATURE-----\n", "application/pgp-signature"), kind="signed")), PROPOSAL, _P, ("signature.asc", IGNORE, "signature")),
    "S/MIME, encrypted": single(lambda me: me.mail(_ENVELOPED), HUMAN),
    "S/MIME, opaquely signed and damaged": single(lambda me: me.mail(_OPAQUE), HUMAN),
    "S/MIME, opaquely signed": single(lambda me: me.mail(part(signed(multi(me.hello(), attached("Proposal.pdf", GOOD)).encode()), 'Content-Type: application/pkcs7-mime; smime-type=signed-data; name="smime.p7m"')), PROPOSAL, ("smime.p7m", IGNORE, "signature"), _P),
    "S/MIME, encrypted, with a list's footer": single(lambda me: me.mail(multi(_ENVELOPED, text("Disclaimer"))), HUMAN),
    "PGP, encrypted": single(lambda me: me.mail(multi(attached("a", b"Version: 1", "application/pgp-encrypted"), attached("encrypted.asc", _PGP.encode()), kind="encrypted")), HUMAN),
    "PGP, encrypted in the text": single(lambda me: me.mail(text(_PGP)), HUMAN),
    "a picture the HTML shows": single(lambda me: me.mail(multi(multi(me.hello(), _html('<img src="cid:l@1">'), kind="alternative", boundary="a"), part(PNG, "Content-Type: image/png; name=logo.png", "Content-ID: <l@1>"), attached("Proposal.pdf", GOOD), kind="related")), PROPOSAL, ("logo.png", IGNORE, "inline-image"), _P),
    "a picture nothing shows": single(lambda me: me.with_file(part(JPG, "Content-Type: image/jpeg; name=Foto.jpg", "Content-ID: <l@1>", "Content-Disposition: inline")), PROPOSAL, ("Foto.jpg", FILE, None)),
    "only HTML with a script": single(lambda me: me.mail(multi(_html(f"<script>alert(1)</script><p>Judul Inovasi : UJI {me.code}</p><p>terlampir usulan</p>"), attached("Proposal.pdf", GOOD))), PROPOSAL, _P),
    "ten thousand divs": single(lambda me: me.mail(multi(me.hello(), _html("<div>" * 10_000), attached("Proposal.pdf", GOOD))), PROPOSAL, _P),
    "two hundred pictures": single(lambda me: me.mail(multi(me.hello(), *(attached(f"Foto {n}.jpg", JPG + str(n).encode()) for n in range(200)))), PROPOSAL, *((f"Foto {n}.jpg", FILE, None) for n in range(200))),
    "the same file twice": single(lambda me: me.mail(multi(me.hello(), attached("Proposal.pdf", GOOD), attached("Salinan Proposal.pdf", GOOD))), PROPOSAL, _P, ("Salinan Proposal.pdf", "duplicate", None)),
    "one name, two files": single(lambda me: me.mail(multi(me.hello(), attached("Foto.jpg", JPG), attached("Foto.jpg", JPG + b"\n"))), PROPOSAL, ("Foto.jpg", FILE, None), ("Foto.jpg", FILE, None)),
    "a title that is a formula": single(lambda me: me.mail(multi(text('Usulan\nJudul Inovasi : =IMPORTXML("http://x.example","//a")'), attached("Foto.jpg", JPG))), PROPOSAL, ("Foto.jpg", FILE, None)),
    "a title of 10,000 characters": single(lambda me: me.mail(multi(text("Usulan\nJudul Inovasi : " + "panjang " * 1250), attached("Foto.jpg", JPG))), PROPOSAL, ("Foto.jpg", FILE, None)),
    "a title with tags and marks": single(lambda me: me.mail(multi(text("Usulan\nJudul Inovasi : <b onclick=x>UJI</b> \u202edrow\u202c \u200b {{ 7*7 }}"), attached("Foto.jpg", JPG))), PROPOSAL, ("Foto.jpg", FILE, None)),
    "a subject of 10,000 characters": single(lambda me: me.with_file(attached("Proposal.pdf", GOOD), subject="Usulan " + "x" * 10_000), PROPOSAL, _P),
    "a subject that is a formula": single(lambda me: me.with_file(attached("Proposal.pdf", GOOD), subject='=HYPERLINK("http://x.example";"usulan")'), PROPOSAL, _P),
    "a subject with a header in it": single(lambda me: me.with_file(attached("Proposal.pdf", GOOD), subject="=?utf-8?q?Usulan=0D=0ABcc:_x@y.example?="), PROPOSAL, _P),
    "no subject": single(lambda me: me.with_file(attached("Proposal.pdf", GOOD)).replace(b"Subject: ", b"X-Subject: "), PROPOSAL, _P),
    "a subject in pieces of bytes": single(lambda me: me.with_file(attached("Proposal.pdf", GOOD), subject="=?utf-8?b?4Q==?= =?utf-8?b?mqA=?= usulan"), PROPOSAL, _P),
    "only a link": single(lambda me: me.mail(text(f"Usulan inovasi kami.\nJudul Inovasi : UJI {me.code}\nhttps://drive.google.com/x")), PROPOSAL),
    "a question": single(lambda me: me.mail(text("Kapan pengumumannya?"), subject="Tanya jadwal"), NOTHING),
    "a newsletter with a PDF": single(lambda me: me.mail(multi(text("Kabar bulan ini"), attached("Buletin.pdf", b"%PDF-1.4 x")), "List-Id: <kabar.lain.example>", sender="kabar@lain.example", subject="Kabar"), NOTHING, ("Buletin.pdf", IGNORE, "not-a-submission")),
    "a bounce passed on with its files": single(lambda me: me.mail(multi(me.hello(), attached("Proposal.pdf", GOOD)), subject="Fwd: Undelivered Mail Returned to Sender"), PROPOSAL, _P),
    "a delivery report with files": single(lambda me: me.mail(multi(text("gagal"), text("Action: failed", "message/delivery-status"), _forwarded(next(strange_files()))[0], kind="report", more="; report-type=delivery-status"), sender="mailer-daemon@lain.example"), BOUNCE, ("Proposal.pdf", IGNORE, "report")),
    "a forged failure without files": single(lambda me: me.mail(text("Mohon konfirmasi."), *_FAIL, subject="Halo"), HUMAN),
    "the same mail twice": pair(lambda me: (me.with_file(attached("Proposal.pdf", GOOD)),) * 2, (PROPOSAL, (_P,)), (TWIN, (("Proposal.pdf", "duplicate", None),))),
    "the same mail by another way": pair(lambda me: (me.with_file(attached("Proposal.pdf", GOOD)), me.with_file(attached("Proposal.pdf", GOOD), "Received: from lain")), (PROPOSAL, (_P,)), (TWIN, (("Proposal.pdf", "duplicate", None),))),
    "one Message-ID, two mails": pair(lambda me: (me.with_file(attached("Proposal.pdf", GOOD)), me.mail(multi(text("Susulan foto usulan kami."), attached("Foto.jpg", JPG)))), (PROPOSAL, (_P,)), ("supplement", (("Foto.jpg", FILE, None),))),
    "a newer file": pair(lambda me: (me.with_file(attached("Proposal.pdf", GOOD)), me.with_file(attached("Proposal.pdf", GOOD + b"\n"))), (PROPOSAL, (_P,)), ("resubmission", (_P,))),
    "a PDF as the whole mail": single(lambda me: me.mail(part(GOOD, "Content-Type: application/pdf", "Content-Disposition: attachment; filename=Proposal.pdf")), PROPOSAL, _P),
    "a digest": single(lambda me: me.mail(multi("\n" + mail(multi(me.hello(), attached("Proposal.pdf", GOOD), boundary="dalam"), subject="Satu").decode().replace("\r\n", "\n"), kind="digest")), PROPOSAL, ("Satu.eml", UNPACK, None), _P),
    "a message in base64": single(lambda me: me.with_file("Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n" + b64(mail(multi(text("x"), attached("Proposal.pdf", GOOD)), subject="Satu"))), PROPOSAL, ("Satu.eml", UNPACK, None), _P),
    "a message cut off": single(lambda me: me.with_file(attached("Proposal.pdf", GOOD))[:-700], PROPOSAL, ("Proposal.pdf", REFUSE, "corrupt")),
}  # fmt: skip
