"""What befalls a request beside its method: the time Google takes, ordered faults, spent quotas."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from integrations.rehearsal import identity, instants
from integrations.rehearsal.exchange import Answer, as_json
from integrations.rehearsal.faults import HANG_SECONDS
from integrations.rehearsal.refusals import Refusal, rate_limited

if TYPE_CHECKING:
    from integrations.rehearsal.calls import Site
    from integrations.rehearsal.discovery import Method
    from integrations.rehearsal.exchange import Caller, Inbound
    from integrations.rehearsal.faults import Fault

TROUBLES = {500: "Internal error encountered.", 503: "The service is currently unavailable."}


def wait(site: Site, method: Method, inbound: Inbound) -> None:
    """The time the method takes has passed; the parts of a batch are looked at together."""
    if inbound.part == 0 and (seconds := site.latency.seconds(method.id)):
        time.sleep(seconds)


def befall(site: Site, method: Method, caller: Caller, fault: Fault | None) -> Answer | None:
    """What the fault answers in place of the method; None lets the method run."""
    if fault is None:
        return None
    if fault.kind == "delay":
        time.sleep(fault.seconds or 0.0)
        return None
    if fault.kind == "reset" and not fault.after_commit:
        return Answer(0, after="abort")
    if fault.kind in {"expired_token", "revoked_token"}:
        with site.store.write() as db:
            identity.withdraw(db, caller.token, caller.user.email, revoked=fault.kind == "revoked_token")
        raise identity.unauthenticated()
    if fault.kind != "status":
        return None
    if fault.body is not None:
        if isinstance(fault.body, str):
            return Answer(fault.status, fault.body.encode(), "text/html; charset=UTF-8")
        return as_json(fault.body, fault.status)
    if fault.status == 401:
        raise identity.unauthenticated()
    if fault.status in {403, 429}:
        until = instants.stamp(datetime.now(UTC) + timedelta(seconds=fault.seconds or 60))
        raise rate_limited(method.api, fault.status, until)
    raise Refusal(fault.status, TROUBLES.get(fault.status, "Internal error."))


def linger(answer: Answer, fault: Fault | None) -> Answer:
    """The answer after the fault: never sent, cut off, or sent in half."""
    if fault is not None and fault.kind == "timeout_after_commit":
        answer.after, answer.seconds = "hang", HANG_SECONDS if fault.seconds is None else fault.seconds
    elif fault is not None and fault.kind == "reset":
        answer.after = "abort"
    elif fault is not None and fault.kind == "truncate":
        answer.after = "truncate"
    return answer


def charge(site: Site, method: Method, caller: Caller, inbound: Inbound, cost: int) -> None:
    """The call is paid for by the person it is made for (or `quotaUser`); refused where a limit is spent."""
    if not site.quotas.limits:
        return
    with site.store.read() as db:
        now = instants.now(db)
    user = dict(inbound.pairs).get("quotaUser") or caller.user.email
    site.quotas.spend(method, user, now, cost)
