"""The work of a pass: plain functions over (workspace, rulebook, now). Nothing here knows Prefect."""
