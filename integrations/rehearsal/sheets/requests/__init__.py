"""What a batchUpdate of a spreadsheet can ask for; importing `kinds` of requests registers them."""

from integrations.rehearsal.sheets.requests import (
    dimensions,
    edits,
    moving,
    objects,
    protections,
    searching,
    sheet_metadata,
    tabs,
)

KINDS = (dimensions, edits, moving, objects, protections, searching, sheet_metadata, tabs)
