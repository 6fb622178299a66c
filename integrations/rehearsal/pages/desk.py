"""A person's request, answered by the very method that answers it over the API: same rights, same checks."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from integrations.rehearsal import discovery, dispatch, shapes
from integrations.rehearsal.exchange import Caller

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from integrations.rehearsal.calls import Media, Site
    from integrations.rehearsal.exchange import Answer
    from integrations.rehearsal.identity import User

Json = dict[str, Any]


def answer(
    site: Site, user: User, name: str, path: Mapping[str, str], pairs: Sequence[tuple[str, str]] = (),
    body: Json | None = None, media: Media | None = None,
) -> Answer:  # fmt: skip
    """The method's answer to that person; Refusal where Google would refuse.

    Not an API request: it is not in the journal, spends no quota and meets no ordered fault.
    """
    method = discovery.methods()[name]
    checked = {} if method.request is None else shapes.body(method, body or {})
    return dispatch.run(site, Caller(user, None), method, path, list(pairs), checked, {}, media, 0.0)


def ask(
    site: Site, user: User, name: str, path: Mapping[str, str], pairs: Sequence[tuple[str, str]] = (),
    body: Json | None = None, media: Media | None = None,
) -> Json:  # fmt: skip
    """The JSON of the answer."""
    said = answer(site, user, name, path, pairs, body, media).body
    return dict(json.loads(said)) if said else {}
