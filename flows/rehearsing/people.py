"""The people of a season: officers who decide and tick, judges who type. Each acts with an own token, in the sheets only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from competition.scoring import Cell
from competition.stages import Stage
from config.settings import Settings
from flows.passes.context import FORM, READINGS
from flows.passes.decisions import WAITING
from flows.passes.pleno import COUNTED
from flows.passes.release import DRAFT
from flows.rehearsing.script import Script, Wave
from integrations.google.sheets import Grid, Sheets, cell_range
from integrations.workbook.ballot import SHUT, STATE, TAB
from integrations.workbook.book import Workbook
from integrations.workbook.records import local
from integrations.workbook.tabs import (
    BALLOTS,
    DECISIONS,
    FILES,
    LETTERS,
    PROPOSALS,
    REVIEW,
    SCORES,
    SEATS,
    SETTINGS,
    TabSpec,
)
from integrations.workspace import open_workspace

_HEADINGS = 3  # row of the ballot's headings
_DONE = cell_range(TAB, 2, 4)


@dataclass(slots=True)
class Person:
    """One person at their own screen. What they type in a sheet is sent in one go."""

    email: str
    sheets: Sheets

    def edit(self, spreadsheet: str, cells: Mapping[str, Grid]) -> int:
        """The cells say this; how many were typed."""
        self.sheets.write(spreadsheet, cells)
        return len(cells)


def person(settings: Settings, email: str, token: str) -> Person:
    """The person with this address, signed in."""
    return Person(
        email,
        open_workspace(
            settings.model_copy(update={"token": type(settings.token)(token) if settings.token else None}), email
        ).sheets,
    )


class Office:
    """The officers: whatever is asked of them in the workbook, they do as the script says; approvals they always give."""

    def __init__(self, script: Script, officers: Mapping[str, Person], book: str) -> None:
        self.script, self.officers, self.book = script, officers, book

    def prepare(self, form_id: str) -> None:
        """The secretary types the form's id and when ballots are read."""
        me, zone = self.officers["sekretaris"], self.script.rulebook.zone
        table = Workbook(me.sheets, self.book).load()[SETTINGS]
        typed = {FORM: form_id} | {
            f"{READINGS} {s}": "; ".join(local(w.read_at, zone) for w in waves)
            for s, waves in self.script.waves.items()
        }
        column = table.places["nilai"]
        me.edit(
            self.book,
            {cell_range(SETTINGS.title, table.rows[key].place or 0, column): [[value]] for key, value in typed.items()},
        )

    def act(self, *, at_close: bool) -> int:
        """Everything that is asked now; how many cells were typed. `at_close`: open questions are settled too."""
        book = Workbook(self.officers["sekretaris"].sheets, self.book).load()
        typed: dict[str, dict[str, Grid]] = {role: {} for role in self.officers}
        self._review(book, typed, at_close=at_close)
        self._kinds(book, typed)
        if at_close:
            self._assess(book, typed)
            self._waive(book, typed)
        self._approve(book, typed)
        return sum(self.officers[role].edit(self.book, cells) for role, cells in typed.items() if cells)

    def _review(self, book: Workbook, typed: dict[str, dict[str, Grid]], *, at_close: bool) -> None:
        numbers = {r.text("pembuka"): r.number("nomor") for r in book[PROPOSALS]}
        for row in book[REVIEW]:
            if row.text("keputusan") or not row.text("keadaan").startswith("menunggu"):
                continue
            said = self.script.decisions.get(row.text("kunci"))
            joins = said.get("joins") if said else None
            if (said is None and not at_close) or (joins and joins not in numbers):
                continue
            said = said or {"decision": "reject", "by": "sekretaris", "note": "naskah gladi tidak memuat keputusan"}
            role = str(said.get("by") if said.get("by") in self.officers else "sekretaris")
            answers = {
                "keputusan": "terima" if said["decision"] == "accept" else "tolak",
                "gabung": numbers.get(joins) if joins else None,
                "petugas": role,
                "catatan": said.get("note"),
            }
            for column, value in answers.items():
                if value is not None:
                    typed[role][self._cell(book, REVIEW, row.place, column)] = [[value]]

    def _kinds(self, book: Workbook, typed: dict[str, dict[str, Grid]]) -> None:
        for row in book[FILES]:
            kind = self.script.kinds.get((row.text("sumber"), str(row.cells.get("nama") or "")))
            if kind and not row.text("petugas"):
                typed["sekretaris"][self._cell(book, FILES, row.place, "petugas")] = [[kind]]

    def _assess(self, book: Workbook, typed: dict[str, dict[str, Grid]]) -> None:
        for row in book[PROPOSALS]:
            if row.text("hasil") == "perlu diperiksa" and not row.text("putusan"):
                typed["sekretaris"][self._cell(book, PROPOSALS, row.place, "putusan")] = [["lolos"]]
                typed["sekretaris"][self._cell(book, PROPOSALS, row.place, "alasan_putusan")] = [
                    ["diperiksa langsung oleh petugas"]
                ]

    def _waive(self, book: Workbook, typed: dict[str, dict[str, Grid]]) -> None:
        """Who has not scored by the last reading is freed by name, so that the competition goes on."""
        closed = {
            (r.text("tahap"), r.text("juri"))
            for r in book[BALLOTS]
            if (r.number("pembacaan") or 0) >= len(self.script.waves.get(r.text("tahap"), ())) > 0
        }
        scored = {r.text("kunci") for r in book[SCORES] if r.text("keadaan") in COUNTED}
        for row in book[SEATS]:
            if (row.text("tahap"), row.text("juri")) not in closed or row.text("keadaan") != "ditugaskan":
                continue
            if row.text("kunci") not in scored and not row.text("bebas_oleh"):
                said = {"bebas_oleh": "sekretaris", "bebas_alasan": "tidak menilai sampai pembacaan terakhir"}
                for column, value in said.items():
                    typed["sekretaris"][self._cell(book, SEATS, row.place, column)] = [[value]]

    def _approve(self, book: Workbook, typed: dict[str, dict[str, Grid]]) -> None:
        for role in ("sekretaris", "ketua"):
            for row in book[DECISIONS]:
                if row.text("keadaan") == WAITING and not row.ticked(role):
                    typed[role][self._cell(book, DECISIONS, row.place, role)] = [[True]]
            for row in book[LETTERS]:
                if row.text("keadaan") == DRAFT and role in row.text("perlu").split(" dan ") and not row.ticked(role):
                    typed[role][self._cell(book, LETTERS, row.place, role)] = [[True]]

    def _cell(self, book: Workbook, spec: TabSpec, place: int | None, column: str) -> str:
        return cell_range(spec.title, place or 0, book[spec].places[column])


class Panel:
    """The judges: in each wave they type what the script says into their own ballots and tick "Selesai"."""

    def __init__(self, script: Script, judges: Mapping[str, Person]) -> None:
        self.script, self.judges = script, judges

    def coming(self, stage: Stage, nth: int, ballots: Mapping[str, str]) -> list[tuple[datetime, str]]:
        """(when, judge) of everyone who types in this wave, in order; `ballots`: judge -> spreadsheet."""
        waves = self.script.waves[stage.id]
        wave, before = waves[nth], waves[nth - 1] if nth else None
        coming = [
            (wave.submitted_at.get(j, wave.read_at), j) for j in wave.ballots if j in ballots and j in self.judges
        ]
        return sorted(
            (t, j)
            for t, j in coming
            if before is None or before.submitted_at.get(j) != t or before.ballots.get(j) != wave.ballots[j]
        )

    def type_ballot(self, stage: Stage, wave: Wave, judge: str, ballot: str, numbers: Mapping[str, int]) -> None:
        """The judge's ballot says what the script says; rows that are not on it are added below it."""
        me = self.judges[judge]
        grid = me.sheets.read(ballot, [f"'{TAB}'"])[0]
        headings = [str(c or "").strip() for c in grid[_HEADINGS - 1]]
        columns = {c.id: headings.index(c.label) + 1 for c in stage.columns} | {
            self.script.conflict[stage.id]: headings.index("Benturan Kepentingan") + 1
        }
        state = headings.index(STATE)
        places = {
            int(row[0]): i
            for i, row in enumerate(grid, 1)
            if i > _HEADINGS and row and isinstance(row[0], (int, float))
        }
        shut = {n for n, i in places.items() if state < len(grid[i - 1]) and grid[i - 1][state] in SHUT}
        free = max([_HEADINGS, *places.values()]) + 1
        cells: dict[str, Grid] = {_DONE: [[True]]}
        for key, row in wave.ballots[judge].items():
            number = numbers[key]
            if number in shut:
                continue  # nobody can type there
            if number not in places:
                if not any(_typed(v) for v in row.values()):
                    continue
                places[number], free = free, free + 1
                cells[cell_range(TAB, places[number], 1)] = [[number]]
            for column, value in row.items():
                if column in columns:
                    cells[cell_range(TAB, places[number], columns[column])] = [["" if value is None else value]]
        gone = set(places) - shut - {numbers[k] for k in wave.ballots[judge]}
        for number in gone:
            standing = grid[places[number] - 1]
            for at in columns.values():
                if at <= len(standing) and _typed(standing[at - 1]):
                    cells[cell_range(TAB, places[number], at)] = [[""]]
        me.edit(ballot, cells)


def _typed(value: Cell) -> bool:
    return value is True or (value is not None and value is not False and bool(str(value).strip()))
