"""What the servers on the way wrote on top of a message, above all the results of authentication."""

from datetime import timedelta, timezone
from email.utils import format_datetime

from .mime import CRLF
from .plan import LOWER, MIXED, Plan
from .post import Mail

OURS = "mx.google.com"
TRUTH = {
    "pass": "dmarc-pass",
    "fail": "dmarc-fail",
    "foreign-fail": "dmarc-pass",
    "dkim-broken": "dmarc-pass",
    "no-dmarc": "no-dmarc",
    "absent": "no-dmarc",
    "arc-fail": "dmarc-pass",
    "null": "no-dmarc",
}


def _results(server: str, rows: list[str], name: str = "Authentication-Results") -> str:
    return f"{name}: {server};{CRLF}" + f";{CRLF}".join(f"       {row}" for row in rows)


def envelope_sender(plan: Plan, mail: Mail) -> str:
    """The address in the envelope; a message without From came from a machine."""
    return mail.sender or f"mesin.pindai@{plan.domain}"


def _rows(plan: Plan, mail: Mail) -> list[str]:
    sender = envelope_sender(plan, mail).lower()
    domain = sender.split("@")[1]
    tag = plan.token(MIXED, 8, "dkim", mail.slug)
    dkim = f"dkim=pass header.i=@{domain} header.s=s2027 header.b={tag}"
    spf = (
        f"spf=pass (google.com: domain of {sender} designates 203.0.113.31 as permitted sender) smtp.mailfrom={sender}"
    )
    dmarc = f"dmarc=pass (p=QUARANTINE sp=NONE dis=NONE) header.from={domain}"
    return {
        "fail": [
            dkim.replace("pass", "fail", 1),
            spf.replace("pass", "softfail", 1),
            f"dmarc=fail (p=NONE sp=NONE dis=NONE) header.from={domain}",
        ],
        "dkim-broken": [dkim.replace("dkim=pass", "dkim=fail (body hash did not verify)"), spf, dmarc],
        "no-dmarc": [spf],
        "null": [
            f"spf=none (google.com: mail.{domain} does not designate permitted sender hosts) smtp.helo=mail.{domain}"
        ],
    }.get(mail.auth, [dkim, spf, dmarc])


def header(plan: Plan, mail: Mail) -> bytes:
    """Trace and authentication fields, topmost first."""
    moment = mail.at.astimezone(timezone(timedelta(hours=-7)))
    date = format_datetime(moment.replace(microsecond=0)) + " (PDT)"
    sender = envelope_sender(plan, mail)
    domain = sender.split("@")[1].lower()
    queue = plan.token(LOWER, 12, "queue", mail.slug)
    lines = [
        f"Delivered-To: {plan.mailbox}",
        f"Received: by 2002:a05:{plan.token('0123456789abcdef', 4, 'hop', mail.slug)}:b0:361 with SMTP id {queue};"
        f"{CRLF}        {date}",
    ]
    if mail.auth == "foreign-fail":
        lines.append(_results(f"saring.{domain}", [f"dmarc=fail (p=NONE) header.from={domain}"]))
    if mail.auth == "arc-fail":
        lines.append(
            _results("i=1; relay.milis.example", [f"dmarc=fail header.from={domain}"], "ARC-Authentication-Results")
        )
    lines.append(f"Return-Path: <{'' if mail.auth == 'null' else sender}>")
    lines.append(
        f"Received: from mail.{domain} (mail.{domain}. [203.0.113.31]){CRLF}        by {OURS} with ESMTPS id "
        f"{queue[::-1]}{CRLF}        for <{plan.mailbox}>;{CRLF}        {date}"
    )
    if mail.auth != "absent":
        lines.append(_results(OURS, _rows(plan, mail)))
    if mail.auth == "fail":
        lines.append(
            _results(
                OURS,
                [
                    f"dkim=pass header.i=@{domain}",
                    f"spf=pass smtp.mailfrom={sender}",
                    f"dmarc=pass (p=QUARANTINE) header.from={domain}",
                ],
            )
        )
    if mail.auth == "foreign-fail":
        lines.append(
            _results("mx.lama.example", [f"spf=fail smtp.mailfrom={sender}", f"dmarc=fail header.from={domain}"])
        )
    return (CRLF.join(lines) + CRLF).encode()
