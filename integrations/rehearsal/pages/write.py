"""Surat: writing a message with files: a new one, an answer, one passed on, a draft taken up again."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from email.utils import formataddr, getaddresses
from typing import TYPE_CHECKING, Any

from integrations.rehearsal.calls import Media
from integrations.rehearsal.pages import letter, mail, paper
from integrations.rehearsal.pages.visit import Visit
from integrations.rehearsal.pages.words import said
from integrations.rehearsal.refusals import Refusal

if TYPE_CHECKING:
    from starlette.responses import Response

    from integrations.rehearsal.pages.letter import Attached, Letter

Json = dict[str, Any]

REPLY = re.compile(r"^\s*(re|bls)\s*:", re.IGNORECASE)
FORWARD = re.compile(r"^\s*(fwd?|trs)\s*:", re.IGNORECASE)
LONGEST_QUOTE = 20_000
CARRIED = re.compile(r"([A-Za-z0-9]{1,40})\.(\d{1,4})")


@dataclass(frozen=True)
class Written:
    """What stands on the page: fields, the message answered, the draft taken up, files that come along."""

    to: str = ""
    cc: str = ""
    subject: str = ""
    text: str = ""
    answers: str = ""
    draft: str = ""
    carried: tuple[tuple[str, Attached], ...] = ()  # (message, file)


def compose(visit: Visit) -> Response:
    """An empty sheet of paper; an answer (`balas`, to all with `semua`), one passed on (`teruskan`), a draft (`draf`)."""
    if answered := visit.query.get("balas", ""):
        return _page(visit, _answer(visit, _letter(visit, answered), everybody=visit.query.get("semua") == "1"))
    if passed := visit.query.get("teruskan", ""):
        return _page(visit, _passed_on(_letter(visit, passed)))
    if draft := visit.query.get("draf", ""):
        return _page(visit, _taken_up(visit, draft))
    return _page(visit, Written(to=visit.query.get("kepada", "")[:300]))


def _page(visit: Visit, written: Written, trouble: str = "", status: int = 200) -> Response:
    title = "Ubah draf" if written.draft else "Balas surat" if written.answers else "Tulis surat"
    return visit.page("compose.html", status, title=title, written=written, trouble=trouble)


def _letter(visit: Visit, message: str) -> Letter:
    return letter.read(visit.ask("gmail.users.messages.get", ("format", "full"), userId="me", id=message))


def _answer(visit: Visit, old: Letter, *, everybody: bool) -> Written:
    subject = old.subject if REPLY.match(old.subject) else f"Re: {old.subject}"
    to = old.headers.get("reply-to") or old.headers.get("from", "")
    others = ""
    if everybody:
        seen = {visit.user.email.lower(), *(address.lower() for _, address in getaddresses([to]))}
        listed = getaddresses([old.headers.get("to", ""), old.headers.get("cc", "")])
        others = ", ".join(formataddr(each) for each in listed if each[1] and each[1].lower() not in seen)
    quoted = "\n".join(f"> {line}" for line in _words(old).splitlines())
    text = f"\n\nPada {old.headers.get('date', '')}, {old.headers.get('from', '')} menulis:\n{quoted}\n"
    return Written(to=to, cc=others, subject=subject, text=text, answers=old.id)


def _passed_on(old: Letter) -> Written:
    subject = old.subject if FORWARD.match(old.subject) else f"Fwd: {old.subject}"
    heads = (("from", "Dari"), ("date", "Tanggal"), ("subject", "Perihal"), ("to", "Kepada"))
    said_before = "\n".join(f"{name}: {old.headers[key]}" for key, name in heads if old.headers.get(key))
    text = f"\n\n---------- Surat yang diteruskan ----------\n{said_before}\n\n{_words(old)}\n"
    return Written(subject=subject, text=text, carried=tuple((old.id, each) for each in old.files))


def _words(old: Letter) -> str:
    return (old.text or letter.words(old.page))[:LONGEST_QUOTE]


def _taken_up(visit: Visit, draft: str) -> Written:
    found = visit.ask("gmail.users.drafts.get", ("format", "full"), userId="me", id=draft)
    old = letter.read(found["message"])
    heads = old.headers
    return Written(
        heads.get("to", ""), heads.get("cc", ""), heads.get("subject", ""), _words(old), draft=draft,
        carried=tuple((old.id, each) for each in old.files),
    )  # fmt: skip


def send(visit: Visit) -> Response:
    """The message is sent, or kept as a draft; one that cannot go comes back with all that was written but its files."""
    fields = visit.fields
    keep = fields.text("aksi") == "draf"
    written = Written(
        fields.text("kepada"), fields.text("tembusan"), fields.text("perihal"), fields.text("isi"),
        fields.text("balas"), fields.text("draf"),
    )  # fmt: skip
    try:
        written = replace(written, carried=tuple(_carried(visit)))
        thread_id, headers = "", {}
        if written.answers:
            old = _letter(visit, written.answers)
            thread_id, headers = old.thread, paper.cites(old)
        files = [
            *(
                paper.Enclosed(file.name, file.mime, mail.fetched(visit, message, file))
                for message, file in written.carried
            ),
            *(paper.Enclosed(each.name, each.mime, each.data) for each in fields.sent("berkas")),
        ]
        if written.draft:
            headers = paper.kept(visit, written.draft) | headers
        data = paper.message(visit.user, written.to, written.cc, written.subject, written.text, headers, files)
        return _off(visit, written.draft, Media("message/rfc822", data), thread_id, keep=keep)
    except Refusal as no:
        return _page(visit, written, said(no), no.code)


def _off(visit: Visit, draft: str, media: Media, thread_id: str, *, keep: bool) -> Response:
    """A draft is updated before it is sent: what is kept and what is sent are the same bytes."""
    inner: Json = {"threadId": thread_id} if thread_id else {}
    if draft:
        visit.ask(
            "gmail.users.drafts.update", body={"message": inner} if inner else {}, media=media, userId="me", id=draft
        )
        if not keep:
            visit.ask("gmail.users.drafts.send", body={"id": draft}, userId="me")
    elif keep:
        visit.ask("gmail.users.drafts.create", body={"message": inner} if inner else {}, media=media, userId="me")
    else:
        visit.ask("gmail.users.messages.send", body=inner, media=media, userId="me")
    if keep:
        return visit.back("/surat?label=DRAFT", "Surat disimpan sebagai draf.")
    return visit.back("/surat?label=SENT", "Surat terkirim di dalam ruang gladi.")


def _carried(visit: Visit) -> list[tuple[str, Attached]]:
    """The files of other messages that were left ticked."""
    made = []
    for each in visit.fields.all("bawa"):
        if found := CARRIED.fullmatch(each):
            files = _letter(visit, found.group(1)).files
            if int(found.group(2)) < len(files):
                made.append((found.group(1), files[int(found.group(2))]))
    return made


def draft(visit: Visit) -> Response:
    """The draft is sent, or gone."""
    act = visit.fields.text("aksi")
    if act == "kirim":
        try:
            visit.ask("gmail.users.drafts.send", body={"id": visit.path["id"]}, userId="me")
        except Refusal as no:
            if no.code == 404:
                raise
            return visit.back(f"/surat/tulis?draf={visit.path['id']}", said(no), ok=False)
        return visit.back("/surat?label=SENT", "Surat terkirim di dalam ruang gladi.")
    if act == "buang":
        visit.answer("gmail.users.drafts.delete", userId="me", id=visit.path["id"])
        return visit.back("/surat?label=DRAFT", "Draf dibuang.")
    raise Refusal(400, "Unknown action")
