"""Housekeeping under /_rehearsal: reset, journal, faults, quota, latency, clock, users, groups, import.

All but health needs the admin token.
"""

from __future__ import annotations

import hmac
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from integrations.rehearsal import faults, identity, instants, oauth, season
from integrations.rehearsal.season_files import SeasonError

if TYPE_CHECKING:
    from collections.abc import Callable

    from integrations.rehearsal.calls import Site
    from integrations.rehearsal.dispatch import Inbound

Json = dict[str, Any]
Reply = tuple[int, Any]


class Misfit(ValueError):
    """The request cannot be carried out; its one line says why."""


def answer(site: Site, inbound: Inbound) -> Reply:
    """Status and JSON of one housekeeping request."""
    name = inbound.path.removeprefix("/_rehearsal/").strip("/")
    if name == "health":
        return 200, {"status": "ok"}
    given = inbound.headers.get("authorization", "").partition(" ")[2].strip()
    if not hmac.compare_digest(given.encode(), site.token.encode()):
        return 401, {"error": "the admin token is needed: Authorization: Bearer <token printed at start>"}
    handler = ACTIONS.get((inbound.verb, name))
    if handler is None:
        known = any(path == name for _, path in ACTIONS)
        return (405 if known else 404), {"error": f"{inbound.verb} /_rehearsal/{name} is not known"}
    try:
        return 200, handler(site, _body(inbound))
    except (Misfit, SeasonError) as no:
        return 400, {"error": str(no)}


def _body(inbound: Inbound) -> Any:
    if not inbound.body.strip():
        return {}
    try:
        return json.loads(inbound.body)
    except ValueError as error:
        msg = f"the body is not JSON: {error}"
        raise Misfit(msg) from None


def _object(body: Any) -> Json:
    if not isinstance(body, dict):
        msg = "the body must be a JSON object"
        raise Misfit(msg)
    return body


def _reset(site: Site, _body: Any) -> Json:
    site.store.wipe()
    with site.store.write() as db:
        identity.set_first_token(db, site.token)
    site.shelf.clear()
    site.journal.clear()
    site.faults.order([])
    site.quotas.order(site.quotas.standing)
    site.latency.order(*site.latency.standing)
    return {"status": "ok"}


def _requests(site: Site, _body: Any) -> list[Json]:
    return site.journal.rows()


def _forget_requests(site: Site, _body: Any) -> Json:
    site.journal.clear()
    return {"status": "ok"}


def _order_faults(site: Site, body: Any) -> Json:
    listed = body.get("faults", []) if isinstance(body, dict) else body
    if not isinstance(listed, list):
        msg = "faults must be a list"
        raise Misfit(msg)
    ordered = []
    for number, entry in enumerate(listed):
        try:
            ordered.append(faults.read(entry))
        except ValueError as error:
            msg = f"faults[{number}]: {error}"
            raise Misfit(msg) from None
    site.faults.order(ordered)
    return {"faults": len(ordered)}


def _quota(site: Site, _body: Any) -> Json:
    return {"legacy": site.quotas.legacy, "limits": site.quotas.limits}


def _set_quota(site: Site, body: Any) -> Json:
    given = _object(body)
    wanted = given["quota"] if set(given) == {"quota"} else given or None
    try:
        site.quotas.order(wanted)
    except ValueError as error:
        raise Misfit(str(error)) from None
    return _quota(site, body)


def _set_latency(site: Site, body: Any) -> Json:
    given = _object(body)
    try:
        site.latency.order(given.get("latency"), int(given.get("seed", 0)))
    except (TypeError, ValueError, OverflowError) as error:
        raise Misfit(str(error)) from None
    return {"latency": site.latency.times}


def _clock(site: Site, _body: Any) -> Json:
    with site.store.read() as db:
        fixed = instants.clock(db)
    return {"now": None if fixed is None else fixed.isoformat()}


def _set_clock(site: Site, body: Any) -> Json:
    given = _object(body)
    if set(given) != {"now"} or not isinstance(given["now"], (str, type(None))):
        msg = 'the body must be {"now": ISO 8601 | null}'
        raise Misfit(msg)
    try:
        instant = None if given["now"] is None else instants.parse(given["now"])
    except ValueError:
        msg = f"now: {given['now']!r} is not an ISO 8601 instant"
        raise Misfit(msg) from None
    with site.store.write() as db:
        instants.set_clock(db, instant)
        delivered = season.deliver_due(db)
    return {"now": None if instant is None else instant.isoformat(), "delivered": delivered}


def _users(site: Site, _body: Any) -> Json:
    with site.store.write() as db:
        listed = [
            {"email": user.email, "name": user.name, "token": identity.fixed_token(db, user.email)}
            for user in identity.everyone(db)
        ]
    return {"users": listed}


def _add_user(site: Site, body: Any) -> Json:
    given = _object(body)
    email = given.get("email") or given.get("service_account")
    if not isinstance(email, str) or "@" not in email:
        msg = "email: an address is needed"
        raise Misfit(msg)
    key = given.get("public_key")
    if key is not None:
        try:
            oauth.load_key(str(key))
        except ValueError as error:
            msg = f"public_key: {error}"
            raise Misfit(msg) from None
    service = bool(given.get("service_account")) or key is not None
    with site.store.write() as db:
        user = identity.add(db, email, str(given.get("name") or ""), service=service)
        if key is not None:
            db.execute("UPDATE users SET public_key = ?, service = 1 WHERE email = ?", (str(key), email))
        return {"email": user.email, "token": identity.fixed_token(db, user.email)}


def _add_group(site: Site, body: Any) -> Json:
    given = _object(body)
    email, members = given.get("email"), given.get("members", [])
    if not isinstance(email, str) or "@" not in email:
        msg = "email: an address is needed"
        raise Misfit(msg)
    if not isinstance(members, list) or not all(isinstance(each, str) and "@" in each for each in members):
        msg = "members: a list of addresses is needed"
        raise Misfit(msg)
    with site.store.write() as db:
        return identity.form_group(db, email, str(given.get("name") or email.partition("@")[0]), members)


def _import(site: Site, body: Any) -> Json:
    given = _object(body)
    path, deliver = given.get("path"), given.get("deliver", "clock")
    if not isinstance(path, str) or not Path(path).is_absolute():
        msg = "path: the absolute path of a season directory is needed"
        raise Misfit(msg)
    if deliver not in {"clock", "all"}:
        msg = "deliver must be clock or all"
        raise Misfit(msg)
    with site.store.write() as db:
        answer = season.bring_in(db, Path(path), deliver=deliver)
    site.shelf.clear()
    return answer


ACTIONS: dict[tuple[str, str], Callable[[Site, Any], Any]] = {
    ("POST", "reset"): _reset,
    ("GET", "requests"): _requests,
    ("DELETE", "requests"): _forget_requests,
    ("POST", "faults"): _order_faults,
    ("GET", "quota"): _quota,
    ("PUT", "quota"): _set_quota,
    ("PUT", "latency"): _set_latency,
    ("GET", "clock"): _clock,
    ("PUT", "clock"): _set_clock,
    ("GET", "users"): _users,
    ("POST", "users"): _add_user,
    ("POST", "groups"): _add_group,
    ("POST", "import"): _import,
}
