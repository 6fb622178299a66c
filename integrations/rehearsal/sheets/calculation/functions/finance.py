"""Money over time: payments, present and future values, rates of return. Money paid out is negative."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from integrations.rehearsal.sheets.calculation.functions.aggregates import numbers
from integrations.rehearsal.sheets.calculation.functions.kinds import Plain, Whole
from integrations.rehearsal.sheets.calculation.results import Fault, Result, Scalar, number_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from integrations.rehearsal.sheets.calculation.evaluation import Scope

STEPS, NEAR = 200, 1e-12


def _of(function: Callable[..., float]) -> Callable[..., Scalar]:
    return lambda habits, *given: function(*(0 if value is None else number_of(value, habits) for value in given))


def _growth(rate: float, periods: float) -> float:
    return float((1 + rate) ** periods)


def future(rate: float, periods: float, payment: float, present: float = 0, early: float = 0) -> float:
    """What is there in the end, the payments at the end of each period or (`early`) at its beginning."""
    if not rate:
        return -(present + payment * periods)
    growth = _growth(rate, periods)
    return -(present * growth + payment * (1 + rate * bool(early)) * (growth - 1) / rate)


def present(rate: float, periods: float, payment: float, end: float = 0, early: float = 0) -> float:
    """What the payments and the end are worth now."""
    if not rate:
        return -(end + payment * periods)
    growth = _growth(rate, periods)
    return -(end + payment * (1 + rate * bool(early)) * (growth - 1) / rate) / growth


def payment(rate: float, periods: float, start: float, end: float = 0, early: float = 0) -> float:
    """The even payment of each period."""
    if not rate:
        return -(start + end) / periods
    growth = _growth(rate, periods)
    return -(start * growth + end) * rate / ((1 + rate * bool(early)) * (growth - 1))


def _interest(rate: float, period: float, periods: float, start: float, end: float = 0, early: float = 0) -> float:
    if not 1 <= period <= periods:
        raise Fault("NUM", "Function IPMT parameter 2 is out of range.")
    even = payment(rate, periods, start, end, early)
    if early and period == 1:
        return 0
    owed = future(rate, period - 1, even, start, early) - (even if early else 0)
    return (owed * rate) if not early else owed * rate / (1 + rate)


def _principal(rate: float, period: float, periods: float, start: float, end: float = 0, early: float = 0) -> float:
    return payment(rate, periods, start, end, early) - _interest(rate, period, periods, start, end, early)


def _periods(rate: float, paid: float, start: float, end: float = 0, early: float = 0) -> float:
    if not rate:
        return -(start + end) / paid
    each = paid * (1 + rate * bool(early)) / rate
    return math.log((each - end) / (each + start)) / math.log(1 + rate)


def root(function: Callable[[float], float], guess: float, name: str) -> float:
    """Where the function is zero, by the secant from a guess; NUM where it does not settle."""
    one, other = guess, guess + 0.01
    for _ in range(STEPS):
        first, second = function(one), function(other)
        if abs(second) < NEAR or abs(other - one) < NEAR:
            return other
        if first == second:
            break
        one, other = other, other - second * (other - one) / (second - first)
        if other <= -1:
            other = (one - 1) / 2
    raise Fault("NUM", f"{name} attempted to compute the rate of return but did not settle.")


def _rate(
    periods: float, paid: float, start: float, end: float = 0, early: float = 0, guess: float = 0.1
) -> float:
    return root(lambda rate: future(rate, periods, paid, start, early) - end, guess or 0.1, "RATE")


def worth(rate: float, flows: list[float]) -> float:
    """The flows at the end of each period, as of now."""
    return sum(flow / _growth(rate, place) for place, flow in enumerate(flows, 1))


def _net_present(scope: Scope, given: list[Result]) -> float:
    return worth(scope.number(given[0]), numbers(scope, given[1:]))


def _return(scope: Scope, given: list[Result]) -> float:
    flows = numbers(scope, given[:1])
    if not (min(flows, default=0) < 0 < max(flows, default=0)):
        raise Fault("NUM", "IRR needs at least one positive and one negative value.")
    guess = scope.number(given[1]) if len(given) > 1 else 0.1
    return root(lambda rate: worth(rate, flows), guess, "IRR")


def _dated(rate: float, flows: list[float], days: list[float]) -> float:
    return sum(flow / _growth(rate, (day - days[0]) / 365) for flow, day in zip(flows, days, strict=True))


def _dated_return(scope: Scope, given: list[Result]) -> float:
    flows, days = numbers(scope, given[:1]), numbers(scope, given[1:2])
    guess = scope.number(given[2]) if len(given) > 2 else 0.1
    return root(lambda rate: _dated(rate, flows, days), guess, "XIRR")


SCALARS: dict[str, Plain] = {
    "PMT": Plain(_of(payment), 3, 5),
    "IPMT": Plain(_of(_interest), 4, 6),
    "PPMT": Plain(_of(_principal), 4, 6),
    "PV": Plain(_of(present), 3, 5),
    "FV": Plain(_of(future), 3, 5),
    "NPER": Plain(_of(_periods), 3, 5),
    "RATE": Plain(_of(_rate), 3, 6),
    "SLN": Plain(_of(lambda cost, salvage, life: (cost - salvage) / life), 3, 3),
    "EFFECT": Plain(_of(lambda rate, times: (1 + rate / int(times)) ** int(times) - 1), 2, 2),
    "NOMINAL": Plain(_of(lambda rate, times: ((1 + rate) ** (1 / int(times)) - 1) * int(times)), 2, 2),
}
WHOLES: dict[str, Whole] = {
    "NPV": Whole(_net_present, 2, None),
    "IRR": Whole(_return, 1, 2),
    "XNPV": Whole(
        lambda scope, given: _dated(
            scope.number(given[0]), numbers(scope, given[1:2]), numbers(scope, given[2:3])
        ), 3, 3),
    "XIRR": Whole(_dated_return, 2, 3),
}  # fmt: skip
