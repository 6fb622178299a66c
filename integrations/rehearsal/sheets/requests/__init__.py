"""What a batchUpdate of a spreadsheet can ask for; importing `kinds` of requests registers them."""

from integrations.rehearsal.sheets.requests import (
    blocks,
    cleaning,
    dimensions,
    edits,
    groups,
    moving,
    objects,
    protections,
    searching,
    sheet_metadata,
    tabs,
    views,
)

KINDS = (
    blocks, cleaning, dimensions, edits, groups, moving, objects, protections, searching, sheet_metadata, tabs, views
)  # fmt: skip
