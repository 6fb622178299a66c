"""`panitia rehearse`: the rehearsal with its progress and its result on the screen."""

from __future__ import annotations

import json
import shutil
import tempfile
import threading
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from config.errors import FixSettings
from config.settings import load_settings
from flows.prefect_home import at_home
from flows.rehearsing.calendar import Scene
from flows.rehearsing.play import Play, all_scenes, open_script
from integrations.rehearsal.server import RehearsalServer


def rehearse(season: Path, data: Path | None, *, keep: bool, fresh: bool, port: int, as_json: bool) -> None:
    """The season is played to its end; the result is printed, as tables or as the report in JSON."""
    script = open_script(season)
    screen = Console(stderr=True)
    with ExitStack() as stack:
        folder = _folder(data, fresh=fresh, stack=stack)
        token = load_settings().token
        server = stack.enter_context(
            RehearsalServer(folder / "workspace", port=port, token=token.get_secret_value() if token else None)
        )
        play = Play(script, server.base, server.token, folder)
        play.environment()
        at_home(folder, ephemeral=True)
        run = _through_prefect(stack)
        _play(play, run, screen)
        result = play.report()
        if as_json:
            print(json.dumps(result, ensure_ascii=False, indent=1))  # noqa: T201 - the answer of the command
        else:
            _show(result, Console())
        if keep:
            screen.print(
                f"Ruang gladi tetap berjalan: {server.base}/?kunci={server.token} (Ctrl+C untuk berhenti)\nPANITIA_GOOGLE_BASE={server.base} PANITIA_TOKEN={server.token} "
                f"PANITIA_COMPETITION={play.competition} PANITIA_DATA={folder}"
            )
            threading.Event().wait()


def _folder(data: Path | None, *, fresh: bool, stack: ExitStack) -> Path:
    if data is None:
        return Path(
            stack.enter_context(tempfile.TemporaryDirectory(prefix="panitia-gladi-", ignore_cleanup_errors=True))
        )
    if data.exists() and fresh:
        shutil.rmtree(data)
    if (data / "workspace").exists():
        raise FixSettings(
            f"{data} sudah berisi gladi bersih; tambahkan --fresh untuk mengulang dari awal, atau pilih folder lain"
        )
    data.mkdir(parents=True, exist_ok=True)
    return data


def _through_prefect(stack: ExitStack) -> Callable[[datetime], str]:
    """The season flow, on one Prefect server for the whole rehearsal."""
    from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings  # noqa: PLC0415 - reads the environment set just now

    from flows.season import season  # noqa: PLC0415

    stack.enter_context(
        temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None})
    )  # else every run ends with a second of waiting

    def run(at: datetime) -> str:
        done = season(at.isoformat())
        return ", ".join(f"{n} {what}" for what, n in done.items()) or "tidak ada yang perlu dikerjakan"

    return run


def _play(play: Play, run: Callable[[datetime], str], screen: Console) -> None:
    todo = all_scenes(play.script)
    with Progress(
        TextColumn("{task.description:<48.48}"),
        BarColumn(),
        TextColumn("{task.completed}/{task.total}"),
        TimeElapsedColumn(),
        console=screen,
        transient=not screen.is_terminal,
    ) as progress:
        bar = progress.add_task("Menyiapkan ruang gladi dan Prefect", total=len(todo))
        play.begin()

        def announce(scene: Scene, done: str) -> None:
            progress.console.print(f"{play.clock:%d-%m-%Y %H:%M}  {scene.title}: {done}", highlight=False, markup=False)

        for scene in todo:
            progress.update(bar, description=scene.title)
            play.scene(scene, run, announce)
            progress.advance(bar)


def _show(result: dict[str, Any], screen: Console) -> None:
    first = next(
        (
            s
            for s in _stage_ids(result)
            if any(not p["stages"][s]["advances"] for p in result["proposals"] if s in p["stages"])
        ),
        None,
    )
    if first:
        finalists = sorted(
            (p for p in result["proposals"] if p["stages"].get(first, {}).get("advances")),
            key=lambda p: p["stages"][first]["rank"],
        )
        screen.print(
            _table(
                f"Top {len(finalists)}",
                [
                    (p["stages"][first]["rank"], p["number"], p["title"], p["agency"], p["stages"][first]["display"])
                    for p in finalists
                ],
            )
        )
    final = sorted((p for p in result["proposals"] if p["final"]), key=lambda p: p["final"]["rank"])
    screen.print(
        _table(
            "Hasil akhir",
            [
                (p["final"]["award"] or p["final"]["rank"], p["number"], p["title"], p["agency"], p["final"]["display"])
                for p in final
            ],
        )
    )
    states: dict[str, int] = {}
    for letter in result["letters"]:
        states[f"{letter['template']}: {letter['state']}"] = (
            states.get(f"{letter['template']}: {letter['state']}", 0) + 1
        )
    letters = Table("Surat", "Jumlah", title="Surat")
    for name, count in sorted(states.items()):
        letters.add_row(name, str(count))
    screen.print(letters)
    screen.print(
        "\n".join(f"Menunggu {w['for']}: {w['what']}" for w in result["waiting"]) or "Tidak ada yang menunggu.",
        markup=False,
    )


def _stage_ids(result: dict[str, Any]) -> list[str]:
    return list(dict.fromkeys(s for p in result["proposals"] for s in p["stages"]))


def _table(title: str, rows: list[tuple[Any, ...]]) -> Table:
    table = Table("Peringkat", "Nomor", "Judul Inovasi", "OPD", "Nilai", title=title)
    for rank, number, name, agency, score in rows:
        table.add_row(str(rank), str(number), str(name).replace("[", "\\["), str(agency), str(score).replace(".", ","))
    return table
