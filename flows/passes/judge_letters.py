"""Which letters are due to judges: the assignment, reminders, what was returned, the receipt of their own scores."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta

from competition import effects
from competition.calendar import long_date, long_day, long_moment
from competition.letters import Letter, LetterKind
from competition.scoring import PROBLEM_WORDS, Problem
from competition.stages import Stage
from flows.passes.context import Pass
from flows.passes.decisions import frozen
from flows.passes.pleno import COUNTED, SEATED, open_ballots
from flows.passes.release import HELD, SENT
from flows.passes.retasking import retasked
from integrations.workbook.table import Row
from integrations.workbook.tabs import BALLOTS, DECISIONS, LETTERS, PROPOSALS, RETURNS, SCORES, SEATS

_REMIND = timedelta(days=2)


def days(this: Pass, stage: Stage) -> str:
    """The days of a stage as letters write them."""
    first, last = this.rulebook.span(stage.id)
    return long_day(first) if first == last else f"{long_date(first)} sampai {long_date(last)}"


class JudgeLetters:
    """The letters to judges that the present state calls for. `base`: what every letter says."""

    def __init__(self, this: Pass, base: Mapping[str, object]) -> None:
        self.this, self._common = this, base

    def all(self) -> Iterator[Letter]:
        """Every letter to a judge that is due."""
        for row in self.this.book[BALLOTS]:
            if row.text("juri") not in self.this.judges or not row.text("id"):
                continue
            stage = self.this.rulebook.stage(row.text("tahap"))
            yield self._assignment(row, stage)
            yield from retasked(self.this, row, self._ballot(row, stage), self.to_judge)
            yield from self._reminders(row, stage)
            yield from self._receipt(row, stage)
        for judge in sorted(self.this.judges):
            yield from self._digests(judge)

    def _ballot(self, row: Row, stage: Stage) -> dict[str, str]:
        last = self.this.readings(stage.id)[-1]
        return {
            "tahap": stage.label,
            "lembar": row.text("tautan"),
            "formulir": row.text("formulir"),
            "batas": long_moment(last, self.this.rulebook.zone),
        }

    def _letter(self, kind: LetterKind, key: str, judge: str, stage: str, values: Mapping[str, object]) -> Letter:
        said = {**self._common, "kepada": self.this.judges[judge].name, **values}
        return Letter(key=key, kind=kind, stage=stage, proposal=None, to=(judge,), values=said)

    def to_judge(self, kind: LetterKind, key: str, judge: str, stage: str, **values: object) -> Letter:
        """A letter to this judge that says this."""
        return self._letter(kind, key, judge, stage, values)

    def _assignment(self, row: Row, stage: Stage) -> Letter:
        """All of a judge's proposals of a stage in one letter."""
        judge = row.text("juri")
        seats = [
            s
            for s in self.this.book[SEATS]
            if s.text("tahap") == stage.id and s.text("juri") == judge and s.text("keadaan") == SEATED
        ]
        told: dict[str, object] = {
            "jumlah": len(seats),
            "tanggal": days(self.this, stage),
            "daftar": [{"nomor": s.number("usulan"), "judul": s.text("judul")} for s in seats],
        }
        key = effects.to_judge(LetterKind.ASSIGNMENT, stage.id, judge)
        return self._letter(LetterKind.ASSIGNMENT, key, judge, stage.id, self._ballot(row, stage) | told)

    def _reminders(self, row: Row, stage: Stage) -> Iterator[Letter]:
        """One before each reading, while rows are still to be filled in."""
        this, judge = self.this, row.text("juri")
        if frozen(this, stage.id) is not None:
            return
        left = open_ballots(this, stage.id)
        lacking = sum(judge in judges for judges in left.values())
        for nth, moment in enumerate(this.readings(stage.id), 1):
            done = not lacking or row.text("keadaan") in {"selesai", "dikembalikan"}
            if moment - _REMIND <= this.now < moment and not done:
                told: dict[str, object] = {"belum": lacking, "batas": long_moment(moment, this.rulebook.zone)}
                key = effects.to_judge(LetterKind.REMINDER, stage.id, judge, nth)
                yield self._letter(LetterKind.REMINDER, key, judge, stage.id, self._ballot(row, stage) | told)

    def _digests(self, judge: str) -> Iterator[Letter]:
        """What was returned, at most one mail a day. What has not left yet is told together, without what is mended by now.

        Pengembalian says in which mail each item is told; one that was put off is told in the next.
        """
        this = self.this
        letters: dict[str, list[Row]] = {}
        waiting: list[Row] = []
        for item in this.book[RETURNS]:
            if item.text("juri") != judge:
                continue
            letter = this.book[LETTERS].get(item.text("surat")) if item.text("surat") else None
            if letter is not None and letter.text("keadaan") == SENT:
                letters.setdefault(item.text("surat"), []).append(item)
            elif not self._mended(item):
                waiting.append(item)
        if waiting and (key := self._open(judge, waiting)):
            for item in waiting:
                this.book[RETURNS].put(item.text("kunci"), surat=key)
            letters[key] = waiting
        for key, items in letters.items():
            yield self._digest(key, judge, items)

    def _open(self, judge: str, waiting: list[Row]) -> str:
        """The key of the mail that has not left yet, or of today's; "" where today's has left."""
        for item in waiting:
            row = self.this.book[LETTERS].get(item.text("surat")) if item.text("surat") else None
            if row is not None and row.text("keadaan") != HELD:
                return item.text("surat")
        today = effects.digest(judge, self.this.now.date())
        row = self.this.book[LETTERS].get(today)
        return (
            "" if sent_today(self.this, LetterKind.RETURNED, judge) or (row and row.text("keadaan") == SENT) else today
        )

    def _mended(self, item: Row) -> bool:
        """True where the row counts by now, or nothing can be mended any more."""
        stage = item.text("tahap")
        seat = effects.seat(stage, item.text("juri"), item.number("usulan") or 0)
        row, score = self.this.book[SEATS].get(seat), self.this.book[SCORES].get(seat)
        assigned = row is not None and row.text("keadaan") == SEATED
        counts = score is not None and score.text("keadaan") in COUNTED
        return counts or not assigned or frozen(self.this, stage) is not None

    def _digest(self, key: str, judge: str, items: list[Row]) -> Letter:
        book = self.this.rulebook
        stages = [s for s in book.stages if any(i.text("tahap") == s.id for i in items)]
        labels = {(s.id, c.id): c.label for s in stages for c in s.columns}
        rows = [self.this.book[BALLOTS].get(effects.ballot(s.id, judge)) for s in stages]
        told = {
            "tahap": " dan ".join(s.label for s in stages),
            "lembar": " ".join(r.text("tautan") for r in rows if r),
            "batas": long_moment(self.this.readings(stages[-1].id)[-1], book.zone) if stages else "",
            "daftar": [
                {
                    "nomor": i.number("usulan"),
                    "aspek": labels.get((i.text("tahap"), i.text("aspek")), ""),
                    "tertulis": i.text("tertulis"),
                    "masalah": PROBLEM_WORDS[Problem(i.text("masalah"))],
                    "formulir": i.text("saluran") == "formulir",
                }
                for i in items
            ],
        }
        return self._letter(LetterKind.RETURNED, key, judge, stages[0].id if stages else "", told)

    def _receipt(self, row: Row, stage: Stage) -> Iterator[Letter]:
        """A judge's own final scores, once the stage's result is approved and nothing has moved since."""
        this, judge = self.this, row.text("juri")
        decision = this.book[DECISIONS].get(stage.id)
        if frozen(this, stage.id) is None or decision is None or decision.text("berubah"):
            return
        titles = {r.text("nomor"): r.text("judul") for r in this.book[PROPOSALS]}
        mine = [
            s
            for s in this.book[SCORES]
            if s.text("tahap") == stage.id and s.text("juri") == judge and s.text("keadaan") in COUNTED
        ]
        if not mine:
            return
        revision = decision.number("revisi") or 1
        key = effects.to_judge(LetterKind.SCORE_RECEIPT, stage.id, judge, revision if revision > 1 else None)
        told = [
            {
                "nomor": s.number("usulan"),
                "judul": titles.get(s.text("usulan"), ""),
                "jumlah": s.text("jumlah"),
                "rincian": s.text("rincian"),
                "saluran": s.text("saluran"),
            }
            for s in sorted(mine, key=lambda s: s.number("usulan") or 0)
        ]
        yield self._letter(LetterKind.SCORE_RECEIPT, key, judge, stage.id, self._ballot(row, stage) | {"daftar": told})


def sent_today(this: Pass, kind: LetterKind, judge: str) -> bool:
    """True where this judge has been sent a letter of this kind today."""
    today = f"{this.now:%Y-%m-%d}"
    return any(
        r.text("jenis") == kind.value
        and r.text("keadaan") == SENT
        and r.text("kepada") == judge
        and r.text("terkirim").startswith(today)
        for r in this.book[LETTERS]
    )
