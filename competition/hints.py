"""Likely slips in a judge's own scores: said to that judge alone, never blocking, never changing a score."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from statistics import correlation, median

from competition.scoring import total
from competition.stages import Scale, Stage

Rows = Mapping[int, Mapping[str, Fraction]]  # proposal -> criterion -> score

_SAME = 5  # rows: fewer equal scores down a column are no sign of anything
_SHIFT = 6  # rows: fewer cannot tell a shifted list from another opinion
_APART = Fraction(30, 100)  # of the scale: farther than this from all others is asked about
_ODD = Fraction(40, 100)  # of the scale: a lone 0, 100 or single digit this far from the own median is asked about
_LOW = Fraction(10, 100)  # of the scale: 8 for 80


def hints(
    stage: Stage, scale: Scale, own: Rows, order: Sequence[int], others: Mapping[str, Rows]
) -> dict[int, list[str]]:
    """Proposal -> what may be a slip there, in words. `own`: the judge's valid rows; `order`: as they stand on the ballot.

    `others`: the other judges' valid rows; of them nothing is said but that all of them are far away.
    """
    found: dict[int, list[str]] = {}
    rows = [n for n in order if n in own]
    for number, text in [
        *_same_column(stage, own, rows),
        *_typos(stage, scale, own, rows),
        *_far(stage, scale, own, rows, others),
        *_shifted(stage, own, rows, others),
    ]:
        found.setdefault(number, []).append(text)
    return found


def _same_column(stage: Stage, own: Rows, rows: Sequence[int]) -> list[tuple[int, str]]:
    """The same score in every row: said once, on the first row."""
    if len(rows) < _SAME:
        return []
    return [
        (rows[0], f"{c.label}: nilainya sama pada semua {len(rows)} usulan")
        for c in stage.columns
        if len({own[n][c.id] for n in rows}) == 1
    ]


def _typos(stage: Stage, scale: Scale, own: Rows, rows: Sequence[int]) -> list[tuple[int, str]]:
    """An end of the scale, or a number that lacks a digit, far from what the judge usually gives."""
    width = scale.max - scale.min
    found = []
    for c in stage.columns:
        values = [own[n][c.id] for n in rows]
        if len(values) < 3:
            continue
        usual = median(values)
        for n in rows:
            value = own[n][c.id]
            if abs(value - usual) < _ODD * width:
                continue
            if value in {scale.min, scale.max}:
                found.append((n, f"{c.label}: {_number(value)}, salah ketik?"))
            elif value - scale.min < _LOW * width:
                found.append((n, f"{c.label}: {_number(value)}, kurang satu angka?"))
    return found


def _far(
    stage: Stage, scale: Scale, own: Rows, rows: Sequence[int], others: Mapping[str, Rows]
) -> list[tuple[int, str]]:
    """A total farther from every other judge's than two opinions usually are; of two or more others."""
    found = []
    for n in rows:
        mine = total(own[n], stage)
        theirs = [total(r[n], stage) for r in others.values() if n in r]
        if len(theirs) >= 2 and all(abs(mine - t) > _APART * (scale.max - scale.min) for t in theirs):
            found.append((n, "jumlahnya jauh dari semua juri lain; benarkah untuk usulan ini?"))
    return found


def _shifted(stage: Stage, own: Rows, rows: Sequence[int], others: Mapping[str, Rows]) -> list[tuple[int, str]]:
    """Totals that follow the others' only when the list is moved by one row."""
    means: list[Fraction | None] = []
    for n in rows:
        theirs = [total(r[n], stage) for r in others.values() if n in r]
        means.append(sum(theirs, Fraction(0)) / len(theirs) if theirs else None)
    mine = [total(own[n], stage) for n in rows]
    straight = _agreement(mine, means)
    for step in (1, -1):
        moved = _agreement(mine[1:], means[:-1]) if step == 1 else _agreement(mine[:-1], means[1:])
        if straight is not None and moved is not None and straight < 0.3 and moved > 0.9:
            where = "bawah" if step == 1 else "atas"
            return [(rows[0], f"isian tampak bergeser satu baris ke {where}; periksa urutannya")]
    return []


def _agreement(mine: Sequence[Fraction], means: Sequence[Fraction | None]) -> float | None:
    pairs = [(float(a), float(b)) for a, b in zip(mine, means, strict=True) if b is not None]
    if len(pairs) < _SHIFT or len({a for a, _ in pairs}) < 2 or len({b for _, b in pairs}) < 2:
        return None
    return correlation([a for a, _ in pairs], [b for _, b in pairs])


def _number(value: Fraction) -> str:
    return f"{float(value):g}".replace(".", ",")
