"""`README.md` of the season."""

from typing import Any

from .plan import Plan, stamp

HEAD = """# A season for Panitia to rehearse

One whole season of *{name}*, as it reaches the secretariat: mails, form responses, ballots. The regency, its
people and its innovations are invented; every address ends in `.example`.
`python -m tests.season_author OUTDIR --variant {variant}` writes it again, byte for byte.

Intake: {opens} to {closes} ({zone}).

| file | what it is |
| --- | --- |
| `edition.json` | dates, rules, weights, checklist, documents, officers, vocabulary |
| `opd.csv` | agencies and units: code, name, aliases (`;`), parent_code, emails (`;`), contact person, phone |
| `judges.csv` | five judges: name, email, institution, opd_code, expertise (`;`), max_load |
| `mailbox/NNN-slug.eml` | raw messages with CRLF line ends, in order of arrival |
| `mailbox/index.json` | per message: Gmail `id`, `threadId`, `internalDate` (epoch ms), `labelIds`, \
`sizeEstimate`, `sha256` of the stored file; `inflate` where a part is described instead of stored |
| `forms/form.json`, `forms/responses.json` | the form and its responses as the Forms API gives them |
| `forms/uploads/<fileId>__name.ext` | the uploaded file of that Drive id |
| `ballots/stageN.json` | what the judges typed, read in waves; the last wave is in force |
| `people.json` | the source that opens each proposal, and what the officers decide |

`inflate`: a list; each entry says that the line `placeholder` in the `.eml` stands for the base64
(lines of 76 characters, CRLF) of its `parts` joined, each part being the decoded `base64` repeated `times` times.
`size` and `sha256` are those of that file.
"""


def readme(plan: Plan, truth: dict[str, Any]) -> str:
    """What lies in the directory and what is special about each message."""
    lines = [
        HEAD.format(
            name=plan.name,
            variant=plan.variant,
            opens=stamp(plan.opens_at),
            closes=stamp(plan.closes_at),
            zone=plan.zone,
        ),
        "## Messages",
        "",
        "| file | class | what is special |",
        "| --- | --- | --- |",
    ]
    for mail in truth["mails"]:
        lines.append(
            f"| `{mail['file']}` | {mail['class']}{' ' + mail['proposal'] if mail['proposal'] else ''} | "
            f"{mail['why']} |"
        )
    lines += [
        "",
        "## Form responses",
        "",
        "| respondent | class | proposal | what is special |",
        "| --- | --- | --- | --- |",
    ]
    for row in truth["responses"]:
        lines.append(f"| {row['respondent']} | {row['class']} | {row['proposal'] or ''} | {row['why']} |")
    return "\n".join(lines) + "\n"
