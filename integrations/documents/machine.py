"""Did a person write this mail, or a machine: delivery reports, automatic replies, mailing lists."""

from __future__ import annotations

import re
from email.message import Message

from competition.facts import Machine
from integrations.documents.encoding import text_of, unfolded
from integrations.documents.headers import content_type, header, raw_headers
from integrations.documents.mime import below, bytes_of
from integrations.documents.phrases import (
    ANSWERING,
    AWAY,
    BY_ITSELF,
    DELAYED,
    FAILED,
    PASSED_ON,
    RETURNED,
    SMTP_CODE,
    TO_MANY,
)

_REPORTS = frozenset(
    {
        "message/delivery-status",
        "message/global-delivery-status",
        "message/disposition-notification",
        "message/feedback-report",
    }
)
_RETURNED = frozenset({"text/rfc822-headers", "message/rfc822-headers", "message/rfc822", "message/global"})
_POST_OFFICE = re.compile(
    r"^(?:mailer[-_.]?daemon|mail[-_.]?daemon|mdaemon|mail[-_.]?delivery(?:[-_.]?(?:sub)?system)?|microsoftexchange[0-9a-f]+)\b",
    re.IGNORECASE,
)
_DAEMON = re.compile(rf"{_POST_OFFICE.pattern}|^(?:post[-_.]?master|bounces?|ndr)\b", re.IGNORECASE)
_RECIPIENT = re.compile(
    r"^(?:final|original)-recipient\s*:\s*(?:[\w-]+\s*;)?\s*<?([^\s<>;]+@[^\s<>;]+?)>?\s*$",
    re.IGNORECASE | re.MULTILINE,
)
_ACTION = re.compile(r"^action\s*:\s*([a-z]+)", re.IGNORECASE | re.MULTILINE)
_REPORTED = 300  # recipients of one letter; more are never told
_OPENING = 2000  # a mail server says at once what went wrong
_TITLED = re.compile(r"^\s{0,20}(?:judul|nama) (?:inovasi|proposal|usulan)\s{0,20}:", re.IGNORECASE | re.MULTILINE)
_COPY = re.compile(
    r"^\W*(?:below this line|returned message|original message|the header of the original)|^received:",
    re.IGNORECASE | re.MULTILINE,
)
_ADDRESS = re.compile(r"(?<![^\s<>,;:=\[\]\"()])[^\s<>,;:=\[\]\"()]+@[^\s<>,;:\[\]\"()]+")


def machine_of(message: Message, sender: str, subject: str, text: str, *, enclosures: bool) -> Machine:
    """Who wrote the mail. `enclosures`: it carries files; a scanner that sends documents counts as a person."""
    report = report_type(message)
    if report == "delivery-status" or _returned(message, sender, subject, text, enclosures=enclosures):
        return Machine.BOUNCE
    if report:
        return Machine.AUTO_REPLY
    if _replied_by_machine(message, subject, text, enclosures=enclosures):
        return Machine.AUTO_REPLY
    if any(raw_headers(message, n) for n in TO_MANY) or header(message, "precedence").lower() in ("bulk", "list"):
        return Machine.BULK
    return Machine.PERSON


def _returned(message: Message, sender: str, subject: str, text: str, *, enclosures: bool) -> bool:
    """A delivery failure told in words only. What a person passes on, or sends with files of their own, is none."""
    if _POST_OFFICE.match(sender) or (_is_daemon(message, sender) and raw_headers(message, "x-failed-recipients")):
        return True
    told = bool(RETURNED.search(subject))
    words = bool(FAILED.search(text[:_OPENING]))
    if _is_daemon(message, sender) or (not sender and not enclosures):
        return told or (words and not enclosures)
    if not (told and words) or PASSED_ON.match(subject):
        return False
    if enclosures:
        return bool(BY_ITSELF.search(text[:_OPENING]))
    opening = text[:_OPENING]  # a person who asks why a mail came back gives none of these
    returned = any(content_type(p)[0] in _RETURNED for p in below(message))
    return returned or bool(SMTP_CODE.search(opening) or _ADDRESS.search(opening))


def _is_daemon(message: Message, sender: str) -> bool:
    path = (raw_headers(message, "return-path") or [""])[0].strip()
    return bool(_DAEMON.match(sender)) or path == "<>" or bool(_POST_OFFICE.match(path.lstrip("<")))


def _replied_by_machine(message: Message, subject: str, text: str, *, enclosures: bool) -> bool:
    submitted = re.split(r"[\s;(]", header(message, "auto-submitted").lower())[0]
    if submitted == "auto-replied" or (submitted not in ("", "no") and not enclosures):
        return True
    if any(told.match(value.strip()) for name, told in ANSWERING for value in raw_headers(message, name)):
        return True
    unanswerable = (raw_headers(message, "return-path") or [""])[0].strip() == "<>"  # RFC 3834: so nobody answers it
    if unanswerable and header(message, "precedence").lower() in ("bulk", "junk") and not enclosures:
        return True
    return not enclosures and bool(AWAY.search(subject)) and not _TITLED.search(text[:_OPENING])


def report_type(message: Message) -> str:
    """The type of a report ("delivery-status", "disposition-notification" …) by its parameter or its parts; "" for other mail.

    A multipart/report that says of itself nothing and has no part of a report is only a strange way to send files.
    """
    kind, parameters = content_type(message)
    told = parameters.get("report-type", "").lower().strip()
    if kind == "multipart/report" and told:
        return told
    kinds = [kind, *(content_type(p)[0] for p in below(message))]
    inside = [k.removeprefix("message/").removeprefix("global-") for k in kinds if k in _REPORTS]
    headers = kind == "multipart/report" and any(k in _RETURNED for k in kinds)
    return inside[0] if inside else ("delivery-status" if headers else "")


def failed_recipients_of(message: Message, subject: str, text: str) -> tuple[str, ...]:
    """Who could not be reached, as a delivery report says; those only delayed or delivered are left out.

    A bounce that is no report names them in words: every address in its opening, unless it tells of a delay.
    """
    found: list[str] = []
    spared: set[str] = set()
    told = [a for v in raw_headers(message, "x-failed-recipients") for a in _ADDRESS.findall(unfolded(v))]
    reports = _reports(message)
    for part in reports:
        for block in re.split(r"\n\s*\n", _text(part))[:_REPORTED]:
            action = _ACTION.search(block)
            recipients = _RECIPIENT.findall(block[:_OPENING])
            if recipients and (action is None or action[1].lower() == "failed"):
                found.append(recipients[0])
            elif recipients:
                spared.add(recipients[0].lower())
    found = [*(a for a in told if a.lower() not in spared), *found]
    opening = _COPY.split(text[:_OPENING], 1)[0]
    if not found and not told and not reports and not DELAYED.search(f"{subject}\n{opening}"):
        found.extend(a for a in _ADDRESS.findall(opening) if not _DAEMON.match(a))
    return tuple(dict.fromkeys(a.lower().strip("'\".*") for a in found))[:100]


def _reports(message: Message) -> list[Message]:
    return [
        p
        for p in [message, *below(message)]
        if content_type(p)[0] in ("message/delivery-status", "message/global-delivery-status")
    ]


def _text(part: Message) -> str:
    if part.is_multipart():
        return "\n\n".join("\n".join(unfolded(f"{k}: {v}") for k, v in p.raw_items()) for p in below(part)[:_REPORTED])
    return text_of(bytes_of(part)).replace("\r\n", "\n")
