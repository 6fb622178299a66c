"""What a batchUpdate of a spreadsheet can ask for; importing `kinds` of requests registers them."""

from integrations.rehearsal.sheets.requests import (
    blocks,
    charts,
    cleaning,
    data_sources,
    dimensions,
    edits,
    groups,
    moving,
    native_tables,
    objects,
    protections,
    searching,
    sheet_metadata,
    tabs,
    views,
)

KINDS = (
    blocks, charts, cleaning, data_sources, dimensions, edits, groups, moving, native_tables, objects, protections,
    searching, sheet_metadata, tabs, views,
)  # fmt: skip
