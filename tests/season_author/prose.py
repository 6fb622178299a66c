"""The eight sections of a proposal, in Indonesian, from the phrases of an innovation."""

from .edition import ASPECTS
from .innovations import Innovation
from .plan import Plan, long_date

TEMPLATES: dict[str, list[str]] = {
    "ringkasan": [
        "{short} adalah inovasi {offering} untuk memperbaiki {service} bagi {people}. Gagasan ini lahir karena "
        "{problem}. "
        "Jalan keluarnya ialah {way}. Sampai akhir tahun lalu layanan ini menjangkau {n} orang di {place}.",
        "Inovasi {short} dijalankan {offering} agar {people} memperoleh {service} dengan mudah. Persoalan "
        "awalnya sederhana: "
        "{problem}. Jawabannya ialah {way}. Layanan kini hadir di {place} dan telah dipakai {n} orang.",
    ],
    "latar": [
        "Sebelum inovasi ini berjalan, {problem}. Keadaan itu paling berat dirasakan {people} karena setiap "
        "perjalanan berarti "
        "kehilangan upah satu hari. Tim mewawancarai {few} orang dan mencatat alur {service} selama tiga "
        "pekan. Tujuannya "
        "memastikan {people} memperoleh {service} secara pasti dan bermartabat.",
        "Hasil wawancara dengan {few} orang menunjukkan bahwa {problem}. Upaya lama berupa penyuluhan belum "
        "memberi hasil yang "
        "bertahan. Karena itu {offering} bersama {partner} menyepakati cara yang mendatangi warga. Sasaran "
        "yang ingin dicapai "
        "ialah membaiknya {measure} dalam dua tahun.",
    ],
    "kebaruan": [
        "Hal baru yang ditawarkan ialah {novelty}. Sepanjang penelusuran tim, cara ini belum dipakai pada {service} di "
        "kabupaten sekitar. Nilai tambahnya berupa kepastian jadwal dan peran nyata {partner}.",
        "Pembeda utama dari layanan sebelumnya ialah {novelty}. Warga tidak lagi menunggu, melainkan tahu "
        "kapan dan oleh siapa "
        "mereka dilayani. Keterlibatan {partner} menjadi unsur yang belum pernah ada.",
    ],
    "implementasi": [
        "Pelaksanaan dimulai pada {date} setelah uji coba enam pekan. Langkahnya meliputi pendataan, {way}, "
        "serta evaluasi "
        "bulanan bersama {partner}. Kendala awal berupa keraguan warga diatasi dengan percontohan di dua lokasi.",
        "Sejak {date} layanan berjalan rutin di {place}. Petugas bekerja dengan daftar giliran tertulis dan "
        "melapor setiap "
        "pekan. Setiap perubahan prosedur dicatat bersama {partner} agar petugas baru memahaminya.",
    ],
    "signifikansi": [
        "Dampak diukur dengan membandingkan keadaan sebelum dan sesudah pelaksanaan di lokasi yang sama. "
        "Ukuran utamanya ialah "
        "{measure}, yang bergerak dari {low} persen menjadi {high} persen. Catatan diperiksa silang oleh "
        "{partner}. Survei "
        "kepuasan terhadap {few} responden menghasilkan nilai {index}. Keluhan tertulis turun lebih dari separuh.",
        "Sebelum inovasi, {measure} hanya {low} persen; pada akhir tahun lalu menjadi {high} persen. Di lokasi "
        "pembanding "
        "angka itu hampir tidak berubah. Warga menghemat ongkos dan waktu, sedangkan petugas dapat memusatkan "
        "perhatian pada "
        "kasus yang sulit. Nilai kepuasan dari {few} responden mencapai {index}.",
    ],
    "adaptabilitas": [
        "Cara kerja ini telah ditiru oleh {copies} lokasi di luar lokasi awal. Syaratnya hanya satu penanggung jawab, "
        "kesediaan {partner}, dan jadwal yang disepakati. Panduan singkat tersedia dan dapat dipelajari dalam "
        "dua hari.",
        "Sebanyak {copies} lokasi lain sudah memakai pola yang sama dengan penyesuaian jadwal. Perangkat "
        "daerah lain yang "
        "melayani {people} dapat menerapkannya tanpa menambah pegawai.",
    ],
    "sumberdaya": [
        "Biaya tahun pertama sebesar Rp{cost}.500.000 dari anggaran rutin. Layanan ditangani {staff} petugas "
        "dan relawan dari "
        "{partner}. Alat yang dipakai mudah dirawat dan suku cadangnya ada di pasar setempat.",
        "Tim terdiri atas {staff} petugas dengan biaya Rp{cost}.250.000 setahun. Tempat dan sebagian alat "
        "disediakan {partner} "
        "sehingga tidak ada biaya sewa.",
    ],
    "keberlanjutan": [
        "Keberlanjutan dijaga melalui keputusan kepala perangkat daerah, anggaran tahunan, dan perjanjian "
        "dengan {partner}. "
        "Prosedur kerja ditulis satu halaman dan petugas baru didampingi sebulan. Pertemuan tiga bulanan "
        "dengan warga menjadi "
        "tempat menagih janji layanan.",
        "Secara kelembagaan inovasi ini masuk rencana kerja tahunan. Secara sosial {partner} memegang peran "
        "tetap dalam "
        "penjadwalan. Risiko pergantian petugas ditutup dengan pelatihan silang dan serah terima tertulis.",
    ],
}
FILLER = [
    "Catatan layanan ditulis pada hari yang sama dan dibuka bagi siapa pun yang ingin memeriksanya.",
    "Perubahan jadwal diumumkan di tempat ibadah dan warung paling lambat tiga hari sebelumnya.",
    "Petugas yang semula ragu kini menjadi pelatih bagi rekannya di lokasi baru.",
    "Kepala desa menyampaikan bahwa warga yang bertanya ke kantor desa jauh berkurang.",
    "Manfaat tidak langsung terlihat dari meningkatnya kehadiran warga pada pertemuan dusun.",
    "Perempuan memperoleh manfaat paling besar karena merekalah yang selama ini mengurus keperluan keluarga.",
    "Angka tersebut diperiksa ulang oleh petugas dari lokasi lain dengan hasil yang sesuai.",
    "Kelemahan yang masih ada ialah pencatatan di dua lokasi yang belum seragam.",
    "Warga yang tinggal paling jauh kini menerima mutu layanan yang sama dengan warga di pusat kecamatan.",
    "Perbandingan biaya menunjukkan setiap rupiah anggaran menghemat hampir tiga rupiah pengeluaran warga.",
]
LIMITS = {id_: limit for id_, _, _, limit in ASPECTS}


def sections(plan: Plan, item: Innovation, revision: int = 0) -> dict[str, str]:
    """Text per section, well inside the limits. A higher revision has another `signifikansi`."""
    rng = plan.rng("prose", item.key)
    values = {
        "short": item.short,
        "offering": item.offering,
        "service": item.service,
        "people": item.people,
        "problem": item.problem,
        "way": item.way,
        "novelty": item.novelty,
        "partner": item.partner,
        "place": item.place,
        "measure": item.measure,
        "date": long_date(item.start),
        "n": f"{rng.randrange(3, 9)}.{rng.randrange(100, 999)}",
        "few": rng.randrange(30, 220),
        "low": rng.randrange(18, 49),
        "high": rng.randrange(71, 96),
        "index": f"{rng.randrange(80, 93)},{rng.randrange(10, 99)}",
        "copies": rng.randrange(3, 14),
        "cost": rng.randrange(18, 96),
        "staff": rng.randrange(4, 19),
    }
    texts = {id_: rng.choice(choices).format(**values) for id_, choices in TEMPLATES.items()}
    texts["signifikansi"] += " " + " ".join(rng.sample(FILLER, 2))
    if revision:
        texts["signifikansi"] += (
            " Perbaikan naskah ini menambahkan hasil survei terakhir dan perhitungan biaya per pengguna."
        )
    return texts


def exactly(text: str, count: int) -> str:
    """The text lengthened with plain sentences to exactly that many words."""
    words = text.split()
    turn = 0
    while len(words) < count:
        words += FILLER[turn % len(FILLER)].split()
        turn += 1
    return " ".join([*words[: count - 1], words[count - 1].rstrip(".,") + "."])


def word_counts(texts: dict[str, str]) -> dict[str, int]:
    """Words per section, split at white space."""
    return {id_: len(text.split()) for id_, text in texts.items()}
