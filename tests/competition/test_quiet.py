"""Quiet hours: written as people write them, over midnight too, and wrong ones are refused."""

from __future__ import annotations

import pytest
from build import at, rulebook

from competition.rulebook import LetterRules


def quiet(text: str, moment: str) -> bool:
    hours = LetterRules.model_validate({"quiet_hours": text}).quiet_hours
    return hours is not None and hours.covers(at(f"2026-04-08 {moment}"))


@pytest.mark.parametrize(("moment", "covered"), [
    ("19:59:59", False), ("20:00:00", True), ("23:59:59", True), ("00:00:00", True), ("05:59:59", True), ("06:00:00", False), ("12:00:00", False),
])  # fmt: skip
def test_a_night_reaches_over_midnight(moment: str, covered: bool) -> None:
    assert quiet("20:00-06:00", moment) is covered


@pytest.mark.parametrize(("moment", "covered"), [("12:00:00", True), ("13.00".replace(".", ":") + ":00", False)])
def test_a_noon_rest_lies_within_a_day(moment: str, covered: bool) -> None:
    assert quiet("12.00 – 13.00", moment) is covered


@pytest.mark.parametrize("text", ["", "malam", "20:00", "25:00-06:00", "20:00-06:60", "06:00-06:00", 1200, ["20:00", "06:00"]])  # fmt: skip
def test_what_is_no_span_is_refused(text: object) -> None:
    with pytest.raises(ValueError, match="quiet"):
        LetterRules.model_validate({"quiet_hours": text})


def test_an_edition_without_quiet_hours_has_none() -> None:
    assert (rulebook().letters.quiet_hours, [s.form for s in rulebook().stages]) == (None, [False] * 3)
