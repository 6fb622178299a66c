"""CP-SAT as the timetables use it: goals settled one after the other, the same on every machine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ortools.sat.python import cp_model

_STEPS = 4.0  # of the solver's deterministic time for one goal; about as many seconds
_FOUND = (cp_model.OPTIMAL, cp_model.FEASIBLE)


class Undecided(ArithmeticError):
    """The solver could not tell within its limit whether the hard rules leave an answer."""


class Search:
    """A model and its best answer so far. One worker, a seed, and a limit that no clock decides."""

    def __init__(self, seed: int) -> None:
        self.model = cp_model.CpModel()
        self._values: Sequence[int] = ()
        self._seed = seed % (1 << 31)

    def feasible(self, sketch: Mapping[Any, int]) -> bool:
        """True where the hard rules leave an answer, which is then kept; Undecided where that is not known.

        `sketch`: what may be an answer already; it is taken where it is.
        """
        for variable, value in sketch.items():
            self.model.add_hint(variable, value)
        status, _ = self._run(_STEPS, fixed=True)
        if status not in _FOUND:
            status, _ = self._run(_STEPS)
        if status == cp_model.UNKNOWN:
            raise Undecided
        return status in _FOUND

    def least(self, terms: Sequence[Any], steps: float = _STEPS) -> None:
        """The sum is as small as it was found to be, and is held there for the goals that follow.

        What `feasible` found is a first answer, so there always is one.
        """
        if not terms:
            return
        goal = sum(terms)
        self.model.minimize(goal)
        status, solver = self._run(steps)
        self.model.clear_objective()  # type: ignore[no-untyped-call]  # OR-Tools leaves it untyped
        if status in _FOUND:
            self.model.add(goal <= int(solver.value(goal)))

    def value(self, variable: Any) -> int:
        """What a variable is in the best answer."""
        return int(self._values[variable.index])

    def _run(self, steps: float, *, fixed: bool = False) -> tuple[Any, Any]:
        if self._values:
            self.model.clear_hints()  # type: ignore[no-untyped-call]  # as above
            for i, value in enumerate(self._values):
                self.model.add_hint(self.model.get_int_var_from_proto_index(i), value)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = self._seed
        solver.parameters.max_deterministic_time = steps
        solver.parameters.fix_variables_to_their_hinted_value = fixed
        status = solver.solve(self.model)
        if status in _FOUND:
            self._values = list(solver.response_proto.solution)
        return status, solver


def groups(pairs: Iterable[tuple[str, int]]) -> list[list[int]]:
    """The numbers that share a name, each group in order; the groups in the order of their names."""
    found: dict[str, list[int]] = {}
    for name, number in pairs:
        found.setdefault(name, []).append(number)
    return [sorted(found[name]) for name in sorted(found)]
