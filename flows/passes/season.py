"""A whole pass: every step in order, each doing all that is due as of now. Runs with and without Prefect.

Scoring and selection come before assignment, so that a result approved since the last pass opens the next stage in
this one; intake and administration come first, letters, papers and Beranda last.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from competition.letters import Templates
from competition.rulebook import Rulebook
from flows.passes.administration import Administration
from flows.passes.assignment import Assignment
from flows.passes.confirmations import confirmations
from flows.passes.context import Pass, log
from flows.passes.home import home
from flows.passes.intake import Intake
from flows.passes.notification import Notification
from flows.passes.objections import settle
from flows.passes.papers import Papers
from flows.passes.policy import tell
from flows.passes.reach import check, note
from flows.passes.scoring import Scoring
from flows.passes.selection import Selection
from flows.passes.timetable import Timetables
from integrations.workbook.machine import TakenOver
from integrations.workspace import Workspace

INTAKE, ADMINISTRATION, SCORING, SELECTION, ASSIGNMENT, NOTIFICATION = (
    "intake",
    "administration",
    "scoring",
    "selection",
    "assignment",
    "notification",
)
FLOWS = (INTAKE, ADMINISTRATION, SCORING, SELECTION, ASSIGNMENT, NOTIFICATION)


@dataclass(frozen=True, slots=True)
class Step:
    """A named piece of a pass; `run` does it."""

    name: str
    run: Callable[[], None]


def steps(this: Pass, templates: Templates, flows: Sequence[str] = FLOWS) -> list[Step]:
    """The steps of these flows, in order: the world is opened first, Beranda comes last."""
    intake, this.templates = Intake(this), templates
    made: dict[str, list[Step]] = {
        INTAKE: [Step("intake", lambda: intake.run(intake.gather()))],
        ADMINISTRATION: [Step("administration", lambda: Administration(this).run())],
        SCORING: [Step("scoring", lambda: Scoring(this).run())],
        SELECTION: [Step("selection", lambda: _select(this))],
        ASSIGNMENT: [
            Step("assignment", lambda: Assignment(this).run()),
            Step("timetable", lambda: Timetables(this).run()),
        ],
        NOTIFICATION: [
            Step("notification", lambda: Notification(this).run()),
            Step("confirmation", lambda: confirmations(this)),
            Step("papers", lambda: Papers(this).run()),
        ],
    }
    chosen = [step for name in FLOWS if name in flows for step in made[name]]
    return [Step("open", lambda: _open(this)), *chosen, Step("home", lambda: _home(this))]


def _open(this: Pass) -> None:
    this.open()
    check(this)


def _home(this: Pass) -> None:
    home(this)
    note(this)


def _select(this: Pass) -> None:
    """Rankings stand as the scores, the cases and the policy of this moment make them."""
    settle(this)
    Selection(this).run()
    tell(this)


def run_pass(
    workspace: Workspace, rulebook: Rulebook, templates: Templates, now: datetime, flows: Sequence[str] = FLOWS
) -> Pass:
    """One pass without Prefect; the pass tells what it did."""
    return begun(lambda: _run(Pass(workspace, rulebook, now), templates, flows))


def begun(whole: Callable[[], Pass]) -> Pass:
    """What `whole` makes: one pass, begun once more where this machine took the edition over from another."""
    try:
        return whole()
    except TakenOver as over:
        log.warning("%s", over)
        return whole()


def _run(this: Pass, templates: Templates, flows: Sequence[str]) -> Pass:
    for step in steps(this, templates, flows):
        step.run()
    return this
