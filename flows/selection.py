"""The selection flow by itself; `season` runs it in its place among the others."""

from flows.clockwork import pass_flow
from flows.passes.season import SELECTION

selection = pass_flow("selection", (SELECTION,))
