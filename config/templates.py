"""The templates: letters (`letters/*.j2` beside the edition's YAML, otherwise the shipped ones) and papers (DOCX)."""

from __future__ import annotations

from pathlib import Path

from config.errors import FixSettings

SHIPPED = Path(__file__).with_name("letters")
PAPERS = Path(__file__).with_name("papers")


def load_templates(competition: Path) -> dict[str, str]:
    """Name -> source. A template beside the edition's YAML replaces the shipped one of the same name."""
    found: dict[str, str] = {}
    for folder in (SHIPPED, competition.resolve().parent / "letters"):
        for path in sorted(folder.glob("*.j2")):
            try:
                found[path.stem] = path.read_text(encoding="utf-8")
            except (OSError, UnicodeDecodeError) as error:
                raise FixSettings(f"{path}: templat surat tidak dapat dibaca; simpan sebagai UTF-8") from error
    return found


def paper_templates() -> dict[str, bytes]:
    """Name -> DOCX of the papers' shipped templates; an edition's own copies lie in its Drive."""
    return {path.stem: path.read_bytes() for path in sorted(PAPERS.glob("*.docx"))}
