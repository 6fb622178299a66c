"""Importing this module registers every method that is built."""

from integrations.rehearsal.drive import (
    about,
    changes,
    channels,
    comments,
    drives,
    exports,
    files,
    permissions,
    revisions,
)
from integrations.rehearsal.drive import listing as file_listing
from integrations.rehearsal.forms import forms, responses, watches
from integrations.rehearsal.gmail import drafts, history, labels, messages, sending, settings, threads
from integrations.rehearsal.sheets import filters, spreadsheets, values

MODULES = (
    about, changes, channels, comments, drives, exports, files, permissions, revisions, file_listing, forms, responses,
    watches, drafts, history, labels, messages, sending, settings, threads, filters, spreadsheets, values,
)  # fmt: skip
