"""What the ending of a file name promises."""

from __future__ import annotations

import re

_PROMISES = {
    "pdf": "pdf",
    "docx": "docx",
    "docm": "docm",
    "doc": "doc",
    "xlsx": "xlsx",
    "xlsm": "xlsm",
    "xls": "xls",
    "pptx": "pptx",
    "ppt": "ppt",
    "jpg": "jpg",
    "jpeg": "jpg",
    "jpe": "jpg",
    "jfif": "jpg",
    "png": "png",
    "gif": "gif",
    "bmp": "bmp",
    "tif": "tif",
    "tiff": "tif",
    "webp": "webp",
    "heic": "heic",
    "heif": "heic",
    "zip": "zip",
    "rar": "rar",
    "7z": "7z",
    "gz": "gz",
    "tar": "tar",
    "rtf": "rtf",
    "odt": "odt",
    "mp4": "mp4",
    "mov": "mov",
    "eml": "eml",
}
_ALIKE = frozenset({frozenset({"mp4", "mov"}), frozenset({"heic", "avif"})})


def ending_of(name: str) -> str:
    """The ending of a file name in lower case, "" where there is none."""
    match = re.search(r"\.([A-Za-z0-9]{1,8})\s*$", name.replace("\\", "/").rsplit("/", 1)[-1])
    return match[1].lower() if match else ""


def promised(name: str) -> str | None:
    """The type its name promises, in the words of `filetype.type_of`; None where it promises none."""
    return _PROMISES.get(ending_of(name))


def keeps_promise(name: str, found: str) -> bool:
    """True if the content is of the type the name promises, or the name promises none."""
    wanted = promised(name)
    return wanted is None or wanted == found or frozenset({wanted, found}) in _ALIKE
