"""How Google says no: one refusal, written in the envelope of the API that says it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]

STATUSES = {
    400: "INVALID_ARGUMENT", 401: "UNAUTHENTICATED", 403: "PERMISSION_DENIED", 404: "NOT_FOUND",
    409: "ALREADY_EXISTS", 413: "INVALID_ARGUMENT", 429: "RESOURCE_EXHAUSTED", 500: "INTERNAL",
    501: "UNIMPLEMENTED", 503: "UNAVAILABLE", 504: "DEADLINE_EXCEEDED",
}  # fmt: skip
REASONS = {
    400: "badRequest", 401: "authError", 403: "forbidden", 404: "notFound", 409: "conflict", 413: "uploadTooLarge",
    429: "rateLimitExceeded", 500: "backendError", 501: "notImplemented", 503: "backendError", 504: "backendError",
}  # fmt: skip
BAD_REQUEST = "type.googleapis.com/google.rpc.BadRequest"


@dataclass
class Refusal(Exception):
    """A request is answered with this HTTP status and these words."""

    code: int
    message: str
    reason: str | None = None
    status: str | None = None
    domain: str | None = "global"
    location: str | None = None
    location_type: str = "parameter"
    details: list[Json] = field(default_factory=list)
    brief: str | None = None  # what errors[] says in place of the message
    newer: str | None = None  # what the newer front ends (Sheets, Forms) say in its place

    def __str__(self) -> str:
        """The words alone."""
        return self.message

    def envelope(self, api: str, form: str = "") -> Json:
        """The JSON of this refusal as that API writes it: three families, see the module's functions.

        `form` is the format the client asked for (`$.xgafv`): errors[] is Gmail's unless it is 2, and Sheets' and
        Forms' only where it is 1.
        """
        if api == "drive":
            return self._drive()
        error: Json = {"code": self.code, "message": self.message}
        if api != "gmail" and self.newer is not None:
            error["message"] = self.newer
        if form == "1" or (api == "gmail" and form != "2"):
            error["errors"] = [self._entry(api)]
        error["status"] = self.status or STATUSES.get(self.code, "UNKNOWN")
        if self.details:
            error["details"] = self.details
        return {"error": error}

    def _entry(self, api: str) -> Json:
        reason = self._reason()
        if api != "gmail" and reason == "invalidArgument":
            reason = "badRequest"
        entry: Json = {"message": self.brief or self.message, **self._domain(), "reason": reason}
        if self.code == 401:
            entry |= {"location": self.location, "locationType": self.location_type}
        return entry

    def _reason(self) -> str:
        return self.reason or REASONS.get(self.code, "backendError")

    def _domain(self) -> Json:
        return {} if self.domain is None else {"domain": self.domain}

    def _drive(self) -> Json:
        entry: Json = {**self._domain(), "reason": self._reason(), "message": self.brief or self.message}
        if self.location is not None:
            entry |= {"locationType": self.location_type, "location": self.location}
        error: Json = {"errors": [entry], "code": self.code, "message": self.message}
        if self.status or self.details:  # what the front ends before Drive say, they say in the newer form
            error["status"] = self.status or STATUSES.get(self.code, "UNKNOWN")
        if self.details:
            error["details"] = self.details
        return {"error": error}


def invalid(message: str, field_name: str | None = None) -> Refusal:
    """400 INVALID_ARGUMENT with these words, naming the field where there is one."""
    details = []
    if field_name is not None:
        details = [{"@type": BAD_REQUEST, "fieldViolations": [{"field": field_name, "description": message}]}]
    return Refusal(400, message, reason="invalidArgument", details=details)


def violations(found: list[tuple[str, str]]) -> Refusal:
    """400 INVALID_ARGUMENT that lists every (field, description) that does not fit."""
    listed = [{"field": where, "description": what} if where else {"description": what} for where, what in found]
    message = "\n".join(what for _, what in found)
    return Refusal(400, message, reason="invalid", domain=None,
                   details=[{"@type": BAD_REQUEST, "fieldViolations": listed}])  # fmt: skip


def not_found() -> Refusal:
    """404 in the words of Gmail, Sheets and Forms."""
    return Refusal(404, "Requested entity was not found.")


def no_permission() -> Refusal:
    """403 in the words of Sheets and Forms."""
    return Refusal(403, "The caller does not have permission")


METRICS = {"read": "Read requests", "expensive": "Expensive read requests", "write": "Write requests"}
PROJECT = "000000000000"


def over_limit(api: str, kind: str, scope: str, limit: int, until: str) -> Refusal:
    """The refusal a spent limit earns: RESOURCE_EXHAUSTED (Sheets, Forms) or text with the reopening time."""
    if api in {"sheets", "forms"}:
        return _resource_exhausted(api, kind, scope, limit)
    if scope == "day":
        return Refusal(403, "Daily Limit Exceeded", reason="dailyLimitExceeded", domain="usageLimits")
    # Gmail calls its own limit per user rateLimitExceeded, as measured; Drive has a word of its own for it.
    reason = "userRateLimitExceeded" if (api, scope) == ("drive", "user") else "rateLimitExceeded"
    whose = "User-rate" if scope == "user" else "Rate"
    return Refusal(403, f"{whose} limit exceeded.  Retry after {until}", reason=reason, domain="usageLimits")


def exhausted(until: str) -> Refusal:
    """The refusal a mailbox earns that has sent all it may in 24 hours."""
    return Refusal(429, f"User-rate limit exceeded.  Retry after {until} (Mail sending)", reason="rateLimitExceeded",
                   domain="usageLimits")  # fmt: skip


def _resource_exhausted(api: str, kind: str, scope: str, limit: int) -> Refusal:
    service, words = f"{api}.googleapis.com", METRICS[kind]
    per = "per minute per user" if scope == "user" else "per minute"
    message = (
        f"Quota exceeded for quota metric '{words}' and limit '{words} {per}' of service '{service}' "
        f"for consumer 'project_number:{PROJECT}'."
    )
    info = {
        "@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "RATE_LIMIT_EXCEEDED",
        "domain": "googleapis.com",
        "metadata": {
            "quota_limit_value": str(limit), "service": service, "consumer": f"projects/{PROJECT}",
            "quota_unit": "1/min/{project}/{user}" if scope == "user" else "1/min/{project}",
            "quota_location": "global", "quota_metric": f"{service}/{words.lower().replace(' ', '_')}",
            "quota_limit": f"{words.title().replace(' ', '')}PerMinutePer{scope.title()}",
        },
    }  # fmt: skip
    link = {
        "description": "Request a higher quota limit.",
        "url": "https://cloud.google.com/docs/quotas/help/request_increase",
    }
    return Refusal(
        429, message, status="RESOURCE_EXHAUSTED",
        details=[info, {"@type": "type.googleapis.com/google.rpc.Help", "links": [link]}],
    )  # fmt: skip


def rate_limited(api: str, code: int, until: str) -> Refusal:
    """The refusal an ordered 403 or 429 stands for."""
    if api in {"sheets", "forms"}:
        return _resource_exhausted(api, "read", "user", 60)
    if code == 429:
        return Refusal(429, "Too many concurrent requests for user.", reason="rateLimitExceeded")
    return over_limit(api, "units", "user", 0, until)
