"""What the judges type: plausible scores, with the ties, slips and conflicts that the rules must settle."""

from fractions import Fraction
from typing import Any

from .cast import Cast
from .plan import stamp
from .ranking import COLUMN, CRITERIA, conflicted, mean, total
from .register import judges

Rows = dict[str, dict[str, dict[str, Any]]]
LEVELS = {
    "B01": 87,
    "B02": 74,
    "B05": 71,
    "B06": 66,
    "B07": 81,
    "B08": 74,
    "B09": 85,
    "B10": 63,
    "B11": 84,
    "B12": 69,
    "B13": 81,
    "B14": 84,
    "B15": 63,
    "B18": 83,
    "B20": 83,
    "B22": 58,
}
BIAS = [2, -1, 0, 4, -5]
LOWEST, HIGHEST = 41, 97


class Sheets:
    """The cells in force of one stage: judge -> proposal -> criterion -> number."""

    def __init__(self, cast: Cast, stage: str, listed: list[str]) -> None:
        """Draw the cells from the level of each proposal and the bias of each judge."""
        self.cast, self.stage, self.listed = cast, stage, listed
        self.panel = judges(cast.plan)
        rng = cast.plan.rng("scores", stage)
        self.rows: Rows = {}
        for judge, bias in zip(self.panel, BIAS, strict=True):
            self.rows[judge.email] = {
                key: {
                    id_: min(HIGHEST, max(LOWEST, LEVELS[key] + bias + rng.randrange(-4, 5))) for id_ in CRITERIA[stage]
                }
                for key in listed
            }

    def who(self, number: int) -> str:
        """The address of judge 1 to 5."""
        return self.panel[number - 1].email

    def scoring(self, key: str, declared: dict[str, str]) -> list[str]:
        """Judges whose rows count for that proposal."""
        return [
            judge.email
            for judge in self.panel
            if not conflicted(self.cast, judge.opd_code, key) and declared.get(judge.email) != key
        ]

    def twin(self, model: str, copy: str, declared: dict[str, str]) -> None:
        """Give `copy` the model's rows, moved one judge on: every mean is equal, the sheets differ."""
        source, target = self.scoring(model, declared), self.scoring(copy, declared)
        assert len(source) == len(target)
        for number, judge in enumerate(target):
            self.rows[judge][copy] = dict(self.rows[source[(number + 1) % len(source)]][model])

    def add(self, key: str, criterion: str, points: int) -> None:
        """Spread points over the judges' cells of one criterion."""
        step = 1 if points > 0 else -1
        for turn in range(abs(points)):
            cell = self.rows[self.panel[turn % len(self.panel)].email][key]
            cell[criterion] += step
            assert 0 <= cell[criterion] <= 100

    def score(self, key: str, declared: dict[str, str]) -> Fraction:
        """The stage score as it stands."""
        return mean(
            [
                total(self.stage, {id_: Fraction(value) for id_, value in self.rows[judge][key].items()})
                for judge in self.scoring(key, declared)
            ]
        )

    def settle(self, key: str, target: Fraction, declared: dict[str, str]) -> None:
        """Change single points, coarse ones first, until the score is exactly `target`."""
        scoring = self.scoring(key, declared)
        for criterion in ("signifikansi", "sumberdaya"):
            unit = CRITERIA[self.stage][criterion] / len(scoring)
            points = int((target - self.score(key, declared)) / unit)
            for turn in range(abs(points)):
                cell = self.rows[scoring[turn % len(scoring)]][key]
                cell[criterion] += 1 if points > 0 else -1
                assert 0 <= cell[criterion] <= 100
        assert self.score(key, declared) == target


def first_stage(cast: Cast, listed: list[str]) -> tuple[Sheets, dict[str, str]]:
    """Stage 1 in force, with the designed ties."""
    sheet = Sheets(cast, "stage1", listed)
    declared = {sheet.who(4): "B12", sheet.who(1): "B09"}
    sheet.rows[sheet.who(1)]["B05"]["signifikansi"] = "87,5"
    sheet.rows[sheet.who(3)]["B06"]["kebaruan"] = " 70 "
    sheet.rows[sheet.who(4)]["B01"]["latar"] = "88.25"
    sheet.rows[sheet.who(5)]["B01"]["sumberdaya"] = "100"
    sheet.rows[sheet.who(2)]["B05"]["implementasi"] = 61.5
    sheet.twin("B07", "B13", declared)  # across the line: equal kebaruan, signifikansi decides
    sheet.add("B13", "signifikansi", -2)
    sheet.add("B13", "latar", 5)
    sheet.twin("B15", "B10", declared)  # kebaruan decides
    sheet.add("B10", "kebaruan", 3)
    sheet.add("B10", "adaptabilitas", -4)
    sheet.twin("B18", "B20", declared)  # nothing but the time of receipt decides
    sheet.twin("B14", "B11", declared)  # a lead that stage 2 takes back
    sheet.add("B11", "signifikansi", cast.plan.final[1] * 2 // 5)
    high = sheet.score("B02", declared)  # four judges: multiples of 1/80
    sheet.settle("B02", Fraction(int(high * 20), 20) + Fraction(1, 80), declared)
    sheet.settle("B08", Fraction(int(high * 20), 20) + Fraction(1, 100), declared)
    low = sheet.score("B22", declared)
    sheet.settle("B22", Fraction(int(low * 10), 10) + Fraction(1, 40), declared)  # half up is not half to even here
    return sheet, declared


def second_stage(cast: Cast, finalists: list[str]) -> tuple[Sheets, dict[str, str]]:
    """Stage 2 in force: a tie between proposals with different judges, and the lead of stage 1 taken back."""
    sheet = Sheets(cast, "stage2", finalists)
    declared = {sheet.who(1): "B09"}
    sheet.twin("B01", "B09", declared)
    sheet.twin("B11", "B14", declared)
    sheet.add("B14", "penyajian", cast.plan.final[0] // 2)
    return sheet, declared


def third_stage(cast: Cast, finalists: list[str]) -> tuple[Sheets, dict[str, str]]:
    """Stage 3 in force, with a tie of the same two."""
    sheet = Sheets(cast, "stage3", finalists)
    declared = {sheet.who(1): "B09"}
    sheet.twin("B11", "B14", declared)
    return sheet, declared


def _wave(
    sheet: Sheets,
    declared: dict[str, str],
    number: int,
    slips: dict[tuple[int, str, str], Any],
    missing: list[tuple[int, str]],
) -> dict[str, dict[str, Any]]:
    """The sheets as typed: cells in force, conflicts, rows outside the list, and the slips of this wave."""
    result: dict[str, dict[str, Any]] = {}
    blank = dict.fromkeys(CRITERIA[sheet.stage], "")
    for place, judge in enumerate(sheet.panel, 1):
        rows: dict[str, dict[str, Any]] = {}
        for key in sheet.listed:
            if (place, key) in missing:
                continue
            row: dict[str, Any] = {COLUMN: False} | sheet.rows[judge.email][key]
            if conflicted(sheet.cast, judge.opd_code, key):
                if judge.opd_code == "UPTD-BLK":
                    continue
                if judge.opd_code == "DISDUKCAPIL":
                    row = {COLUMN: True} | blank
            elif declared.get(judge.email) == key:
                row = {COLUMN: True} | (row if key == "B12" else blank) | {COLUMN: True}
            rows[key] = row
        result[judge.email] = rows
    outside = {"stage1": {(1, "B21"): 70, (4, "B24"): 66}, "stage2": {(3, "B13"): 79}, "stage3": {}}[sheet.stage]
    for (place, key), value in outside.items():
        result[sheet.who(place)][key] = {COLUMN: False} | dict.fromkeys(blank, value)
    for (place, key, criterion), raw in slips.items():
        result[sheet.who(place)][key] = result[sheet.who(place)][key] | {criterion: raw}
    return result


SLIPS: dict[str, list[tuple[dict[tuple[int, str, str], Any], list[tuple[int, str]]]]] = {
    "stage1": [
        (
            {
                (1, "B06", "signifikansi"): "101",
                (1, "B20", "latar"): "-1",
                (2, "B08", "kebaruan"): "8o",
                (2, "B07", "adaptabilitas"): "   ",
                (4, "B06", "implementasi"): None,
                (5, "B18", "sumberdaya"): 100.5,
                (5, "B10", "kebaruan"): "delapan puluh",
            },
            [(3, "B14"), (3, "B15")],
        ),
        ({(2, "B13", "adaptabilitas"): "", (3, "B15", "latar"): "80,5,5"}, []),
        ({}, []),
    ],
    "stage2": [({(2, "B14", "tanya_jawab"): "n/a", (4, "B01", "penyajian"): "100,01"}, [(5, "B11")]), ({}, [])],
    "stage3": [({(4, "B11", "dukungan"): ""}, []), ({}, [])],
}


def sheet_json(cast: Cast, sheet: Sheets, declared: dict[str, str], day: int) -> dict[str, Any]:
    """`ballots/stageN.json`. The first reading is `day` days after the close, later ones one or two days apart."""
    plan = cast.plan
    days = (plan.closes_at - plan.opens_at).days
    waves = []
    for number, (slips, missing) in enumerate(SLIPS[sheet.stage], 1):
        at = days + day + (2 if sheet.stage == "stage1" else 1) * (number - 1)
        rng = plan.rng("submitted", sheet.stage, number)
        sent = {
            judge.email: stamp(
                plan.when(at, f"{rng.randrange(8, 16):02d}:{rng.randrange(60):02d}:{rng.randrange(60):02d}")
            )
            for judge in sheet.panel
        }
        waves.append(
            {
                "wave": number,
                "read_at": stamp(plan.when(at, "16:00:00")),
                "submitted_at": sent,
                "ballots": _wave(sheet, declared, number, slips, missing),
            }
        )
    return {"stage": sheet.stage, "criteria": list(CRITERIA[sheet.stage]), "conflict_column": COLUMN, "waves": waves}
