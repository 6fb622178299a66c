"""What a pass has read already and may need again, as far as memory allows."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

_MOST = 48 * 1024 * 1024  # bytes: one mail of the largest size Gmail takes, or very many ordinary ones
T = TypeVar("T", bound=bytes | int)


class Kept:
    """Contents by the id of their source; what does not fit beside the others takes their place."""

    def __init__(self) -> None:
        self._contents: dict[str, bytes] = {}
        self._bytes = 0

    def put(self, source: str, content: bytes) -> None:
        """The content is kept, unless it alone is too much."""
        if self._bytes + len(content) > _MOST:
            self.clear()
        if source not in self._contents and len(content) <= _MOST:
            self._contents[source] = content
            self._bytes += len(content)

    def get(self, source: str, read: Callable[[], T]) -> T | bytes:
        """The content, read again where it is not kept."""
        if source in self._contents:
            return self._contents[source]
        if self.full:
            self.clear()  # before reading, so that old and new are not in memory together
        content = read()
        if isinstance(content, bytes):
            self.put(source, content)
        return content

    @property
    def full(self) -> bool:
        """True where another large mail would not fit."""
        return self._bytes > _MOST // 2

    def clear(self) -> None:
        """Nothing is kept."""
        self._contents.clear()
        self._bytes = 0
