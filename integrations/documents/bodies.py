"""What the sender of a mail wrote: without quoted mail, lines put together again, and the links to file shares in it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import parse_qs, urlsplit

from integrations.documents.html import LONGEST as HTML_LONGEST
from integrations.documents.html import own_html
from integrations.documents.pieces import Body

LONGEST = 200_000
_MONTH = r"(?:jan|feb|mar|apr|mei|may|jun|jul|agu|ags|aug|sep|okt|oct|nov|des|dec)[a-z]*"
_WROTE = re.compile(
    r"^\s*(?:Pada|On|Le|Am|El)\b.{4,300}?(?:menulis|wrote|a écrit|schrieb|escribió)\s*:\s*$", re.IGNORECASE
)
_OPENS_WROTE = re.compile(rf"^\s*(?:Pada|On)\b.*(?:\d{{4}}|\d{{1,2}}[.:]\d{{2}}|{_MONTH}\b|<[^<>\s]{1,200}>)", re.IGNORECASE)
_MARKED = re.compile(
    r"^\s*(?:-{2,60}\s*(?:Original Message|Pesan (?:asli|Asal|Orisinal|terusan|yang diteruskan)|Forwarded message|"
    r"Pesan diteruskan|Forwarded by|Reply message)\b.*|-{2,60}.{1,200}\bwrote: ?-{2,60}|"  # the second: Lotus Notes
    r"(?:Pada|On)\b.{4,300}?<[^<>\s]{1,200}>\s*(?:menulis|wrote)\s*:.*|"  # Yahoo on a telephone: the quote follows in the line
    r"Begin forwarded message:|Mulai pesan (?:yang diteruskan|terusan):)\s*$",
    re.IGNORECASE,
)
_FROM = re.compile(r"^\s*\*?(?:Dari|From)\s*:\*?\s*\S", re.IGNORECASE)
_SENT = re.compile(r"^\s*\*?(?:Dikirim|Terkirim|Sent)\s*:", re.IGNORECASE)
_HEAD = re.compile(r"^\s*\*?(?:Tanggal|Date|Tgl|Kepada|To|Untuk|Perihal|Subject|Subjek|Cc)\s*:", re.IGNORECASE)
_SIGNATURE = re.compile(r"^--\s*$")
_URL = re.compile(r"https?://[^\s<>\"'\]\)]+", re.IGNORECASE)
_SHARES = frozenset(
    {
        "drive.google.com",
        "docs.google.com",
        "photos.google.com",
        "photos.app.goo.gl",
        "drive.usercontent.google.com",
        "1drv.ms",
        "onedrive.live.com",
        "dropbox.com",
        "db.tt",
        "wetransfer.com",
        "we.tl",
        "mega.nz",
        "mega.co.nz",
        "mediafire.com",
        "box.com",
        "icloud.com",
        "pcloud.com",
        "sharepoint.com",
        "s.id",
        "bit.ly",
        "tinyurl.com",
        "goo.gl",
        "t.ly",
        "cutt.ly",
        "is.gd",
        "rebrand.ly",
        "linktr.ee",
        "heyzine.com",
        "canva.com",
        "youtu.be",
        "youtube.com",
        "terabox.com",
        "4shared.com",
        "sendspace.com",
        "filemail.com",
        "send.firefox.com",
        "gofile.io",
        "anonfiles.com",
        "transfernow.net",
        "smash.com",
        "fromsmash.com",
        "scribd.com",
        "zippyshare.com",
        "forms.gle",
        "disk.yandex.com",
        "yadi.sk",
    }
)


def own_text(bodies: Iterable[Body]) -> tuple[str, str, list[str]]:
    """The sender's text, the same as its HTML tells it ("" where there is none), and all link targets of the HTML."""
    shown: list[str] = []
    told: list[str] = []
    links: list[str] = []
    left = HTML_LONGEST
    for body in bodies:
        html, targets = own_html(body.html[:left]) if body.html[:left].strip() else ("", [])
        left -= len(body.html[:left])
        html = unquoted(html)
        links.extend(targets)
        plain = unquoted(unflowed(body.plain[:LONGEST]) if body.flowed else body.plain)
        shown.append(plain if plain.strip() or not html else html)
        told.append(html)
    return ("\n".join(s for s in shown if s.strip()).strip(), "\n".join(t for t in told if t.strip()).strip(), links)


def unflowed(text: str) -> str:
    """format=flowed (RFC 3676): a line that ends in a space goes on in the next; the signature mark does not."""
    out: list[str] = []
    joining = False
    for line in (typed.removeprefix(" ") for typed in text.replace("\r\n", "\n").split("\n")):
        quoted = line.startswith(">")
        if joining and not quoted:
            out[-1] += line
        else:
            out.append(line)
        joining = line.endswith(" ") and line != "-- " and not quoted
    return "\n".join(out)


def unquoted(text: str) -> str:
    """The text up to the first quoted mail, without lines that begin with ">"."""
    lines = [line.replace("\xa0", " ").rstrip("\r") for line in text[:LONGEST].replace("\r\n", "\n").split("\n")]
    kept: list[str] = []
    at = 0
    while at < len(lines):
        line = lines[at]
        if _MARKED.match(line[:1000]) or _wrote(lines, at) or _header_block(lines, at):
            took = _wrote(lines, at)
            if not took or not _answers_below(lines[at + took :]):
                break
            at += took
            continue
        if not line.lstrip().startswith(">") and not _left_over(lines, at):
            kept.append(line)
        at += 1
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip("\n")


def _wrote(lines: list[str], at: int) -> int:
    """How many lines an attribution ("Pada … menulis:") beginning here takes; it may be wrapped over four. 0 if none does."""
    if len(lines[at]) > 1000 or not _OPENS_WROTE.match(lines[at]):
        return 0
    for count in range(1, 5):
        if _WROTE.match(" ".join(lines[at : at + count])[:1000]):
            return count
    return 0


def _left_over(lines: list[str], at: int) -> bool:
    """True for the end of a quoted line that a mail program wrapped without marking the rest."""
    before = lines[at - 1].lstrip() if at else ""
    return before.startswith(">") and len(before) > 60 and bool(lines[at].strip())


def _answers_below(rest: list[str]) -> bool:
    """True where the quoted mail is marked by ">" and, after a blank line, the sender's words follow it."""
    quoted = [n for n, line in enumerate(rest) if line.lstrip().startswith(">")]
    return bool(quoted) and quoted[0] <= 3 and any(line.strip() for line in rest[quoted[-1] + 2 :])


def _header_block(lines: list[str], at: int) -> bool:
    """True for the headers of a quoted mail: From, then when it was sent, or an address and any other header."""
    if not _FROM.match(lines[at]):
        return False
    below = [line for line in lines[at + 1 : at + 6] if line.strip()][:3]
    return any(_SENT.match(x) for x in below) or ("@" in lines[at] and any(_HEAD.match(x) for x in below))


def without_signature(text: str) -> str:
    """The text before the mark that opens a signature."""
    lines = text.split("\n")
    return "\n".join(lines[: next((n for n, line in enumerate(lines) if _SIGNATURE.match(line)), len(lines))])


def share_links(text: str, targets: Iterable[str]) -> tuple[str, ...]:
    """Links to file shares and shorteners, in order, each once; what a mail filter wrapped is unwrapped."""
    found = [u.rstrip(".,;:!?*_'") for u in _URL.findall(text)] + [t.strip() for t in targets]
    return tuple(dict.fromkeys(u[:2000] for u in map(_unwrapped, found) if _is_share(u)))[:50]


def _unwrapped(url: str) -> str:
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
    except ValueError:
        return url
    if host.endswith("safelinks.protection.outlook.com") or (host.endswith("google.com") and parts.path == "/url"):
        asked = parse_qs(parts.query)
        return next((asked[n][0] for n in ("url", "q") if asked.get(n)), url)
    return url


def _is_share(url: str) -> bool:
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
    except ValueError:
        return False
    return parts.scheme.lower() in ("http", "https") and any(host == s or host.endswith("." + s) for s in _SHARES)
