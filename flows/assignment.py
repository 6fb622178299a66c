"""The assignment flow by itself; `season` runs it in its place among the others."""

from prefect import flow

from flows.clockwork import carry_out
from flows.passes.season import ASSIGNMENT


@flow(name="assignment", flow_run_name="assignment {at}", persist_result=False)
def assignment(at: str | None = None) -> dict[str, int]:
    """One assignment pass as of `at` (ISO 8601; None = now); what was done, by kind."""
    return carry_out("assignment", (ASSIGNMENT,), at)
