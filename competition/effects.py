"""The key of every effect: what makes doing a thing twice the same as doing it once.

Each effect is recorded in Google under its key: letters in the Surat tab and in the X-Panitia-Surat header, files and
folders in appProperties and under reserved Drive ids, ballots, seats, scores and returns as rows. A key is made of
what the effect is about and never of when it was tried, so a pass that starts again makes the same keys.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date
from typing import Literal

_PROPERTY = 100  # characters kept: Drive allows 124 bytes for key and value of an appProperty together


def receipt(number: int) -> str:
    """The receipt of a proposal."""
    return f"tanda-terima/{number}"


def lacking(number: int, documents: Iterable[str]) -> str:
    """The request for just these documents; when fewer are lacking it is another letter."""
    return f"kekurangan-berkas/{number}/{'+'.join(documents)}"


def outcome(decision: str, number: int, nth: int = 1) -> str:
    """The letter that tells a decision's outcome for a proposal; a correction of it is a letter of its own."""
    base = f"{decision}/{number}" if decision in {"administrasi", "final"} else f"hasil/{decision}/{number}"
    return base if nth == 1 else f"{base}/ralat/{nth - 1}"


def objection(nth: int) -> str:
    """The number of the nth case of the edition, by which its row is found."""
    return f"SGH-{nth:03d}"


def about_case(kind: str, case: str) -> str:
    """A letter about a case."""
    return f"{kind}/{case}"


def invitation(stage: str, number: int) -> str:
    """The invitation of a proposal to a stage."""
    return f"undangan/{stage}/{number}"


def sitting(stage: str, number: int, nth: int = 1) -> str:
    """The invitation of a proposal to its sitting; a change that is told is a letter of its own."""
    base = invitation(stage, number)
    return base if nth == 1 else f"{base}/perubahan/{nth - 1}"


def sittings(stage: str, judge: str, nth: int = 1) -> str:
    """The letter that tells a judge their timetable of a stage; a change that is told is a letter of its own."""
    base = f"jadwal/{stage}/{judge}"
    return base if nth == 1 else f"{base}/perubahan/{nth - 1}"


def timetable(stage: str, number: int | None = None) -> str:
    """A proposal's line in a stage's timetable; without a number the line about the whole of it."""
    return f"{stage}/{'keterangan' if number is None else number}"


def to_judge(kind: str, stage: str, judge: str, nth: int | None = None) -> str:
    """A letter to a judge about a stage; `nth`: the reading it belongs to."""
    return f"{kind}/{stage}/{judge}" if nth is None else f"{kind}/{stage}/{nth}/{judge}"


def again(letter: str, nth: int) -> str:
    """The nth repetition of a letter, asked for by a person."""
    return f"{letter}/ulang/{nth}"


def ballot(stage: str, judge: str) -> str:
    """A judge's ballot of a stage."""
    return f"{stage}/{judge}"


def seat(stage: str, judge: str, number: int) -> str:
    """A judge's place at a proposal in a stage, and the score that comes of it."""
    return f"{stage}/{judge}/{number}"


def returned(stage: str, nth: int, judge: str, number: int, criterion: str | None, channel: str = "") -> str:
    """A cell (or a whole row) that went back to a judge at the nth reading; `channel`: where it was not the sheet."""
    return f"{stage}/{nth}/{judge}/{number}/{criterion or '*'}" + (f"/{channel}" if channel else "")


def version(seat: str, channel: str, since: str) -> str:
    """A score that once counted, or came too late to; by when and where it was given."""
    return f"{seat}/{channel}/{since}"


def digest(judge: str, day: date) -> str:
    """The one mail of a day that tells a judge what was returned."""
    return f"pengembalian-nilai/{day:%Y-%m-%d}/{judge}"


def photos(stage: str, number: int) -> str:
    """The folder for photos of a visit."""
    return f"{stage}/{number}"


def placing(stage: str, number: int) -> str:
    """A proposal's line in a ranking."""
    return f"{stage}/{number}"


def tie(stage: str, numbers: Iterable[int]) -> str:
    """Equals that the pleno is asked to put in order."""
    return f"{stage}/{'-'.join(str(n) for n in sorted(numbers))}"


def third(stage: str, number: int | Literal[""]) -> str:
    """The third reader of a proposal; without a number what all keys of the stage begin with."""
    return f"{stage}/ketiga/{number}"


def snapshot(decision: str, revision: int) -> str:
    """The frozen copy of a decision."""
    return f"{decision}/{revision}"


def piece(snapshot: str, nth: int) -> str:
    """The nth piece of a frozen copy that one cell cannot hold."""
    return f"{snapshot}/{nth}"


def paper(decision: str, kind: str, part: str, revision: int) -> str:
    """A paper of a frozen decision."""
    return f"{decision}/{kind}/{part}/{revision}" if part else f"{decision}/{kind}/{revision}"


def dossier(number: int, nth: int) -> str:
    """The nth dossier of a proposal, asked for by a person."""
    return f"berkas-perkara/{number}/{nth}"


def printing(paper: str, nth: int, form: str) -> str:
    """The file of a paper's nth printing; `form`: docx or pdf."""
    return f"{paper}/cetak/{nth}/{form}"


def feedback(decision: str, number: int) -> str:
    """The letter with a proposal's profile, after the decision that ended its way."""
    return f"umpan-balik/{decision}/{number}"


def release(decision: str) -> str:
    """The release of a decision's letters."""
    return f"pelepasan/{decision}"


def in_drive(key: str) -> str:
    """A key as it stands in an appProperty: itself, or, where it is long, its end and a hash of the whole."""
    if len(key.encode()) <= _PROPERTY:
        return key
    mark = hashlib.sha256(key.encode()).hexdigest()[:20]
    return f"{mark}/{key.encode()[-_PROPERTY + 21 :].decode(errors='ignore')}"
