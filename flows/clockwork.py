"""A pass as a Prefect flow: names, tags, one task per step, retries where safe, a summary as artifact.

Prefect wakes us up and shows what ran; it never holds the truth. A run that is lost, late or doubled is harmless,
because every pass does all that is due as of now.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import cast
from uuid import UUID

from prefect import tags, task
from prefect.artifacts import create_markdown_artifact, create_progress_artifact, update_progress_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun
from prefect.tasks import Task, exponential_backoff

from competition.letters import Templates
from config.edition import load_rulebook
from config.errors import Wait
from config.settings import load_settings
from config.templates import load_templates
from flows.lock import only_one
from flows.now import now_in
from flows.passes.context import Pass, log
from flows.passes.season import ASSIGNMENT, NOTIFICATION, Step, begun, steps
from integrations.google.patience import Unsure
from integrations.workspace import open_workspace

_NEVER_AGAIN = frozenset({ASSIGNMENT, NOTIFICATION})  # a lost answer there is resolved by looking, on the next pass


def _may_repeat(_task: Task[..., object], _run: TaskRun, state: State) -> bool:
    """Only passing trouble, and never a write whose answer was lost."""
    found = state.result(raise_on_failure=False)
    return isinstance(found, Wait) and not isinstance(found, Unsure)


def _as_task(step: Step) -> Callable[[], None]:
    again = 0 if step.name in _NEVER_AGAIN else 2
    named = task(
        name=step.name,
        task_run_name=step.name,
        cache_policy=NO_CACHE,
        persist_result=False,
        retries=again,
        retry_delay_seconds=exponential_backoff(10),
        retry_jitter_factor=0.5,
        retry_condition_fn=_may_repeat,
    )
    return named(step.run)


def carry_out(name: str, flows: Sequence[str], at: str | None) -> dict[str, int]:
    """One pass of these flows inside a Prefect flow; what was done, by kind. `at`: ISO 8601 instant, None = now."""
    settings = load_settings()
    rulebook = load_rulebook(settings.competition)
    now = datetime.fromisoformat(at) if at else now_in(settings)
    with only_one(settings.data, rulebook.edition.id), tags(rulebook.edition.id):
        workspace, templates = open_workspace(settings, rulebook.mailbox.address), load_templates(settings.competition)
        this = begun(lambda: _walk(Pass(workspace, rulebook, now), Templates(templates), flows))
    _show(rulebook.edition.id, name, this, this.counts.words())
    return this.counts.done


def _walk(this: Pass, templates: Templates, flows: Sequence[str]) -> Pass:
    progress: UUID | None = None
    chosen = steps(this, templates, flows)
    for i, step in enumerate(chosen):
        _as_task(step)()
        if this.counts.done:  # an idle pass leaves no progress behind
            try:
                if progress is None:
                    progress = cast("UUID", create_progress_artifact(progress=0.0, description=f"Putaran {this.at()}"))
                update_progress_artifact(artifact_id=progress, progress=100.0 * (i + 1) / len(chosen))
            except Exception as error:  # showing is not the work: a Prefect that is down must not stop a pass
                log.warning("kemajuan tidak dapat ditampilkan: %s", type(error).__name__)
    return this


def _show(edition: str, name: str, this: Pass, summary: str) -> None:
    rows = "\n".join(f"| {what} | {n} |" for what, n in this.counts.done.items())
    table = f"\n\n| Dikerjakan | Jumlah |\n|---|---|\n{rows}" if rows else ""
    key = "".join(c if c.isascii() and c.isalnum() else "-" for c in f"panitia-{edition}-{name}".lower())
    try:
        create_markdown_artifact(key=key, markdown=f"# {name} {this.at()}\n\n{summary}{table}", description=summary)
    except Exception as error:  # as above
        log.warning("ringkasan tidak dapat ditampilkan: %s", type(error).__name__)
