"""The mailbox in the third week: forwarded, locked, damaged, and sent by people the register does not know."""

from . import broken, word
from .automatic import invitation
from .cast import Cast, resolution
from .items import Item, Kit
from .post import Mail


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
        resolution=resolution("accept", "supplement", "B11", "confirmed by telephone with the registered contact"),
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
        resolution=resolution(
            "accept", "proposal", None, "the agency confirms by telephone that its machine sent this"
        ),
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
        why="genuine although in SPAM; a zip with a locked member, an archive inside, and a name that climbs out of "
        "the folder; one section of the proposal is empty",
    )
