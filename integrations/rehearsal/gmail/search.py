"""Gmail's search language, turned into one SQL condition."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from integrations.rehearsal.gmail.mailbox import SYSTEM_LABELS
from integrations.rehearsal.gmail.mime import words

if TYPE_CHECKING:
    import sqlite3

# The API reads the dates of a query as midnight in this zone, whatever zone the account has.
QUERY_ZONE = ZoneInfo("America/Los_Angeles")
TOKEN = re.compile(r'\s*(?:([(){}])|(-)(?=\S)|([A-Za-z0-9_]+):(?=\S)|"([^"]*)"?|([^\s(){}"]+))')
UNITS = {"h": 1 / 24, "d": 1, "w": 7, "m": 30, "y": 365}
FIELDS = {
    "from": "x.sender",
    "cc": "x.cc",
    "bcc": "x.bcc",
    "subject": "x.subject",
    "deliveredto": "x.delivered",
    "list": "x.lists",
}
LINKS = {  # what a mail links to
    "drive": ("drive google com", "docs google com"), "document": ("docs google com document",),
    "spreadsheet": ("docs google com spreadsheets",), "presentation": ("docs google com presentation",),
    "youtube": ("youtube com", "youtu be"),
}  # fmt: skip
SIZES = {"k": 1024, "m": 1024**2, "": 1}

Condition = tuple[str, list[object]]
NEVER: Condition = ("0", [])
ALWAYS: Condition = ("1", [])


@dataclass(frozen=True)
class Token:
    """A piece of a query: `(`, `)`, `{`, `}`, `-`, an operator's name, or text (quoted or not)."""

    kind: str
    text: str


def tokens(query: str) -> list[Token]:
    """The pieces of the query."""
    found = []
    for matched in TOKEN.finditer(query):
        bracket, minus, operator, quoted, bare = matched.groups()
        if bracket:
            found.append(Token(bracket, bracket))
        elif minus:
            found.append(Token("-", "-"))
        elif operator:
            found.append(Token("operator", operator.lower()))
        elif quoted is not None:
            found.append(Token("quoted", quoted))
        else:
            found.append(Token("text", bare))
    return found


class Query:
    """One reading of one query, in the name of one mailbox."""

    def __init__(self, db: sqlite3.Connection, user: str, text: str, now: datetime) -> None:
        """Read the query; `condition` is its SQL, `everywhere` whether it names spam, trash or anywhere."""
        self._db = db
        self._user = user
        self._now = now
        self._left = tokens(text)
        self.everywhere = False
        self.condition = self._either("")

    def _peek(self) -> Token | None:
        return self._left[0] if self._left else None

    def _either(self, field: str) -> Condition:
        """Terms with OR between them; OR binds the words beside it more closely than a space does."""
        terms: list[list[Condition]] = []
        joining = False
        while (token := self._peek()) is not None and token.kind not in {")", "}"}:
            if token.kind == "text" and token.text in {"OR", "|"} and terms:
                self._left.pop(0)
                joining = True
                continue
            if token.kind == "text" and token.text == "AND":
                self._left.pop(0)
                continue
            if token.kind == "text" and token.text == "AROUND" and terms:
                # How far apart the words stand is not looked at: both must be there.
                self._left.pop(0)
                if (distance := self._peek()) is not None and distance.text.isdigit():
                    self._left.pop(0)
                continue
            term = self._term(field)
            if joining and terms:
                terms[-1].append(term)
            else:
                terms.append([term])
            joining = False
        return _joined(" AND ", [_joined(" OR ", group) for group in terms])

    def _term(self, field: str) -> Condition:
        token = self._left.pop(0)
        if token.kind == "-":
            if not self._left:
                return ALWAYS
            sql, values = self._term(field)
            return f"NOT ({sql})", values
        if token.kind == "(":
            inner = self._either(field)
            self._close(")")
            return inner
        if token.kind == "{":
            inner = self._any(field)
            self._close("}")
            return inner
        if token.kind == "operator":
            following = self._peek()
            if following is None:
                return ALWAYS
            if following.kind in {"(", "{"}:
                return self._term(token.text)
            return self._leaf(token.text, self._value())
        return self._leaf(field, token.text)

    def _value(self) -> str:
        """What follows an operator, put together where it contains colons."""
        token = self._left.pop(0)
        if token.kind != "operator":
            return token.text
        following = self._left.pop(0) if self._left else Token("text", "")
        return f"{token.text}:{following.text}"

    def _any(self, field: str) -> Condition:
        terms = []
        while (token := self._peek()) is not None and token.kind not in {")", "}"}:
            terms.append(self._term(field))
        return _joined(" OR ", terms)

    def _close(self, kind: str) -> None:
        following = self._peek()
        if following is not None and following.kind == kind:
            self._left.pop(0)

    def _leaf(self, field: str, value: str) -> Condition:
        if field in {"in", "is", "label", "category", "has"}:
            return self._state(field, value)
        if field in {"after", "newer", "before", "older", "newer_than", "older_than"}:
            return self._time(field, value)
        if field in {"to", "from", *FIELDS} and value.lower() == "me":
            value = self._user
        if field == "to":
            return _joined(" OR ", [_phrase(column, value) for column in ("x.recipients", "x.cc", "x.bcc")])
        if field in FIELDS:
            return _phrase(FIELDS[field], value)
        if field == "filename":
            name = value.lower()
            return "(instr(x.filenames, ?) > 0)", [f".{name}" if re.fullmatch(r"\w{1,5}", name) else name]
        if field == "rfc822msgid":
            return "(x.message_id = ?)", [value.strip("<>")]
        if field in {"larger", "smaller", "size"}:
            found = re.fullmatch(r"(\d+)([kKmM]?)", value)
            if found is None:
                return NEVER
            sign = "<" if field == "smaller" else ">"
            return f"(m.size {sign} ?)", [int(found.group(1)) * SIZES[found.group(2).lower()]]
        return _phrase("x.words", f"{field} {value}" if field else value)

    def _state(self, field: str, value: str) -> Condition:
        word = value.lower()
        if field == "has":
            if word == "attachment":
                return "(x.attachments = 1)", []
            if word in LINKS:
                return _joined(" OR ", [_phrase("x.words", each) for each in LINKS[word]])
            if word in {"yellow-star", "star"}:
                return self._labelled("STARRED")
            named = "EXISTS(SELECT 1 FROM mail_labels l WHERE l.user = m.user AND l.message = m.id AND l.label GLOB ?)"
            if word not in {"userlabels", "nouserlabels"}:
                return NEVER  # other stars than the yellow one are not told apart here
            return (named if word == "userlabels" else f"NOT {named}"), ["Label_*"]
        if field == "category":
            return self._labelled(f"CATEGORY_{'PERSONAL' if word == 'primary' else word.upper()}")
        if field == "in" and word == "anywhere":
            self.everywhere = True
            return ALWAYS
        if word == "read" and field == "is":
            sql, values = self._labelled("UNREAD")
            return f"NOT {sql}", values
        label = {"drafts": "DRAFT", "draft": "DRAFT"}.get(word) or self._label(word)
        if label in {"SPAM", "TRASH"}:
            self.everywhere = True
        return self._labelled(label) if label else NEVER

    def _label(self, word: str) -> str | None:
        """The label of that name; a query writes spaces and slashes of a name as hyphens."""
        if word.upper() in SYSTEM_LABELS:
            return word.upper()
        rows = self._db.execute("SELECT id, name FROM labels WHERE user = ?", (self._user,))
        plain = re.sub(r"[\s/]", "-", word)
        for row in rows:
            if re.sub(r"[\s/]", "-", row["name"].lower()) == plain or row["id"].lower() == word:
                return str(row["id"])
        return None

    @staticmethod
    def _labelled(label: str) -> Condition:
        sql = "EXISTS(SELECT 1 FROM mail_labels l WHERE l.user = m.user AND l.message = m.id AND l.label = ?)"
        return sql, [label]

    def _time(self, field: str, value: str) -> Condition:
        sign = ">=" if field in {"after", "newer", "newer_than"} else "<"
        if field.endswith("_than"):
            found = re.fullmatch(r"(\d+)([hdwmy])", value.lower())
            if found is None:
                return NEVER
            instant = self._now - timedelta(days=int(found.group(1)) * UNITS[found.group(2)])
            return f"(m.internal_date {sign} ?)", [round(instant.timestamp() * 1000)]
        moment = _instant(value)
        return NEVER if moment is None else (f"(m.internal_date {sign} ?)", [moment])


def _instant(value: str) -> int | None:
    """Milliseconds of epoch seconds, or of a date (2026/03/31, 2026-03-31, 03/31/2026)."""
    if re.fullmatch(r"\d{9,11}", value):
        return int(value) * 1000
    numbers = re.split(r"[/-]", value)
    if len(numbers) != 3 or not all(number.isdigit() for number in numbers):
        return None
    year, month, day = numbers if len(numbers[0]) == 4 else (numbers[2], numbers[0], numbers[1])
    try:
        midnight = datetime(int(year), int(month), int(day), tzinfo=QUERY_ZONE)
    except ValueError:
        return None
    return round(midnight.astimezone(UTC).timestamp() * 1000)


def _phrase(column: str, value: str) -> Condition:
    found = words(value)
    return (f"(instr({column}, ?) > 0)", [found]) if found.strip() else ALWAYS


def _joined(word: str, conditions: list[Condition]) -> Condition:
    if not conditions:
        return ALWAYS
    if len(conditions) == 1:
        return conditions[0]
    return "(" + word.join(sql for sql, _ in conditions) + ")", [value for _, values in conditions for value in values]
