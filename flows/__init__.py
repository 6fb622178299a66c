"""The clockwork: passes over one competition, and the Prefect flows that wake them up."""
