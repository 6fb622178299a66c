"""A frozen ranking is made once more from its own basis and compared, byte for byte, with what was approved."""

from __future__ import annotations

import sys
from pathlib import Path

from pydantic import ValidationError

from competition.snapshot import Snapshot, frozen_ranking, recomputed_ranking
from config.errors import FixData


def recompute(source: str, sha256: str | None = None) -> tuple[bytes, str]:
    """The ranking made anew, as canonical JSON, and the SHA-256 of the copy it was made from. `source`: a file or "-".

    FixData where the copy cannot be read, is not as it was saved, has another hash than `sha256`, holds no ranking,
    or where the ranking made anew is not the frozen one.
    """
    name, raw = _read(source)
    try:
        found = Snapshot.model_validate_json(raw)
    except ValidationError as error:
        raise FixData(
            f"{name}: bukan salinan beku; ambil berkas JSON dari folder Salinan Keputusan di Drive"
        ) from error
    if found.canonical != raw.strip():
        raise FixData(f"{name}: bukan salinan beku sebagaimana disimpan (susunan bitanya berbeda)")
    if sha256 is not None and found.sha256 != sha256.strip().lower():
        raise FixData(f"{name}: SHA-256 {found.sha256} berbeda dari yang diberikan; salinan ini bukan yang disetujui")
    try:
        again = recomputed_ranking(found)
    except (ValueError, KeyError, ZeroDivisionError) as error:
        raise FixData(f"{name}: dasar peringkat tidak dapat dihitung ({type(error).__name__}: {error})") from error
    if again is None:
        raise FixData(f"{name}: keputusan {found.label} tidak memuat peringkat beserta dasarnya")
    if again != (before := frozen_ranking(found)):
        at = next(
            (i for i, (a, b) in enumerate(zip(again, before, strict=False)) if a != b), min(len(again), len(before))
        )
        raise FixData(f"{name}: hasil hitung ulang BERBEDA dari peringkat yang dibekukan, mulai bita ke-{at + 1}")
    return again, found.sha256


def _read(source: str) -> tuple[str, bytes]:
    if source == "-":
        return "masukan standar", sys.stdin.buffer.read()
    try:
        return source, Path(source).read_bytes()
    except OSError as error:
        raise FixData(f"{source}: tidak dapat dibaca ({error.strerror})") from error
