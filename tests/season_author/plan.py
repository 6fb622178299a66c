"""What differs from one authored season to the next: place, year, clock, limits, and the seed of every choice."""

import hashlib
import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Plan:
    """One variant. Days are counted from the first day of intake, which is day 0."""

    variant: int
    seed: int
    year: int
    regency: str
    capital: str
    province: str
    domain: str
    zone: str
    zone_label: str
    opens: str
    closes: str
    min_age_months: int
    exact_start: str
    young_start: str
    advance: int
    max_file_bytes: int
    final: tuple[int, int, int]
    schedule: tuple[tuple[str, str], tuple[str, str], tuple[str, str], tuple[str, str], str]

    @property
    def tz(self) -> ZoneInfo:
        """The zone of every local time in the season."""
        return ZoneInfo(self.zone)

    @property
    def opens_at(self) -> datetime:
        """First instant of intake."""
        return datetime.fromisoformat(self.opens).replace(tzinfo=self.tz)

    @property
    def closes_at(self) -> datetime:
        """The closing second, which still counts."""
        return datetime.fromisoformat(self.closes).replace(tzinfo=self.tz)

    @property
    def name(self) -> str:
        """Full name of the competition."""
        return f"Kompetisi Inovasi Pelayanan Publik Kabupaten {self.regency} {self.year}"

    @property
    def mailbox(self) -> str:
        """Address of the secretariat's mailbox."""
        return f"kipp{self.year}@setda.{self.domain}"

    def when(self, day: int, clock: str) -> datetime:
        """Local time `clock` (HH:MM:SS) on that day of intake."""
        hour, minute, second = (int(part) for part in clock.split(":"))
        return self.opens_at.replace(hour=hour, minute=minute, second=second) + timedelta(days=day)

    def around_close(self, seconds: int, milliseconds: int = 0) -> datetime:
        """That many seconds (and milliseconds) after the closing second began."""
        return self.closes_at + timedelta(seconds=seconds, milliseconds=milliseconds)

    def rng(self, *about: object) -> random.Random:
        """A generator that depends on the seed, the variant and `about` only."""
        text = "|".join(map(str, (self.seed, self.variant, *about)))
        return random.Random(hashlib.sha256(text.encode()).digest())

    def token(self, alphabet: str, length: int, *about: object) -> str:
        """A reproducible identifier."""
        rng = self.rng("token", alphabet, length, *about)
        return "".join(rng.choice(alphabet) for _ in range(length))


LOWER = "abcdefghijklmnopqrstuvwxyz0123456789"
HEX = "0123456789abcdef"
MIXED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
MONTHS = [
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
]
DAYS = ["Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"]


def long_date(iso: str) -> str:
    """`2024-02-12` as `12 Februari 2024`."""
    year, month, day = (int(part) for part in iso.split("-"))
    return f"{day} {MONTHS[month - 1]} {year}"


def written_date(iso: str, style: str) -> str:
    """A date the way people write it: long, slash, dash, or iso."""
    year, month, day = iso.split("-")
    return {"long": long_date(iso), "slash": f"{day}/{month}/{year}", "dash": f"{day}-{month}-{year}", "iso": iso}[
        style
    ]


def spoken(moment: datetime) -> str:
    """A day as mail programs write it above a quotation: `Sel, 20 Apr 2027`."""
    return f"{DAYS[moment.weekday()][:3]}, {moment.day} {MONTHS[moment.month - 1][:3]} {moment.year}"


def stamp(moment: datetime) -> str:
    """Local ISO 8601 in whole seconds; fractions are cut off."""
    return moment.replace(microsecond=0).isoformat()


PLANS = {
    1: {
        "year": 2027,
        "regency": "Teluk Sawerigading",
        "capital": "Tanete Batu",
        "province": "Sulawesi Selatan",
        "domain": "sawerigadingkab.example",
        "zone": "Asia/Makassar",
        "zone_label": "WITA",
        "opens": "2027-04-12T00:00:00",
        "closes": "2027-05-07T16:00:00",
        "min_age_months": 6,
        "exact_start": "2026-11-07",
        "young_start": "2026-11-08",
        "advance": 7,
        "max_file_bytes": 5242880,
        "final": (50, 30, 20),
        "schedule": (
            ("2027-05-10", "2027-05-14"),
            ("2027-05-18", "2027-05-28"),
            ("2027-06-08", "2027-06-09"),
            ("2027-06-14", "2027-06-17"),
            "2027-06-24",
        ),
    },
    2: {
        "year": 2028,
        "regency": "Lembah Nusa Rani",
        "capital": "Wae Lero",
        "province": "Nusa Tenggara Timur",
        "domain": "nusaranikab.example",
        "zone": "Asia/Jayapura",
        "zone_label": "WIT",
        "opens": "2028-08-07T00:00:00",
        "closes": "2028-09-01T14:30:00",
        "min_age_months": 18,
        "exact_start": "2027-03-01",
        "young_start": "2027-03-02",
        "advance": 7,
        "max_file_bytes": 3145728,
        "final": (40, 20, 40),
        "schedule": (
            ("2028-09-04", "2028-09-08"),
            ("2028-09-11", "2028-09-22"),
            ("2028-10-03", "2028-10-04"),
            ("2028-10-09", "2028-10-12"),
            "2028-10-19",
        ),
    },
}


def plan(variant: int, seed: int) -> Plan:
    """The plan of that variant."""
    return Plan(variant=variant, seed=seed, **PLANS[variant])  # type: ignore[arg-type]
