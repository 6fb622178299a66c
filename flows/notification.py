"""The notification flow by itself; `season` runs it in its place among the others."""

from prefect import flow

from flows.clockwork import carry_out
from flows.passes.season import NOTIFICATION


@flow(name="notification", flow_run_name="notification {at}", persist_result=False)
def notification(at: str | None = None) -> dict[str, int]:
    """One notification pass as of `at` (ISO 8601; None = now); what was done, by kind."""
    return carry_out("notification", (NOTIFICATION,), at)
