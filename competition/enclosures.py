"""Files that go out with a letter."""

from __future__ import annotations

import hashlib
from typing import Annotated

from pydantic import AfterValidator, Field

from competition.facts import Fact
from competition.naming import safe_name

LARGEST = 18 * 1024 * 1024  # of one letter: Gmail takes 25 MB after base64


class Enclosure(Fact):
    """One file of a letter. `media` is type/subtype; `parameters` belong to the Content-Type ("method": "REQUEST").

    The name is made safe to store; nothing else is changed.
    """

    name: Annotated[str, AfterValidator(safe_name)] = Field(min_length=1)
    media: str = Field(pattern=r"^[a-z]+/[a-z0-9.+-]+$")
    content: bytes = Field(max_length=LARGEST)
    parameters: dict[str, str] = Field(default_factory=dict)

    @property
    def seal(self) -> str:
        """Changes when anything of the file changes."""
        told = sorted(self.parameters.items())
        return f"{self.name}\n{self.media}\n{told}\n{hashlib.sha256(self.content).hexdigest()}"
