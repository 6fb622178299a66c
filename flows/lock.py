"""No two passes over one competition at once on this machine: a lock that the kernel frees when its holder dies."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from config.errors import Wait


@contextmanager
def only_one(data: Path, edition: str) -> Iterator[None]:
    """Held while the block runs; Wait where another process holds it."""
    data.mkdir(parents=True, exist_ok=True)
    with (data / f"{edition}.lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise Wait(f"putaran lain untuk {edition} sedang berjalan; yang ini dilewati") from error
        yield
