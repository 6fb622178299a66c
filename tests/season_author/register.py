"""The people of the season: agencies and units with their contacts, judges, officers."""

from dataclasses import dataclass

from .plan import Plan

OFFICERS = {
    1: [
        ("ketua", "Ketua Panitia (Asisten Administrasi Umum)", "Drs. H. Muhlis Tahir, M.Si.", "asisten3"),
        (
            "sekretaris",
            "Sekretaris Panitia (Kepala Bagian Organisasi dan Tata Laksana)",
            "Hj. Rosmini Kadir, S.STP., M.AP.",
            "kabag.ortala",
        ),
        ("petugas", "Petugas Sekretariat", "Ilham Nurdin, S.Sos.", "sekretariat.kipp"),
    ],
    2: [
        ("ketua", "Ketua Panitia (Asisten Administrasi Umum)", "Drs. Yohanes Bala, M.Si.", "asisten3"),
        (
            "sekretaris",
            "Sekretaris Panitia (Kepala Bagian Organisasi dan Tata Laksana)",
            "Maria Goreti Lero, S.STP., M.AP.",
            "kabag.ortala",
        ),
        ("petugas", "Petugas Sekretariat", "Fransiska Wea, S.Sos.", "sekretariat.kipp"),
    ],
}
AGENCIES = """
SETDA|Sekretariat Daerah|Setda|
ITDA|Inspektorat Daerah|Inspektorat|
BAPPEDA|Badan Perencanaan Pembangunan Daerah|Bappeda;Bapelitbang|
BKAD|Badan Keuangan dan Aset Daerah|BKAD|
BPBD|Badan Penanggulangan Bencana Daerah|BPBD|
DISDIK|Dinas Pendidikan|Disdik;Dinas Pendidikan dan Olahraga|
DINKES|Dinas Kesehatan|Dinkes;Dinas Kesehatan Kab. {regency}|
DISPUPR|Dinas Pekerjaan Umum dan Penataan Ruang|Dinas PUPR;PUPR|
DISSOS|Dinas Sosial|Dissos;Dinsos|
DISNAKER|Dinas Tenaga Kerja dan Transmigrasi|Disnaker;Disnakertrans|
DISDUKCAPIL|Dinas Kependudukan dan Pencatatan Sipil|Disdukcapil;Dukcapil|
DISKAN|Dinas Perikanan dan Kelautan|Diskan;DKP;Dinas Perikanan|
DISTANPANGAN|Dinas Pertanian dan Ketahanan Pangan|Distan Pangan;Dinas Pertanian|
DISHUB|Dinas Perhubungan|Dishub|
DISKOMINFO|Dinas Komunikasi, Informatika, Statistik dan Persandian|Diskominfo;Diskominfo SP|
DISPAR|Dinas Kebudayaan dan Pariwisata|Dispar;Disbudpar|
DISDAGKOP|Dinas Perdagangan, Koperasi dan UKM|Disdagkop;Disdagkop UKM|
DLH|Dinas Lingkungan Hidup|DLH|
DPMD|Dinas Pemberdayaan Masyarakat dan Desa|DPMD;PMD|
DISPUSIP|Dinas Perpustakaan dan Kearsipan|Dispusip;Dinas Perpustakaan|
SATPOLPP|Satuan Polisi Pamong Praja|Satpol PP|
KEC-KOTA|Kecamatan {capital}|Kec. {capital};Kantor Camat {capital}|
KEC-BONTOLERO|Kecamatan Bontolero|Kec. Bontolero;Kantor Camat Bontolero|
KEC-SARAPPO|Kecamatan Kepulauan Sarappo|Kec. Kepulauan Sarappo;Kecamatan Sarappo|
KEC-SALUTOBE|Kecamatan Salu Tobe|Kec. Salu Tobe;Kantor Camat Salu Tobe|
KEC-BUNTURANO|Kecamatan Buntu Rano|Kec. Buntu Rano;Kantor Camat Buntu Rano|
RSUD-KOTA|RSUD {capital}|Rumah Sakit Umum Daerah {capital}|DINKES
PKM-BONTOLERO|Puskesmas Bontolero|UPTD Puskesmas Bontolero;PKM Bontolero|DINKES
PKM-SARAPPO|Puskesmas Kepulauan Sarappo|UPTD Puskesmas Kepulauan Sarappo|DINKES
SMPN3-KOTA|SMP Negeri 3 {capital}|SMPN 3 {capital}|DISDIK
UPTD-BLK|UPTD Balai Latihan Kerja|BLK;Balai Latihan Kerja|DISNAKER
UPTD-PPI|UPTD Pangkalan Pendaratan Ikan|PPI;Pangkalan Pendaratan Ikan|DISKAN
"""
GIVEN = {
    1: [
        "Nurhaeda",
        "Syamsuddin",
        "Rahmatia",
        "Ilyas",
        "Hasnah",
        "Jumriati",
        "Amiruddin",
        "Darmawati",
        "Sudirman",
        "Kasmawati",
        "Basri",
        "Nursiah",
        "Arifuddin",
        "Mardiana",
        "Hamka",
        "Irmawati",
        "Firman",
        "Suhartini",
        "Baharuddin",
        "Rosdiana",
        "Akbar",
        "Sitti",
        "Aminah",
        "Zulkifli",
        "Marwah",
        "Burhan",
        "Rahmawati",
        "Idris",
        "Fatmawati",
        "Yusran",
        "Hajrah",
        "Lukman",
        "Salmiah",
        "Anwar",
        "Megawati",
        "Ridwan",
        "Nirwana",
        "Takdir",
    ],
    2: [
        "Yosef",
        "Maria",
        "Agustinus",
        "Theresia",
        "Petrus",
        "Yuliana",
        "Markus",
        "Kornelia",
        "Stefanus",
        "Anastasia",
        "Dominikus",
        "Veronika",
        "Gabriel",
        "Kristina",
        "Paulus",
        "Margareta",
        "Fransiskus",
        "Elisabet",
        "Rafael",
        "Regina",
        "Blasius",
        "Natalia",
        "Siprianus",
        "Emilia",
        "Hendrikus",
        "Rosa",
        "Laurensius",
        "Bernadeta",
        "Antonius",
        "Katarina",
        "Ignasius",
        "Lusia",
        "Benediktus",
        "Marselina",
        "Viktor",
        "Klara",
        "Nikolaus",
        "Sisilia",
    ],
}
FAMILY = {
    1: [
        "Tahir",
        "Kadir",
        "Saleh",
        "Wahid",
        "Mappaseng",
        "Patiroi",
        "Hamid",
        "Lolo",
        "Rasyid",
        "Pasanre",
        "Nurdin",
        "Palisuri",
        "Makkasau",
        "Daud",
        "Sanusi",
        "Mangkona",
        "Latief",
        "Paewai",
        "Salam",
        "Tola",
    ],
    2: [
        "Bala",
        "Lero",
        "Wea",
        "Nage",
        "Kelen",
        "Tukan",
        "Ruing",
        "Boro",
        "Lamak",
        "Sogen",
        "Maran",
        "Doni",
        "Kedang",
        "Atawolo",
        "Hayon",
        "Wutun",
        "Leba",
        "Ola",
        "Rape",
        "Ngao",
    ],
}


@dataclass(frozen=True)
class Agency:
    """One row of `opd.csv`."""

    code: str
    name: str
    aliases: tuple[str, ...]
    parent: str
    emails: tuple[str, str]
    contact: str
    phone: str

    @property
    def office(self) -> str:
        """The official address."""
        return self.emails[0]

    @property
    def person(self) -> str:
        """The contact's own registered address."""
        return self.emails[1]


@dataclass(frozen=True)
class Judge:
    """One row of `judges.csv`."""

    name: str
    email: str
    institution: str
    opd_code: str
    expertise: str
    max_load: int


def people(plan: Plan, count: int, about: str) -> list[str]:
    """Distinct names of the region."""
    rng = plan.rng("people", about)
    pairs = [(given, family) for given in GIVEN[plan.variant] for family in FAMILY[plan.variant]]
    rng.shuffle(pairs)
    seen: set[str] = set()
    chosen = []
    for given, family in pairs:
        if given not in seen:
            seen.add(given)
            chosen.append(f"{given} {family}")
    return chosen[:count]


def agencies(plan: Plan) -> dict[str, Agency]:
    """The register, by code, in its order."""
    rows = [
        line.split("|") for line in AGENCIES.format(regency=plan.regency, capital=plan.capital).strip().splitlines()
    ]
    rng = plan.rng("phones")
    result = {}
    for (code, name, aliases, parent), contact in zip(rows, people(plan, len(rows), "contacts"), strict=True):
        box = code.lower().replace("-", ".")
        own = f"{contact.lower().replace(' ', '.')}@surat.example"
        phone = f"0853-0000-{rng.randrange(1000, 9999)}"
        result[code] = Agency(
            code, name, tuple(aliases.split(";")), parent, (f"{box}@{plan.domain}", own), contact, phone
        )
    return result


def root(register: dict[str, Agency], code: str | None) -> str | None:
    """The agency above that row, or the row itself."""
    return None if code is None else register[code].parent or code


def judges(plan: Plan) -> list[Judge]:
    """Five judges: two outsiders, one in an agency, one in the parent of units, one in a unit."""
    register = agencies(plan)
    names = people(plan, 5, "judges")
    titles = ["Prof. Dr. {}, M.Si.", "{}, S.Sos., M.AP.", "dr. {}, M.Kes.", "{}, S.E.", "Dr. {}, S.Pd., M.Pd."]
    places = [
        ("Universitas Bahari Timur", ""),
        (None, "DISDUKCAPIL"),
        (None, "DINKES"),
        ("Forum Warga Peduli Layanan", ""),
        (None, "UPTD-BLK"),
    ]
    fields = [
        "tata kelola pemerintahan;inklusi sosial",
        "tata kelola pemerintahan;pengentasan kemiskinan",
        "kesehatan;ketahanan bencana dan iklim",
        "pertumbuhan ekonomi dan kesempatan kerja;ketahanan pangan",
        "pendidikan;pemberdayaan masyarakat",
    ]
    loads = [20, 18, 18, 17, 22]
    return [
        Judge(
            title.format(name),
            f"{name.lower().replace(' ', '.')}@panel.example",
            place or register[code].name,
            code,
            field,
            load,
        )
        for title, name, (place, code), field, load in zip(titles, names, places, fields, loads, strict=True)
    ]
