"""The mailbox, first half: notices, and the proposals of the first fortnight with what followed them."""

from dataclasses import replace
from datetime import timedelta

from . import broken, pictures
from .automatic import bounce, newsletter, out_of_office
from .cast import Cast, coded
from .items import Item
from .plan import spoken
from .post import Mail, Quote


def early(cast: Cast) -> list[Mail]:
    """Everything up to the first Friday of proposals."""
    plan, kits, office = cast.plan, cast.kits, cast.office
    k01, k02, k05, k06 = kits["B01"], kits["B02"], kits["B05"], kits["B06"]
    template = (
        "Format yang dilampirkan: Judul Inovasi : ....",
        "Perangkat Daerah : ....",
        "Tanggal Mulai : ....",
        "Usulan dikirim ke alamat ini atau melalui formulir.",
    )
    logo = Item(
        "image001.png", pictures.logo(plan), aside="inline-image", inline=True, cid="image001.png@01DD2A77.5C1E90B0"
    )
    question = Mail(
        "tanya-kecamatan-bontolero",
        plan.when(4, "10:27:05"),
        cast.person("KEC-BONTOLERO"),
        cast.register["KEC-BONTOLERO"].contact,
        f"Re: Pengumuman dan format proposal KIPP {plan.year}",
        cast.note(
            "KEC-BONTOLERO",
            "Mohon penjelasan, apakah dalam satu kecamatan boleh diusulkan lebih dari dua inovasi?",
            "Apakah proposal harus PDF atau boleh Word?",
        ),
        quote=Quote(
            template,
            f"Panitia KIPP {plan.year} <{plan.mailbox}>",
            "Pengumuman",
            f"{spoken(plan.when(2, '08:15:00'))} pukul 08.15",
        ),
        why="a question; the quoted announcement has labels, nothing is submitted",
    )
    first = Mail(
        "disdukcapil-pulau-terdata",
        plan.when(7, "13:44:51"),
        office("DISDUKCAPIL"),
        "Dinas Kependudukan dan Pencatatan Sipil",
        "Usulan Inovasi Disdukcapil – PULAU TERDATA",
        cast.body("B01", "Proposal", "Pernyataan", "SK Tim", "Foto", "Standar"),
        (
            k01.proposal("1. Proposal PULAU TERDATA.pdf"),
            k01.statement("2. Surat Pernyataan Penerapan.pdf"),
            k01.decree("3. SK Tim Inovasi.pdf"),
            k01.photo("4. Foto kegiatan.jpg"),
            k01.standard("5. Standar Pelayanan.pdf"),
        ),
        rows=cast.rows("B01"),
        cls="proposal",
        key="B01",
        why="complete, with the optional document",
    )
    parent = Mail(
        "dinkes-untuk-puskesmas-bontolero",
        plan.when(7, "15:02:09"),
        office("DINKES"),
        "Dinas Kesehatan",
        "Pengiriman berkas inovasi puskesmas",
        cast.body("B02", "Proposal", "Surat pernyataan", "SK", "Foto", greeting="Dengan hormat – “salam sehat”,"),
        (
            logo,
            coded(k02.proposal("Proposal – Posbindu Kebun.pdf"), "Q"),
            k02.statement("pernyataan posbindu kebun.pdf"),
            k02.decree("sk posbindu kebun.pdf"),
            coded(k02.photo("dokumentasi 1.jpg"), "plain", inline=True, cid="dokumentasi1@01DD2A77.5C1E90B0"),
            Item("dokumentasi 2.jpg", b"", "bukti", fault="empty"),
        ),
        program="desk",
        rows=cast.rows("B02", "biasa"),
        cls="proposal",
        key="B02",
        why="the parent agency sends for its unit; HTML only with a table, windows-1252; a logo shown in the text "
        "beside a photo that has a Content-ID but is not shown; one photo has 0 bytes",
    )
    auction = Mail(
        "diskan-lelang-sore",
        plan.when(8, "09:33:28"),
        office("DISKAN"),
        "Dinas Perikanan dan Kelautan",
        "Usulan inovasi Diskan (1) LELANG SORE",
        cast.body("B05", "Proposal", "Pernyataan", "Bukti", "SK menyusul"),
        (
            coded(k05.proposal("Proposal LELANG SORE.pdf"), "Q"),
            coded(k05.statement("Pernyataan LELANG SORE.pdf"), "Q"),
            coded(k05.evidence("Bukti Penerapan “Lelang Sore”.pdf"), "B"),
        ),
        program="suite",
        auth="foreign-fail",
        rows=cast.rows("B05", "kapital", "slash"),
        cls="proposal",
        key="B05",
        why="the decree is missing; servers that are not ours say DMARC failed, ours says it passed",
    )
    ice = Mail(
        "diskan-es-gotong",
        plan.when(8, "11:40:02"),
        office("DISKAN"),
        "Dinas Perikanan dan Kelautan",
        "Usulan inovasi Diskan (2) ES GOTONG",
        cast.body("B06", "Proposal", "Pernyataan", "Foto", "SK menyusul"),
        (
            k06.proposal("Proposal ES GOTONG.pdf"),
            k06.statement("Pernyataan ES GOTONG.pdf"),
            k06.photo("Foto pabrik es.jpg"),
            k06.screen("Buku pinjam kotak es.png"),
        ),
        program="suite",
        auth="dkim-broken",
        rows=cast.rows("B06", "ringkas", "dash"),
        cls="proposal",
        key="B06",
        why="second proposal of the same agency, also without decree; DKIM is broken, DMARC passed",
    )
    return [newsletter(cast), out_of_office(cast), bounce(cast), question, first, parent, auction, ice]


def middle(cast: Cast) -> list[Mail]:
    """The second week."""
    plan, kits, office = cast.plan, cast.kits, cast.office
    k05, k06, k09, k12, k13 = kits["B05"], kits["B06"], kits["B09"], kits["B12"], kits["B13"]
    us = f"Panitia KIPP {plan.year} <{plan.mailbox}>"
    kitchen = Mail(
        "disdagkop-dapur-bersama",
        plan.when(9, "09:18:26"),
        cast.person("DISDAGKOP"),
        cast.register["DISDAGKOP"].contact,
        "Usulan Disdagkop UKM",
        (
            *cast.body("B12", "Proposal (Word)", "Pernyataan", "SK", "Rekap capaian", "Foto"),
            ("Video kegiatan: https://drive.google.com/file/d/1DapurBersamaContoh/view?usp=sharing",),
        ),
        (
            coded(k12.proposal("Proposal – Dapur Bersama.docx", macro=broken.macro_project(plan)), "2231"),
            coded(k12.statement("Surat Pernyataan – Dapur Bersama.pdf"), "2231"),
            coded(
                k12.decree("SK Tim Inovasi Dapur Bersama Dinas Perdagangan, Koperasi dan UKM – tahun berjalan.pdf"),
                "pieces",
            ),
            Item(
                "Rekap capaian.xlsx",
                broken.workbook(),
                "lain",
                fault="type-not-accepted",
                content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            ),
            Item("winmail.dat", broken.tnef(), fault="type-not-accepted", content_type="application/ms-tnef"),
            k12.photo("Foto dapur.jpg"),
        ),
        rows=cast.rows("B12", "rapat"),
        cls="proposal",
        key="B12",
        links=("https://drive.google.com/file/d/1DapurBersamaContoh/view?usp=sharing",),
        why="a title with a script; the Word file carries macros under a harmless name; a workbook, a TNEF "
        "container, a link",
    )
    guides = Mail(
        "dispar-jalan-pulang",
        plan.when(9, "14:05:40"),
        cast.person("DISPAR"),
        cast.register["DISPAR"].contact,
        "Usulan inovasi Dispar",
        cast.body("B13"),
        (
            coded(k13.proposal('=HYPERLINK("http://jahat.example";"proposal").pdf'), "2231"),
            k13.statement("+surat pernyataan.pdf"),
            k13.decree("-sk tim inovasi.pdf"),
            k13.photo("@foto pemandu.jpg"),
        ),
        program="bird",
        auth="absent",
        rows=cast.rows("B13", "rapat"),
        cls="proposal",
        key="B13",
        why="title and file names begin like formulas; the server wrote no authentication results",
    )
    again = replace(
        guides,
        slug=guides.slug + "-lagi",
        at=guides.at + timedelta(minutes=3, seconds=7),
        written=guides.at - timedelta(seconds=4),
        cls="duplicate-delivery",
        thread=guides.slug,
        why="the same message once more: same Message-ID, another way through the servers",
    )
    rice = Mail(
        "distanpangan-lumbung-rukun",
        plan.when(10, "08:11:33"),
        office("DISTANPANGAN").upper(),
        "Dinas Pertanian dan Ketahanan Pangan",
        "Pengajuan KIPP LUMBUNG RUKUN",
        cast.body(
            "B09",
            "Proposal",
            "Pernyataan",
            "Surat pengantar",
            "Foto",
            "Dokumentasi lengkap",
            greeting="Salam – hormat,",
        ),
        (
            coded(k09.proposal("Proposal KIPP – Lumbung Rukun.pdf"), "2231"),
            k09.statement("Pernyataan.pdf"),
            k09.letter("Surat Pengantar.pdf"),
            k09.photo(f"IMG-{plan.when(8, '07:00:00'):%Y%m%d}-WA0007.jpg"),
            Item(
                "Dokumentasi ukuran penuh.pdf",
                kind="bukti",
                fault="too-large",
                long=broken.long_pdf(plan.max_file_bytes),
            ),
        ),
        program="phone",
        rows=cast.rows("B09", "rapat", "iso"),
        cls="proposal",
        key="B09",
        why="the address is in capital letters; one PDF is above the limit; sent again by form",
    )
    own = Mail(
        "diskan-susulan-sk",
        plan.when(11, "09:02:14"),
        office("DISKAN"),
        "Dinas Perikanan dan Kelautan",
        "Susulan SK Tim Inovasi",
        cast.note("DISKAN", f"Bersama ini kami susulkan SK Tim Inovasi untuk usulan {k06.item.short}."),
        (k06.decree("SK Tim Inovasi.pdf"),),
        program="suite",
        cls="supplement",
        key="B06",
        quote=Quote(
            (f"Usulan {k05.item.title} sudah kami terima.", "Kekurangan: SK Tim Inovasi atau Surat Pengantar."),
            us,
            "Tanda terima",
            f"{spoken(plan.when(8, '10:15:00'))} pukul 10.15",
        ),
        why="the own text names one proposal of the agency, the quoted text the other",
    )
    named = Mail(
        "diskan-sk-lelang-sore",
        plan.when(11, "09:20:45"),
        office("DISKAN"),
        "Dinas Perikanan dan Kelautan",
        f"SK Tim {k05.item.short}",
        cast.note("DISKAN", "Terlampir SK Tim Inovasi yang kami maksud. Terima kasih."),
        (k05.decree("SK Tim Inovasi.pdf"),),
        program="suite",
        cls="supplement",
        key="B05",
        quote=Quote(
            (f"Usulan {k06.item.title} sudah kami terima.", "Kekurangan: SK Tim Inovasi atau Surat Pengantar."),
            us,
            f"Tanda terima: {k06.item.short}",
            f"{spoken(plan.when(8, '11:58:00'))} 11.58",
            marked=False,
        ),
        why="the subject names one proposal of the agency, the quoted text the other",
    )
    return [kitchen, guides, again, rice, own, named]
