"""Every run draws the same examples and leaves nothing behind: a red test is red for everybody."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("house", deadline=None, derandomize=True, database=None)
settings.load_profile("house")
