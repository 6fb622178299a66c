"""Forms: the agencies' and the judges' own, their questions and what was answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from integrations.google.clients import Service
from integrations.google.patience import Effect


class Forms:
    """Forms of the secretariat's account."""

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

    def make(self, title: str, name: str) -> str:
        """The id of a new form, unpublished; `name` is what the file in Drive is called."""
        body = {"info": {"title": title, "documentTitle": name}}
        return str(self._do(f"Formulir membuat {name[:60]}", self._api.create(body=body), Effect.OPEN)["formId"])

    def change(self, form_id: str, requests: Sequence[Mapping[str, Any]]) -> None:
        """All requests of a `batchUpdate` are carried out, or none."""
        if requests:
            body = {"requests": list(requests)}
            self._do("Formulir menata", self._api.batchUpdate(formId=form_id, body=body), Effect.OPEN)

    def publish(self, form_id: str, *, accepting: bool) -> None:
        """The form is there to be answered, or takes no more answers."""
        state = {"isPublished": True, "isAcceptingResponses": accepting}
        body = {"publishSettings": {"publishState": state}, "updateMask": "publishState"}
        request = self._api.setPublishSettings(formId=form_id, body=body)
        self._do("Formulir menerbitkan", request, Effect.KEYED)
