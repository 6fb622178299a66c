"""HTML of a mail: the text a person sees, without what was quoted, and which enclosed pictures it shows."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from html import unescape
from urllib.parse import unquote

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PageElement, PreformattedString

LONGEST = 500_000
_IMAGE = re.compile(r"<(?:img|v:imagedata)\b[^<>]{0,2000}?\bsrc\s{0,20}=\s{0,20}[\"']?\s{0,20}cid:([^\"'<>\s]+)", re.IGNORECASE)
_CID = re.compile(r"url\(\s{0,20}[\"']?\s{0,20}cid:([^\"')\s]+)", re.IGNORECASE)
_SHOWING = frozenset({"img", "v:imagedata", "v:fill", "image", "input", "v:image"})
_BLOCKS = frozenset(
    {
        "p",
        "div",
        "tr",
        "li",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "table",
        "blockquote",
        "pre",
        "section",
        "article",
        "header",
        "footer",
        "dl",
        "dt",
        "dd",
        "center",
        "hr",
        "body",
        "form",
    }
)
_BREAK = "\x01"
_UNSEEN = frozenset({"style", "script", "title", "template"})
_QUOTE_CLASSES = frozenset(
    {
        "gmail_quote",
        "gmail_quote_container",
        "gmail_attr",
        "yahoo_quoted",
        "moz-cite-prefix",
        "protonmail_quote",
        "zmail_extra",
        "outlookmessageheader",
        "wordsection1_quote",
        "tutanota_quote",
    }
)
_QUOTE_IDS = (
    "divrplyfwdmsg",
    "appendonsend",
    "mail-editor-reference-message-container",
    "olk_src_body_section",
    "isforwardcontent",
    "replysplit",
    "oriMsgHtmlSeperator".lower(),
)
_QUOTE_MARKERS = frozenset({"__quoted_text__", "__headers__", "__divider__"})
_REST_IDS = ("divrplyfwdmsg", "appendonsend", "zwchr")


def _soup(html: str) -> BeautifulSoup | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return BeautifulSoup(html[:LONGEST].replace("\0", ""), "lxml")
    except Exception:  # the parser raises many things on broken markup
        return None


def cited_pictures(pages: list[str]) -> frozenset[str]:
    """Content ids and locations of the pictures that these pages show, case-folded."""
    found: set[str] = set()
    for page in pages:
        if not re.search(r"cid:|<img|background", page, re.IGNORECASE):
            continue
        soup = _soup(page)
        found |= _cited(soup) if soup else set()
        if soup is None or len(page) > LONGEST:
            found |= {*_IMAGE.findall(page), *_CID.findall(page)}
    return frozenset(unquote(unescape(f)).strip("<> ").casefold() for f in found)


def _cited(soup: BeautifulSoup) -> set[str]:
    found: set[str] = set()
    for tag in soup.find_all(True):
        names = ["background", *(["src", "xlink:href", "href"] if tag.name in _SHOWING else [])]
        values = (str(tag.get(n) or "").strip() for n in names)
        found |= {re.sub(r"^cid:", "", v, flags=re.IGNORECASE) for v in values if v}
        found |= set(_CID.findall(str(tag.get("style") or "")))
        if tag.name == "style":
            found |= set(_CID.findall(tag.get_text()))
    return found


def own_html(html: str) -> tuple[str, list[str]]:
    """The text of the page without quoted mail, and the targets of its links in order."""
    soup = _soup(html)
    try:
        if soup is not None:
            return _own(soup)
    except Exception:  # a tree that cannot be walked is still read as plain text
        soup = None
    return unescape(re.sub(r"<[^<>]{0,2000}>", "\n", html[:LONGEST])), []


def _opens_quote(tag: Tag) -> bool:
    if tag.name == "blockquote":
        indented = re.search(r"border\s*:\s*(?:none|0)", str(tag.get("style") or ""), re.IGNORECASE)
        return str(tag.get("type") or "").lower() == "cite" or not indented
    classes = {str(c).lower() for c in (tag.get("class") or [])}
    identity = str(tag.get("id") or "").lower()
    return bool(
        classes & _QUOTE_CLASSES
        or identity.startswith(_QUOTE_IDS)
        or identity == "zwchr"
        or str(tag.get("data-marker") or "").lower() in _QUOTE_MARKERS
    )


def _own(soup: BeautifulSoup) -> tuple[str, list[str]]:
    """The visible text, a line per block and a table row with a label as "label : value"; what is quoted is passed over."""
    outer_rows = {id(row) for table in soup.find_all("table") if (row := table.find_parent("tr")) is not None}
    out: list[str] = []
    links: list[str] = []
    open_tags: list[tuple[Iterator[PageElement], str]] = [(iter(soup.contents), "")]
    while open_tags:
        children, closing = open_tags[-1]
        node = next(children, None)
        if node is None:
            out.append(closing)
            open_tags.pop()
        elif not isinstance(node, Tag):
            if isinstance(node, NavigableString) and not isinstance(node, PreformattedString):
                out.append(re.sub(r"[\s\x01]+", " ", str(node).replace("\xa0", " ")))
        elif _opens_quote(node):
            if str(node.get("id") or "").lower() in _REST_IDS:  # everything after it in this block is quoted as well
                open_tags[-1] = (iter(()), closing)
        elif node.name not in _UNSEEN:
            if node.name == "a" and node.get("href"):
                links.append(str(node.get("href")))
            block = _BREAK if node.name in _BLOCKS else ""
            out.append("\n" if node.name == "br" else " " if node.name == "td" else block)
            pair = _pair(node) if node.name == "tr" and id(node) not in outer_rows else None
            if pair:
                links.extend(str(a.get("href")) for a in node.find_all("a", href=True))
            open_tags.append((iter([NavigableString(pair)] if pair else node.contents), block))
    text = re.sub(f"{_BREAK}+", "\n", "".join(out))
    lines = (re.sub(r"[ \t]+", " ", line).strip() for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip(), links


def _pair(row: Tag) -> str | None:
    """A row with a label and one value as a line of text, joined by a colon."""
    cells = row.find_all(["td", "th"], recursive=False)
    texts = [re.sub(r"\s+", " ", c.get_text(" ")).strip() for c in cells] if 2 <= len(cells) <= 4 else []
    filled = [t for t in texts if t not in ("", ":")]
    if len(filled) == 2 and len(filled[0]) <= 60:
        return f"{filled[0].rstrip(' :')} : {filled[1].lstrip(': ')}"
    return None
