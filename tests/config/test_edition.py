"""The edition's YAML: what is wrong in it is said with file and place, and the one that ships is right."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from config.edition import load_rulebook, rulebook_of, season_rulebook, write_rulebook
from config.errors import FixSettings
from config.settings import SHIPPED_RULEBOOK

SEASON = Path(__file__).parents[3] / "shared" / "season" / "edition.json"


def shipped() -> dict[str, Any]:
    document: dict[str, Any] = yaml.safe_load(SHIPPED_RULEBOOK.read_text(encoding="utf-8"))
    return document


def said(document: dict[str, Any]) -> str:
    with pytest.raises(FixSettings) as caught:
        rulebook_of(document, "competition.yaml")
    return str(caught.value)


def written(folder: Path, text: str, name: str = "competition.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def refused(path: Path) -> str:
    with pytest.raises(FixSettings) as caught:
        load_rulebook(path)
    return str(caught.value)


def test_the_shipped_edition_loads_and_is_what_its_document_says() -> None:
    rules = load_rulebook(SHIPPED_RULEBOOK)
    assert rules == rulebook_of(shipped(), "x")
    assert [s.id for s in rules.stages] == ["stage1", "stage2", "stage3"]
    assert len(rules.checklist) == 11
    assert (rules.edition.id, rules.final.weights_status) == ("kipp-2027", "contoh")


def test_the_example_of_a_timetable_is_one_that_loads(tmp_path: Path) -> None:
    lines = SHIPPED_RULEBOOK.read_text(encoding="utf-8").splitlines()
    first = lines.index("# timetables:")
    count = next(i for i, line in enumerate(lines[first:]) if not line.startswith("# "))
    text = "\n".join([*lines[:first], *(line[2:] for line in lines[first : first + count]), *lines[first + count :]])
    found = load_rulebook(written(tmp_path, text)).timetables
    assert {k: (t.kind, len(list(t.times()))) for k, t in found.items()} == {
        "stage2": ("presentation", 14),
        "stage3": ("visit", 3),
    }


def test_a_stage_that_does_not_add_up_is_named_by_its_place() -> None:
    document = shipped()
    document["stages"][1]["groups"][0]["weight"] = 60
    assert said(document) == "competition.yaml › stages › 1: groups: weights must total 100 (total 90)"


@pytest.mark.parametrize(("change", "expected"), [
    ({"advance": 0}, "competition.yaml › stages › 0 › advance: Input should be greater than or equal to 1 (tertulis 0)"),
    ({"advance": "tujuh"}, "competition.yaml › stages › 0 › advance: Input should be a valid integer, unable to parse string as an integer (tertulis 'tujuh')"),
    ({"seats": 7}, "competition.yaml › stages › 0 › seats: Extra inputs are not permitted (tertulis 7)"),
    ({"label": None}, "competition.yaml › stages › 0 › label: Input should be a valid string (tertulis None)"),
])  # fmt: skip
def test_a_wrong_value_is_told_with_its_place_and_what_was_written(change: dict[str, Any], expected: str) -> None:
    document = shipped()
    document["stages"][0] |= change
    assert said(document) == expected


def test_a_missing_key_is_told_without_a_value() -> None:
    document = shipped()
    del document["intake"]["closes_at"]
    assert said(document) == "competition.yaml › intake › closes_at: Field required"
    assert said({}) == "competition.yaml › edition: Field required"


def test_rules_that_contradict_each_other_are_told_under_the_files_name() -> None:
    assert (
        said(shipped() | {"final": {"weights": {"stage1": 50}}})
        == "competition.yaml: final › weights: must total 100 (total 50)"
    )


@pytest.mark.parametrize(
    ("text", "line"), [("a: 1\nb: [1, 2\nc: 3\n", 3), ("a: 1\n\tb: 2\n", 2), ("a: b: c\n", 1), ("ok: ya\n'x\n", 3)]
)
def test_a_syntax_error_names_the_line(tmp_path: Path, text: str, line: int) -> None:
    assert refused(written(tmp_path, text)) == f"competition.yaml: bukan YAML yang sah pada baris {line}"


def test_a_syntax_error_in_json_names_the_line(tmp_path: Path) -> None:
    assert (
        refused(written(tmp_path, '{\n "a": 1,\n b\n}', "edition.json"))
        == "edition.json: bukan JSON yang sah pada baris 3"
    )


@pytest.mark.parametrize("text", ["", "- a\n- b\n", "tulisan saja", "42", "# hanya komentar"])
def test_a_file_without_keys_is_refused(tmp_path: Path, text: str) -> None:
    assert refused(written(tmp_path, text)) == "competition.yaml: isinya bukan daftar kunci dan nilai"


def test_a_file_that_cannot_be_read_names_the_setting(tmp_path: Path) -> None:
    (tmp_path / "biner.yaml").write_bytes(b"\xff\xfe\x00")
    for path, kind in (
        (tmp_path / "tidak-ada.yaml", "FileNotFoundError"),
        (tmp_path, "IsADirectoryError"),
        (tmp_path / "biner.yaml", "UnicodeDecodeError"),
    ):
        assert refused(path) == f"{path}: tidak dapat dibaca ({kind}); periksa PANITIA_COMPETITION"


def test_a_day_that_does_not_exist_is_refused_with_the_files_name(tmp_path: Path) -> None:
    text = SHIPPED_RULEBOOK.read_text(encoding="utf-8").replace(
        "age_counted_back_from: 2027-03-31", "age_counted_back_from: 2027-02-30"
    )
    assert refused(written(tmp_path, text)).startswith("competition.yaml")


def test_a_forbidden_character_names_the_line(tmp_path: Path) -> None:
    assert refused(written(tmp_path, "a: 1\nb: \x07\n")) == "competition.yaml: bukan YAML yang sah pada baris 2"


def test_a_key_that_stands_twice_is_refused(tmp_path: Path) -> None:
    text = SHIPPED_RULEBOOK.read_text(encoding="utf-8").replace(
        "  quota_per_opd: 3\n", "  quota_per_opd: 3\n  quota_per_opd: 5\n"
    )
    assert refused(written(tmp_path, text)).startswith("competition.yaml")


def test_a_document_written_is_read_back_as_the_same_rules(tmp_path: Path) -> None:
    path = tmp_path / "baru" / "competition.yaml"
    write_rulebook(shipped(), path)
    assert load_rulebook(path) == load_rulebook(SHIPPED_RULEBOOK)


def season(folder: Path, text: str) -> Path:
    return written(folder, text, "edition.json")


def test_a_season_lies_over_the_defaults_and_only_its_unknown_top_level_keys_are_dropped(tmp_path: Path) -> None:
    rules, merged = season_rulebook(
        season(tmp_path, '{"awards": ["Juara"], "mailbox": {"address": "x@y.example"}, "cerita": {"apa": "saja"}}'),
        SHIPPED_RULEBOOK,
    )
    assert (rules.awards, rules.mailbox.address, rules.stages) == (
        ("Juara",),
        "x@y.example",
        load_rulebook(SHIPPED_RULEBOOK).stages,
    )
    assert sorted(merged) == sorted(shipped())


def test_an_unknown_key_inside_a_seasons_rules_is_still_refused(tmp_path: Path) -> None:
    with pytest.raises(FixSettings) as caught:
        season_rulebook(season(tmp_path, '{"scale": {"min": 0, "max": 100, "decimal_koma": true}}'), SHIPPED_RULEBOOK)
    assert str(caught.value) == "edition.json › scale › decimal_koma: Extra inputs are not permitted (tertulis True)"


@pytest.mark.skipif(not SEASON.exists(), reason="the sample season is not here")
def test_the_sample_seasons_edition_loads() -> None:
    rules, _ = season_rulebook(SEASON, SHIPPED_RULEBOOK)
    assert (rules.edition.id, rules.stage("stage1").advance, len(rules.aspects)) == ("kipp-2026-a", 7, 8)
