"""The proposal form: its questions and what was answered."""

from __future__ import annotations

from typing import Any

from integrations.google.clients import Service
from integrations.google.patience import Effect


class Forms:
    """Forms the secretariat's account can read."""

    def __init__(self, service: Service) -> None:
        self._do = service.do
        self._api = service.api.forms()
        self._responses = self._api.responses()

    def form(self, form_id: str) -> dict[str, Any]:
        """The form with its questions (Forms API v1 `Form`)."""
        got: dict[str, Any] = self._do(f"Formulir {form_id}", self._api.get(formId=form_id), Effect.READ)
        return got

    def responses(self, form_id: str) -> list[dict[str, Any]]:
        """All responses in their present state (`FormResponse`), without a `formId` inside, as Google lists them."""
        found: list[dict[str, Any]] = []
        request = self._responses.list(formId=form_id, pageSize=5000)
        while request is not None:
            page = self._do("Formulir jawaban", request, Effect.READ)
            found.extend(page.get("responses", ()))
            request = self._responses.list_next(request, page)
        return found
