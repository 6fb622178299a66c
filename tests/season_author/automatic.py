"""Messages that submit nothing: newsletter, out-of-office reply, bounce, read receipt, invitation."""

from datetime import timedelta
from email.utils import format_datetime

from . import mime
from .cast import Cast
from .items import DOCX, Item
from .mime import CRLF
from .plan import HEX
from .post import Mail, render
from .word import template_docx


def _raw(fields: list[tuple[str, str]], entity: bytes) -> bytes:
    return (
        CRLF.join(f"{name}: {value}" for name, value in [*fields, ("MIME-Version", "1.0")]) + CRLF
    ).encode() + entity


def newsletter(cast: Cast) -> Mail:
    """Bulk mail about public service."""
    plan = cast.plan
    return Mail(
        "warta-layanan",
        plan.when(1, "09:12:40"),
        "redaksi@warta.example",
        "Warta Layanan",
        "Edisi bulan ini: inovasi di pulau kecil",
        (
            ("Halo, pembaca setia!",),
            ("Baca laporan utama tentang inovasi layanan publik di pulau kecil.",),
            ("Berhenti berlangganan: https://warta.example/berhenti?u=4410",),
        ),
        program="bare",
        labels=("INBOX", "CATEGORY_PROMOTIONS", "UNREAD"),
        extra=(("List-Unsubscribe", "<https://warta.example/berhenti?u=4410>"), ("Precedence", "bulk")),
        why="newsletter",
    )


def out_of_office(cast: Cast) -> Mail:
    """An automatic reply to the announcement."""
    plan = cast.plan
    return Mail(
        "balasan-otomatis-pupr",
        plan.when(3, "08:20:13"),
        cast.office("DISPUPR"),
        "Dinas Pekerjaan Umum dan Penataan Ruang",
        f"Balasan otomatis: Pengumuman dan format proposal KIPP {plan.year}",
        (
            ("Terima kasih atas surel Saudara.",),
            ("Saya sedang dinas luar sampai Senin. Untuk keperluan mendesak silakan menghubungi sekretariat kantor.",),
        ),
        program="bare",
        auth="null",
        extra=(("Auto-Submitted", "auto-replied"), ("X-Auto-Response-Suppress", "All")),
        cls="auto-reply",
        why="out-of-office reply to the announcement",
    )


def bounce(cast: Cast) -> Mail:
    """The announcement to an address that does not exist."""
    plan = cast.plan
    moment = plan.when(3, "08:21:44")
    lost = f"camat.lama@{plan.domain}"
    template = Item(
        f"Format Proposal KIPP {plan.year}.docx", template_docx(plan), "lain", aside="report", content_type=DOCX
    )
    original = Mail(
        "pengumuman",
        moment - timedelta(seconds=5),
        plan.mailbox,
        f"Panitia KIPP {plan.year}",
        f"Pengumuman dan format proposal KIPP {plan.year}",
        (("Yth. Kepala Perangkat Daerah",), ("Terlampir format proposal. Mohon usulan dikirim sebelum batas waktu.",)),
        (template,),
        program="bird",
    )
    status = (
        f"Reporting-MTA: dns; mail.{plan.domain}{CRLF}{CRLF}Final-Recipient: rfc822; {lost}{CRLF}Action: failed{CRLF}"
        f"Status: 5.1.1{CRLF}Diagnostic-Code: smtp; 550 5.1.1 User unknown{CRLF}"
    )
    entity = mime.multipart(
        "report",
        [
            mime.text_part(f"Pesan Anda tidak dapat dikirim ke {lost} karena alamat tidak ditemukan.\n"),
            f"Content-Type: message/delivery-status{CRLF}{CRLF}{status}".encode(),
            f"Content-Type: message/rfc822{CRLF}{CRLF}".encode() + render(plan, original, lost),
        ],
        plan.token(HEX, 24, "bounce"),
        f";{CRLF} report-type=delivery-status",
    )
    sender = f"mailer-daemon@mail.{plan.domain}"
    fields = [
        ("From", f"Mail Delivery Subsystem <{sender}>"),
        ("To", plan.mailbox),
        ("Subject", "Delivery Status Notification (Failure)"),
        ("Date", format_datetime(moment)),
        ("Message-ID", f"<{plan.token(HEX, 20, 'bounce-id')}@mail.{plan.domain}>"),
        ("Auto-Submitted", "auto-replied"),
    ]
    return Mail(
        "gagal-kirim-camat",
        moment,
        sender,
        "",
        "",
        (),
        (template,),
        auth="null",
        raw=_raw(fields, entity),
        cls="bounce",
        why="the announcement could not be delivered; the returned original carries a template, not a proposal",
    )


def read_receipt(cast: Cast) -> Mail:
    """A reader's program says a reminder was opened."""
    plan = cast.plan
    moment = plan.when(23, "08:40:29")
    sender = cast.office("ITDA")
    note = (
        f"Reporting-UA: mail.{plan.domain}; Microsoft Exchange Server{CRLF}Final-Recipient: rfc822;{sender}{CRLF}"
        f"Disposition: automatic-action/MDN-sent-automatically; displayed{CRLF}"
    )
    entity = mime.multipart(
        "report",
        [
            mime.text_part(
                f"Pesan Anda\n\n   Kepada: {sender}\n   Perihal: Pengingat batas akhir KIPP "
                f"{plan.year}\n\ntelah dibaca.\n"
            ),
            f"Content-Type: message/disposition-notification{CRLF}{CRLF}{note}".encode(),
        ],
        plan.token(HEX, 24, "receipt"),
        f";{CRLF} report-type=disposition-notification",
    )
    fields = [
        ("From", f"Inspektorat Daerah <{sender}>"),
        ("To", plan.mailbox),
        ("Subject", f"Dibaca: Pengingat batas akhir KIPP {plan.year}"),
        ("Date", format_datetime(moment)),
        ("Message-ID", f"<{plan.token(HEX, 20, 'receipt-id')}@{plan.domain}>"),
        ("Auto-Submitted", "auto-replied"),
    ]
    return Mail(
        "tanda-baca-inspektorat",
        moment,
        sender,
        "",
        "",
        (),
        auth="null",
        raw=_raw(fields, entity),
        cls="auto-reply",
        why="read receipt",
    )


def invitation(cast: Cast) -> Mail:
    """A meeting request with a calendar part."""
    plan = cast.plan
    moment = plan.when(17, "14:05:59")
    sender = f"bagian.umum@setda.{plan.domain}"
    calendar = CRLF.join(
        [
            "BEGIN:VCALENDAR",
            "PRODID:-//Zimbra Collaboration Server//",
            "VERSION:2.0",
            "METHOD:REQUEST",
            "BEGIN:VEVENT",
            f"UID:{plan.token(HEX, 24, 'event')}@setda.{plan.domain}",
            "SUMMARY:Rapat persiapan KIPP",
            f"DTSTART:{plan.opens[:4]}{plan.closes[5:7]}01T010000Z",
            "END:VEVENT",
            "END:VCALENDAR",
            "",
        ]
    )
    entity = mime.multipart(
        "alternative",
        [
            mime.text_part("Undangan: Rapat persiapan KIPP\nTempat: Ruang Rapat Setda\n"),
            f"Content-Type: text/calendar; charset=utf-8; method=REQUEST; name=undangan.ics{CRLF}"
            f"Content-Transfer-Encoding: 7bit{CRLF}{CRLF}{calendar}".encode(),
        ],
        plan.token(HEX, 24, "invitation"),
    )
    fields = [
        ("From", f"Bagian Umum Setda <{sender}>"),
        ("To", plan.mailbox),
        ("Subject", "Undangan: Rapat persiapan KIPP"),
        ("Date", format_datetime(moment)),
        ("Message-ID", f"<{plan.token(HEX, 20, 'invitation-id')}@setda.{plan.domain}>"),
    ]
    return Mail(
        "undangan-rapat",
        moment,
        sender,
        "",
        "",
        (),
        (Item("undangan.ics", aside="calendar", own=False),),
        raw=_raw(fields, entity),
        why="calendar invitation",
    )
