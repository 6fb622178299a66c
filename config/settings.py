"""Settings from the environment and `.env`: where the workspace is and who we are there. Never the rules."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from config.errors import FixSettings

REHEARSAL_BASE = "http://127.0.0.1:8765"
SHIPPED_RULEBOOK = Path(__file__).with_name("competition.yaml")
SHIPPED_SEASON = Path(__file__).with_name("season")


class Settings(BaseSettings):
    """`PANITIA_…`. Secrets are SecretStr, so that no log or message can show them."""

    model_config = SettingsConfigDict(env_prefix="PANITIA_", env_file=".env", extra="ignore", frozen=True)

    workspace: Literal["rehearsal", "google"] = "rehearsal"
    google_base: str | None = None
    token: SecretStr | None = None
    credentials: Path | None = None
    competition: Path = SHIPPED_RULEBOOK  # left out: the rulebook a rehearsal left in `data`, otherwise the shipped one
    data: Path = Path(".panitia")
    timeout_seconds: float = Field(default=60, gt=0)
    retry_attempts: int = Field(default=6, ge=1, le=20)
    retry_base_seconds: float = Field(default=1.0, ge=0)
    takeover_seconds: float = Field(default=6, ge=0)  # how long a machine that is replaced is given to notice

    @model_validator(mode="before")
    @classmethod
    def _rehearsed(cls, values: dict[str, object]) -> dict[str, object]:
        left = Path(str(values.get("data", ".panitia"))) / "competition.yaml"
        return values if "competition" in values or not left.is_file() else values | {"competition": left}

    @property
    def base(self) -> str | None:
        """The address all Google APIs are reached at; None means Google's own hosts."""
        if self.workspace == "google":
            return self.google_base.rstrip("/") if self.google_base else None
        return (self.google_base or REHEARSAL_BASE).rstrip("/")


def load_settings(**overrides: object) -> Settings:
    """The settings in force; FixSettings names the variable that is wrong."""
    try:
        return Settings(**overrides)  # type: ignore[arg-type]  # values are checked by pydantic at run time
    except ValidationError as error:
        first = error.errors()[0]
        name = "PANITIA_" + "_".join(str(p) for p in first["loc"]).upper()
        raise FixSettings(f"{name}: {first['msg']}. Perbaiki variabel lingkungan atau berkas .env") from error
