"""A person at a real browser, Debian's Chromium, driven by Playwright."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from .conftest import KEY

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = Path("/usr/bin/chromium")
SWITCHES = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
NEEDS_CHROMIUM = [
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is missing: apt-get install chromium"),
    pytest.mark.skipif(
        importlib.util.find_spec("playwright") is None, reason="playwright is missing: pip install playwright"
    ),
]


class Sitting:
    """A person at the browser; dialogs and requests to elsewhere are noted."""

    def __init__(self, browser: Browser, base: str, who: str, width: int = 1280, key: str = KEY) -> None:
        """In, and acting as that person, by the pages themselves."""
        self.base = base
        self.context = browser.new_context(viewport={"width": width, "height": 900}, base_url=self.base)
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(10_000)
        self.dialogs: list[str] = []
        self.elsewhere: list[str] = []
        self.page.on("dialog", self._dialog)
        self.context.on("request", self._request)
        self.page.goto(f"/?kunci={key}")
        assert key not in self.page.url
        self.page.get_by_role("radio", name=who).check()
        self.page.get_by_role("button", name="Mulai").click()
        self.page.get_by_role("status").wait_for()

    def _dialog(self, dialog: Any) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def _request(self, request: Any) -> None:
        if not request.url.startswith((self.base, "data:", "about:", "blob:", "chrome")):
            self.elsewhere.append(request.url)

    def quiet(self) -> bool:
        """Whether no dialog opened and nothing left the machine, some moments later."""
        self.page.wait_for_timeout(200)
        return not self.dialogs and not self.elsewhere
