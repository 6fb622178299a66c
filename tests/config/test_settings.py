"""Settings from the environment: the variable that is wrong is named, secrets stay hidden; and the letters beside the edition."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from config.errors import FixSettings
from config.settings import REHEARSAL_BASE, SHIPPED_RULEBOOK, Settings, load_settings
from config.templates import load_templates


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No variable and no .env of the machine."""
    for name in Settings.model_fields:
        monkeypatch.delenv(f"PANITIA_{name.upper()}", raising=False)
    monkeypatch.chdir(tmp_path)


def settings(monkeypatch: pytest.MonkeyPatch, environment: Mapping[str, str]) -> Settings:
    for name, value in environment.items():
        monkeypatch.setenv(f"PANITIA_{name}", value)
    return load_settings()


def test_without_anything_set_it_is_the_rehearsal_on_loopback() -> None:
    found = load_settings()
    assert (found.workspace, found.base, found.competition, found.data) == (
        "rehearsal",
        REHEARSAL_BASE,
        SHIPPED_RULEBOOK,
        Path(".panitia"),
    )


@pytest.mark.parametrize(("environment", "base"), [
    ({"WORKSPACE": "google"}, None), ({"WORKSPACE": "google", "GOOGLE_BASE": "https://proxy.example/"}, "https://proxy.example"),
    ({"GOOGLE_BASE": "http://127.0.0.1:9000/"}, "http://127.0.0.1:9000"),
])  # fmt: skip
def test_the_base_is_googles_own_only_for_google(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], base: str | None
) -> None:
    assert settings(monkeypatch, environment).base == base


@pytest.mark.parametrize(("name", "value"), [
    ("WORKSPACE", "gogle"), ("RETRY_ATTEMPTS", "0"), ("RETRY_ATTEMPTS", "21"), ("RETRY_ATTEMPTS", "enam"), ("TIMEOUT_SECONDS", "0"), ("RETRY_BASE_SECONDS", "-1"),
])  # fmt: skip
def test_a_wrong_setting_names_its_variable(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    with pytest.raises(FixSettings) as caught:
        settings(monkeypatch, {name: value})
    assert str(caught.value).split(":")[0] == f"PANITIA_{name}"
    assert str(caught.value).endswith(". Perbaiki variabel lingkungan atau berkas .env")


def test_a_dotenv_file_is_read_and_foreign_variables_in_it_do_not_matter(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("PANITIA_WORKSPACE=google\nPANITIA_LAIN=1\nPATH_LAIN=2\n", encoding="utf-8")
    assert load_settings().workspace == "google"


def test_the_token_shows_in_no_text(monkeypatch: pytest.MonkeyPatch) -> None:
    found = settings(monkeypatch, {"TOKEN": "rahasia-sekali"})
    assert found.token is not None
    assert found.token.get_secret_value() == "rahasia-sekali"
    assert "rahasia-sekali" not in f"{found} {found!r} {found.model_dump_json()}"


def test_an_override_goes_before_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PANITIA_WORKSPACE", "google")
    assert load_settings(workspace="rehearsal").workspace == "rehearsal"


def test_a_template_beside_the_edition_replaces_the_shipped_one_of_its_name_only(tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "tanda-terima.j2").write_text("Perihal: x\n\ny", encoding="utf-8")
    shipped, own = load_templates(SHIPPED_RULEBOOK), load_templates(tmp_path / "competition.yaml")
    assert own == shipped | {"tanda-terima": "Perihal: x\n\ny"}


def test_a_template_that_is_no_utf8_is_named(tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    path = tmp_path / "letters" / "tanda-terima.j2"
    path.write_bytes(b"Perihal: \xff\xfe")
    with pytest.raises(FixSettings) as caught:
        load_templates(tmp_path / "competition.yaml")
    assert str(caught.value) == f"{path}: templat surat tidak dapat dibaca; simpan sebagai UTF-8"
