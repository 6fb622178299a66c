"""Importing this module registers every method that is built."""

from integrations.rehearsal.drive import content, files, permissions
from integrations.rehearsal.drive import listing as file_listing
from integrations.rehearsal.forms import forms, responses
from integrations.rehearsal.gmail import drafts, history, labels, messages, sending, threads
from integrations.rehearsal.sheets import filters, spreadsheets, values

MODULES = (
    content, files, permissions, file_listing, forms, responses, drafts, history, labels, messages, sending, threads,
    filters, spreadsheets, values,
)  # fmt: skip
