"""Prefect's own settings for this program, set before it is imported: quiet, patient, at home in our data folder."""

from __future__ import annotations

import os
from pathlib import Path


def at_home(data: Path, *, ephemeral: bool) -> None:
    """The environment Prefect reads at import. What the operator set stays; `ephemeral` allows a private server."""
    home = (data / "prefect").resolve()
    home.mkdir(parents=True, exist_ok=True)
    quiet = {
        "PREFECT_HOME": str(home),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        "PREFECT_LOGGING_LEVEL": "WARNING",
        "PREFECT_LOGGING_TO_API_ENABLED": "false",
        "PREFECT_SERVER_LOGGING_LEVEL": "ERROR",
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "180",  # 18-37 s on two cores, more on a busy machine
        "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE": "prefect.server.concurrency.lease_storage.filesystem",
        "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
        "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": "2592000",
        "PREFECT_SERVER_EPHEMERAL_ENABLED": "true" if ephemeral else "false",
    }
    for name, value in quiet.items():
        os.environ.setdefault(name, value)
