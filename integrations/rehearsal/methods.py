"""Importing this module registers every method that is built."""

from integrations.rehearsal.drive import (
    about,
    approvals,
    changes,
    channels,
    comments,
    downloads,
    drives,
    exports,
    files,
    permissions,
    revisions,
    team_drives,
)
from integrations.rehearsal.drive import labels as file_labels
from integrations.rehearsal.drive import listing as file_listing
from integrations.rehearsal.forms import forms, responses, watches
from integrations.rehearsal.gmail import (
    certificates,
    drafts,
    filters,
    forwarding,
    history,
    labels,
    messages,
    senders,
    sending,
    settings,
    threads,
)
from integrations.rehearsal.sheets import creation, spreadsheets, values
from integrations.rehearsal.sheets import filters as sheet_filters

MODULES = (
    about, approvals, changes, channels, comments, downloads, drives, exports, files, permissions, revisions,
    team_drives, file_labels, file_listing, forms, responses, watches, drafts, history, labels, messages, sending,
    settings, threads, filters, forwarding, senders, certificates, sheet_filters, creation, spreadsheets,
    values,
)  # fmt: skip
