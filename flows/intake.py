"""The intake flow by itself; `season` runs it in its place among the others."""

from prefect import flow

from flows.clockwork import carry_out
from flows.passes.season import INTAKE


@flow(name="intake", flow_run_name="intake {at}", persist_result=False)
def intake(at: str | None = None) -> dict[str, int]:
    """One intake pass as of `at` (ISO 8601; None = now); what was done, by kind."""
    return carry_out("intake", (INTAKE,), at)
