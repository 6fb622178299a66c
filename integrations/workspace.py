"""`open_workspace`: the only place where clients are built, real or rehearsal, told apart by the base address alone."""

from __future__ import annotations

from dataclasses import dataclass

from config.settings import Settings
from integrations.google.clients import Service, credentials, sheets_client
from integrations.google.drive import Drive
from integrations.google.forms import Forms
from integrations.google.gmail import Gmail
from integrations.google.patience import Patience
from integrations.google.sheets import Sheets
from integrations.workbook.machine import Machine


@dataclass(frozen=True, slots=True)
class Workspace:
    """The Google Workspace of one account. Used by one thread."""

    gmail: Gmail
    drive: Drive
    sheets: Sheets
    forms: Forms
    machine: Machine


def open_workspace(settings: Settings, subject: str, patience: Patience | None = None) -> Workspace:
    """The workspace as the account `subject` sees it. Nothing is asked of Google yet."""
    patience = patience or Patience(attempts=settings.retry_attempts, base=settings.retry_base_seconds)
    creds = credentials(settings, subject)

    def service(name: str, version: str) -> Service:
        return Service(name, version, settings, creds, patience)

    sheets = Sheets(sheets_client(settings, creds, patience))
    machine = Machine(sheets, settings.data, patience.sleep, settings.takeover_seconds)
    patience.may_change = machine.may_change
    return Workspace(
        gmail=Gmail(service("gmail", "v1")),
        drive=Drive(service("drive", "v3")),
        forms=Forms(service("forms", "v1")),
        sheets=sheets,
        machine=machine,
    )
