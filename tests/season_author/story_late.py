"""The mailbox, second half: forwarded, damaged, forged, signed, and around the closing second."""

import dataclasses

from . import broken, pictures, word
from .automatic import invitation, read_receipt
from .cast import Cast, coded
from .items import Item, Kit
from .post import Mail

ACCEPT = "accept"


def _resolution(decision: str, treated: str | None, joins: str | None, note: str) -> tuple[tuple[str, str | None], ...]:
    return (("decision", decision), ("treated_as", treated), ("joins", joins), ("note", note))


def third_week(cast: Cast) -> list[Mail]:
    """Monday to Friday of the third week."""
    plan, kits, office = cast.plan, cast.kits, cast.office
    k03, k08, k10, k11, k18, k20 = (kits[key] for key in ("B03", "B08", "B10", "B11", "B18", "B20"))
    head = cast.register["KEC-KOTA"]
    deepest = Mail(
        "kota-dalam",
        plan.when(11, "16:31:20"),
        office("KEC-KOTA"),
        head.name,
        "Usulan inovasi rumah baca",
        cast.body("B20", "Proposal", "Pernyataan", "SK", "Foto"),
        (
            k20.proposal("Proposal Rumah Baca Lorong.pdf"),
            k20.statement("Pernyataan Rumah Baca Lorong.pdf"),
            k20.scan("SK Tim Rumah Baca Lorong (pindaian).pdf"),
            k20.photo("Foto rumah baca.jpg"),
        ),
        program="bird",
        rows=cast.rows("B20"),
    )
    inside = Item("Usulan inovasi rumah baca.eml", members=deepest.items, own=False, inner=deepest)
    between = Mail(
        "kota-antara",
        plan.when(11, "17:02:00"),
        office("KEC-KOTA"),
        head.name,
        "Fwd: Usulan inovasi rumah baca",
        (("Mohon diteruskan ke panitia.",),),
        (inside,),
        program="bird",
    )
    forwarded = Mail(
        "terusan-kecamatan-kota",
        plan.when(14, "08:14:02"),
        head.person,
        head.contact,
        "Fwd: Fwd: Usulan inovasi rumah baca",
        cast.note("KEC-KOTA", f"Kami teruskan usulan inovasi {head.name} dari surel kantor."),
        (Item("Fwd Usulan inovasi rumah baca.eml", members=(inside,), own=False, inner=between),),
        program="bird",
        auth="arc-fail",
        cls="proposal",
        key="B20",
        why="forwarded twice as attached messages; the decree is a scan without text; an older ARC result says fail",
    )
    horn = Mail(
        "bpbd-menara-surau",
        plan.when(14, "13:20:10"),
        office("BPBD"),
        "Badan Penanggulangan Bencana Daerah",
        "Usulan KIPP BPBD",
        cast.body("B11", "Proposal", "SK", "Bukti", "Surat pernyataan menyusul"),
        (
            Item("Proposal Menara Surau.docx", broken.locked_word(plan, "B11"), "proposal", fault="encrypted"),
            k11.decree("SK Tim Menara Surau.pdf"),
            Item("foto latihan.jpg", broken.cut_off(k11.photo("").data), "bukti", fault="corrupt"),
            Item("Bukti bendera.pdf", k11.screen("", 2).data, "bukti", fault="content-mismatch"),
            k11.screen("bukti pesan.png"),
        ),
        program="suite",
        rows=cast.rows("B11", "ringkas", "slash"),
        cls="proposal",
        key="B11",
        why="the Word file has a password; a photo broke off; a picture is named .pdf; the statement is missing",
    )
    private = Mail(
        "pribadi-pernyataan-bpbd",
        plan.when(15, "19:45:12"),
        "staf.siaga77@warga.example",
        "Staf Siaga",
        f"Surat pernyataan {k11.item.short}",
        (
            ("Yth. Panitia,",),
            (f"Saya staf BPBD, mengirimkan surat pernyataan untuk inovasi {k11.item.short} dari surel pribadi.",),
            ("Terima kasih.",),
        ),
        (k11.statement("Surat Pernyataan Menara Surau.pdf"),),
        program="phone",
        cls="needs-human",
        key="B11",
        resolution=_resolution(ACCEPT, "supplement", "B11", "confirmed by telephone with the registered contact"),
        why="sender is not in the register; the officer decides that it belongs to a proposal",
    )
    unlocked = Mail(
        "bpbd-proposal-tanpa-sandi",
        plan.when(16, "08:02:33"),
        office("BPBD"),
        "Badan Penanggulangan Bencana Daerah",
        f"Re: Tanda terima {k11.item.short}",
        cast.note("BPBD", "Terlampir proposal tanpa kata sandi. Mohon maaf."),
        (k11.proposal("Proposal Menara Surau.docx"),),
        program="suite",
        thread="bpbd-menara-surau",
        cls="supplement",
        key="B11",
        why="replaces the locked file that had been refused",
    )
    copied = Mail(
        "dishub-salinan-formulir",
        plan.when(16, "10:40:00"),
        office("DISHUB"),
        "Dinas Perhubungan",
        "Berkas PETE-PETE SEKOLAH",
        cast.body("B08", "Proposal", "Surat pernyataan", "SK", "Foto"),
        (
            k08.proposal("Proposal PETE-PETE SEKOLAH.pdf"),
            k08.statement("Pernyataan PETE-PETE SEKOLAH.pdf"),
            k08.decree("SK PETE-PETE SEKOLAH.pdf"),
            k08.photo("Foto PETE-PETE.jpg"),
        ),
        rows=cast.rows("B08", "rapat"),
        cls="duplicate-channel",
        key="B08",
        why="already received by form; the files are the same",
    )
    nobody = Mail(
        "tanpa-pengirim",
        plan.when(17, "07:31:08"),
        None,
        "",
        "Usulan inovasi Dinas Sosial",
        cast.body("B18", "Proposal", "Pernyataan", "SK", "Foto"),
        (
            k18.proposal("Proposal Rumah Singgah Pesisir.docx"),
            k18.statement("Pernyataan Rumah Singgah Pesisir.pdf"),
            k18.decree("SK Rumah Singgah Pesisir.pdf"),
            k18.photo("Rumah singgah.jpg"),
        ),
        program="bird",
        auth="no-dmarc",
        rows=cast.rows("B18"),
        cls="needs-human",
        key="B18",
        resolution=_resolution(ACCEPT, "proposal", None, "the agency confirms by telephone that its machine sent this"),
        why="no From at all; the content is an agency's submission",
    )
    waste = Mail(
        "dlh-susulan-sk",
        plan.when(18, "09:12:40"),
        cast.person("DLH"),
        cast.register["DLH"].contact,
        "Susulan SK",
        cast.note("DLH", f"Melengkapi formulir {k10.item.short}, terlampir SK tanpa kata sandi."),
        (k10.decree("SK Bank Sampah Apung.pdf"),),
        cls="supplement",
        key="B10",
        message_id=False,
        why="supplement by mail to a proposal opened by form; no Message-ID",
    )
    return [forwarded, horn, private, unlocked, copied, nobody, invitation(cast), waste, _hospital(cast, k03)]


def _hospital(cast: Cast, kit: Kit) -> Mail:
    plan = cast.plan
    folder = "Berkas KIPP RSUD/"
    locked = Item(folder + "foto ruang obat.jpg", kit.photo("", 9).data, "bukti", fault="encrypted", own=False)
    older = Item(
        folder + "arsip lama.zip", word.archive([("catatan.txt", b"arsip tahun lalu\r\n")]), fault="nested-archive"
    )
    inner = (
        kit.proposal(folder + "Proposal ANTAR RESEP LAUT.pdf"),
        kit.statement(folder + "Surat Pernyataan.pdf"),
        kit.decree(folder + "SK Tim.pdf"),
        kit.photo("../../bukti kapal.jpg"),
        locked,
        older,
    )
    data = word.archive([(item.name, item.data) for item in inner], stored=True)
    bundle = Item("Berkas KIPP RSUD.zip", broken.lock_member(data, locked.name, b"rahasia"), members=inner)
    return Mail(
        "rsud-antar-resep-laut",
        plan.when(18, "10:49:37"),
        cast.office("RSUD-KOTA"),
        cast.register["RSUD-KOTA"].name,
        "Berkas KIPP",
        cast.body("B03", "Satu berkas zip"),
        (bundle,),
        rows=cast.rows("B03", "ringkas"),
        labels=("SPAM", "UNREAD"),
        cls="proposal",
        key="B03",
        why="genuine although in SPAM; a zip with a locked member, an archive inside, and a name that climbs out of the folder; "
        "one section of the proposal is empty",
    )


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
        resolution=_resolution("reject", None, None, "the agency says it did not send this"),
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
                f"IMG-{plan.year}0506-WA0008.jpg",
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
        why="0.64 seconds into the closing second; a PDF and a photo as inline parts; names with paths, a line break, and "
        f"{len(long_name)} characters",
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
