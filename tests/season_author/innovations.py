"""The twenty-four innovations: who offers them, what they are called, and the phrases their texts are made of."""

from dataclasses import dataclass, replace
from pathlib import Path

from .plan import Plan
from .register import agencies, people


@dataclass(frozen=True)
class Innovation:
    """One proposal as its authors see it. `code` is null where the register has no row for them."""

    key: str
    code: str | None
    agency: str
    unit: str | None
    title: str
    category: str
    start: str
    service: str
    people: str
    problem: str
    way: str
    novelty: str
    partner: str
    place: str
    measure: str
    innovator: str = ""
    contact: str = ""
    phone: str = ""
    email: str = ""

    @property
    def short(self) -> str:
        """The name before the colon."""
        return self.title.split(":")[0]

    @property
    def offering(self) -> str:
        """The unit if there is one, else the agency."""
        return self.unit or self.agency


TABLE = Path(__file__).with_name("innovations.psv")
FIELDS = (
    "key",
    "code",
    "title",
    "category",
    "start",
    "service",
    "people",
    "problem",
    "way",
    "novelty",
    "partner",
    "place",
    "measure",
)
DEGREES = ["S.Sos.", "S.STP., M.Si.", "S.KM.", "S.P.", "S.Pd.", "S.T.", "S.E., M.M.", "S.Pi.", "S.Kep., Ns.", "S.H."]
OUTSIDER = "Perumda Air Minum Tirta Lestari"
OUTSIDER_MAIL = "humas@tirtalestari.example"


def innovations(plan: Plan) -> dict[str, Innovation]:
    """All proposals by key, with the people who answer for them."""
    register = agencies(plan)
    authors = iter(people(plan, 30, "innovators"))
    result = {}
    table = TABLE.read_text(encoding="utf-8").format(young=plan.young_start, exact=plan.exact_start)
    for line in table.splitlines()[1:]:
        row = dict(zip(FIELDS, line.split("|"), strict=True))
        code = row.pop("code") or None
        rng = plan.rng("degree", row["key"])
        who = f"{next(authors)}, {rng.choice(DEGREES)}"
        if code is None:
            agency, unit, contact, phone, email = OUTSIDER, None, next(authors), "0853-0000-4410", OUTSIDER_MAIL
        else:
            own = register[code]
            agency = register[own.parent].name if own.parent else own.name
            unit = own.name if own.parent else None
            contact, phone, email = own.contact, own.phone, own.office
        entry = Innovation(code=code, agency=agency, unit=unit, **row)
        if plan.variant != 1 and row["key"] not in ("B21", "B22"):
            year, month, day = entry.start.split("-")
            entry = replace(entry, start=f"{int(year) + plan.year - 2028}-{month}-{day}")
        result[entry.key] = replace(entry, innovator=who, contact=contact, phone=phone, email=email)
    return result
