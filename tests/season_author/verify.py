"""`python -m tests.season_author.verify SEASON TRUTH` reads a written season back with other code and compares."""

import base64
import csv
import email
import hashlib
import io
import json
import re
import sys
import zipfile
from datetime import datetime
from email import policy
from email.message import EmailMessage, MIMEPart
from fractions import Fraction
from pathlib import Path
from typing import Any

import docx
import pypdf

Part = tuple[str, bytes]


def _inflated(raw: bytes, entries: list[dict[str, Any]]) -> bytes:
    for entry in entries:
        data = b"".join(base64.b64decode(part["base64"]) * part["times"] for part in entry["parts"])
        assert len(data) == entry["size"] and hashlib.sha256(data).hexdigest() == entry["sha256"]
        text = base64.b64encode(data)
        lines = b"\r\n".join(text[at : at + 76] for at in range(0, len(text), 76))
        assert raw.count(entry["placeholder"].encode()) == 1
        raw = raw.replace(entry["placeholder"].encode(), lines)
    return raw


def _parts(message: MIMEPart) -> list[Part]:
    """Every part with a file name; attached messages and zips are opened."""
    found: list[Part] = []
    for part in message.iter_parts() if message.is_multipart() else []:
        name = part.get_filename() or part.get_param("name") or ""
        if part.get_content_type() == "message/rfc822":
            found += ([(str(name), b"")] if name else []) + _parts(part.get_content())
        elif part.is_multipart():
            found += _parts(part)
        elif name:
            data = part.get_payload(decode=True)
            assert isinstance(data, bytes)
            found.append((str(name), b"" if part.get_content_type() == "text/calendar" else data))
            if str(name).endswith(".zip"):
                found += _members(data)
    return found


def _members(data: bytes) -> list[Part]:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return [(info.filename, b"" if info.flag_bits & 1 else file.read(info)) for info in file.infolist()]


def mailbox(season: Path, truth: dict[str, Any]) -> int:
    """Names, sizes and digests of all parts, times, and addresses."""
    checked = 0
    index = {row["file"]: row for row in json.loads((season / "mailbox/index.json").read_bytes())["messages"]}
    assert (
        list(index)
        == [row["file"] for row in truth["mails"]]
        == sorted(p.name for p in (season / "mailbox").glob("*.eml"))
    )
    for row in truth["mails"]:
        raw = (season / "mailbox" / row["file"]).read_bytes()
        entry = index[row["file"]]
        assert hashlib.sha256(raw).hexdigest() == entry["sha256"] and not re.search(rb"(?<!\r)\n", raw), row["file"]
        assert int(entry["internalDate"]) // 1000 == datetime.fromisoformat(row["received_at"]).timestamp()
        message = email.message_from_bytes(_inflated(raw, entry.get("inflate", [])), policy=policy.default)
        assert isinstance(message, EmailMessage)
        sender = message["From"].addresses[0].addr_spec.lower() if message["From"] else None
        assert sender == row["sender"], (row["file"], sender)
        expected = sorted((a["name"], a["sha256"] or "") for a in row["attachments"])
        empty = hashlib.sha256(b"").hexdigest()
        null = {a["name"] for a in row["attachments"] if a["sha256"] is None}
        found = sorted(
            (name, "" if name in null else hashlib.sha256(data).hexdigest()) for name, data in _parts(message)
        )
        assert expected == found, (row["file"], expected, found, empty)
        checked += len(found)
    return checked


def uploads(season: Path, truth: dict[str, Any]) -> int:
    """Digests of uploads; every answer names a question and a stored file."""
    form = json.loads((season / "forms/form.json").read_bytes())
    known = {item["questionItem"]["question"]["questionId"] for item in form["items"] if "questionItem" in item}
    responses = {row["responseId"]: row for row in json.loads((season / "forms/responses.json").read_bytes())}
    stored = {path.relative_to(season).as_posix() for path in (season / "forms/uploads").iterdir()}
    named = set()
    for row in truth["responses"]:
        answers = responses[row["responseId"]]["answers"]
        assert set(answers) <= known
        files = [f for a in answers.values() for f in a.get("fileUploadAnswers", {}).get("answers", [])]
        assert [(f["fileId"], f["fileName"]) for f in files] == [(a["fileId"], a["name"]) for a in row["attachments"]]
        for attachment in row["attachments"]:
            assert hashlib.sha256((season / attachment["stored"]).read_bytes()).hexdigest() == attachment["sha256"]
            named.add(attachment["stored"])
    assert named == stored
    return len(named)


def _text(data: bytes) -> str:
    if data.startswith(b"PK"):
        file = docx.Document(io.BytesIO(data))
        cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
        return "\n".join(cells + [paragraph.text for paragraph in file.paragraphs])
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)


def proposals(season: Path, truth: dict[str, Any]) -> int:
    """The proposal in force shows its title, its agency and its date, and opens."""
    blobs: dict[str, bytes] = {}
    for row in truth["mails"]:
        message = email.message_from_bytes((season / "mailbox" / row["file"]).read_bytes(), policy=policy.default)
        assert isinstance(message, EmailMessage)
        blobs |= {hashlib.sha256(data).hexdigest(): data for _, data in _parts(message)}
    for row in truth["responses"]:
        blobs |= {a["sha256"]: (season / a["stored"]).read_bytes() for a in row["attachments"]}
    checked = 0
    for proposal in truth["proposals"]:
        for file in proposal["documents"]["proposal"]:
            text = " ".join(_text(blobs[file["sha256"]]).split())
            assert proposal["title"] in text and proposal["innovator"] in text, proposal["key"]
            assert (proposal["unit"] or "") in text
            checked += 1
    return checked


def scores(season: Path, truth: dict[str, Any]) -> int:
    """Stage and final scores once more, in whole numbers, from the last wave."""
    edition = json.loads((season / "edition.json").read_bytes())
    parents = {row["code"]: row["parent_code"] for row in csv.DictReader((season / "opd.csv").open(encoding="utf-8"))}
    employers = {
        row["email"]: row["opd_code"] for row in csv.DictReader((season / "judges.csv").open(encoding="utf-8"))
    }
    codes = {row["key"]: row["opd_code"] for row in truth["proposals"]}
    checked = 0
    for stage in edition["stages"]:
        groups = stage.get("groups") or [{"weight": 100, "criteria": stage["criteria"]}]
        weights = {c["id"]: g["weight"] * c["weight"] for g in groups for c in g["criteria"]}
        last = json.loads((season / f"ballots/{stage['id']}.json").read_bytes())["waves"][-1]["ballots"]
        for row in truth[stage["id"]]["ranking"]:
            code, sums, count = codes[row["key"]], 0, 0
            for judge, rows in last.items():
                own = employers[judge]
                cells = rows.get(row["key"])
                if own and (own == code or parents[own] == code or parents.get(code) == own):
                    continue
                if cells is None or cells["benturan_kepentingan"]:
                    continue
                hundredths = {c: round(float(str(cells[c]).strip().replace(",", ".")) * 100) for c in weights}
                sums += sum(weights[c] * hundredths[c] for c in weights)
                count += 1
            assert Fraction(sums, count * 10000 * 100) == Fraction(row["exact"]), (stage["id"], row["key"])
            assert count == row["judges"]
            checked += 1
    for row in truth["final"]["ranking"]:
        parts = [
            Fraction(r["exact"]) * edition["final"]["weights"][s]
            for s in ("stage1", "stage2", "stage3")
            for r in truth[s]["ranking"]
            if r["key"] == row["key"]
        ]
        assert sum(parts, Fraction(0)) / 100 == Fraction(row["exact"])
        checked += 1
    return checked


def coverage(season: Path, truth: dict[str, Any]) -> int:
    """Every word of the vocabulary occurs."""
    words = json.loads((season / "edition.json").read_bytes())["vocabulary"]
    sources = truth["mails"] + truth["responses"]
    rows = [row for source in sources for row in source["attachments"] + source.get("links", [])]
    items = [item for bounced in truth["ballots"]["bounced"].values() for row in bounced for item in row["items"]]
    findings = [f for p in truth["proposals"] for f in p["admin"]["findings"]]
    seen = {
        "classes": {s["class"] for s in sources},
        "actions": {row["action"] for row in rows},
        "reasons": {row["reason"] for row in rows if "reason" in row},
        "fail_codes": {f["code"] for f in findings if "code" in f},
        "ballot_reasons": {item["reason"] for item in items},
    }
    for name, expected in words.items():
        assert seen[name] == set(expected), (name, set(expected) ^ seen[name])
    return sum(map(len, words.values()))


def main() -> None:
    """Run all checks; an assertion names what disagrees."""
    season, truth = Path(sys.argv[1]), json.loads(Path(sys.argv[2]).read_bytes())
    for check in (mailbox, uploads, proposals, scores, coverage):
        print(f"{check.__name__}: {check(season, truth)} agree")


if __name__ == "__main__":
    main()
