"""Kebijakan: named decisions beside the ranking are applied to it, and each row tells what became of it."""

from __future__ import annotations

from competition.policy import FINAL, Entry, applied
from competition.selection import Ranking
from flows.passes.context import Pass
from flows.passes.decisions import asked, frozen
from integrations.workbook.policies import is_blank, policies
from integrations.workbook.tabs import POLICIES

USED, WAITING, UNUSED = "dipakai", "menunggu peringkat tahap ini", "tidak dipakai: "
_BLANK = 5  # rows ready to be filled in


def ruled(this: Pass, ranking: Ranking) -> Ranking:
    """The ranking with the policy of its stage; `tell` says afterwards what became of each row."""
    entries, _ = policies(this.book, this.rulebook)
    done = applied(ranking, entries, this.rulebook.policies)
    this.policies |= dict.fromkeys(done.used, USED) | {key: f"{UNUSED}{why}" for key, why in done.refused}
    return done.ranking


def tell(this: Pass) -> None:
    """Every row of Kebijakan says whether it counts and why not, and empty rows are left to write in."""
    table = this.book[POLICIES]
    entries, wrong = policies(this.book, this.rulebook)
    states = {e.key: _standing(this, e) for e in entries} | {k: f"{UNUSED}{why}" for k, why in wrong.items()}
    for row in table:
        key = row.text("nomor")
        table.put(key, keadaan=states.get(key, ""))
        if states.get(key) == USED:
            entry = next(e for e in entries if e.key == key)
            about = f"{entry.stage}, usulan nomor {entry.proposal}"
            this.journal(f"kebijakan/{key}/{entry.seal}", "kebijakan dipakai", about, entry.words(), entry.by[:100])
    blank_rows(this)


def blank_rows(this: Pass) -> None:
    """Kebijakan has empty rows to write in."""
    table = this.book[POLICIES]
    for _ in range(_BLANK - sum(is_blank(r) for r in table)):
        table.put(f"K-{len(table.rows) + 1:02d}", keadaan="")


def _standing(this: Pass, entry: Entry) -> str:
    """What this pass found; where it did not look, the approved ranking tells whether the entry is in it."""
    found = this.policies.get(entry.key)
    content = frozen(this, entry.stage)
    if content is None or asked(this, entry.stage):
        return found or WAITING
    words = next((p.get("policy") for p in content["placings"] if p["number"] == entry.proposal), None)
    if words == entry.words():
        return USED
    if found == USED or found is None:
        what = "hasil akhir" if entry.stage == FINAL else "hasil tahap ini"
        return f"{UNUSED}{what} sudah disetujui; tulis Alasan Revisi pada tab Keputusan untuk mengajukan revisi"
    return found
