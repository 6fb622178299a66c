"""The selection flow by itself; `season` runs it in its place among the others."""

from prefect import flow

from flows.clockwork import carry_out
from flows.passes.season import SELECTION


@flow(name="selection", flow_run_name="selection {at}", persist_result=False)
def selection(at: str | None = None) -> dict[str, int]:
    """One selection pass as of `at` (ISO 8601; None = now); what was done, by kind."""
    return carry_out("selection", (SELECTION,), at)
