"""The files of a season but for the ballots, and the arrivals the oracle works from."""

import base64
import hashlib
import json
from typing import Any

from . import post
from .cast import Cast, cast
from .envelope import header
from .form import drive_name, file_id, form_json, response_id, response_json, stored_name
from .items import Item
from .oracle import Arrival, Dossier
from .plan import Plan
from .post import Mail
from .register import Agency, judges
from .story_form import responses
from .story_last import last_week
from .story_mail import early, middle
from .story_third import third_week


def dump(value: Any) -> bytes:
    """JSON the way the files hold it."""
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def gmail_id(plan: Plan, mail: Mail) -> str:
    """Sixteen hexadecimal digits that grow with the time of arrival."""
    return f"{int(mail.at.timestamp() * 1000) << 20 | plan.rng('gmail', mail.slug).getrandbits(20):016x}"


def _flat(items: tuple[Item, ...], container: str | None = None) -> list[tuple[Item, str, str | None, dict[str, Any]]]:
    rows: list[tuple[Item, str, str | None, dict[str, Any]]] = []
    for item in items:
        rows.append((item, item.name, container, {}))
        rows += _flat(item.members, item.name)
    return rows


class Material:
    """Everything that reaches the secretariat before the judging."""

    def __init__(self, plan: Plan) -> None:
        """Write the story of `plan`; files are laid out by the methods."""
        self.plan = plan
        self.cast: Cast = cast(plan)
        mails = early(self.cast) + middle(self.cast) + third_week(self.cast) + last_week(self.cast)
        self.mails = sorted(mails, key=lambda mail: mail.at)
        self.responses = sorted(responses(self.cast), key=lambda response: response.at)
        self.names = {mail.slug: f"{number:03d}-{mail.slug}.eml" for number, mail in enumerate(self.mails, 1)}
        self.ids = {mail.slug: gmail_id(plan, mail) for mail in self.mails}
        self.files: dict[str, bytes] = {}

    def mailbox(self) -> None:
        """The `.eml` files and their index."""
        rows = []
        for mail in self.mails:
            raw = header(self.plan, mail) + post.render(self.plan, mail)
            row: dict[str, Any] = {
                "file": self.names[mail.slug],
                "id": self.ids[mail.slug],
                "threadId": self.ids[mail.thread or mail.slug],
                "internalDate": str(int(mail.at.timestamp() * 1000)),
                "labelIds": list(mail.labels),
                "sizeEstimate": len(raw),
                "sha256": hashlib.sha256(raw).hexdigest(),
            }
            long = [(number, item.long) for number, item in enumerate(mail.items) if item.long]
            if long:
                row["inflate"] = [
                    {
                        "placeholder": post.placeholder(mail, number),
                        "parts": [
                            {"base64": base64.b64encode(part).decode(), "times": times} for part, times in file.parts
                        ],
                        "size": len(file.data),
                        "sha256": hashlib.sha256(file.data).hexdigest(),
                    }
                    for number, file in long
                ]
                row["sizeEstimate"] += sum(-(-len(file.data) // 57) * 78 for _, file in long)
            self.files[f"mailbox/{self.names[mail.slug]}"] = raw
            rows.append(row)
        self.files["mailbox/index.json"] = dump({"mailbox": self.plan.mailbox, "messages": rows})

    def forms(self) -> None:
        """The form, its responses, the uploads."""
        self.files["forms/form.json"] = dump(form_json(self.plan))
        self.files["forms/responses.json"] = dump([response_json(self.plan, response) for response in self.responses])
        for response in self.responses:
            for number, item in enumerate(response.files):
                self.files[stored_name(self.plan, response, number, item)] = item.data

    def registers(self) -> None:
        """`opd.csv` and `judges.csv`."""
        lines = ["code,name,aliases,parent_code,emails,contact_person,phone"]
        lines += [_csv(_row(agency)) for agency in self.cast.register.values()]
        self.files["opd.csv"] = ("\n".join(lines) + "\n").encode()
        lines = ["name,email,institution,opd_code,expertise,max_load"]
        lines += [
            _csv([j.name, j.email, j.institution, j.opd_code, j.expertise, str(j.max_load)]) for j in judges(self.plan)
        ]
        self.files["judges.csv"] = ("\n".join(lines) + "\n").encode()

    def arrivals(self) -> list[Arrival]:
        """Mails and responses in the order in which they came."""
        found = []
        for mail in self.mails:
            resolution = dict(mail.resolution)
            reason = "untrusted-sender" if resolution.get("decision") == "reject" else None
            found.append(
                Arrival(
                    self.names[mail.slug],
                    self.ids[mail.slug],
                    "mail",
                    mail.at,
                    mail.cls,
                    mail.key,
                    _flat(mail.items),
                    resolution.get("treated_as") or mail.cls,
                    reason,
                )
            )
        for response in self.responses:
            resolution = dict(response.resolution)
            reason = "unregistered-opd" if resolution.get("decision") == "reject" else None
            rows = [
                (
                    item,
                    drive_name(response, item),
                    None,
                    {
                        "fileId": file_id(self.plan, response, number),
                        "stored": stored_name(self.plan, response, number, item),
                        "question": item.kind,
                    },
                )
                for number, item in enumerate(response.files)
            ]
            id_ = response_id(self.plan, response)
            found.append(
                Arrival(
                    id_,
                    id_,
                    "form",
                    response.at,
                    response.cls,
                    response.key,
                    list(rows),
                    resolution.get("treated_as") or response.cls,
                    reason,
                )
            )
        return sorted(found, key=lambda arrival: arrival.at)

    def people(self, dossiers: dict[str, Dossier]) -> dict[str, Any]:
        """`people.json`."""
        opens = {key: dossiers[key].opened.id for key in sorted(dossiers)}
        ids = [(mail.resolution, self.ids[mail.slug]) for mail in self.mails]
        ids += [(response.resolution, response_id(self.plan, response)) for response in self.responses]
        decisions = []
        for resolution, id_ in ids:
            if resolution:
                row = dict(resolution)
                joins = row["joins"]
                decisions.append(
                    {
                        "source": id_,
                        "decision": row["decision"],
                        "treated_as": row["treated_as"],
                        "joins": opens[joins] if joins else None,
                        "by": "sekretaris",
                        "note": row["note"],
                    }
                )
        kinds = [
            {"source": self.ids[mail.slug], "attachment": item.name, "kind": item.kind, "by": "petugas"}
            for mail in self.mails
            for item in mail.items
            if item.person
        ]
        return {
            "proposals": opens,
            "decisions": decisions,
            "kinds": kinds,
            "approvals": "sekretaris and ketua approve every result and every letter when asked, "
            "each under their own identity",
        }


def _row(agency: Agency) -> list[str]:
    return [
        agency.code,
        agency.name,
        ";".join(agency.aliases),
        agency.parent,
        ";".join(agency.emails),
        agency.contact,
        agency.phone,
    ]


def _csv(cells: list[str]) -> str:
    return ",".join('"' + cell.replace('"', '""') + '"' if "," in cell or '"' in cell else cell for cell in cells)
