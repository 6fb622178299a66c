"""The functions a formula can call, by name: of single values, of whole grids, and with a form of their own."""

from __future__ import annotations

from integrations.rehearsal.sheets.calculation.functions import (
    aggregates,
    arithmetic,
    arrays,
    calendar_days,
    chance,
    conditions,
    distributions,
    finance,
    lambdas,
    logic,
    lookups,
    moments,
    places,
    queries,
    stacking,
    subtotals,
    texts,
)
from integrations.rehearsal.sheets.calculation.functions.kinds import Form, Plain, Whole

SCALARS: dict[str, Plain] = {
    name: plain
    for room in (arithmetic, texts, logic, moments, calendar_days, finance) for name, plain in room.SCALARS.items()
}  # fmt: skip
WHOLES: dict[str, Whole] = {
    **aggregates.WHOLES, **conditions.WHOLES, **arrays.WHOLES, **lookups.WHOLES, **texts.WHOLES, **logic.WHOLES,
    **calendar_days.WHOLES, **finance.WHOLES, **distributions.WHOLES, **chance.WHOLES, **places.WHOLES,
    **queries.WHOLES, **stacking.WHOLES, **lambdas.WHOLES,
}  # fmt: skip
FORMS: dict[str, Form] = {**logic.FORMS, **places.FORMS, **lambdas.FORMS, **subtotals.FORMS}
TAKING_ERRORS = logic.TAKING_ERRORS
PASSING = frozenset({
    "SUM", "SUMIF", "SUMIFS", "AVERAGE", "AVERAGEIF", "MIN", "MAX", "MEDIAN", "LARGE", "SMALL", "ROUND", "ROUNDUP",
    "ROUNDDOWN", "ABS", "MINIFS", "MAXIFS", "SUBTOTAL", "MROUND", "CEILING", "FLOOR",
})  # fmt: skip - these show their result in the format of the first number they are given
DATE, MOMENT = {"type": "DATE"}, {"type": "DATE_TIME"}
FORMATS: dict[str, dict[str, str]] = {
    "DATE": DATE, "EDATE": DATE, "EOMONTH": DATE, "TODAY": DATE, "WORKDAY": DATE, "WORKDAY.INTL": DATE, "TO_DATE": DATE,
    "EPOCHTODATE": MOMENT, "NOW": MOMENT, "TIME": {"type": "TIME"}, "TO_PERCENT": {"type": "PERCENT"},
    "TO_DOLLARS": {"type": "CURRENCY"}, "PMT": {"type": "CURRENCY"}, "PV": {"type": "CURRENCY"},
    "FV": {"type": "CURRENCY"}, "NPV": {"type": "CURRENCY"}, "IPMT": {"type": "CURRENCY"},
    "PPMT": {"type": "CURRENCY"}, "IRR": {"type": "PERCENT", "pattern": "0%"},
}  # fmt: skip
PASSING_ON = frozenset({"IF", "IFS", "IFERROR", "IFNA", "SWITCH", "CHOOSE", "LET"})
# Inside these, operators go through whole grids.
SPREADING = frozenset({
    "FILTER", "SORT", "SORTN", "SUMPRODUCT", "UNIQUE", "INDEX", "TRANSPOSE", "FLATTEN", "COUNTUNIQUE", "MMULT", "QUERY",
    *stacking.WHOLES, *lambdas.WHOLES,
})  # fmt: skip
SPILLING = frozenset({
    "ARRAYFORMULA", "FILTER", "SORT", "UNIQUE", "TRANSPOSE", "SEQUENCE", "FLATTEN", "SPLIT", "INDEX", "QUERY", "OFFSET",
    "INDIRECT", "IMPORTRANGE", "FREQUENCY", "MMULT", "MODE.MULT", "RANDARRAY", "REGEXEXTRACT", "XLOOKUP",
    *stacking.WHOLES, *lambdas.WHOLES,
})  # fmt: skip
