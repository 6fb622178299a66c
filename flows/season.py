"""All flows in order: the one that is on the schedule."""

from prefect import flow

from flows.clockwork import carry_out
from flows.passes.season import FLOWS


@flow(name="season", flow_run_name="season {at}", persist_result=False)
def season(at: str | None = None) -> dict[str, int]:
    """One whole pass as of `at` (ISO 8601; None = now); what was done, by kind."""
    return carry_out("season", FLOWS, at)
