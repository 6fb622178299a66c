"""The administration flow by itself; `season` runs it in its place among the others."""

from prefect import flow

from flows.clockwork import carry_out
from flows.passes.season import ADMINISTRATION


@flow(name="administration", flow_run_name="administration {at}", persist_result=False)
def administration(at: str | None = None) -> dict[str, int]:
    """One administration pass as of `at` (ISO 8601; None = now); what was done, by kind."""
    return carry_out("administration", (ADMINISTRATION,), at)
