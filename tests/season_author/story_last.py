"""The mailbox in the last week: corrected, signed, forged, and around the closing second."""

import dataclasses

from . import broken, pictures
from .automatic import read_receipt
from .cast import Cast, coded, resolution
from .items import Item
from .post import Mail


def last_week(cast: Cast) -> list[Mail]:
    """The last days, the closing second, and after."""
    plan, kits, office = cast.plan, cast.kits, cast.office
    k01, k12, k14, k16, k19, k22, k24 = (kits[key] for key in ("B01", "B12", "B14", "B16", "B19", "B22", "B24"))
    cleaned = Mail(
        "disdagkop-proposal-tanpa-makro",
        plan.when(21, "08:30:00"),
        cast.person("DISDAGKOP"),
        cast.register["DISDAGKOP"].contact,
        "Re: Usulan Disdagkop UKM",
        cast.note("DISDAGKOP", "Terlampir proposal yang sudah disimpan ulang tanpa makro."),
        (k12.proposal("Proposal Dapur Bersama.docx"),),
        thread="disdagkop-dapur-bersama",
        cls="supplement",
        key="B12",
        why="replaces the file with macros that had been refused; its summary has exactly as many words as allowed",
    )
    newer = Mail(
        "disdukcapil-perbaikan",
        plan.when(21, "16:22:47"),
        office("DISDUKCAPIL"),
        "Dinas Kependudukan dan Pencatatan Sipil",
        "Perbaikan proposal PULAU TERDATA",
        cast.note(
            "DISDUKCAPIL", "Mohon naskah proposal PULAU TERDATA diganti dengan berkas terlampir. Berkas lain tetap."
        ),
        (
            k01.proposal("Proposal PULAU TERDATA (perbaikan).pdf", revision=1),
            k01.statement("2. Surat Pernyataan Penerapan.pdf"),
            k01.decree("3. SK Tim Inovasi.pdf"),
            k01.photo("6. Foto tambahan.jpg", 2),
        ),
        cls="resubmission",
        key="B01",
        why="newer proposal file; statement and decree are unchanged copies",
    )
    seal = Item(
        "smime.p7s",
        b"0\x82\x02\x10\x06\t*\x86H\x86\xf7\r\x01\x07\x02" + plan.rng("seal").randbytes(520),
        aside="signature",
        content_type="application/pkcs7-signature",
    )
    tradesman = Mail(
        "disnaker-kartu-tukang",
        plan.when(22, "11:15:05"),
        office("DISNAKER"),
        "Dinas Tenaga Kerja dan Transmigrasi",
        "Usulan inovasi KARTU TUKANG",
        cast.body("B22", "Proposal", "Pernyataan", "SK", "Tangkapan layar"),
        (
            k22.proposal("Proposal Kartu Tukang.pdf"),
            k22.statement("Pernyataan Kartu Tukang.pdf"),
            k22.decree("SK Kartu Tukang.pdf"),
            k22.screen("Tangkapan layar.png"),
            seal,
        ),
        program="signed",
        rows=cast.rows("B22"),
        cls="proposal",
        key="B22",
        why="digitally signed; started exactly the minimum age ago; one section is over its word limit",
    )
    forged = Mail(
        "palsu-disdukcapil",
        plan.when(22, "11:27:52"),
        office("DISDUKCAPIL"),
        "Dinas Kependudukan dan Pencatatan Sipil",
        "PENTING: penggantian proposal PULAU TERDATA",
        (("Mohon proposal PULAU TERDATA diganti dengan berkas terlampir.",),),
        (Item("Proposal PULAU TERDATA pengganti.pdf", k01.evidence("").data, "proposal"),),
        program="phone",
        auth="fail",
        cls="needs-human",
        resolution=resolution("reject", None, None, "the agency says it did not send this"),
        why="DMARC failed; a forged result below ours says it passed",
    )
    harbour = Mail(
        "satpolpp-ronda-pelabuhan",
        plan.when(23, "15:51:03"),
        cast.person("SATPOLPP"),
        cast.register["SATPOLPP"].contact,
        "Usulan Satpol PP",
        cast.body("B24", "Proposal", "Pernyataan", "SK", "Bukti"),
        (
            k24.proposal("Proposal Ronda Pelabuhan.pdf"),
            k24.statement("Pernyataan Ronda Pelabuhan.pdf"),
            k24.decree("SK Ronda Pelabuhan.pdf"),
            Item("foto ronda.jpg", broken.cut_off(k24.photo("").data), "bukti", fault="corrupt"),
            Item("Bukti pos ronda.pdf", k24.screen("", 2).data, "bukti", fault="content-mismatch"),
        ),
        rows=cast.rows("B24", "kapital"),
        cls="proposal",
        key="B24",
        why="both files of evidence are unusable",
    )
    library = Mail(
        "dispusip-rumah-baca",
        plan.when(24, "20:13:08"),
        cast.person("DISPUSIP"),
        cast.register["DISPUSIP"].contact,
        "Pengajuan KIPP Dispusip",
        cast.body("B19", "Proposal", "Pernyataan", "Foto", "SK"),
        (
            k19.proposal("Proposal Dispusip.pdf"),
            k19.statement("Pernyataan Dispusip.pdf"),
            k19.photo("Foto rak buku.jpg"),
            Item(
                f"IMG-{plan.when(24, '07:00:00'):%Y%m%d}-WA0008.jpg",
                pictures.photo(plan, "nota belanja"),
                "lain",
                person=True,
                note="photo of a shop receipt sent in place of the decree",
            ),
        ),
        program="phone",
        rows=tuple(
            (label, value.replace(" ", "  ") if "Judul" in label else value) for label, value in cast.rows("B19")
        ),
        cls="proposal",
        key="B19",
        why="the title is another agency's in other letters; the decree is a photo of a receipt",
    )
    long_name = ("Dokumentasi dan bukti penerapan " * 10)[:296].rstrip() + ".pdf"
    on_time = Mail(
        "sarappo-perahu-surat",
        plan.around_close(0, 640),
        office("KEC-SARAPPO"),
        "Kecamatan Kepulauan Sarappo",
        "Usulan PERAHU SURAT",
        cast.body("B14", "Proposal", "Pernyataan", "SK", "Foto"),
        (
            dataclasses.replace(k14.proposal("Proposal Perahu Surat.pdf"), inline=True),
            k14.statement("Pernyataan Perahu Surat.pdf"),
            coded(k14.decree("../../etc/SK Tim\\Perahu Surat.pdf"), "2231"),
            coded(k14.photo("foto\r\ndermaga.jpg"), "2231", inline=True),
            coded(k14.evidence(long_name), "lines"),
        ),
        program="pad",
        auth="no-dmarc",
        rows=cast.rows("B14"),
        cls="proposal",
        key="B14",
        why="0.64 seconds into the closing second; a PDF and a photo as inline parts; names with paths, a line "
        f"break, and {len(long_name)} characters",
    )
    too_late = Mail(
        "salutobe-siang-di-salu",
        plan.around_close(1),
        office("KEC-SALUTOBE"),
        "Kecamatan Salu Tobe",
        "Usulan SIANG DI SALU",
        cast.body("B16", "Proposal", "Pernyataan", "Surat pengantar", "Foto"),
        (
            k16.proposal("Proposal Siang di Salu.pdf"),
            k16.statement("Pernyataan Siang di Salu.pdf"),
            k16.letter("Surat Pengantar Salu Tobe.pdf"),
            k16.photo("Foto meja layanan.jpg"),
        ),
        rows=cast.rows("B16"),
        written=plan.around_close(-95),
        cls="proposal",
        key="B16",
        why="one second after the closing second although its Date header is earlier",
    )
    missed = Mail(
        "dispusip-susulan-terlambat",
        plan.when(26, "08:12:40"),
        cast.person("DISPUSIP"),
        cast.register["DISPUSIP"].contact,
        "Susulan SK Rumah Baca",
        cast.note("DISPUSIP", "Terlampir SK Tim Inovasi yang kemarin tertinggal."),
        (k19.decree("SK Tim Dispusip.pdf"),),
        program="phone",
        thread="dispusip-rumah-baca",
        cls="supplement",
        key="B19",
        why="after the close",
    )
    return [cleaned, newer, tradesman, forged, harbour, read_receipt(cast), library, on_time, too_late, missed]
