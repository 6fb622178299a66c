"""Scores, ranks, tie-breaks and awards from the ballots, in exact fractions."""

import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

from .cast import Cast
from .edition import AWARDS, SCORED, STAGE2_GROUPS, STAGE3, TIE_STEPS
from .plan import stamp
from .register import judges

Scores = dict[str, dict[str, dict[str, Fraction]]]
CRITERIA = {
    "stage1": {id_: Fraction(weight, 100) for id_, _, weight in SCORED},
    "stage2": {id_: Fraction(weight * share, 10000) for _, share, rows in STAGE2_GROUPS for id_, _, weight in rows},
    "stage3": {id_: Fraction(weight, 100) for id_, _, weight in STAGE3},
}
COLUMN = "benturan_kepentingan"


def fraction(value: Fraction) -> str:
    """A reduced fraction as text."""
    return f"{value.numerator}/{value.denominator}"


def display(value: Fraction) -> str:
    """Two decimals, halves up."""
    scaled = Decimal((value * 10**9).numerator) / Decimal((value * 10**9).denominator)
    return str((scaled / Decimal(10**9)).quantize(Decimal("0.01"), ROUND_HALF_UP))


def read_cell(raw: Any) -> tuple[Fraction | None, str | None]:
    """The number in a cell, or why there is none."""
    if raw is None or (isinstance(raw, str) and not raw.strip()):
        return None, "blank"
    text = str(raw).strip()
    if not re.fullmatch(r"[+-]?\d+([.,]\d+)?", text):
        return None, "not-a-number"
    value = Fraction(text.replace(",", "."))
    return (value, None) if 0 <= value <= 100 else (None, "out-of-range")


def conflicted(cast: Cast, code: str, key: str) -> bool:
    """Own agency, its parent, or one of its units."""
    other = cast.innovations[key].code
    if not code or other is None:
        return False
    return other == code or cast.register[code].parent == other or cast.register[other].parent == code


class Reading:
    """One stage's ballots, wave by wave, judged by rule.

    `scores`: key -> judge -> criterion -> value, of the last wave.
    """

    def __init__(self, cast: Cast, stage: str, sheet: dict[str, Any], listed: list[str]) -> None:
        """Read every wave of the sheet of `stage` for the proposals on the list."""
        self.bounced: list[dict[str, Any]] = []
        self.left_out: list[dict[str, Any]] = []
        self.typed: list[dict[str, Any]] = []
        self.scores: Scores = {}
        self.complete = 0
        panel = judges(cast.plan)
        for wave in sheet["waves"]:
            self.scores = {key: {} for key in listed}
            self.typed = []
            problems = 0
            for judge in panel:
                rows = wave["ballots"][judge.email]
                items = self._judge(cast, stage, wave["wave"], judge.email, judge.opd_code, rows, listed)
                problems += len(items)
                if items:
                    self.bounced.append(
                        {
                            "wave": wave["wave"],
                            "judge": judge.email,
                            "submitted_at": wave["submitted_at"][judge.email],
                            "items": items,
                        }
                    )
            if not problems:
                self.complete = wave["wave"]
        assert problems == 0, "the last wave must be complete"

    def _judge(
        self, cast: Cast, stage: str, wave: int, judge: str, code: str, rows: dict[str, Any], listed: list[str]
    ) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = []
        for key, row in rows.items():
            numbers = any(isinstance(value, (int, float)) and not isinstance(value, bool) for value in row.values())
            if key not in listed:
                self.left_out.append({"wave": wave, "judge": judge, "proposal": key, "reason": "not-on-list"})
            elif conflicted(cast, code, key):
                self.left_out.append(
                    {
                        "wave": wave,
                        "judge": judge,
                        "proposal": key,
                        "reason": "conflict-own-opd",
                        "had_numbers": numbers,
                    }
                )
            elif row[COLUMN]:
                self.left_out.append(
                    {
                        "wave": wave,
                        "judge": judge,
                        "proposal": key,
                        "reason": "conflict-declared",
                        "had_numbers": numbers,
                    }
                )
            else:
                values = {}
                for criterion in CRITERIA[stage]:
                    value, problem = read_cell(row[criterion])
                    if problem:
                        items.append(
                            {"proposal": key, "criterion": criterion, "raw": row[criterion], "reason": problem}
                        )
                    else:
                        values[criterion] = value or Fraction(0)
                        if isinstance(row[criterion], str):
                            self.typed.append(
                                {
                                    "judge": judge,
                                    "proposal": key,
                                    "criterion": criterion,
                                    "raw": row[criterion],
                                    "value": fraction(values[criterion]),
                                }
                            )
                if len(values) == len(CRITERIA[stage]):
                    self.scores[key][judge] = values
        for key in listed:
            if key not in rows and not conflicted(cast, code, key):
                items.append({"proposal": key, "criterion": None, "raw": None, "reason": "missing-row"})
        return items


def total(stage: str, values: dict[str, Fraction]) -> Fraction:
    """A judge's total."""
    return sum((CRITERIA[stage][id_] * value for id_, value in values.items()), Fraction(0))


def mean(values: list[Fraction]) -> Fraction:
    """Arithmetic mean."""
    return sum(values, Fraction(0)) / len(values)


def criterion_mean(scores: Scores, key: str, criterion: str) -> Fraction:
    """Mean of one criterion over the judges who scored."""
    return mean([row[criterion] for row in scores[key].values()])


class Order:
    """Ranks by score, then by the tie-break steps of the edition."""

    def __init__(self, cast: Cast, first: Scores, received: dict[str, Any]) -> None:
        """`first`: the scores of stage 1; `received`: time of receipt by key."""
        self.cast, self.first, self.received = cast, first, received

    def step(self, name: str, key: str) -> Any:
        """The value a step compares; larger is better except for the time of receipt."""
        return self.received[key] if name == "received_at" else criterion_mean(self.first, key, name)

    def rank(self, scores: dict[str, Fraction]) -> list[str]:
        """Keys, best first."""

        def sort_key(key: str) -> tuple[Any, ...]:
            steps = [self.step(name, key) if name == "received_at" else -self.step(name, key) for name in TIE_STEPS]
            return (-scores[key], *steps)

        return sorted(scores, key=sort_key)

    def ties(self, scores: dict[str, Fraction], ranked: list[str], line: int | None = None) -> list[dict[str, Any]]:
        """Every pair of equal scores and what decided it."""
        found = []
        for place, (one, two) in enumerate(pairwise(ranked), 1):
            if scores[one] != scores[two]:
                continue
            values: dict[str, dict[str, str]] = {}
            for name in TIE_STEPS:
                pair = (self.step(name, one), self.step(name, two))
                show: Callable[[Any], str] = stamp if name == "received_at" else fraction
                values[name] = {one: show(pair[0]), two: show(pair[1])}
                if pair[0] != pair[1]:
                    break
            row: dict[str, Any] = {
                "score": fraction(scores[one]),
                "ranks": [place, place + 1],
                "order": [one, two],
                "decided_by": name,
                "values": values,
            }
            if line is not None:
                row["crosses_line"] = place == line
            found.append(row)
        return found


def stage_truth(stage: str, reading: Reading, order: Order, line: int | None = None) -> dict[str, Any]:
    """The ranking of one stage."""
    scores = {key: mean([total(stage, row) for row in rows.values()]) for key, rows in reading.scores.items()}
    ranked = order.rank(scores)
    rows = []
    for place, key in enumerate(ranked, 1):
        per_judge = {judge: total(stage, row) for judge, row in reading.scores[key].items()}
        rows.append(
            {
                "rank": place,
                "key": key,
                "exact": fraction(scores[key]),
                "display": display(scores[key]),
                "judges": len(per_judge),
                "totals": {
                    judge: {"exact": fraction(value), "display": display(value)} for judge, value in per_judge.items()
                },
                "means": {id_: fraction(criterion_mean(reading.scores, key, id_)) for id_ in CRITERIA[stage]},
            }
        )
    return {"ranking": rows, "tie_breaks": order.ties(scores, ranked, line)}


def same_display(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Neighbours that look equal and are not."""
    return [
        {"display": one["display"], "keys": [one["key"], two["key"]], "exact": [one["exact"], two["exact"]]}
        for one, two in pairwise(rows)
        if one["display"] == two["display"] and one["exact"] != two["exact"]
    ]


def final_truth(cast: Cast, stages: dict[str, dict[str, Any]], finalists: list[str], order: Order) -> dict[str, Any]:
    """The weighted sum of the three stages, ranks and awards."""
    found = {stage: {row["key"]: Fraction(row["exact"]) for row in truth["ranking"]} for stage, truth in stages.items()}
    weights = dict(zip(found, cast.plan.final, strict=True))
    scores = {
        key: sum((found[stage][key] * Fraction(weights[stage], 100) for stage in found), Fraction(0))
        for key in finalists
    }
    ranked = order.rank(scores)
    return {
        "weights_status": "ditetapkan",
        "ranking": [
            {"rank": place, "key": key, "exact": fraction(scores[key]), "display": display(scores[key])}
            for place, key in enumerate(ranked, 1)
        ],
        "tie_breaks": order.ties(scores, ranked),
        "winners": [
            {"award": award, "key": key, "title": cast.innovations[key].title}
            for award, key in zip(AWARDS, ranked, strict=False)
        ],
    }


def judge_truth(cast: Cast, reading: Reading, listed: list[str]) -> list[dict[str, Any]]:
    """What each judge scored in the first stage and was kept from scoring."""
    result = []
    for judge in judges(cast.plan):
        rows = {key: per[judge.email] for key, per in reading.scores.items() if judge.email in per}
        own = [key for key in listed if conflicted(cast, judge.opd_code, key)]
        declared = [key for key in listed if key not in rows and key not in own]
        result.append(
            {
                "judge": judge.email,
                "scored": len(rows),
                "excluded_own_opd": own,
                "excluded_declared": declared,
                "mean_total": display(mean([total("stage1", row) for row in rows.values()])),
            }
        )
    return result
