"""When a letter to a judge may leave, and whether what it says still holds at that moment."""

from __future__ import annotations

from collections.abc import Sequence

from competition.letters import ONCE_A_DAY, TO_JUDGES, LetterKind
from flows.passes.ballots import look
from flows.passes.context import Pass
from flows.passes.drafting import Drafting
from flows.passes.judge_letters import sent_today
from flows.passes.pleno import waivers
from flows.passes.release import APPROVED, HELD
from integrations.workbook import records
from integrations.workbook.table import Row
from integrations.workbook.tabs import BALLOTS, LETTERS

_ENOUGH = "paling banyak satu surat seperti ini sehari kepada satu juri; dikirim besok"


class Courtesy:
    """Quiet hours, one reminder a day, and reminders that are counted anew before they leave."""

    def __init__(self, this: Pass, drafting: Drafting) -> None:
        self.this, self._drafting = this, drafting

    def leaving(self, rows: Sequence[Row]) -> list[Row]:
        """Those of these approved letters that may leave now; each of the others says why it waits."""
        taken: set[tuple[str, str]] = set()
        found = []
        for row in rows:
            kind = (row.text("jenis"), row.text("kepada"))
            again = "/ulang/" in row.text("kunci")  # a person asked for it
            why = _ENOUGH if kind in taken and not again else self._waits(row)
            if why:
                self.this.book[LETTERS].put(row.text("kunci"), keadaan=APPROVED, keterangan=why)
                continue
            if LetterKind(kind[0]) in ONCE_A_DAY:
                taken.add(kind)
            found.append(row)
        return found

    def _waits(self, row: Row) -> str:
        kind, quiet = LetterKind(row.text("jenis")), self.this.rulebook.letters.quiet_hours
        if kind not in TO_JUDGES:
            return ""
        if quiet is not None and quiet.covers(self.this.now):
            return f"jam tenang; dikirim setelah pukul {quiet.ends:%H.%M}"
        if (
            kind in ONCE_A_DAY
            and "/ulang/" not in row.text("kunci")
            and sent_today(self.this, kind, row.text("kepada"))
        ):
            return _ENOUGH
        return ""

    def holds(self, row: Row) -> bool:
        """True where the letter may leave as it is now drafted. A reminder is counted from the ballot at this moment.

        Where nothing is left to be done it is held instead; where the number is another one the draft says it. Its
        approval stands: what was approved is to remind.
        """
        key = row.text("kunci")
        made = self._drafting.letters.get(key)
        if row.text("jenis") != LetterKind.REMINDER or made is None:
            return True
        left = self._lacking(made[0].stage, row.text("kepada"))
        if not left:
            said = "sudah terisi lengkap saat akan dikirim; tidak dikirim"
            self.this.book[LETTERS].put(key, keadaan=HELD, keterangan=said)
            return False
        if left != made[0].values["belum"]:
            letter = made[0].model_copy(update={"values": made[0].values | {"belum": left}})
            self._drafting.render(letter)
            return self._drafting.refreshed(row)
        return True

    def _lacking(self, stage_id: str, judge: str) -> int:
        """Rows the judge has still to fill in, by the ballot itself; who was freed need not."""
        this = self.this
        ballot = next(r for r in this.book[BALLOTS] if r.text("tahap") == stage_id and r.text("juri") == judge)
        known = records.entries(this.book, stage_id, this.rulebook.zone)
        read = look(this, this.rulebook.stage(stage_id), ballot, known)
        freed = {w.proposal for w in waivers(this, stage_id) if w.judge == judge}
        return sum(n not in freed for n in read.lacking)
