"""The functions a formula can call, by name: of single values, of whole grids, and with a form of their own."""

from __future__ import annotations

from integrations.rehearsal.sheets.calculation.functions import (
    aggregates,
    arithmetic,
    arrays,
    conditions,
    logic,
    lookups,
    moments,
    texts,
)
from integrations.rehearsal.sheets.calculation.functions.kinds import Form, Plain, Whole

SCALARS: dict[str, Plain] = {**arithmetic.SCALARS, **texts.SCALARS, **logic.SCALARS, **moments.SCALARS}
WHOLES: dict[str, Whole] = {
    **aggregates.WHOLES, **conditions.WHOLES, **arrays.WHOLES, **lookups.WHOLES, **texts.WHOLES, **logic.WHOLES
}  # fmt: skip
FORMS: dict[str, Form] = logic.FORMS
TAKING_ERRORS = logic.TAKING_ERRORS
# Inside these, operators go through whole grids.
SPREADING = frozenset({"FILTER", "SORT", "SUMPRODUCT", "UNIQUE", "INDEX", "TRANSPOSE", "FLATTEN", "COUNTUNIQUE"})
SPILLING = frozenset({"ARRAYFORMULA", "FILTER", "SORT", "UNIQUE", "TRANSPOSE", "SEQUENCE", "FLATTEN", "SPLIT", "INDEX"})
