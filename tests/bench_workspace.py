"""How fast the rehearsal workspace answers. `make bench` prints it after the season's requests.

Median milliseconds through Google's own client in one thread, and requests per second from several keep-alive
connections at once; the server runs as a process of its own, as `panitia workspace` does.
"""

from __future__ import annotations

import base64
import http.client
import io
import json
import multiprocessing
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from google.oauth2.credentials import Credentials
from googleapiclient import discovery, discovery_cache
from googleapiclient.http import MediaIoBaseUpload

from integrations.rehearsal import identity
from integrations.rehearsal.gmail import mailbox
from integrations.rehearsal.server import DATABASE
from integrations.rehearsal.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

TOKEN = "bench-token"
VERSIONS = {"gmail": "v1", "drive": "v3", "sheets": "v4"}
ROWS, COLUMNS, MAILS = 3000, 12, 5000
CLIENTS, SECONDS = 8, 4.0
SERVE = (
    "import sys; from pathlib import Path; from integrations.rehearsal.server import serve;"
    "serve(data=Path(sys.argv[1]), port=0, token=sys.argv[2])"
)


@contextmanager
def serving() -> Iterator[str]:
    """The address of a workspace whose first mailbox holds MAILS mails."""
    with tempfile.TemporaryDirectory() as folder:
        fill(Path(folder))
        process = subprocess.Popen([sys.executable, "-c", SERVE, folder, TOKEN], stdout=subprocess.PIPE, text=True)
        try:
            assert process.stdout is not None
            yield process.stdout.readline().split()[0]
        finally:
            process.terminate()
            process.wait(10)


def fill(folder: Path) -> None:
    """The mails lie in the store, each another."""
    store = Store(folder / DATABASE, durable=False)
    with store.write() as db:
        identity.set_first_token(db, TOKEN)
        owner = identity.bearer(db, TOKEN)[0].email
        for number in range(MAILS):
            text = f"From: opd{number % 40}@banten.test\r\nSubject: Usulan {number}\r\n\r\nIsi {number}.\r\n"
            mailbox.add(db, owner, text.encode(), ["INBOX", "UNREAD"], 1_700_000_000_000 + number * 1000)
    store.close()


def service(base: str, api: str) -> Any:
    """Google's client for that API on that address."""
    document = json.loads(discovery_cache.get_static_doc(api, VERSIONS[api]))  # type: ignore[no-untyped-call]
    document |= {"rootUrl": base + "/", "baseUrl": f"{base}/{document['servicePath']}"}
    document.pop("mtlsRootUrl", None)
    return discovery.build_from_document(document, credentials=Credentials(token=TOKEN))  # type: ignore[no-untyped-call]


def median_ms(call: Callable[[], object], times: int = 15) -> float:
    """The median time of the call in milliseconds, after one call that is not counted."""
    call()
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        call()
        taken.append((time.perf_counter() - started) * 1000)
    return statistics.median(taken)


def _ask(address: str, path: str, seconds: float, into: Any) -> None:
    """Ask over CLIENTS connections, one thread each, until the time is over."""
    counts = [0] * CLIENTS

    def client(place: int) -> None:
        connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=30)
        ends = time.perf_counter() + seconds
        while time.perf_counter() < ends:
            connection.request("GET", path, headers={"Authorization": f"Bearer {TOKEN}"})
            answer = connection.getresponse()
            answer.read()
            assert answer.status == 200, answer.status
            counts[place] += 1

    threads = [threading.Thread(target=client, args=(place,)) for place in range(CLIENTS)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    into.put(sum(counts))


def per_second(base: str, path: str) -> float:
    """GETs of the path answered in a second, asked from another process so that the asking costs the server nothing."""
    into: Any = multiprocessing.get_context("spawn").Queue()
    asking = multiprocessing.get_context("spawn").Process(target=_ask, args=(base, path, SECONDS, into))
    asking.start()
    made: int = into.get(timeout=60)
    asking.join()
    return made / SECONDS


def ranked(sheets: Any) -> tuple[str, str]:
    """Two spreadsheets of ROWS × COLUMNS: one of bare values, one whose last columns are formulas."""
    made = []
    for formulas in (False, True):
        grid = {"rowCount": ROWS + 1, "columnCount": COLUMNS}
        body = {"properties": {"title": "Rekap"}, "sheets": [{"properties": {"title": "R", "gridProperties": grid}}]}
        book = sheets.create(body=body, fields="spreadsheetId").execute()["spreadsheetId"]
        rows = [["no", "nama", "dinas", *(f"juri {n}" for n in range(5)), "rata", "peringkat", "alamat", "sedinas"]]
        for n in range(2, ROWS + 2):
            marks = [60 + (n * k * 7) % 41 for k in range(1, 6)]
            rest = [
                f"=AVERAGE(D{n}:H{n})", f"=RANK(I{n},I$2:I${ROWS + 1})", f"=VLOOKUP(A{n},A$2:C${ROWS + 1},2,FALSE)",
                f"=COUNTIF(C$2:C${ROWS + 1},C{n})",
            ] if formulas else [sum(marks) / 5, n, f"nama {n}", 75]  # fmt: skip
            rows.append([n, f"nama {n}", f"dinas {n % 40}", *marks, *rest])
        sheets.values().update(
            spreadsheetId=book, range="R!A1", valueInputOption="USER_ENTERED", body={"values": rows}
        ).execute()
        made.append(book)
    return made[0], made[1]


def rows(base: str) -> Iterator[tuple[str, str]]:
    """Every line of the table: what was measured, and how it came out."""
    gmail, drive, sheets = (service(base, api) for api in ("gmail", "drive", "sheets"))
    sheets = sheets.spreadsheets()
    small = sheets.create(body={"properties": {"title": "Kecil"}}).execute()["spreadsheetId"]
    yield "spreadsheets.get of a small sheet", f"{median_ms(sheets.get(spreadsheetId=small).execute):.1f} ms"
    yield f"  from {CLIENTS} clients", f"{per_second(base, f'/v4/spreadsheets/{small}'):.0f} requests/s"
    yield "  values of one cell", f"{per_second(base, f'/v4/spreadsheets/{small}/values/A1'):.0f} requests/s"
    yield "  users.getProfile", f"{per_second(base, '/gmail/v1/users/me/profile'):.0f} requests/s"
    bare, worked = ranked(sheets)
    for name, book in (("bare", bare), ("4 columns of formulas", worked)):
        ranges = f"R!A1:L{ROWS + 1}"
        read = sheets.values().batchGet(spreadsheetId=book, ranges=[ranges])
        started = time.perf_counter()
        read.execute()
        first = (time.perf_counter() - started) * 1000
        yield f"values.batchGet {ROWS} x {COLUMNS}, {name}", f"{median_ms(read.execute):.0f} ms (first {first:.0f})"
        one = sheets.values().get(spreadsheetId=book, range=ranges, valueRenderOption="UNFORMATTED_VALUE")
        yield "  values.get, unformatted", f"{median_ms(one.execute):.0f} ms"

        def changed(book: str = book, read: Any = read) -> None:
            sheets.values().update(spreadsheetId=book, range="R!D2", valueInputOption="RAW",
                                   body={"values": [[time.perf_counter() % 100]]}).execute()  # fmt: skip
            read.execute()

        yield "  one mark changed, then read", f"{median_ms(changed, 5):.0f} ms"
    data = base64.b64encode(bytes(range(256)) * 3072)[: 1 << 20]

    def upload() -> None:
        media = MediaIoBaseUpload(io.BytesIO(data), "application/pdf")
        drive.files().create(body={"name": "usulan.pdf"}, media_body=media, fields="id").execute()

    yield "files.create with 1 MB", f"{median_ms(upload):.1f} ms"
    messages = gmail.users().messages()
    for size in (10, 100, 500):
        yield f"messages.list, {size} of {MAILS}", f"{median_ms(messages.list(userId='me', maxResults=size).execute):.1f} ms"
    labelled = messages.list(userId="me", labelIds=["INBOX", "UNREAD"], maxResults=10)
    yield "  with two labels", f"{median_ms(labelled.execute):.1f} ms"
    yield "  q=subject:4999", f"{median_ms(messages.list(userId='me', q='subject:4999').execute):.1f} ms"
    yield "  q=from:opd7 is:unread", f"{median_ms(messages.list(userId='me', q='from:opd7 is:unread').execute):.1f} ms"


def main() -> None:
    """Print the table."""
    with serving() as base:
        for name, found in rows(base):
            print(f"{name:45} {found:>24}", flush=True)


if __name__ == "__main__":
    main()
