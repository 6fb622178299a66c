"""Drive's search language (`q`), turned into one SQL condition."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

from integrations.rehearsal import instants
from integrations.rehearsal.drive.tree import named
from integrations.rehearsal.refusals import Refusal

if TYPE_CHECKING:
    from integrations.rehearsal.identity import User

TOKEN = re.compile(r"\s*(?:('(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")|(<=|>=|!=|=|<|>)|([(){}])|([A-Za-z][A-Za-z.]*))")
TIMES = {"modifiedTime": "f.modified", "createdTime": "f.created"}
SEEN = "CASE WHEN f.modified_by = ? COLLATE NOCASE THEN f.modified END"  # what somebody changed they have seen
SIGNS = {"=": "=", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
ROLES = {"owners": ("owner",), "writers": ("owner", "writer"), "readers": ("owner", "writer", "commenter", "reader")}
IN_TRASH = (
    "EXISTS(WITH RECURSIVE up(id) AS (SELECT f.id UNION SELECT g.parent FROM files g JOIN up ON g.id = up.id) "
    "SELECT 1 FROM files t JOIN up ON t.id = up.id WHERE t.trashed = 1)"
)
FLAGS = ("trashed", "starred", "sharedWithMe")
# Names, descriptions and what text files say; Google also reads documents and pictures.
FULL_TEXT = (
    "(instr(lower(f.name), ?) OR instr(lower(coalesce(json_extract(f.body, '$.description'), '')), ?) "
    "OR (f.mime LIKE 'text/%' AND EXISTS(SELECT 1 FROM blobs b WHERE b.sha = f.sha "
    "AND instr(lower(CAST(b.data AS TEXT)), ?))))"
)
NAME_LAG = "f.made < ?"
DEEPEST = 60  # brackets and `not` in each other

Condition = tuple[str, list[object]]


class Reader:
    """One reading of one query, in the name of one person."""

    def __init__(self, text: str, user: User, lag: float) -> None:
        """Take the query apart; a query that is none is a 400."""
        self._user = user
        self._lag = lag
        self.folders: list[str] = []  # the folders it asks to look into
        self._tokens: list[str] = []
        self._depth = 0
        position = 0
        while text[position:].strip():
            matched = TOKEN.match(text, position)
            if matched is None:
                raise self.bad()
            self._tokens.append(matched.group().strip())
            position = matched.end()
        self.condition = self._either()
        if self._tokens:
            raise self.bad()

    @staticmethod
    def bad() -> Refusal:
        """400 in Drive's words."""
        return Refusal(400, "Invalid Value", reason="invalid", location="q")

    def _next(self) -> str:
        if not self._tokens:
            raise self.bad()
        return self._tokens.pop(0)

    def _expect(self, *words: str) -> str:
        word = self._next()
        if word.lower() not in words:
            raise self.bad()
        return word.lower()

    def _word(self) -> str:
        return self._tokens[0].lower() if self._tokens else ""

    def _either(self) -> Condition:
        found = [self._both()]
        while self._word() == "or":
            self._next()
            found.append(self._both())
        return _joined(" OR ", found)

    def _both(self) -> Condition:
        found = [self._one()]
        while self._word() == "and":
            self._next()
            found.append(self._one())
        return _joined(" AND ", found)

    def _one(self) -> Condition:
        self._depth += 1
        if self._depth > DEEPEST:
            raise self.bad()
        found = self._deeper()
        self._depth -= 1
        return found

    def _deeper(self) -> Condition:
        word = self._next()
        if word.lower() == "not":
            sql, values = self._one()
            return f"NOT ({sql})", values
        if word == "(":
            inner = self._either()
            self._expect(")")
            return inner
        if word[0] in "'\"":
            return self._membership(_plain(word))
        return self._comparison(word)

    def _membership(self, value: str) -> Condition:
        self._expect("in")
        collection = self._next()
        if collection == "parents":
            return self._within(value)
        if collection not in ROLES:
            raise self.bad()
        address = self._user.email if value == "me" else value
        marks = ", ".join("?" * len(ROLES[collection]))
        sql = (
            "EXISTS(SELECT 1 FROM permissions r WHERE r.file = f.id AND r.email = ? "  # noqa: S608 - marks only
            f"AND r.role IN ({marks}))"
        )
        return sql, [address, *ROLES[collection]]

    def _within(self, folder: str) -> Condition:
        self.folders.append(named(self._user, folder))
        return "f.parent = ?", [named(self._user, folder)]

    def _comparison(self, name: str) -> Condition:
        if name in {"properties", "appProperties"}:
            return self._property(name)
        if name in FLAGS and self._word() not in SIGNS:  # `sharedWithMe and …` says it is so
            return self._flag(name, truth=True)
        operator = self._next().lower()
        if (name, operator) == ("parents", "in"):  # the words in gspread's order
            return self._within(self._value())
        if name in FLAGS:
            if operator not in {"=", "!="}:
                raise self.bad()
            return self._flag(name, truth=(self._expect("true", "false") == "true") == (operator == "="))
        value = self._value()
        if name in TIMES and operator in SIGNS:
            return f"{TIMES[name]} {SIGNS[operator]} ?", [self._instant(value)]
        if name == "viewedByMeTime" and operator in SIGNS:
            return f"{SEEN} {SIGNS[operator]} ?", [self._user.email, self._instant(value)]
        if name == "mimeType":
            return self._text("f.mime", operator, value, anywhere=True)
        if name == "name":
            sql, values = self._text("f.name", operator, value, anywhere=False)
            return (f"({sql} AND {NAME_LAG})", [*values, time.time() - self._lag]) if self._lag else (sql, values)
        if name == "fullText":
            if operator != "contains":
                raise self.bad()
            return FULL_TEXT, [value.strip('"').lower()] * 3
        if name == "shortcutDetails.targetId" and operator in {"=", "!="}:
            return f"json_extract(f.body, '$.shortcutDetails.targetId') {operator} ?", [value]
        if name == "visibility" and operator in {"=", "!="}:
            listed = "EXISTS(SELECT 1 FROM permissions r WHERE r.file = f.id AND r.type IN ('anyone', 'domain'))"
            return (f"NOT {listed}" if (value == "limited") == (operator == "=") else listed), []
        raise self.bad()

    def _instant(self, value: str) -> str:
        try:
            return instants.stamp(instants.parse(value))
        except ValueError:
            raise self.bad() from None

    def _value(self) -> str:
        word = self._next()
        if word[0] not in "'\"":
            raise self.bad()
        return _plain(word)

    def _flag(self, name: str, *, truth: bool) -> Condition:
        if name == "trashed":
            return (IN_TRASH if truth else f"NOT {IN_TRASH}"), []
        if name == "starred":
            sql: str = "EXISTS(SELECT 1 FROM json_each(f.body, '$.starredBy') s WHERE s.value = ?)"
            return (sql if truth else f"NOT {sql}"), [self._user.email]
        # What lies in a shared folder is reached, but it is the folder that was shared.
        sql = (
            "(f.owner != ? AND EXISTS(SELECT 1 FROM permissions r WHERE r.file = f.id AND r.role != 'organizer' "
            "AND r.email IN (SELECT ? UNION ALL SELECT team FROM memberships WHERE member = ?)))"
        )
        return (sql if truth else f"NOT {sql}"), [self._user.email] * 3

    def _property(self, name: str) -> Condition:
        self._expect("has")
        self._expect("{")
        found: dict[str, str] = {}
        for number in range(2):
            if number:
                self._expect("and")
            part = self._expect("key", "value")
            self._expect("=")
            found[part] = self._value()
        self._expect("}")
        if set(found) != {"key", "value"}:
            raise self.bad()
        sql = f"EXISTS(SELECT 1 FROM json_each(f.body, '$.{name}') s WHERE s.key = ? AND s.value = ?)"  # noqa: S608 - one of two names
        return sql, [found["key"], found["value"]]

    def _text(self, column: str, operator: str, value: str, *, anywhere: bool) -> Condition:
        """A comparison of text without regard to case; `contains` on a name means the beginning of a word in it."""
        if operator in {"=", "!="}:
            return f"{column} {operator} ? COLLATE NOCASE", [value]
        if operator != "contains":
            raise self.bad()
        return (f"instr({column}, ?) > 0", [value.lower()]) if anywhere else (f"has_word({column}, ?)", [value])


def _plain(word: str) -> str:
    return re.sub(r"\\(.)", r"\1", word[1:-1])


def _joined(word: str, found: list[Condition]) -> Condition:
    if len(found) == 1:
        return found[0]
    return "(" + word.join(sql for sql, _ in found) + ")", [value for _, values in found for value in values]
