"""The shipped templates, written anew."""

from __future__ import annotations

from pathlib import Path

from config.templates import PAPERS as FOLDER
from tests.papers_author.papers import PAPERS

if __name__ == "__main__":
    for name, build in PAPERS.items():
        Path(FOLDER / f"{name}.docx").write_bytes(build())
        print(name)
