"""Puts the season together with the truth about it."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from . import ballots, ranking
from .edition import edition
from .envelope import TRUTH
from .form import response_id
from .material import Material, dump
from .oracle import Arrival, Dossier, checklist, documents, in_time, receive
from .plan import stamp
from .readme import readme
from .register import root


@dataclass
class Season:
    """Files by path, and the truth."""

    files: dict[str, bytes]
    truth: dict[str, Any]


class Maker(Material):
    """All parts of one season."""

    def make(self) -> Season:
        """Everything."""
        self.mailbox()
        self.forms()
        self.registers()
        arrivals = self.arrivals()
        dossiers = dict(sorted(receive(self.plan, arrivals).items()))
        admin = checklist(self.cast, dossiers)
        truth = self._sources(arrivals)
        truth["proposals"] = [self._proposal(dossiers[key], admin[key]) for key in dossiers]
        listed = [key for key in dossiers if admin[key]["passed"]]
        truth |= self._judging(listed, {key: dossier.opened.at for key, dossier in dossiers.items()})
        truth["summary"] = self._summary(truth, dossiers, admin)
        self.files["edition.json"] = dump(edition(self.plan))
        self.files["people.json"] = dump(self.people(dossiers))
        self.files[".gitattributes"] = b"* -text\n"
        self.files["README.md"] = readme(self.plan, truth).encode()
        return Season(dict(sorted(self.files.items())), truth)

    def _sources(self, arrivals: list[Arrival]) -> dict[str, Any]:
        by_ref = {arrival.ref: arrival for arrival in arrivals}
        senders = {address: agency.code for agency in self.cast.register.values() for address in agency.emails}
        mails: list[dict[str, Any]] = []
        for mail in self.mails:
            sender = mail.sender.lower() if mail.sender else None
            row: dict[str, Any] = {
                "file": self.names[mail.slug],
                "id": self.ids[mail.slug],
                "class": mail.cls,
                "proposal": mail.key,
            }
            row |= _resolved(mail.resolution, mail.key)
            row |= {
                "sender": sender,
                "sender_opd_code": senders.get(sender or ""),
                "authentication": TRUTH[mail.auth],
                "received_at": stamp(mail.at),
                "in_time": in_time(self.plan, mail.at),
                "attachments": by_ref[self.names[mail.slug]].attachments,
            }
            if mail.links:
                row["links"] = [{"url": url, "action": "refuse", "reason": "link-not-attachment"} for url in mail.links]
            mails.append(row | {"why": mail.why})
        forms = []
        for response in self.responses:
            id_ = response_id(self.plan, response)
            row = {"responseId": id_, "class": response.cls, "proposal": response.key}
            row |= _resolved(response.resolution, response.key)
            row |= {
                "respondent": response.respondent,
                "respondent_opd_code": senders.get(response.respondent),
                "opd_typed": response.opd,
                "edited": response.created is not None,
                "received_at": stamp(response.at),
                "in_time": in_time(self.plan, response.at),
                "attachments": by_ref[id_].attachments,
                "why": response.why,
            }
            forms.append(row)
        return {
            "season": f"author-{self.plan.variant}",
            "edition": edition(self.plan)["edition"]["id"],
            "mails": mails,
            "responses": forms,
        }

    def _proposal(self, dossier: Dossier, admin: dict[str, Any]) -> dict[str, Any]:
        item = self.cast.innovations[dossier.key]
        return {
            "key": dossier.key,
            "title": item.title,
            "short": item.short,
            "opd_code": item.code,
            "root_opd_code": root(self.cast.register, item.code),
            "unit": item.unit,
            "category": item.category,
            "innovator": item.innovator,
            "contact": item.contact,
            "start_date": item.start,
            "channel": dossier.opened.channel,
            "received_at": stamp(dossier.opened.at),
            "arrivals": dossier.arrivals,
            "documents": documents(dossier),
            "section_words": self.cast.kits[dossier.key].words(),
            "admin": admin,
        }

    def _judging(self, listed: list[str], received: dict[str, Any]) -> dict[str, Any]:
        cast_, plan = self.cast, self.plan
        received = {key: moment.replace(microsecond=0) for key, moment in received.items()}
        readings, stages = {}, {}
        group = listed
        order = None
        makers = {
            "stage1": (ballots.first_stage, 14),
            "stage2": (ballots.second_stage, 32),
            "stage3": (ballots.third_stage, 40),
        }
        for stage, (maker, day) in makers.items():
            sheet, declared = maker(cast_, group)
            typed = ballots.sheet_json(cast_, sheet, declared, day)
            self.files[f"ballots/{stage}.json"] = dump(typed)
            readings[stage] = ranking.Reading(cast_, stage, typed, group)
            if order is None:
                order = ranking.Order(cast_, readings[stage].scores, received)
            line = plan.advance if stage == "stage1" else None
            stages[stage] = ranking.stage_truth(stage, readings[stage], order, line)
            if stage == "stage1":
                group = [row["key"] for row in stages[stage]["ranking"][: plan.advance]]
        assert order is not None
        final = ranking.final_truth(cast_, stages, group, order)
        decided = [tie["decided_by"] for tie in stages["stage1"]["tie_breaks"]]
        assert sorted(decided) == ["kebaruan", "received_at", "signifikansi"], "stage 1 must need every tie-break step"
        assert any(
            tie["crosses_line"] and tie["decided_by"] == "signifikansi" for tie in stages["stage1"]["tie_breaks"]
        )
        assert stages["stage2"]["tie_breaks"] and stages["stage3"]["tie_breaks"] and final["tie_breaks"]
        first = {
            "on_ballot": listed,
            **stages["stage1"],
            "top7": group,
            "same_display_not_tied": ranking.same_display(stages["stage1"]["ranking"]),
        }
        return {
            "stage1": first,
            "stage2": stages["stage2"],
            "stage3": stages["stage3"],
            "final": final,
            "judges": ranking.judge_truth(cast_, readings["stage1"], listed),
            "ballots": {
                "complete_after_wave": {stage: reading.complete for stage, reading in readings.items()},
                "bounced": {stage: reading.bounced for stage, reading in readings.items()},
                "left_out": {stage: reading.left_out for stage, reading in readings.items()},
                "accepted_as_typed": {stage: reading.typed for stage, reading in readings.items()},
            },
        }

    def _summary(self, truth: dict[str, Any], dossiers: dict[str, Dossier], admin: dict[str, Any]) -> dict[str, Any]:
        rows = [row for source in truth["mails"] + truth["responses"] for row in source["attachments"]]
        roots = [agency.code for agency in self.cast.register.values() if not agency.parent]
        part: dict[str, dict[str, Any]] = {}
        for code in roots:
            own = [p for p in truth["proposals"] if p["root_opd_code"] == code]
            part[code] = {
                "received": len(own),
                "in_time": sum(in_time(self.plan, dossiers[p["key"]].opened.at) for p in own),
                "passed": sum(p["admin"]["passed"] for p in own),
                "top7": sum(p["key"] in truth["stage1"]["top7"] for p in own),
                "proposals": [p["key"] for p in own],
            }
        bounced = truth["ballots"]["bounced"]
        codes = [code for row in admin.values() for code in row["fail_codes"]]
        return {
            "mails": len(truth["mails"]),
            "mails_by_class": _count(m["class"] for m in truth["mails"]),
            "responses": len(truth["responses"]),
            "responses_by_class": _count(r["class"] for r in truth["responses"]),
            "proposals": len(dossiers),
            "proposals_by_channel": _count(p["channel"] for p in truth["proposals"]),
            "passed": sum(row["passed"] for row in admin.values()),
            "failed": sum(not row["passed"] for row in admin.values()),
            "fail_codes": _count(codes),
            "attachments_by_action": _count(row["action"] for row in rows),
            "refused_by_reason": _count(row["reason"] for row in rows if row["action"] == "refuse"),
            "proposals_by_category": _count(p["category"] for p in truth["proposals"]),
            "opd_participation": part,
            "opd_without_submission": [code for code in roots if not part[code]["received"]],
            "opd_only_late": [code for code in roots if part[code]["received"] and not part[code]["in_time"]],
            "opd_participating": sum(bool(row["received"]) for row in part.values()),
            "opd_total": len(roots),
            "ballots_bounced": {stage: len(rows) for stage, rows in bounced.items()},
            "ballot_items_bounced": {stage: sum(len(row["items"]) for row in rows) for stage, rows in bounced.items()},
        }


def _count(values: Any) -> dict[str, int]:
    return dict(sorted(Counter(values).items()))


def _resolved(resolution: tuple[tuple[str, str | None], ...], key: str | None) -> dict[str, Any]:
    if not resolution:
        return {}
    row = dict(resolution)
    found: dict[str, Any] = {"decision": row["decision"], "proposal": key}
    if row["treated_as"]:
        found["treated_as"] = row["treated_as"]
    return {"resolution": found | {"decided_by": "sekretaris", "note": row["note"]}}
