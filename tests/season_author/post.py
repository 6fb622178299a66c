"""A mail as its sender's program writes it: body, quotation, enclosures, in six styles of mail program."""

import html
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import format_datetime

from . import mime
from .items import Item
from .mime import CRLF
from .plan import HEX, MIXED, Plan

PROGRAMS = {
    "web": "",
    "desk": "Microsoft Outlook 16.0",
    "suite": "Zimbra 9.0.0_GA_4583 (ZimbraWebClient)",
    "bird": "",
    "pad": "iPad Mail (24A355)",
    "phone": "",
    "bare": "",
    "signed": "Microsoft Outlook 16.0",
}


@dataclass(frozen=True)
class Quote:
    """Older text below one's own. `marked`: lines begin with `> `, else a header block separates it."""

    lines: tuple[str, ...]
    who: str
    subject: str
    when: str
    marked: bool = True


@dataclass(frozen=True)
class Mail:
    """One message in the mailbox, or one inside another (`at` is then when it was written)."""

    slug: str
    at: datetime
    sender: str | None
    display: str
    subject: str
    body: tuple[tuple[str, ...], ...]
    items: tuple[Item, ...] = ()
    program: str = "web"
    auth: str = "pass"
    rows: tuple[tuple[str, str], ...] = ()
    quote: Quote | None = None
    labels: tuple[str, ...] = ("INBOX", "UNREAD")
    thread: str | None = None
    written: datetime | None = None
    message_id: bool = True
    raw: bytes | None = None
    extra: tuple[tuple[str, str], ...] = ()
    cls: str = "not-a-submission"
    key: str | None = None
    resolution: tuple[tuple[str, str | None], ...] = ()
    why: str = ""
    links: tuple[str, ...] = ()

    def ident(self) -> str:
        """What the generated identifiers of this message depend on; a second delivery shares it."""
        return self.slug.removesuffix("-lagi")


def _text(mail: Mail) -> str:
    blocks = ["\n".join(lines) for lines in mail.body]
    if mail.rows:
        blocks.insert(2, "\n".join(f"{label}{value}" for label, value in mail.rows))
    text = "\n\n".join(blocks)
    if mail.quote:
        quote = mail.quote
        if quote.marked:
            text += f"\n\nPada {quote.when} {quote.who} menulis:\n\n" + "\n".join(f"> {line}" for line in quote.lines)
        else:
            text += (
                f"\n\n-----Pesan Asli-----\nDari: {quote.who}\nDikirim: {quote.when}\nPerihal: {quote.subject}\n\n"
                + "\n".join(quote.lines)
            )
    return text + "\n"


def _html(mail: Mail) -> str:
    def block(lines: tuple[str, ...]) -> str:
        return "<div>" + "<br>".join(html.escape(line) for line in lines) + "</div><div><br></div>"

    parts = [block(lines) for lines in mail.body]
    if mail.rows:
        if mail.program == "desk":
            cells = "".join(
                f"<tr><td><p class=MsoNormal>{html.escape(label.rstrip(' :'))}</p></td><td><p class=MsoNormal>: "
                f"{html.escape(value)}</p></td></tr>"
                for label, value in mail.rows
            )
            rows = f"<table class=MsoNormalTable border=0 cellpadding=0>{cells}</table><p>&nbsp;</p>"
        else:
            rows = block(tuple(f"{label}{value}" for label, value in mail.rows))
        parts.insert(2, rows)
    if mail.quote:
        quote = mail.quote
        old = "<br>".join(html.escape(line) for line in quote.lines)
        if quote.marked:
            parts.append(
                f'<div class="gmail_quote"><div dir="ltr" class="gmail_attr">Pada {quote.when} '
                f'{html.escape(quote.who)} menulis:<br></div><blockquote class="gmail_quote" style="margin:0 0 0 '
                f'.8ex;border-left:1px #ccc solid;padding-left:1ex">{old}</blockquote></div>'
            )
        else:
            parts.append(
                f'<div><div style="border:none;border-top:solid #E1E1E1 1.0pt"><p class=MsoNormal><b>Dari:</b> '
                f"{html.escape(quote.who)}<br><b>Dikirim:</b> {quote.when}<br><b>Perihal:</b> "
                f"{html.escape(quote.subject)}</p></div><p>{old}</p></div>"
            )
    shown = [item for item in mail.items if item.aside == "inline-image"]
    parts += [f'<p><img width=48 height=48 src="cid:{item.cid}" alt="Logo"></p>' for item in shown]
    return f"<html><body>{''.join(parts)}</body></html>"


def _files(plan: Plan, mail: Mail, items: tuple[Item, ...]) -> list[bytes]:
    parts = []
    for number, item in enumerate(items):
        if isinstance(item.inner, Mail):
            parts.append(mime.message_part(item, render(plan, item.inner)))
        else:
            parts.append(mime.file_part(item, placeholder(mail, number) if item.long else ""))
    return parts


def placeholder(mail: Mail, number: int) -> str:
    """The line that stands for a described file."""
    return f"@@BERKAS-BESAR-{mail.slug}-{number}@@"


def _entity(plan: Plan, mail: Mail) -> bytes:
    mark = plan.token(HEX, 16, "boundary", mail.ident())
    text, items = _text(mail), mail.items
    if mail.program == "web":
        both = mime.multipart(
            "alternative", [mime.text_part(text), mime.text_part(_html(mail), "html")], f"00000000{mark}a"
        )
        return mime.multipart("mixed", [both, *_files(plan, mail, items)], f"00000000{mark}") if items else both
    if mail.program == "desk":
        shown = tuple(item for item in items if item.aside == "inline-image")
        rest = tuple(item for item in items if item not in shown)
        page = mime.text_part(_html(mail), "html", "windows-1252")
        if shown:
            page = mime.multipart(
                "related", [page, *_files(plan, mail, shown)], f"----=_NextPart_001_{mark}", '; type="text/html"'
            )
        return mime.multipart("mixed", [page, *_files(plan, mail, rest)], f"----=_NextPart_000_{mark}")
    if mail.program == "suite":
        both = mime.multipart(
            "alternative",
            [mime.text_part(text, transfer="8bit"), mime.text_part(_html(mail), "html")],
            f"----=_Part_1_{mark}",
        )
        return mime.multipart("mixed", [both, *_files(plan, mail, items)], f"----=_Part_0_{mark}")
    if mail.program == "bird":
        page = mime.text_part(text, transfer="8bit", extra="; format=flowed")
        return mime.multipart(
            "mixed",
            [page, *_files(plan, mail, items)],
            f"------------{mark}",
            preamble="This is a multi-part message in MIME format.",
        )
    if mail.program == "pad":
        parts = [mime.text_part(text)]
        for part in _files(plan, mail, items):
            parts += [part, mime.text_part("\n\n", charset="us-ascii", transfer="7bit")]
        return mime.multipart("mixed", parts, f"Apple-Mail-{mark.upper()}")
    if mail.program == "phone":
        page = mime.text_part(text, charset="windows-1252")
        return mime.multipart("mixed", [page, *_files(plan, mail, items)], f"----{mark.upper()}")
    if mail.program == "signed":
        seals = tuple(item for item in items if item.aside == "signature")
        rest = tuple(item for item in items if item not in seals)
        inner = mime.multipart(
            "mixed", [mime.text_part(text, transfer="base64"), *_files(plan, mail, rest)], f"----=_NextPart_002_{mark}"
        )
        extra = '; micalg="SHA-256"; protocol="application/pkcs7-signature"'
        return mime.multipart("signed", [inner, *_files(plan, mail, seals)], f"----=_NextPart_003_{mark}", extra)
    return mime.text_part(text, charset="utf-8", transfer="8bit")


def render(plan: Plan, mail: Mail, to: str | None = None) -> bytes:
    """The message from `From:` on, without what the servers on the way added."""
    if mail.raw is not None:
        return mail.raw
    head = []
    if mail.sender:
        head.append(
            f"From: {mime.encoded_word(mail.display)} <{mail.sender}>" if mail.display else f"From: {mail.sender}"
        )
    head += [
        f"To: {to or plan.mailbox}",
        f"Subject: {mime.encoded_word(mail.subject)}",
        f"Date: {format_datetime((mail.written or mail.at - timedelta(seconds=4)).replace(microsecond=0))}",
    ]
    if mail.message_id:
        host = (mail.sender or "x@" + plan.domain).split("@")[1].lower()
        head.append(f"Message-ID: <{plan.token(MIXED, 28, 'message', mail.ident())}@{host}>")
    head += [f"{name}: {value}" for name, value in mail.extra]
    if PROGRAMS[mail.program]:
        head.append(f"X-Mailer: {PROGRAMS[mail.program]}")
    head.append("MIME-Version: 1.0")
    return (CRLF.join(head) + CRLF).encode() + _entity(plan, mail)
