"""One request on its way to the function that answers it, and the register of those functions."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from integrations.rehearsal.latency import Latency
from integrations.rehearsal.quotas import Quotas

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from integrations.rehearsal.discovery import Method
    from integrations.rehearsal.faults import Faults
    from integrations.rehearsal.identity import User
    from integrations.rehearsal.journal import Journal
    from integrations.rehearsal.store import Store

Json = dict[str, Any]


@dataclass
class Site:
    """The running workspace: its store, its journal, its faults, and what was decoded and may be used again."""

    store: Store
    journal: Journal
    faults: Faults
    token: str
    empty: bool
    shelf: dict[str, tuple[int, Any]] = field(default_factory=dict)
    shelf_lock: threading.Lock = field(default_factory=threading.Lock)
    quotas: Quotas = field(default_factory=Quotas)
    latency: Latency = field(default_factory=Latency)
    checked: bool = False  # every answer is held against Google's schema before it goes out


@dataclass(frozen=True)
class Media:
    """A file that came with a request."""

    content_type: str
    data: bytes


@dataclass(frozen=True)
class Raw:
    """An answer that is not JSON."""

    content_type: str
    data: bytes
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Call:
    """One request to one method, checked, in the name of one user, inside one transaction."""

    site: Site
    method: Method
    user: User
    scopes: frozenset[str] | None  # None: every scope
    db: sqlite3.Connection
    now: datetime
    path: Mapping[str, str]
    query: Json
    body: Json
    headers: Mapping[str, str]
    media: Media | None = None
    lag: float = 0.0  # seconds for which a search does not see what was just made; 0 but for a fault
    after_commit: list[Callable[[], None]] = field(default_factory=list)


Result = Json | Raw | None
Handler = Callable[[Call], Result]
METHODS: dict[str, Handler] = {}


def method(name: str) -> Callable[[Handler], Handler]:
    """The function answers the method of that discovery id from now on."""

    def register(handler: Handler) -> Handler:
        METHODS[name] = handler
        return handler

    return register


def kept(pairs: Iterable[tuple[str, Any]]) -> Json:
    """The pairs whose value says something: None, empty lists and empty texts are dropped, as Google drops them."""
    return {key: value for key, value in pairs if value is not None and value not in ("", [], {})}
