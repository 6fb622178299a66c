"""Did a person write this mail, or a machine: delivery reports, automatic replies, mailing lists."""

from __future__ import annotations

import re
from email.message import Message

from competition.facts import Machine
from integrations.documents.encoding import text_of, unfolded
from integrations.documents.headers import content_type, header, raw_headers
from integrations.documents.mime import below, bytes_of

_REPLY_SUBJECT = re.compile(
    r"^\s*(?:(?:balasan otomatis|balas otomatis|jawaban otomatis|dibaca|tidak dibaca|terbaca|tanda baca|tanda terima baca|konfirmasi baca|automatic reply|auto[- ]?reply|"
    r"autoreply|auto(?:matic)? response|auto(?=\s*:)|read|not read|out of (?:the )?office|ooo|read receipt|return receipt|vacation|sedang cuti|"
    r"di luar kantor|automatische antwort|respuesta automática|dihapus tanpa dibaca|deleted)\b\s*[:\]\-–(]?|\[auto)",
    re.IGNORECASE,
)
_COLON_NEEDED = re.compile(
    r"^\s*(?:dibaca|terbaca|read|not read|tidak dibaca|deleted|vacation|ooo)\b(?!\s*:)", re.IGNORECASE
)
_BOUNCE_SUBJECT = re.compile(
    r"undeliver|delivery (?:status|failure|failed|problem|warning|error|has failed|incomplete)|failure (?:notice|delivery)|"
    r"returned mail|error during delivery|mail (?:error|delivery (?:failed|failure|system)|failed|failure)|failed mail|non-?delivery|"
    r"gagal (?:di)?kirim|tidak (?:dapat|terkirim|bisa di)\s*(?:ter|di)?kirim|tidak terkirim|could not be delivered|"
    r"(?:has )?not (?:yet )?(?:been )?delivered|user unknown|pengiriman (?:gagal|tertunda)|message delayed",
    re.IGNORECASE,
)
_BOUNCE_TEXT = re.compile(
    r"(?:could|can|was|were)(?: ?not|n't) (?:be )?deliver|undeliverable|unable to deliver|not (?:yet )?been delivered|"
    r"delivery (?:to the following|failed|has failed|of (?:e-?)?mail)|did not reach the following|failed (?:recipient|address)|"
    r"user (?:is )?unknown|unknown user|no such user|invalid user|not a valid (?:user|mailbox)|mail ?box (?:is )?(?:full|unavailable|space)|"
    r"not deliver|address rejected|returned (?:to sender|because)|gagal (?:di|ter)kirim|tidak (?:dapat|bisa|berhasil) (?:di|ter)kirim",
    re.IGNORECASE,
)
_AUTOMATIC = re.compile(
    r"created automatically by|automatically[- ]generated|dibuat secara otomatis|this is an automat", re.IGNORECASE
)
_PASSED_ON = re.compile(r"^\s*(?:fwd?|tr|trs|teruskan|diteruskan|re|bls|balas)\s*:", re.IGNORECASE)
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
_OPENING = 2000  # a mail server says at once what went wrong
_ADDRESS = re.compile(r"[^\s<>,;:\"()]+@[^\s<>,;:\"()]+")


def machine_of(message: Message, sender: str, subject: str, text: str, *, enclosures: bool) -> Machine:
    """Who wrote the mail. `enclosures`: it carries files; a scanner that sends documents counts as a person."""
    report = report_type(message)
    if report == "delivery-status" or _returned(message, sender, subject, text, enclosures=enclosures):
        return Machine.BOUNCE
    if report:
        return Machine.AUTO_REPLY
    if _replied_by_machine(message, subject, enclosures=enclosures):
        return Machine.AUTO_REPLY
    precedence = header(message, "precedence").lower()
    if raw_headers(message, "list-id") or raw_headers(message, "list-unsubscribe") or precedence in ("bulk", "list"):
        return Machine.BULK
    return Machine.PERSON


def _returned(message: Message, sender: str, subject: str, text: str, *, enclosures: bool) -> bool:
    """A delivery failure told in words only. What a person passes on, or sends with files of their own, is none."""
    if _POST_OFFICE.match(sender) or (_is_daemon(message, sender) and raw_headers(message, "x-failed-recipients")):
        return True
    told = bool(_BOUNCE_SUBJECT.search(subject))
    words = bool(_BOUNCE_TEXT.search(text[:_OPENING]))
    if _is_daemon(message, sender) or (not sender and not enclosures):
        return told or (words and not enclosures)
    if not (told and words) or _PASSED_ON.match(subject):
        return False
    return not enclosures or bool(_AUTOMATIC.search(text[:_OPENING]))


def _is_daemon(message: Message, sender: str) -> bool:
    path = (raw_headers(message, "return-path") or [""])[0].strip()
    return bool(_DAEMON.match(sender)) or path == "<>" or bool(_POST_OFFICE.match(path.lstrip("<")))


def _replied_by_machine(message: Message, subject: str, *, enclosures: bool) -> bool:
    submitted = re.split(r"[\s;(]", header(message, "auto-submitted").lower())[0]
    if submitted == "auto-replied" or (submitted not in ("", "no") and not enclosures):
        return True
    told = header(message, "x-autoreply") or header(message, "x-autorespond") or header(message, "x-autoresponder")
    precedence = header(message, "precedence").lower()
    if told.lower() not in ("", "no", "false") or precedence == "auto_reply":
        return True
    unanswerable = (raw_headers(message, "return-path") or [""])[0].strip() == "<>"  # RFC 3834: so nobody answers it
    if unanswerable and precedence in ("bulk", "junk") and not enclosures:
        return True
    return not enclosures and bool(_REPLY_SUBJECT.match(subject)) and not _COLON_NEEDED.match(subject)


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


def failed_recipients_of(message: Message) -> tuple[str, ...]:
    """Who could not be reached, as a delivery report says; those only delayed or delivered are left out."""
    found: list[str] = []
    for value in raw_headers(message, "x-failed-recipients"):
        found.extend(_ADDRESS.findall(unfolded(value)))
    for part in _reports(message):
        for block in re.split(r"\n\s*\n", _text(part)):
            action = _ACTION.search(block)
            recipients = _RECIPIENT.findall(block)
            if recipients and (action is None or action[1].lower() == "failed"):
                found.append(recipients[0])
    return tuple(dict.fromkeys(a.lower().strip("'\"") for a in found))[:100]


def _reports(message: Message) -> list[Message]:
    return [
        p
        for p in [message, *below(message)]
        if content_type(p)[0] in ("message/delivery-status", "message/global-delivery-status")
    ]


def _text(part: Message) -> str:
    if part.is_multipart():
        return "\n\n".join("\n".join(unfolded(f"{k}: {v}") for k, v in p.raw_items()) for p in below(part))
    return text_of(bytes_of(part)).replace("\r\n", "\n")
