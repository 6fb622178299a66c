"""HTML of a mail: the text a person sees, without what was quoted, and which enclosed pictures it shows."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from html import unescape
from urllib.parse import unquote

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PageElement, PreformattedString

LONGEST = 1_000_000
_CID = re.compile(r"url\(\s*[\"']?\s*cid:([^\"')\s]+)", re.IGNORECASE)
_SHOWING = frozenset({"img", "v:imagedata", "v:fill", "image", "input", "v:image"})
_BLOCKS = frozenset({"p", "div", "tr", "li", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "blockquote", "pre", "section",
                     "article", "header", "footer", "dl", "dt", "dd", "center", "hr", "body", "form"})
_BREAK = "\x01"
_UNSEEN = frozenset({"style", "script", "title", "template"})
_QUOTE_CLASSES = frozenset({"gmail_quote", "gmail_quote_container", "gmail_attr", "yahoo_quoted", "moz-cite-prefix", "protonmail_quote",
                            "zmail_extra", "outlookmessageheader", "wordsection1_quote", "tutanota_quote"})
_QUOTE_IDS = ("divrplyfwdmsg", "appendonsend", "mail-editor-reference-message-container", "olk_src_body_section", "isforwardcontent",
              "replysplit", "oriMsgHtmlSeperator".lower())
_QUOTE_MARKERS = frozenset({"__quoted_text__", "__headers__", "__divider__"})
_REST_IDS = ("divrplyfwdmsg", "appendonsend", "zwchr")


def _soup(html: str) -> BeautifulSoup | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return BeautifulSoup(html[:LONGEST].replace("\0", ""), "html.parser")
    except Exception:
        return None


def cited_pictures(pages: list[str]) -> frozenset[str]:
    """Content ids and locations of the pictures that these pages show, case-folded."""
    found: set[str] = set()
    for page in pages:
        if not re.search(r"cid:|<img|background", page, re.IGNORECASE):
            continue
        soup = _soup(page)
        found |= _cited(soup) if soup else set(_CID.findall(page))
    return frozenset(unquote(unescape(f)).strip("<> ").casefold() for f in found)


def _cited(soup: BeautifulSoup) -> set[str]:
    found: set[str] = set()
    for tag in soup.find_all(True):
        names = ["background"] + (["src", "xlink:href", "href"] if tag.name in _SHOWING else [])
        for value in (str(tag.get(n) or "").strip() for n in names):
            if value:
                found.add(re.sub(r"^cid:", "", value, flags=re.IGNORECASE))
        found |= set(_CID.findall(str(tag.get("style") or "")))
        if tag.name == "style":
            found |= set(_CID.findall(tag.get_text()))
    return found


def own_html(html: str) -> tuple[str, list[str]]:
    """The text of the page without quoted mail, and the targets of its links in order."""
    soup = _soup(html)
    if soup is None:
        return _stripped(html), []
    try:
        _without_quotes(soup)
        links = [str(a.get("href")) for a in soup.find_all("a", href=True)]
        return _text(soup), links
    except Exception:
        return _stripped(html), []


def _stripped(html: str) -> str:
    return unescape(re.sub(r"<[^<>]{0,2000}>", "\n", html[:LONGEST]))


def _without_quotes(soup: BeautifulSoup) -> None:
    for tag in soup.find_all(True):
        if not tag.decomposed and _opens_quote(tag):
            if str(tag.get("id") or "").lower() in _REST_IDS:
                for later in list(tag.next_siblings):
                    later.extract()
            tag.decompose()


def _opens_quote(tag: Tag) -> bool:
    if tag.name == "blockquote":
        indented = re.search(r"border\s*:\s*(?:none|0)", str(tag.get("style") or ""), re.IGNORECASE)
        return str(tag.get("type") or "").lower() == "cite" or not indented
    classes = {str(c).lower() for c in (tag.get("class") or [])}
    identity = str(tag.get("id") or "").lower()
    return bool(classes & _QUOTE_CLASSES or identity.startswith(_QUOTE_IDS) or identity == "zwchr"
                or str(tag.get("data-marker") or "").lower() in _QUOTE_MARKERS)


def _text(soup: BeautifulSoup) -> str:
    """The visible text: a line per block, a table row with a label as "label : value"."""
    for row in soup.find_all("tr"):
        _row_to_line(row)
    out: list[str] = []
    open_tags: list[tuple[Iterator[PageElement], str]] = [(iter(list(soup.contents)), "")]
    while open_tags:
        children, closing = open_tags[-1]
        node = next(children, None)
        if node is None:
            out.append(closing)
            open_tags.pop()
        elif isinstance(node, Tag):
            if node.name not in _UNSEEN:
                block = _BREAK if node.name in _BLOCKS else ""
                out.append("\n" if node.name == "br" else " " if node.name == "td" else block)
                open_tags.append((iter(list(node.contents)), block))
        elif isinstance(node, NavigableString) and not isinstance(node, PreformattedString):
            out.append(re.sub(r"[\s\x01]+", " ", str(node).replace("\xa0", " ")))
    text = re.sub(f"{_BREAK}+", "\n", "".join(out))
    lines = (re.sub(r"[ \t]+", " ", line).strip() for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _row_to_line(row: Tag) -> None:
    """A row of two or three cells that holds no other table becomes one line of text, label and value joined by a colon."""
    cells = [c for c in row.find_all(["td", "th"], recursive=False)]
    if not 2 <= len(cells) <= 4 or row.find("table") is not None:
        return
    texts = [re.sub(r"\s+", " ", c.get_text(" ")).strip() for c in cells]
    filled = [t for t in texts if t not in ("", ":")]
    if len(filled) == 2 and len(filled[0]) <= 60:
        row.clear()
        row.append(NavigableString(f"{filled[0].rstrip(' :')} : {filled[1].lstrip(': ')}"))
