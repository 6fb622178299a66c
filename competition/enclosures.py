"""Files that go out with a letter."""

from __future__ import annotations

import hashlib

from pydantic import Field

from competition.facts import Fact

LARGEST = 18 * 1024 * 1024  # of one letter: Gmail takes 25 MB after base64


class Enclosure(Fact):
    """One file of a letter. `media` is type/subtype; `parameters` belong to the Content-Type ("method": "REQUEST")."""

    name: str = Field(min_length=1, max_length=150)
    media: str = Field(pattern=r"^[a-z]+/[a-z0-9.+-]+$")
    content: bytes = Field(max_length=LARGEST)
    parameters: dict[str, str] = Field(default_factory=dict)

    @property
    def seal(self) -> str:
        """Changes when anything of the file changes."""
        told = sorted(self.parameters.items())
        return f"{self.name}\n{self.media}\n{told}\n{hashlib.sha256(self.content).hexdigest()}"
