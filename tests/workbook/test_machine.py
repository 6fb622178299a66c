"""Two machines at one workbook: one takes over, the other stops before it changes anything more."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from office import Office

from integrations.google.patience import Effect, Patience
from integrations.google.sheets import Sheets
from integrations.workbook.machine import RUNNING, Machine, Replaced, TakenOver, named


class Clocked(Machine):
    """A machine whose waiting is counted, and that looks before every change."""

    def __init__(self, office: Office, data: Path, look: float = 0) -> None:
        self.waited: list[float] = []
        super().__init__(office.sheets, data, self.waited.append, 6)
        self.look = look

    def begins(self, office: Office) -> Clocked:
        self.opened(office.id, office.load().notes.get(RUNNING, ""))
        return self


def running(office: Office) -> str:
    return office.sheets.about(office.id).notes.get(RUNNING, "")


def test_the_first_machine_waits_for_nobody_and_stays(office: Office, tmp_path: Path) -> None:
    machine = Clocked(office, tmp_path).begins(office)
    machine.may_change()
    assert (running(office), machine.waited, machine.took) == (named(tmp_path), [], "")
    machine.begins(office).may_change()
    assert machine.waited == []


def test_nothing_is_taken_over_by_a_pass_that_changes_nothing(office: Office, tmp_path: Path) -> None:
    Clocked(office, tmp_path / "a").begins(office).may_change()
    Clocked(office, tmp_path / "b").begins(office)
    assert running(office) == named(tmp_path / "a")


def test_a_new_machine_takes_over_waits_and_begins_again(office: Office, tmp_path: Path) -> None:
    first, second = Clocked(office, tmp_path / "a").begins(office), Clocked(office, tmp_path / "b")
    first.may_change()
    second.begins(office)
    with pytest.raises(TakenOver, match="mengambil alih"):
        second.may_change()
    assert (second.waited, second.took, running(office)) == ([6], first.name, second.name)
    second.begins(office).may_change()
    with pytest.raises(Replaced, match=second.name):
        first.may_change()
    with pytest.raises(Replaced):  # and for the rest of its pass, whatever it asks
        first.may_change()
    assert running(office) == second.name


def test_of_two_that_take_over_at_once_one_is_refused(office: Office, tmp_path: Path) -> None:
    Clocked(office, tmp_path / "dead").begins(office).may_change()
    one, two = (Clocked(office, tmp_path / n).begins(office) for n in "ab")
    with pytest.raises(TakenOver):
        one.may_change()
    with pytest.raises(Replaced):
        two.may_change()
    assert running(office) == one.name
    fresh = [Clocked(office, tmp_path / n) for n in "cd"]
    for machine in fresh:  # both read a workbook that no machine runs
        machine.opened(office.id, "")
        with pytest.raises(Replaced):
            machine.may_change()


def test_a_machine_that_looked_lately_does_not_look_again(office: Office, tmp_path: Path) -> None:
    first = Clocked(office, tmp_path / "a", look=60).begins(office)
    first.may_change()
    with pytest.raises(TakenOver):
        Clocked(office, tmp_path / "b").begins(office).may_change()
    first.may_change()
    first.look = 0
    with pytest.raises(Replaced):
        first.may_change()


def test_a_lost_answer_to_the_take_over_is_resolved_by_looking(
    office: Office, tmp_path: Path, workspace_sheets: Sheets, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, made = workspace_sheets.renote, []

    def twice(*args: str) -> None:  # as patience does where the first answer was lost
        made.append(args)
        real(*args)  # type: ignore[arg-type]
        real(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(workspace_sheets, "renote", twice)
    machine = Clocked(office, tmp_path).begins(office)
    machine.may_change()
    assert (len(made), running(office)) == (1, machine.name)


def test_every_try_of_a_change_is_asked_for_and_no_read(tmp_path: Path) -> None:
    asked: list[int] = []
    answers: list[Callable[[], str]] = [_refuse, lambda: "selesai", lambda: "dibaca"]
    patience = Patience(sleep=lambda _s: None, may_change=lambda: asked.append(1))

    def answer() -> str:
        return answers.pop(0)()

    assert patience.call("x", answer, Effect.KEYED, lambda _e: None) == "selesai"
    assert len(asked) == 2
    patience.call("x", answers.pop(0), Effect.READ, lambda _e: None)
    assert len(asked) == 2


def _refuse() -> str:
    raise ConnectionError


def test_a_host_keeps_its_name_and_an_empty_disk_makes_another(tmp_path: Path) -> None:
    assert named(tmp_path / "a") == named(tmp_path / "a") != named(tmp_path / "b")
