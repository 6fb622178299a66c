"""`python -m tests.season_author OUTDIR [--seed N] [--variant N] [--truth FILE]` writes a season and its oracle."""

import argparse
import shutil
from pathlib import Path

from .material import dump
from .plan import PLANS, plan
from .season import Maker


def main() -> None:
    """Write the season below OUTDIR and the truth into FILE (default: nowhere)."""
    parser = argparse.ArgumentParser(prog="python -m tests.season_author", description=__doc__)
    parser.add_argument(
        "outdir", type=Path, help="directory of the season; what an earlier run wrote there is replaced"
    )
    parser.add_argument("--seed", type=int, default=2027, help="seed of names, numbers and identifiers")
    parser.add_argument("--variant", type=int, default=1, choices=sorted(PLANS), help="which competition")
    parser.add_argument("--truth", type=Path, help="file for the oracle")
    arguments = parser.parse_args()
    season = Maker(plan(arguments.variant, arguments.seed)).make()
    for part in ("mailbox", "forms", "ballots"):
        shutil.rmtree(arguments.outdir / part, ignore_errors=True)
    for name, data in season.files.items():
        path = arguments.outdir / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    if arguments.truth:
        arguments.truth.parent.mkdir(parents=True, exist_ok=True)
        arguments.truth.write_bytes(dump(season.truth))
    print(f"{len(season.files)} files, {sum(map(len, season.files.values()))} bytes")


if __name__ == "__main__":
    main()
