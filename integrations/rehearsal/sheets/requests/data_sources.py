"""Connected Sheets: refused, as to every program that was not given the extra right to BigQuery."""

from __future__ import annotations

from typing import Any

from integrations.rehearsal.refusals import Refusal
from integrations.rehearsal.sheets.requests.register import Edit, Wrong, request

Json = dict[str, Any]


@request("addDataSource")
def add(edit: Edit, body: Json) -> None:  # noqa: ARG001 - the register's shape
    """No data source is added: the request needs the scope bigquery.readonly, which the workspace grants nobody."""
    raise Refusal(403, "Request had insufficient authentication scopes.", status="PERMISSION_DENIED")


def _missing(edit: Edit, body: Json) -> None:  # noqa: ARG001 - the register's shape
    """There is no data source that could be meant."""
    wanted = body.get("dataSourceId") or body.get("dataSource", {}).get("dataSourceId", "")
    raise Wrong(f"No data source with id: {wanted}")


for _kind in ("updateDataSource", "deleteDataSource", "refreshDataSource", "cancelDataSourceRefresh"):
    request(_kind)(_missing)
