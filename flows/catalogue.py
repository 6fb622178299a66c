"""The Prefect flows by name."""

from prefect.flows import Flow

from flows.administration import administration
from flows.assignment import assignment
from flows.intake import intake
from flows.notification import notification
from flows.scoring import scoring
from flows.season import season
from flows.selection import selection

CATALOGUE: dict[str, Flow[[str | None], dict[str, int]]] = {
    f.name: f for f in (season, intake, administration, assignment, scoring, selection, notification)
}
