"""Mails as they were met in the wild, written again in words of our own: broken headers and borders, old encodings, machines."""

from __future__ import annotations

import binascii
from collections.abc import Callable, Iterator

from tests.documents.samples import attached, b64, mail, multi, part, pdf, text
from tests.hostile.strange_files import FILE, GOOD, IGNORE, JPG, PNG, REFUSE, UNPACK
from tests.hostile.strange_mails import (
    AUTO,
    BOUNCE,
    HUMAN,
    NOTHING,
    PROPOSAL,
    TWIN,
    Fate,
    Make,
    Maker,
    from_machine,
    named,
    pair,
    sent_by,
    single,
    with_headers,
)

_P: Fate = ("Proposal.pdf", FILE, None)
_PDF = attached("Proposal.pdf", GOOD, "application/pdf")


def wild() -> Iterator[tuple[str, Make]]:
    """Everything this module makes."""
    for how, headers in _PARTS.items():
        yield f"a part {how}", single(_with_part(headers), PROPOSAL, _P)
    for how, change in _BORDERS.items():
        yield f"a mail {how}", single(_changed(change), PROPOSAL, _P)
    for how, (written, name) in _NAMES.items():
        yield f"a name {how}", named(written, name)
    for how, verdicts in _TRUSTED.items():
        yield f"a verdict {how}", with_headers(verdicts)
    for how, (sender, verdicts) in _DOUBTED.items():
        yield f"a sender {how}", sent_by(sender, verdicts, HUMAN)
    for subject in _AWAY:
        yield f"an away note: {subject}", _answered((), subject)
    for header in _ANSWERED:
        yield f"an away note by {header}", _answered((header,), "Re: Pengumuman")
    for subject in _READ:
        yield f"a read receipt: {subject}", _answered((), subject)
    for how, (sender, subject, body) in _RETURNED.items():
        yield f"returned: {how}", single(_written(sender, subject, body), BOUNCE)
    for how, (subject, body) in _PEOPLE.items():
        yield f"a person: {how}", single(_written("", subject, body), NOTHING)
    yield from _SINGLES.items()


def _with_part(headers: str) -> Callable[[Maker], bytes]:
    return lambda me: me.with_file(f"{headers}\n\n{b64(GOOD)}")


def _changed(change: Callable[[bytes], bytes]) -> Callable[[Maker], bytes]:
    return lambda me: change(me.with_file(_PDF))


def _written(sender: str, subject: str, body: str) -> Callable[[Maker], bytes]:
    return lambda me: me.mail(text(f"{body}\n({me.code})"), sender=sender, subject=subject)


def _answered(headers: tuple[str, ...], subject: str) -> Make:
    return from_machine(headers, subject, "Saya tidak di kantor sampai 12 Maret.", AUTO)


_B64 = "Content-Transfer-Encoding: base64"
_PARTS = {
    "with a space before the colons": 'Content-Type : application/pdf; name="Proposal.pdf"\nContent-Transfer-Encoding : base64',
    "with lines that are not folded": f'Content-Type: application/pdf;\nname="Proposal.pdf"\n{_B64}\nContent-Disposition: attachment;\nfilename="Proposal.pdf"',
    "with a header that is none": f'X-Tanda Terima: ya\nContent-Type: application/pdf; name="Proposal.pdf"\n{_B64}',
    "without a semicolon": f'Content-Type: application/pdf name="Proposal.pdf"\n{_B64}',
    "with only a name for a disposition": f'Content-Type: application/pdf\nContent-Disposition: filename="Proposal.pdf"\n{_B64}',
    "with an empty disposition": f'Content-Type: application/pdf\nContent-Disposition: ; filename="Proposal.pdf"\n{_B64}',
    "with two content types": f'Content-Type: application/pdf; name="Proposal.pdf"\nContent-Type: application/octet-stream\n{_B64}',
    "with a comment in its type": f"Content-Type: Application/PDF (dari kantor); NAME=Proposal.pdf\n{_B64}",
    "that calls itself a message": f'Content-Type: message/rfc822; name="Proposal.pdf"\nContent-Disposition: attachment; filename="Proposal.pdf"\n{_B64}',
    "that calls itself a text": f'Content-Type: text/plain; name="Proposal.pdf"\n{_B64}',
    "that calls itself a calendar": f'Content-Type: application/x-calendar; name="Proposal.pdf"\n{_B64}',
    "with a type that is none": f'Content-Type: pdf; name="Proposal.pdf"\n{_B64}',
    "with no type": f'Content-Disposition: attachment; filename="Proposal.pdf"\n{_B64}',
    "with its encoding twice": f'Content-Type: application/pdf; name="Proposal.pdf"\n{_B64}\n{_B64}',
}


def _nested(me: Maker) -> bytes:
    """A multipart in a multipart with the same boundary: what follows it lies behind the end."""
    return me.mail(multi(multi(me.hello(), kind="alternative"), _PDF))


_BORDERS: dict[str, Callable[[bytes], bytes]] = {
    "with a space before everything": lambda m: b" " + m,
    "with spaces before its colons": lambda m: m.replace(b"From:", b"From :", 1).replace(b"Content-Type:", b"Content-Type :", 1),
    "with returns only": lambda m: m.replace(b"\r\n", b"\r"),
    "without a semicolon before its boundary": lambda m: m.replace(b"mixed; boundary", b"mixed\r\n\tboundary", 1),
    "with a boundary that is not folded": lambda m: m.replace(b"mixed; boundary", b"mixed;\r\nboundary", 1),
    "that is a text and a multipart": lambda m: m.replace(b"Content-Type: multipart", b"Content-Type: text/plain\r\nContent-Type: multipart", 1),
    "that is a multipart and a text": lambda m: m.replace(b"\r\n\r\n--batas", b"\r\nContent-Type: text/plain\r\n\r\n--batas", 1),
    "that ends too early": lambda m: m.replace(b"\r\n--batas\r\nContent-Type: application/pdf", b"\r\n--batas--\r\n\r\n--batas\r\nContent-Type: application/pdf"),
    "of a kind nobody knows": lambda m: m.replace(b"multipart/mixed", b"multipart/x-aneh", 1),
    "of form data": lambda m: m.replace(b"multipart/mixed", b"multipart/form-data", 1),
    "that calls itself a report": lambda m: m.replace(b"multipart/mixed", b"multipart/report", 1),
    "that calls itself encoded": lambda m: m.replace(b"MIME-Version", b"Content-Transfer-Encoding: base64\r\nMIME-Version", 1),
    "quoted by a program": lambda m: m.replace(b"\r\nJVBER", b"\r\n> JVBER"),
    "with a zero byte in a header": lambda m: m.replace(b"MIME-Version", b"X-Info: a\0b\r\nMIME-Version", 1),
}  # fmt: skip
_NAMES = {
    "in both ways": ("filename=\"Propos_l.pdf\"; filename*=UTF-8''Propos%C3%A1l.pdf", "Proposál.pdf"),
    "in an encoded word cut through a letter": ('filename="=?utf-8?B?UHJvcG9zww==?=\n =?utf-8?B?oWwucGRm?="', "Proposál.pdf"),
    "in encoded words without quotes": ("filename==?utf-8?Q?Proposal=20Inovasi=2Epdf?=", "Proposal Inovasi.pdf"),
    "of several words without quotes": ("filename=Proposal Inovasi Kami.pdf", "Proposal Inovasi Kami.pdf"),
    "in raw Latin-1": ('filename="Propos\udce1l.pdf"', "Proposál.pdf"),
    "in Latin-1 and a language": ("filename*=iso-8859-1'id'Propos%E1l.pdf", "Proposál.pdf"),
    "percent-encoded with no charset": ("filename*=Proposal%20x.pdf", "Proposal x.pdf"),
    "percent-encoded in quotes": ("filename*=\"UTF-8''Proposal%20x.pdf\"", "Proposal x.pdf"),
    "without its last quote": ('filename="Proposal.pdf', "Proposal.pdf"),
    "in pieces of both kinds": ("filename*0*=UTF-8''Proposal%20In;\n filename*1=\"ovasi \";\n filename*2*=caf%C3%A9.pdf", "Proposal Inovasi café.pdf"),
    "told twice": ('filename="Proposal.pdf"; filename="lain.pdf"', "Proposal.pdf"),
}  # fmt: skip
_OURS = "Authentication-Results: mx.google.com"
_TRUSTED = {
    "with the server's version": (f"{_OURS} 1; dmarc=pass header.from=uji.example",),
    "in capitals": ("AUTHENTICATION-RESULTS: MX.GOOGLE.COM; DMARC=PASS",),
    "folded at every word": (
        f"{_OURS};\n\tspf=pass\n\t(a\n\t(b)) smtp.mailfrom=x;\n\tdmarc=pass\n\t(p=REJECT sp=REJECT dis=NONE)",
    ),
    "that failed on the way, and not here": (f"ARC-{_OURS}; dmarc=fail", f"{_OURS}; dmarc=pass"),
    "that failed in a reason": (f'{_OURS}; dkim=pass reason="dmarc=fail; x"; dmarc=pass',),
    "that failed in a comment": (f"{_OURS}; spf=pass (dmarc=fail; dmarc=fail) smtp.mailfrom=x; dmarc=pass",),
    "of a server whose name begins like ours": ("Authentication-Results: mx.google.com.lain.example; dmarc=fail",),
    "that could not be found": (f"{_OURS}; dmarc=temperror",),
}
_FAILED = f"{_OURS}; dmarc=fail (p=NONE) header.from=uji.example"
_DOUBTED = {
    "that failed DMARC in capitals": ("{address}", (f"{_OURS}; DMARC=FAIL",)),
    "that failed DMARC by version": ("{address}", (f"{_OURS}; dmarc/1=fail",)),
    "that failed DMARC, folded": (
        "{address}",
        ("Authentication-Results:\n mx.google.com;\n  spf=pass;\n  dmarc\n =\n fail",),
    ),
    "that failed DMARC and says pass in a comment": ("{address}", (f"{_OURS}; dmarc=fail (dmarc=pass); spf=pass",)),
    "that failed DMARC and says pass in quotes": ("{address}", (f'{_OURS}; x=y reason="; dmarc=pass"; dmarc=fail',)),
    "that failed DMARC above a pass of the way": ("{address}", (_FAILED, f"ARC-{_OURS}; dmarc=pass")),
    "that passed and failed": ("{address}", (f"{_OURS}; dmarc=pass; dmarc=fail",)),
    "with a second From": ("Petugas <{address}>\nFrom: Orang <orang@lain.example>", ()),
    "with a known address below another": ("Orang <orang@lain.example>\nFrom: Petugas <{address}>", ()),
    "with a known address as encoded name": ("=?utf-8?q?{address}_=3C{address}=3E?= <jahat@lain.example>", ()),
    "whose address is an encoded word": ("=?utf-8?q?{address}?=", ()),
    "in a group with another": ("Dinas: {address}, jahat@lain.example;", ()),
    "with a tag": ("Petugas <tag+{address}>", ()),
    "through a relay": ("<@lain.example:{address}>", ()),
    "with a dot behind": ("<{address}.>", ()),
    "with what cannot be seen": ("<{address}\u200b>", ()),
    "written wide": ("<ｈ{address}>", ()),
    "with a zero byte": ("<{address}\0.lain.example>", ()),
}
_AWAY = (
    "[#123] AutoReply: Pengumuman", "Re: Pengumuman (Automatic Response)", "Réponse automatique : Pengumuman",
    "Automatische Antwort: Pengumuman", "Respuesta automática: Pengumuman", "自動応答: Pengumuman", "自动回复: Pengumuman",
    "Automatisch antwoord: Pengumuman", "[Automatyczna odpowiedź] Pengumuman", "Abwesenheitsnotiz: Pengumuman",
    "Pesan Otomatis: Pengumuman", "Jawaban Otomatis - Pengumuman", "Re: Pengumuman - balasan otomatis", "Sedang cuti",
    "I am out of the office", "Out of Office Re: Pengumuman", "Vacation reply", "Cuti tahunan: Re: Pengumuman",
)  # fmt: skip
_ANSWERED = (
    "X-Autogenerated: Reply", "X-AutoReply-From: a@uji.example", "X-Mail-Autoreply: reply", "Delivered-To: Autoresponder",
    "X-POST-MessageClass: 9; Autoresponder", "X-FC-MachineGenerated: true", "Preference: auto_reply", "Precedence: AUTO_REPLY",
    'Auto-Submitted: Auto-Replied; owner-email="a@uji.example"', "X-Autorespond: Re: Pengumuman",
)  # fmt: skip
_READ = (
    "Telah dibaca: KIPP",
    "Read-Receipt: KIPP",
    "Return Receipt (displayed) - KIPP",
    "Gelesen: KIPP",
    "Lu : KIPP",
    "Leído: KIPP",
    "Message read: KIPP",
)
_GONE = "Alamat berikut gagal:\n  dinas@opd.example\n  550 5.1.1 user unknown"
_RETURNED = {
    "by a server with its own words": ("post_master@pos.lain.example", "Re:Pengumuman", "Error: Invalid user address\n550 - no such user here"),
    "by a server that only says E": ("Administrator <postmaster@lain.example>", "E", "Your message\n  To: a@b.example\ndid not reach the following recipient(s)"),
    "by Exchange": ("Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@lain.example>", "Tak terkirim: KIPP", "Pengiriman gagal."),
    "in German": ("postmaster@lain.example", "Unzustellbar: KIPP", "Ihre Nachricht konnte nicht zugestellt werden."),
    "in French": ("pos@lain.example", "KIPP : non remis (delivery failed)", "Votre message n'a pas pu etre delivre a\na@b.example"),
    "by nobody": ("<>", "Undelivered", _GONE),
    "by a system": ("Mail_Delivery_Subsystem@lain.example", "Returned mail: Host unknown", _GONE),
    "as refused": ("postmaster@lain.example", "Surel Anda ditolak", "Alamat dinas@opd.example tidak dikenal"),
    "as blocked": ("postmaster@lain.example", "Message blocked", "Your message was not delivered: it was blocked"),
    "in capitals": ("MAILER_DAEMON@LAIN.EXAMPLE", "FAILURE NOTICE : KIPP", _GONE),
}  # fmt: skip
_PEOPLE = {
    "asks to be read": ("Dibaca ulang jadwalnya", "Mohon dibaca ulang jadwal kegiatan."),
    "asks about holidays": ("Cuti bersama dan jadwal", "Apakah cuti bersama memundurkan jadwal?"),
    "could not send": ("Gagal kirim surel", "Surel kami kemarin gagal terkirim karena mailbox full. Mohon solusi."),
    "asks whether it came": ("Tidak terkirim?", "Apakah surel kami yang tidak dapat dikirim itu sampai?"),
    "answers an away note": ("Re: Balasan otomatis: Pengumuman", "Baik, kami tunggu."),
    "passes a bounce on": ("Fwd: Undeliverable: KIPP", f"Mohon bantuan.\n{_GONE}"),
}


def _uu(name: str, data: bytes) -> str:
    lines = (binascii.b2a_uu(data[n : n + 45]).decode().rstrip("\n") for n in range(0, len(data), 45))
    return "\n".join([f"begin 644 {name}", *lines, "`", "end"])


def _yenc(name: str, data: bytes) -> bytes:
    coded = bytes((b + 42) % 256 for b in data)
    for special in (b"=", b"\0", b"\n", b"\r"):
        coded = coded.replace(special, b"=" + bytes([(special[0] + 64) % 256]))
    return b"=ybegin line=128 size=%d name=%s\r\n%s\r\n=yend size=%d\r\n" % (len(data), name.encode(), coded, len(data))


def _in_yenc(me: Maker) -> bytes:
    head, _, body = me.mail(me.hello()).partition(b"\r\n\r\n")
    return head + b"\r\n\r\n" + body + b"\r\n" + _yenc("Proposal.pdf", GOOD)


def _logo(me: Maker) -> bytes:
    """A question with the picture of a signature that nothing shows, as an answer in plain text carries it on."""
    return me.mail(multi(text("Kapan batas akhirnya?"), part(PNG, "Content-Type: image/png; name=image001.png", "Content-ID: <image001.png@01>")), subject="Tanya")  # fmt: skip


_CARD = attached("budi.vcf", b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Budi\r\nEND:VCARD\r\n", "text/vcard")
_ELSEWHERE = 'Content-Type: message/external-body; access-type=URL; URL="https://berkas.example/a"; name="Proposal.pdf"\n\nContent-Type: application/pdf\n'
_APART = 'Content-Type: message/partial; id="a@b.example"; number={}; total=2\n\n'
_SINGLES: dict[str, Make] = {
    "a uuencoded file in the text": single(lambda me: me.mail(f"{me.hello()}\n{_uu('Proposal.pdf', GOOD)}\n\nSalam"), PROPOSAL, _P),
    "a uuencoded file without MIME": single(lambda me: me.mail(f"\nUsulan kami terlampir.\n\n{_uu('Proposal.pdf', GOOD)}\n").replace(b"MIME-Version: 1.0\r\n", b""), PROPOSAL, _P),
    "a uuencoded file that breaks off": single(lambda me: me.mail(f"{me.hello()}\n{_uu('Proposal.pdf', GOOD)[:600]}"), PROPOSAL, ("Proposal.pdf", REFUSE, "corrupt")),
    "a uuencoded part": single(lambda me: me.with_file(f"Content-Type: application/pdf; name=Proposal.pdf\nContent-Transfer-Encoding: x-uuencode\n\n{_uu('Proposal.pdf', GOOD)}"), PROPOSAL, _P),
    "a file in yEnc": single(_in_yenc, PROPOSAL, _P),
    "a file that lies elsewhere": single(lambda me: me.with_file(_ELSEWHERE), PROPOSAL, ("Proposal.pdf", REFUSE, "link-not-attachment")),
    "the second half of a mail": single(lambda me: me.mail(_APART.format(2) + b64(GOOD)), HUMAN),
    "one boundary for two": single(_nested, PROPOSAL, _P),
    "a boundary that begins like another": single(lambda me: me.mail(multi(multi(me.hello(), kind="alternative", boundary="batas-1"), _PDF)), PROPOSAL, _P),
    "a message that is none": single(lambda me: me.with_file('Content-Type: message/rfc822\nContent-Disposition: attachment; filename="rusak.eml"\n\nini bukan surel!'), PROPOSAL, ("rusak.eml", UNPACK, None)),
    "an alternative with the file in it": single(lambda me: me.mail(multi(me.hello(), multi(text("<p>salam</p>", "text/html"), _PDF, boundary="dalam"), kind="alternative")), PROPOSAL, _P),
    "a related file nothing shows": single(lambda me: me.mail(multi(me.hello(), part(GOOD, "Content-Type: application/pdf; name=Proposal.pdf", "Content-ID: <a>"), kind="related")), PROPOSAL, _P),
    "a page that shows a PDF": single(lambda me: me.mail(multi(multi(me.hello(), text('<img src="cid:a">', "text/html"), kind="alternative", boundary="d"), part(GOOD, "Content-Type: application/pdf; name=Proposal.pdf", "Content-ID: <a>"), kind="related")), PROPOSAL, _P),
    "a page of unclosed tags": single(lambda me: me.mail(multi(me.hello(), text('<img src="cid:' * 30_000, "text/html"), _PDF)), PROPOSAL, _P),
    "a question with a logo": single(_logo, NOTHING, ("image001.png", IGNORE, "not-a-submission")),
    "a question with a visiting card": single(lambda me: me.mail(multi(text("Kapan batas akhirnya?"), _CARD), subject="Tanya"), NOTHING, ("budi.vcf", IGNORE, "not-a-submission")),
    "thanks with a visiting card": pair(lambda me: (me.with_file(_PDF), me.mail(multi(text("Terima kasih."), _CARD), "X-Nomor: 2", subject="Re: KIPP")), (PROPOSAL, (_P,)), (NOTHING, (("budi.vcf", IGNORE, "not-a-submission"),))),
    "a file of no known kind, later": pair(lambda me: (me.with_file(_PDF), me.mail(multi(text("Berikut nota dinas kami."), attached("Nota.pdf", pdf(("NOTA DINAS", "Dengan hormat")))))), (PROPOSAL, (_P,)), ("supplement", (("Nota.pdf", FILE, None),))),
    "two mails with nothing in them": pair(lambda me: (_empty(me, 1), _empty(me, 2)), (NOTHING, ()), (NOTHING, ())),
    "a list's newsletter": single(lambda me: me.mail(text("Kabar bulan ini"), "List-Post: <mailto:a@lain.example>", sender="kabar@lain.example", subject="Kabar"), NOTHING),
    "a delayed report": single(lambda me: me.mail(multi(text(f"tertunda {me.code}"), text("Reporting-MTA: dns; mx\n\nFinal-Recipient: rfc822; a@b.example\nAction: delayed", "message/delivery-status"), kind="report", more="; report-type=delivery-status")), BOUNCE),
    "a complaint about spam": single(lambda me: me.mail(multi(text(f"abuse {me.code}"), text("Feedback-Type: abuse", "message/feedback-report"), kind="report", more="; report-type=feedback-report")), AUTO),
    "a bounce with winmail.dat": single(lambda me: me.mail(multi(text(_GONE + me.code), attached("winmail.dat", b"\x78\x9f\x3e\x22" + b"\0" * 99)), sender="MAILER-DAEMON@lain.example", subject="Delivery Status Notification (Failure)"), BOUNCE, ("winmail.dat", IGNORE, "report")),
    "the same mail twice without an id": pair(lambda me: (_nameless(me), _nameless(me)), (PROPOSAL, (("Foto.jpg", FILE, None),)), (TWIN, (("Foto.jpg", "duplicate", None),))),
    "a PDF called by two endings and a space": single(lambda me: me.with_file(attached("Proposal.pdf .exe", GOOD)), PROPOSAL, ("Proposal.pdf .exe", FILE, None)),
}  # fmt: skip


def _empty(me: Maker, number: int) -> bytes:
    return f"From: {me.address}\r\nX-Nomor: {number}\r\n\r\n".encode()


def _nameless(me: Maker) -> bytes:
    made = mail(multi(me.hello(), attached("Foto.jpg", JPG)), sender=me.address, subject=f"Usulan {me.code}")
    return b"".join(line + b"\r\n" for line in made.split(b"\r\n") if not line.startswith(b"Message-ID"))
