"""Coming in, acting as somebody, and what every page carries."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import httpx
import pytest

from integrations.rehearsal.server import RehearsalServer

from .conftest import AGENCY, FIRST, KEY, SECRETARY, Place, Visitor

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; frame-src 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
EVERY: list[Callable[[Place], str]] = [
    lambda _: "/", lambda _: "/peran", lambda _: "/surat", lambda _: "/surat/tulis", lambda _: "/berkas",
    lambda _: "/berkas?bagian=dibagikan", lambda p: f"/berkas/{p.ids['folder']}", lambda _: "/lembar",
    lambda p: f"/lembar/{p.ids['book']}/12", lambda p: f"/lembar/{p.ids['book']}/12?baris=2", lambda _: "/formulir",
    lambda p: f"/formulir/{p.ids['form']}", lambda p: f"/formulir/{p.ids['form']}/jawaban", lambda _: "/kejadian",
]  # fmt: skip


class Outline(HTMLParser):
    """What a page is made of: its tags with their attributes."""

    def __init__(self, text: str) -> None:
        """Read the page."""
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def of(self, *names: str) -> list[dict[str, str | None]]:
        """The attributes of every tag of those names."""
        return [attrs for tag, attrs in self.tags if tag in names]


@pytest.mark.parametrize("path", EVERY)
def test_every_page_is_indonesian_labelled_and_loads_nothing_from_elsewhere(place: Place, path: Callable) -> None:
    visitor = place.visitor(FIRST)
    answer = visitor.get(path(place))
    assert answer.status_code == 200
    assert answer.headers["content-security-policy"] == POLICY
    assert (answer.headers["x-content-type-options"], answer.headers["cache-control"]) == ("nosniff", "no-store")
    assert answer.headers["referrer-policy"] == "same-origin"
    page = Outline(answer.text)
    assert page.of("html") == [{"lang": "id"}] and len(page.of("h1")) == 1 and len(page.of("main")) == 1
    assert page.of("a")[0] == {"class": "lompat", "href": "#isi"}
    assert "GLADI BERSIH" in answer.text and FIRST in answer.text
    assert not page.of("script", "style")
    assert not [name for _, attrs in page.tags for name in attrs if name.startswith("on") or name == "style"]
    for attrs in page.of("link", "img", "iframe", "form"):
        address = attrs.get("href") or attrs.get("src") or attrs.get("action") or ""
        assert address == "data:," or (address.startswith(("/", "?")) and not address.startswith("//"))
    labelled = {attrs.get("for") for attrs in page.of("label")}
    for attrs in page.of("input", "select", "textarea"):
        if attrs.get("type") not in {"hidden", "radio", "checkbox"}:
            assert attrs.get("id") in labelled, attrs
    assert all("csrf" in form for form in re.findall(r'<form[^>]*method="post".*?</form>', answer.text, re.DOTALL))
    assert all(attrs.get("tabindex") == "0" for attrs in page.of("div") if "gulir" in (attrs.get("class") or ""))


@pytest.mark.parametrize("path", EVERY[1:])
def test_without_the_key_every_page_leads_to_the_door(place: Place, path: Callable) -> None:
    answer = httpx.get(place.server.base + path(place))
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


def test_the_door_opens_to_the_key_and_to_nothing_else(place: Place) -> None:
    visitor = Visitor(place.server.base)
    assert "Ruang gladi" in visitor.text("/")
    assert visitor.post("/masuk", {"kunci": "salah"}).status_code == 403
    assert visitor.get("/?kunci=salah").status_code == 403
    assert not visitor.cookies
    answer = visitor.post("/masuk", {"kunci": KEY})
    assert (answer.status_code, answer.headers["location"]) == (303, "/peran")
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=strict" in cookie and KEY not in cookie
    assert visitor.get("/").headers["location"] == "/peran"


def test_a_key_in_the_address_is_exchanged_and_gone(place: Place) -> None:
    answer = httpx.get(f"{place.server.base}/?kunci={KEY}")
    assert (answer.status_code, answer.headers["location"]) == (303, "/peran")
    assert KEY not in answer.headers["set-cookie"] and answer.headers["referrer-policy"] == "no-referrer"


def test_the_cookie_is_no_bearer_and_a_bearer_no_cookie(place: Place) -> None:
    visitor = place.visitor(SECRETARY)
    name, value = next(iter(visitor.cookies.items()))
    api = f"{place.server.base}/gmail/v1/users/me/profile"
    assert httpx.get(api, headers={"Authorization": f"Bearer {value}"}).status_code == 401
    assert httpx.get(place.server.base + "/surat", headers={"Cookie": f"{name}={KEY}"}).headers["location"] == "/"


def test_one_acts_as_somebody_of_the_workspace_only(place: Place) -> None:
    visitor = place.visitor(SECRETARY)
    assert "Hj. Rosmini" in visitor.text("/")
    visitor.post("/peran", {"orang": "tidak@ada.example"}, at="/peran")
    assert "Orang itu tidak ada di ruang gladi." in visitor.text("/peran")
    assert "Hj. Rosmini" in visitor.text("/")


def test_a_person_can_be_added(place: Place) -> None:
    visitor = place.visitor()
    visitor.post("/peran/orang", {"nama": "<b>Camat</b>", "surel": "camat@kab.example"}, at="/peran")
    page = visitor.text("/peran")
    assert "&lt;b&gt;Camat&lt;/b&gt;" in page and "<b>Camat" not in page
    visitor.post("/peran/orang", {"nama": "X", "surel": "bukan alamat"})
    assert "Alamat surel tidak sah." in visitor.text("/peran")


def test_a_form_without_its_token_or_from_another_site_is_refused(place: Place) -> None:
    visitor = place.visitor(SECRETARY)
    visitor.get("/peran")
    good = visitor.csrf
    wanted = {"orang": AGENCY, "csrf": good}
    assert visitor.post("/peran", {"orang": AGENCY, "csrf": "lain"}).status_code == 403
    assert visitor.post("/peran", wanted, headers={"Origin": "http://jahat.example"}).status_code == 403
    assert httpx.Client.post(visitor, "/peran", data=wanted).status_code == 403
    assert httpx.Client.post(visitor, "/peran", data=wanted, headers={"Origin": "null"}).status_code == 403
    assert "Hj. Rosmini" in visitor.text("/")
    assert visitor.post("/peran", wanted).status_code == 303


def test_the_token_of_one_browser_is_of_no_use_in_another(place: Place) -> None:
    one, other = place.visitor(SECRETARY), place.visitor(SECRETARY)
    one.get("/peran")
    assert other.post("/peran", {"orang": AGENCY, "csrf": one.csrf}).status_code == 403


def test_leaving_ends_the_session(place: Place) -> None:
    visitor = place.visitor(SECRETARY)
    kept = dict(visitor.cookies)
    assert visitor.post("/keluar", at="/").status_code == 303
    assert httpx.get(place.server.base + "/surat", cookies=kept).headers["location"] == "/"


def test_somebody_who_is_no_longer_there_is_chosen_anew(place: Place) -> None:
    visitor = place.visitor(SECRETARY)
    place.api("POST", "/_rehearsal/reset")
    assert visitor.get("/surat").headers["location"] == "/peran"


def test_the_bar_shows_the_set_clock_in_the_chosen_hours(place: Place) -> None:
    place.api("PUT", "/_rehearsal/clock", {"now": "2027-05-07T08:00:00Z"})
    page = place.visitor(SECRETARY).text("/")
    assert "7 Mei 2027 16.00 WITA" in page and "(disetel)" in page


@pytest.mark.parametrize(
    "path",
    ["/berkas/..%2f..%2fetc", "/berkas/a%00b", "/surat/utas/%3Cscript%3E", "/lembar/x/abc", "/lembar/x/99999999999"],
)
def test_what_is_no_id_is_not_found(place: Place, path: str) -> None:
    answer = place.visitor(SECRETARY).get(path)
    assert answer.status_code == 404 and "<script" not in answer.text


def test_a_body_beyond_bounds_is_not_read(place: Place) -> None:
    visitor = place.visitor(SECRETARY)
    visitor.get("/peran")
    assert visitor.post("/peran", {"orang": "x" * 3_000_000}).status_code == 413


def test_a_colour_sheet_says_only_numbers(place: Place) -> None:
    visitor = place.visitor(SECRETARY)
    text = visitor.text("/warna.css?l=70-9999999-x&b=1&w=1f4a7d.ffffff-%7D*%7Bcolor:red-ffffff.000000%3B")
    assert "background:#1f4a7d;color:#ffffff" in text and "red" not in text and text.count("background") == 1
    assert ".k0{width:70px" in text and "9999999" not in text


def test_requests_of_programs_are_listed_and_those_of_pages_are_not(place: Place) -> None:
    visitor = place.visitor(SECRETARY)
    place.api("DELETE", "/_rehearsal/requests")
    place.api("GET", "/gmail/v1/users/me/profile", who=SECRETARY)
    httpx.get(f"{place.server.base}/drive/v3/files/tiada", headers={"Authorization": f"Bearer {KEY}"})
    page = visitor.text("/kejadian")
    assert "gmail.users.getProfile" in page and SECRETARY in page and "2 permintaan" in page
    failed = visitor.text("/kejadian?gagal=1")
    assert "drive.files.get" in failed and "gmail.users.getProfile" not in failed


@pytest.mark.parametrize(
    ("asked", "seen"),
    [("api=drive", {"drive.files.get", "drive.files.create"}), ("tulis=1", {"drive.files.create"}),
     (f"orang={SECRETARY}", {"gmail.users.getProfile"}), ("cari=PROFILE", {"gmail.users.getProfile"}),
     ("gagal=1&api=drive", {"drive.files.get"}), ("cari=%3Cscript%3E", set())],
)  # fmt: skip
def test_requests_can_be_sifted(place: Place, asked: str, seen: set[str]) -> None:
    place.api("DELETE", "/_rehearsal/requests")
    place.api("GET", "/gmail/v1/users/me/profile", who=SECRETARY)
    place.api("POST", "/drive/v3/files", {"name": "a"})
    httpx.get(f"{place.server.base}/drive/v3/files/tiada", headers={"Authorization": f"Bearer {KEY}"})
    page = place.visitor(FIRST).text(f"/kejadian?{asked}")
    assert {
        name
        for name in ("gmail.users.getProfile", "drive.files.get", "drive.files.create")
        if f"<code>{name}</code>" in page
    } == seen
    assert "<script" not in page


def test_a_workspace_started_again_knows_its_visitors(tmp_path: Path) -> None:
    with RehearsalServer(tmp_path, token=KEY) as server:
        visitor = Visitor(server.base)
        visitor.get("/?kunci=" + KEY)
        visitor.post("/peran", {"orang": FIRST, "zona": "Asia/Jayapura"}, at="/peran")
        gone = Visitor(server.base)
        gone.get("/?kunci=" + KEY)
        gone.post("/keluar", at="/peran")
        cookies, port = dict(visitor.cookies), server.port
        left = dict(gone.cookies)
        kept = (tmp_path / "workspace.sqlite3").read_bytes()
        assert next(iter(cookies.values())).encode() not in kept  # only a hash of it
    with RehearsalServer(tmp_path, token=KEY, port=port) as server:
        answer = httpx.get(f"{server.base}/", cookies=cookies)
        assert answer.status_code == 200 and FIRST in answer.text and "WIT" in answer.text
        assert httpx.get(f"{server.base}/surat", cookies=left).headers["location"] == "/"
        assert httpx.get(f"{server.base}/surat", cookies=dict.fromkeys(cookies, "x")).headers["location"] == "/"


def test_a_page_under_another_hosts_name_is_not_served(place: Place) -> None:
    visitor = place.visitor(SECRETARY)
    for name in ("jahat.example", f"jahat.example:{place.server.port}", "127.0.0.1.jahat.example"):
        answer = visitor.get("/surat", headers={"Host": name})
        assert answer.status_code == 421 and "Surat" not in answer.text


def test_pages_take_files_of_64_megabytes_at_most(place: Place) -> None:
    visitor = place.visitor(SECRETARY)
    visitor.get("/berkas")
    files = [("berkas", ("besar.bin", b"x" * (65 * 1024 * 1024), "application/octet-stream"))]
    assert visitor.post("/berkas", {"aksi": "unggah"}, files=files).status_code == 413
