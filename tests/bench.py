"""What a season costs in requests, beside the least that its work needs. `make bench` prints both.

The least: one get per mail and per uploaded file, one upload per filed document, one folder per proposal that has any,
two requests per letter sent; per ballot its making, layout and sharing, and one reading per pass while its stage is
open; one permission per judge and proposal folder; and per pass five reads (what exists, the workbook's tabs, their
values, the mailbox, the form) and, where something changed, one write.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from integrations.workbook.tabs import BALLOTS, INBOX, SEATS
from tests.season.playing import Played, played

SHIPPED = Path(__file__).parents[1] / "config" / "season"
SAMPLE = Path(__file__).parents[2] / "shared" / "season"


def least(done: Played) -> dict[str, int]:
    """What the work needs at the least, by kind."""
    book = done.play.look().book
    report = done.play.report()
    files = [f for f in report["files"] if f["action"] == "file"]
    uploads = {
        r["source"] + r["name"]
        for r in report["files"]
        if any(s["id"] == r["source"] and s["kind"] == "form" for s in report["sources"])
    }
    readings = sum(1 for r in done.requests() if _is_ballot_read(r, {row.text("id") for row in book[BALLOTS]}, done))
    pairs = {(r.text("juri"), r.text("usulan")) for r in book[SEATS] if r.text("keadaan") == "ditugaskan"}
    return {
        "mails": sum(r.text("saluran") == "surel" for r in book[INBOX]),
        "uploads read": len(uploads),
        "documents filed": len(files),
        "folders": len({f["proposal"] for f in files}),
        "letters": 2 * sum(x["state"] == "sent" for x in report["letters"]),
        "ballots made": 3 * len(book[BALLOTS].rows),
        "ballots read": readings,
        "folders shared": len(pairs),
        "passes": 6 * done.passes,
    }


def _is_ballot_read(request: dict[str, object], ballots: set[str], done: Played) -> bool:
    path = str(request["path"])
    return (
        request["method"] == "GET"
        and request["user"] == done.play.script.rulebook.mailbox.address
        and "/values:batchGet" in path
        and any(b in path for b in ballots)
    )


def measure(folder: Path) -> tuple[int, dict[str, int], float, int]:
    """(requests made by the program, the least by kind, seconds, passes) of a season played without Prefect."""
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as data, played(folder, Path(data)) as done:
        seconds = time.monotonic() - started
        mine = [r for r in done.requests() if r["user"] == done.play.script.rulebook.mailbox.address and r.get("id")]
        return len(mine), least(done), seconds, done.passes


def main() -> None:
    """Prints both numbers for the season that ships, and for the sample where it is beside the checkout."""
    for folder in [Path(a) for a in sys.argv[1:]] or [f for f in (SHIPPED, SAMPLE) if f.is_dir()]:
        made, needed, seconds, passes = measure(folder)
        total = sum(needed.values())
        print(f"{folder.name}: {made} requests, least {total} ({made / total:.2f} x), {passes} passes, {seconds:.0f} s")
        print("   least: " + ", ".join(f"{k} {n}" for k, n in needed.items() if n))


if __name__ == "__main__":
    main()
