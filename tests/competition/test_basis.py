"""A frozen ranking follows from its own basis, byte for byte; anything else in the basis gives another one."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from build import at, rulebook, tallied

from competition.basis import Basis, Member, basis_of
from competition.pleno import PlenoDecision, Waiver
from competition.policy import Entry, Kind, applied
from competition.selection import Bench, Ranking, final_ranking, stage_ranking
from competition.snapshot import Snapshot, differences, frozen_ranking, recomputed_ranking
from config.errors import FixData
from flows.recomputing import recompute

RULES = rulebook()
CELLS = {
    1: {"a@x": (80, 82, 84), "b@x": (70, 82, 84)},
    2: {"a@x": (80, 82, 84), "b@x": (70, 82, 84)},
    3: {"a@x": (90, 90, 91), "b@x": (60, 61, 62)},
    4: {"b@x": (99, 98, 97)},
}
RECEIVED = {n: at(f"2026-03-05 08:00:0{n % 2}") for n in CELLS}  # 2 and 4 came a second before 1 and 3
PLENO = (PlenoDecision(stage="stage1", order=(2, 1), by="Ketua", reason="rapat pleno", minutes="12/BA"),)
WAIVERS = (Waiver(stage="stage1", proposal=4, judge="a@x", by="Ketua", reason="sakit"),)
PANEL = (Member(email="a@x", name="A", institution="U"), Member(email="b@x", name="B"))


def frozen(basis: Basis, ranking: Ranking) -> Snapshot:
    """The snapshot as it comes out of its own bytes."""
    made = Snapshot(
        edition="e", decision=basis.decision, label="L", revision=1, reason="", approved_at=datetime(2026, 5, 1, tzinfo=UTC),
        seats=ranking.seats, entries=(), templates={}, letters={}, content=ranking.model_dump(), basis=basis,
    )  # fmt: skip
    return Snapshot.model_validate_json(made.canonical)


def stage1(same_time: bool = False) -> Snapshot:
    received = dict.fromkeys(CELLS, at("2026-03-05 08:00:00")) if same_time else RECEIVED
    bench = Bench(RULES, {"stage1": tallied(RULES.stage("stage1"), CELLS)}, received, PLENO)
    missing = {4: ("a@x",)}
    basis = basis_of("stage1", bench, list(CELLS), missing=missing, waivers=WAIVERS, panel=PANEL)
    return frozen(basis, stage_ranking(RULES.stage("stage1"), list(CELLS), missing, bench, WAIVERS))


@pytest.mark.parametrize("same_time", [False, True], ids=["parted by receipt", "parted by the pleno"])
def test_a_stage_s_ranking_is_made_again_byte_for_byte_with_ties_waivers_and_pleno(same_time: bool):
    found = stage1(same_time)
    assert recomputed_ranking(found) == frozen_ranking(found)
    assert b"dikecualikan oleh Ketua" in frozen_ranking(found)
    assert (b"diputuskan pleno" in frozen_ranking(found)) == same_time


def test_a_ranking_with_a_policy_is_made_again_and_without_its_entry_it_is_another_one():
    bench = Bench(RULES, {"stage1": tallied(RULES.stage("stage1"), CELLS)}, RECEIVED)
    raw = stage_ranking(RULES.stage("stage1"), list(CELLS), {}, bench)
    inside, outside = raw.placings[0].number, raw.placings[-1].number
    entries = [
        Entry(
            key=f"K-{n}",
            stage=stage,
            proposal=n,
            kind=Kind.NEW_FACES,
            passes=passes,
            reason="r",
            by="Ketua",
            minutes="1/BA",
        )
        for n, passes, stage in ((inside, False, "stage1"), (outside, True, "stage1"), (outside, True, "stage2"))
    ]
    basis = basis_of("stage1", bench, list(CELLS), policies=entries)
    found = frozen(basis, applied(raw, entries, RULES.policies).ranking)
    assert [e.stage for e in basis.policies] == ["stage1", "stage1"]
    assert recomputed_ranking(found) == frozen_ranking(found)
    assert b"kebijakan wajah baru" in frozen_ranking(found)
    bare = found.model_copy(update={"basis": basis.model_copy(update={"policies": ()})})
    assert recomputed_ranking(bare) != frozen_ranking(bare)


def test_the_final_ranking_is_made_again_from_the_scores_of_all_stages():
    tallies = {
        "stage1": tallied(RULES.stage("stage1"), CELLS),
        "stage2": tallied(RULES.stage("stage2"), CELLS),
        "stage3": tallied(RULES.stage("stage3"), {n: {j: c[:1] for j, c in row.items()} for n, row in CELLS.items()}),
    }
    bench = Bench(RULES, tallies, RECEIVED)
    found = frozen(basis_of("final", bench, [1, 3, 4]), final_ranking([1, 3, 4], bench))
    assert recomputed_ranking(found) == frozen_ranking(found)
    assert found.basis is not None and set(found.basis.scores) == {"stage1", "stage2", "stage3"}


def test_the_command_prints_the_ranking_and_refuses_a_copy_in_which_a_byte_changed(tmp_path: Path):
    found, file = stage1(), tmp_path / "beku.json"
    file.write_bytes(found.canonical)
    assert recompute(str(file)) == (frozen_ranking(found), found.sha256)
    refused = 0
    exact = found.basis.scores["stage1"][3]["a@x"]["latar"] if found.basis else ""
    for old, new in ((f'"latar":"{exact}"', '"latar":"89"'), ('"rank":1', '"rank":2'), ("08:00:01", "08:00:09")):
        assert old.encode() in found.canonical, old
        file.write_bytes(found.canonical.replace(old.encode(), new.encode(), 1))
        with pytest.raises(FixData):
            recompute(str(file), found.sha256)
        refused += 1
    assert refused == 3


def test_a_changed_ballot_is_told_without_any_hash(tmp_path: Path):
    found, file = stage1(), tmp_path / "beku.json"
    file.write_bytes(found.canonical.replace(b'"latar":"90"', b'"latar":"89"', 1))
    with pytest.raises(FixData, match="BERBEDA dari peringkat yang dibekukan, mulai bita ke-"):
        recompute(str(file))


def test_a_copy_that_was_written_anew_with_spaces_is_not_the_one_that_was_saved(tmp_path: Path):
    file = tmp_path / "beku.json"
    file.write_bytes(stage1().canonical.replace(b'":', b'": ', 1))
    with pytest.raises(FixData, match="susunan bitanya berbeda"):
        recompute(str(file))


def test_a_change_in_the_ballots_that_moves_nothing_is_still_told():
    before = stage1()
    assert before.basis is not None
    scores = {"stage1": before.basis.scores["stage1"] | {1: {"a@x": {}}}}
    now = before.model_copy(update={"basis": before.basis.model_copy(update={"scores": scores})})
    assert differences(before, now) == ["isian juri berubah, peringkat tetap sama"]
    assert differences(before, before) == []
