"""Is a picture whole: it is decoded to the end, within bounds of memory."""

from __future__ import annotations

import io
import warnings

from PIL import Image, ImageFile

from competition.facts import FileState

MAX_PIXELS = 40_000_000  # as they are decoded, at four bytes each; of a JPEG only an eighth is
_ENDS = {"jpg": b"\xff\xd9", "png": b"IEND"}
_FORMATS = {
    "jpg": ("JPEG", "MPO"),
    "png": ("PNG",),
    "gif": ("GIF",),
    "bmp": ("BMP",),
    "tif": ("TIFF",),
    "webp": ("WEBP",),
}


def picture_state(data: bytes, kind: str) -> FileState:
    """OK or CORRUPT. Formats that cannot be decoded here are taken as they are."""
    formats = _FORMATS.get(kind)
    if formats is None:
        return FileState.OK
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with Image.open(io.BytesIO(data), formats=formats) as image:
                if kind == "jpg" and not image.info.get("progressive"):  # of those, all is kept until the end
                    image.draft("RGB", (64, 64))
                if image.size[0] * image.size[1] > MAX_PIXELS:
                    return _by_end(data, kind)
                image.load()
        except Image.DecompressionBombError:
            return _by_end(data, kind)
        except Exception:  # Pillow raises many things on damaged pictures
            return FileState.CORRUPT
    return FileState.OK


def _by_end(data: bytes, kind: str) -> FileState:
    """Too large to decode: judged by the mark that ends it."""
    mark = _ENDS.get(kind)
    return FileState.OK if mark is None or mark in data[-65536:] else FileState.CORRUPT
