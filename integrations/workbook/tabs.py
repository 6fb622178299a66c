"""The tabs of the workbook, in the order in which they stand."""

from __future__ import annotations

from integrations.workbook.columns import Column, Owner, TabSpec
from integrations.workbook.tabs_ballots import HISTORY
from integrations.workbook.tabs_disputes import OBJECTIONS, POLICIES
from integrations.workbook.tabs_intake import AGENCIES, FILES, INBOX, PROPOSALS, REVIEW
from integrations.workbook.tabs_judging import BALLOTS, BOARD, JUDGES, PLENO, RANKING, RETURNS, SCORES, SEATS
from integrations.workbook.tabs_office import DECISIONS, HOME, JOURNAL, LETTERS, MIRROR, SETTINGS
from integrations.workbook.tabs_papers import COMMENTS, PAPERS, PIECES
from integrations.workbook.tabs_timetable import TIMETABLE

__all__ = [
    "AGENCIES",
    "BALLOTS",
    "BOARD",
    "COMMENTS",
    "DECISIONS",
    "FILES",
    "HISTORY",
    "HOME",
    "INBOX",
    "JOURNAL",
    "JUDGES",
    "LETTERS",
    "MIRROR",
    "OBJECTIONS",
    "PAPERS",
    "PIECES",
    "PLENO",
    "POLICIES",
    "PROPOSALS",
    "RANKING",
    "RETURNS",
    "REVIEW",
    "SCORES",
    "SEATS",
    "SETTINGS",
    "TABS",
    "TIMETABLE",
    "Column",
    "Owner",
    "TabSpec",
]

TABS = (
    HOME,
    SETTINGS,
    AGENCIES,
    INBOX,
    PROPOSALS,
    FILES,
    REVIEW,
    JUDGES,
    SEATS,
    TIMETABLE,
    BALLOTS,
    SCORES,
    HISTORY,
    RETURNS,
    RANKING,
    BOARD,
    PLENO,
    POLICIES,
    DECISIONS,
    OBJECTIONS,
    LETTERS,
    COMMENTS,
    PAPERS,
    JOURNAL,
    PIECES,
    MIRROR,
)
