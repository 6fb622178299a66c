"""What a page's form sends: texts and files, from either of the two encodings browsers use."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from integrations.rehearsal import uploads
from integrations.rehearsal.refusals import Refusal

MEGABYTE = 1024 * 1024
PLAIN_LIMIT = 2 * MEGABYTE
FILES_LIMIT = 64 * MEGABYTE
MOST_FIELDS = 2_000
NAME = re.compile(r'(?:^|;)\s*name="([^"]*)"', re.IGNORECASE)
FILENAME = re.compile(r'(?:^|;)\s*filename="([^"]*)"', re.IGNORECASE)


@dataclass(frozen=True)
class Sent:
    """A file a person chose: its bare name, the type the browser says, its bytes."""

    name: str
    mime: str
    data: bytes


@dataclass(frozen=True)
class Fields:
    """The fields of one form, each with all its values in order."""

    texts: dict[str, list[str]] = field(default_factory=dict)
    files: dict[str, list[Sent]] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """The field's first value, lines ending as everywhere but in HTTP; "" where it was not sent."""
        return self.all(name)[0] if self.texts.get(name) else ""

    def all(self, name: str) -> list[str]:
        """Every value of the field."""
        return [each.replace("\r\n", "\n") for each in self.texts.get(name, [])]

    def sent(self, name: str) -> list[Sent]:
        """The files of the field; a file chooser left empty sends none."""
        return self.files.get(name, [])


def read(content_type: str, body: bytes) -> Fields:
    """The fields of the body; 400 if it is none of a form."""
    kind = content_type.partition(";")[0].strip().lower()
    if kind == "application/x-www-form-urlencoded":
        try:
            pairs = parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS)
        except ValueError:
            raise Refusal(400, "The form cannot be read.") from None
        made = Fields()
        for name, value in pairs:
            made.texts.setdefault(name, []).append(value)
        return made
    if kind == "multipart/form-data":
        return _multipart(content_type, body)
    raise Refusal(400, "The form cannot be read.")


def _multipart(content_type: str, body: bytes) -> Fields:
    made = Fields()
    for part in uploads.parts(content_type, body)[:MOST_FIELDS]:
        disposition = part.headers.get("content-disposition", "")
        named, filed = NAME.search(disposition), FILENAME.search(disposition)
        if named is None:
            continue
        if filed is None:
            made.texts.setdefault(named.group(1), []).append(part.data.decode("utf-8", "replace"))
        elif filed.group(1) or part.data:
            mime = part.headers.get("content-type", "application/octet-stream")
            made.files.setdefault(named.group(1), []).append(Sent(bare(filed.group(1)), mime, part.data))
    return made


def bare(name: str) -> str:
    """A file's name without folders and control characters; it names a file in Drive, never one on this machine."""
    last = re.split(r"[\\/]", name.replace("%22", '"'))[-1]
    clean = "".join(each for each in last if each.isprintable()).strip()
    return clean[:200] or "tanpa nama"
