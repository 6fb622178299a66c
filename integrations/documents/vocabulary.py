"""The words by which an edition's documents and proposal sections are known in names and headings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_FAMILIES: dict[str, tuple[frozenset[str], tuple[str, ...]]] = {
    # family: (words in a file name, how a document of it begins)
    "proposal": (frozenset({"proposal"}), (r"PROPOSAL\b",)),
    "pernyataan": (frozenset({"pernyataan"}), (r"SURAT PERNYATAAN\b", r"PERNYATAAN IMPLEMENTASI\b")),
    "sk": (
        frozenset({"sk", "keputusan", "usulan", "usul", "penugasan"}),
        (
            r"(?:SURAT )?KEPUTUSAN\b",
            r"SURAT USUL(?:AN)?\b",
            r"SURAT (?:PERINTAH )?TUGAS\b",
            r"SURAT PERINTAH\b",
            r"SURAT PENGANTAR USUL",
        ),
    ),
    "bukti": (
        frozenset({"bukti", "foto", "dokumentasi", "photo", "layar", "screenshot", "gambar", "eviden", "evidence"}),
        (r"BUKTI\b", r"DOKUMENTASI\b", r"FOTO KEGIATAN\b", r"LAMPIRAN FOTO\b", r"EVIDEN(?:CE)?\b"),
    ),
    "video": (frozenset({"video", "youtube", "vidio"}), (r"VIDEO\b", r"TAUTAN VIDEO\b")),
}
_CAMERA = frozenset({"img", "dsc", "dscf", "pxl", "dcim", "wa", "whatsapp", "image", "picture"})
_OUTLOOKS = re.compile(r"image\d{3}\.\w+$", re.IGNORECASE)  # so Outlook names every picture of a signature
_LABEL_WORDS = {
    "proposal": "proposal",
    "pernyataan": "pernyataan",
    "sk": "sk",
    "keputusan": "sk",
    "usulan": "sk",
    "bukti": "bukti",
    "dokumentasi": "bukti",
    "foto": "bukti",
    "video": "video",
}
_COMMON = frozenset(
    {
        "inovasi",
        "surat",
        "tim",
        "atau",
        "dan",
        "perangkat",
        "daerah",
        "opd",
        "kipp",
        "yang",
        "dari",
        "pdf",
        "docx",
        "jpg",
        "png",
    }
)
_ORDER = ("proposal", "pernyataan", "sk", "video", "bukti")
_ORDER_LETTER = re.compile(r"\bsurat (?:perintah )?tugas\b|\bsurat perintah\b")
_LETTER = re.compile(
    r"\b(?:hal|perihal)\b\s*:?\s*(?:pengajuan|penyampaian|permohonan)?\s*(?:surat )?(?:pengantar )?usul(?:an)?\b",
    re.IGNORECASE,
)


def words_of(text: str) -> list[str]:
    """The words of a name or heading in lower case; "SuratPernyataan" and "Dinkominfo_SK" are taken apart."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", text)
    return re.findall(r"[^\W\d_]+|\d+", apart.lower())


@dataclass(frozen=True)
class Kind:
    """One kind of document: its id, the words of its label, and the family of words it belongs to (None: only its label)."""

    id: str
    words: tuple[str, ...]
    family: str | None


@dataclass(frozen=True)
class Vocabulary:
    """The kinds of document and the sections of a proposal, as (id, label) of the edition."""

    kinds: tuple[Kind, ...]
    sections: tuple[tuple[str, str], ...]

    @classmethod
    def from_edition(cls, documents: Sequence[tuple[str, str]], sections: Sequence[tuple[str, str]]) -> Vocabulary:
        """The vocabulary of an edition: label words first, built-in synonyms of the usual four kinds second."""
        return cls(
            tuple(
                Kind(i, tuple(words_of(re.sub(r"\([^()]*\)", " ", label))), _family(i, label)) for i, label in documents
            ),
            tuple(sections),
        )

    @property
    def main_kind(self) -> str | None:
        """The id of the proposal document itself."""
        return next((k.id for k in self.kinds if k.family == "proposal"), None)

    def kind_of_name(self, name: str, *, picture: bool = False) -> str | None:
        """What a file name says the file is; "proposal" is stronger than any other word, a folder weaker than the name."""
        *folders, last = name.replace("\\", "/").split("/")
        picture = picture and not _OUTLOOKS.match(last)
        if found := self._by_words(re.sub(r"\.[A-Za-z0-9]{1,5}$", "", last), picture=picture):
            return found
        for folder in reversed(folders):
            found = self._by_words(folder, picture=False)
            if found and found != self.main_kind:
                return found
        return None

    def kind_of_label(self, label: str) -> str | None:
        """The document a form question asks for, by its title."""
        if exact := next((k.id for k in self.kinds if k.id.lower() == label.strip().lower()), None):
            return exact
        for word in words_of(label):
            kinds = [k for k in self._ranked(label) if word in self._own_words(k)]
            if kinds:
                return kinds[0].id
        return self._by_words(label, picture=False)

    def kind_of_text(self, lines: Sequence[str]) -> tuple[str | None, int]:
        """What a document says it is in its first headings, and the position of that line; (None, 0) where it does not tell."""
        head = [re.sub(r"\s+", " ", line).strip() for line in lines[:50]]
        for at, line in enumerate(head):
            heading = re.sub(r"^(?:\d+[.)]|[A-Za-z][.)])\s*", "", line)
            if not _is_heading(heading):
                continue
            for kind in self._ranked(heading + " " + " ".join(head[at + 1 : at + 2])):
                if _begins(kind, heading):
                    return kind.id, at
        if _LETTER.search(" ".join(head)):
            return next((k.id for k in self.kinds if k.family == "sk"), None), 0
        return None, 0

    def _own_words(self, kind: Kind) -> frozenset[str]:
        """The words that name this kind or its family, and no kind of another family."""
        others = {
            w for k in self.kinds if k.family != kind.family or (k.family is None and k is not kind) for w in k.words
        }
        return (_telling(kind) - others) | (_FAMILIES[kind.family][0] if kind.family else frozenset())

    def _ranked(self, text: str) -> list[Kind]:
        present = set(words_of(text))
        return sorted(self.kinds, key=lambda k: -len(present & set(k.words)))

    def _by_words(self, text: str, *, picture: bool) -> str | None:
        present = set(words_of(text))
        for family in _ORDER:
            words = _FAMILIES[family][0] | (_CAMERA if family == "bukti" and picture else frozenset())
            kinds = [k for k in self._ranked(text) if k.family == family]
            if kinds and (present & words or (family == "sk" and _ORDER_LETTER.search(" ".join(words_of(text))))):
                return kinds[0].id
        own = [k.id for k in self.kinds if k.family is not None and present & self._own_words(k)]
        if len(own) == 1:  # a word that only the edition's label of this kind has
            return own[0]
        return next((k.id for k in self.kinds if k.family is None and _telling(k) and _telling(k) <= present), None)


def _family(identity: str, label: str) -> str | None:
    return next((_LABEL_WORDS[w] for w in [*words_of(label), *words_of(identity)] if w in _LABEL_WORDS), None)


def _telling(kind: Kind) -> frozenset[str]:
    return frozenset(kind.words) - _COMMON


def _begins(kind: Kind, heading: str) -> bool:
    upper = heading.upper()
    if kind.family:
        return any(re.match(pattern, upper) for pattern in _FAMILIES[kind.family][1])
    telling = _telling(kind)
    return bool(telling) and telling <= set(words_of(heading))


def _is_heading(line: str) -> bool:
    """Few words, no full stop, in capitals or with capital first letters."""
    words = [w for w in line.split() if any(c.isalpha() for c in w)]
    if not 1 <= len(words) <= 16 or (line.endswith((".", ";", ",")) and not line.isupper()):
        return False
    capital = sum(w[0].isupper() or w[0] in "“\"'(" for w in words)
    return line.isupper() or capital * 3 >= len(words) * 2


DEFAULT = Vocabulary.from_edition(
    (
        ("proposal", "Proposal Inovasi"),
        ("pernyataan", "Surat Pernyataan Implementasi"),
        ("sk", "SK Tim Inovasi atau Surat Usulan Perangkat Daerah"),
        ("bukti", "Bukti Implementasi"),
    ),
    (
        ("ringkasan", "Ringkasan"),
        ("latar", "Latar Belakang dan Tujuan"),
        ("kebaruan", "Kebaruan/Nilai Tambah"),
        ("implementasi", "Implementasi Inovasi"),
        ("signifikansi", "Signifikansi"),
        ("adaptabilitas", "Adaptabilitas"),
        ("sumberdaya", "Sumber Daya"),
        ("keberlanjutan", "Strategi Keberlanjutan"),
    ),
)
