"""All flows in order: the one that is on the schedule."""

from flows.clockwork import pass_flow

season = pass_flow("season")
