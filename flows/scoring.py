"""The scoring flow by itself; `season` runs it in its place among the others."""

from prefect import flow

from flows.clockwork import carry_out
from flows.passes.season import SCORING


@flow(name="scoring", flow_run_name="scoring {at}", persist_result=False)
def scoring(at: str | None = None) -> dict[str, int]:
    """One scoring pass as of `at` (ISO 8601; None = now); what was done, by kind."""
    return carry_out("scoring", (SCORING,), at)
