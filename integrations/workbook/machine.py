"""One machine at a time runs an edition; another takes over at once, and the first stops before its next change.

Which machine runs stands in the workbook as developer metadata. It changes hands by one request that removes the old
name and sets the new one under the same id: of two that try, one is refused. Before a change, also one that is sent
again, a machine looks whether it still runs, unless it looked in the last `LOOK` seconds. One that takes over waits
`pause` seconds (`PANITIA_TAKEOVER_SECONDS`), in which the other notices, and then begins its pass again: what it has
read may have changed meanwhile. So a machine that died keeps nobody waiting longer than that. A pass that changes
nothing takes nothing over.
"""

from __future__ import annotations

import secrets
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from config.errors import FixData, Trouble
from integrations.google.sheets import Sheets

RUNNING = 740_611_325  # the id of the metadata that names the running machine: a number of ours, the same for ever
LOOK = 3.0


class Replaced(Trouble):
    """Another machine runs this edition now: this pass must change nothing more."""


class TakenOver(Trouble):
    """This machine has just become the one that runs; its pass must begin again."""


def named(data: Path) -> str:
    """This machine's name: the host's, and a word that stays in `data`. An empty disk makes another machine."""
    file = data / "mesin"
    if not file.is_file():
        data.mkdir(parents=True, exist_ok=True)
        file.write_text(f"{secrets.token_hex(4)}\n", encoding="ascii")
    return f"{socket.gethostname()[:60]}/{file.read_text(encoding='ascii').strip()}"


class Machine:
    """This machine, as the one that runs the edition of one workbook. `took`: the name of the one it took over from."""

    def __init__(self, sheets: Sheets, data: Path, sleep: Callable[[float], None], pause: float) -> None:
        self._sheets, self._data, self._sleep, self._pause = sheets, data, sleep, pause
        self._book, self._running, self._seen = "", "", 0.0
        self._asking = self._replaced = False
        self.look = LOOK
        self.name = self.took = ""

    def opened(self, book: str, running: str) -> None:
        """A pass over this workbook begins; `running` is the machine named there as it was read ("" = none yet)."""
        self._book, self._running, self._seen, self._replaced = book, running, time.monotonic(), False

    def may_change(self) -> None:
        """Called before every change: this machine is the one that runs, or Replaced or TakenOver is raised."""
        if not self._book or self._asking:
            return
        self._asking = True  # what asks and takes over is itself a request
        try:
            self.name = self.name or named(self._data)
            self._hold(self.name)
        finally:
            self._asking = False

    def _hold(self, me: str) -> None:
        if self._replaced:
            raise self._lost()
        if self._running != me:
            self._take(me)
        elif time.monotonic() - self._seen >= self.look:
            self._read()
            if self._running != me:
                self._replaced = True
                raise self._lost()

    def _take(self, me: str) -> None:
        before = self._running
        with suppress(FixData):  # refused: another was faster, or it was done before and its answer was lost
            self._sheets.renote(self._book, RUNNING, "panitia-mesin", before, me)
        self._read()
        if self._running != me:
            self._replaced = True
            raise self._lost()
        if before:
            self.took = before
            self._sleep(self._pause)
            raise TakenOver(f"mesin ini mengambil alih edisi dari {before}; putaran dimulai lagi")

    def _read(self) -> None:
        self._running = self._sheets.about(self._book).notes.get(RUNNING, "")
        self._seen = time.monotonic()

    def _lost(self) -> Replaced:
        return Replaced(
            f"mesin lain ({self._running or 'tak bernama'}) menjalankan edisi ini; putaran ini berhenti tanpa menulis lagi. "
            "Jalankan satu edisi pada satu mesin saja"
        )
