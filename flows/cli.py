"""The `panitia` command. Prefect is imported only inside the commands that run flows."""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from competition.letters import Templates
from config.edition import load_rulebook
from config.errors import FixSettings, Trouble
from config.settings import SHIPPED_SEASON, Settings, load_settings
from config.templates import load_templates
from flows.lock import only_one
from flows.now import now_in
from flows.passes.context import Pass
from flows.passes.report import in_words
from flows.passes.report import report as report_of
from flows.passes.season import FLOWS, steps
from flows.passes.setup import lay_out
from integrations.dry import Notes, dry
from integrations.workspace import Workspace, open_workspace

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Runs a public-service innovation competition (KIPP) on Gmail, Forms, Drive and Sheets.",
)
AsJson = Annotated[bool, typer.Option("--json", help="The answer as JSON on standard output.")]


class FlowName(StrEnum):
    """What can be run."""

    season = "season"
    intake = "intake"
    administration = "administration"
    assignment = "assignment"
    scoring = "scoring"
    selection = "selection"
    notification = "notification"


def _moment(text: str | None, settings: Settings) -> datetime:
    if text is None:
        return now_in(settings)
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(f"{text!r} is not an ISO 8601 instant, e.g. 2026-04-15T16:00:00+07:00") from error
    return at if at.tzinfo else at.replace(tzinfo=load_rulebook(settings.competition).zone)


def _pass(settings: Settings, now: datetime, notes: Notes | None = None) -> tuple[Pass, Templates]:
    rulebook = load_rulebook(settings.competition)
    workspace: Workspace = open_workspace(settings, rulebook.mailbox.address)
    return Pass(dry(workspace, notes) if notes else workspace, rulebook, now), Templates(
        load_templates(settings.competition)
    )


def _say(as_json: bool, data: Any, words: str) -> None:
    typer.echo(json.dumps(data, ensure_ascii=False, indent=1) if as_json else words)


@app.command()
def rehearse(
    season: Annotated[
        Path | None, typer.Option(help="A season directory; default: the one that ships with the program.")
    ] = None,
    data: Annotated[Path | None, typer.Option(help="Where the workspace is kept; default: a temporary folder.")] = None,
    keep: Annotated[
        bool, typer.Option("--keep", help="Leave the workspace running at the end and print its address.")
    ] = False,
    fresh: Annotated[bool, typer.Option("--fresh", help="Empty --data first.")] = False,
    port: Annotated[int, typer.Option(help="Port of the workspace; 0 = a free one.")] = 0,
    as_json: AsJson = False,
) -> None:
    """The whole job on the rehearsal workspace: a season arrives, flows run, its people decide, letters go out."""
    from flows.rehearsing.show import rehearse as play  # noqa: PLC0415 - starts Prefect

    play(season or SHIPPED_SEASON, data, keep=keep, fresh=fresh, port=port, as_json=as_json)


@app.command()
def workspace(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8765,
    data: Annotated[
        Path | None, typer.Option(help="Where the workspace is kept; default: PANITIA_DATA/workspace.")
    ] = None,
    season: Annotated[Path | None, typer.Option(help="A season directory to lay out in it.")] = None,
    empty: Annotated[
        bool, typer.Option("--empty", help="One user and nothing else; unknown service accounts become users.")
    ] = False,
    i_know: Annotated[bool, typer.Option("--i-know", help="Listen on an address that others can reach.")] = False,
    quota: Annotated[
        str | None,
        typer.Option(metavar="new|legacy|FILE", help="Google's quotas hold: its table, or a JSON file of limits."),
    ] = None,
    latency: Annotated[
        str | None,
        typer.Option(metavar="MS|FILE", help="What Google takes to answer: milliseconds, or a JSON file by method."),
    ] = None,
) -> None:
    """Only the rehearsal workspace: serves the Google APIs and the pages until stopped."""
    from flows.weather import read_latency, read_quota  # noqa: PLC0415 - a server is not needed otherwise
    from integrations.rehearsal.server import serve  # noqa: PLC0415 - a server is not needed otherwise

    if host not in {"127.0.0.1", "localhost", "::1"} and not i_know:
        raise FixSettings(f"{host} dapat dijangkau komputer lain; tambahkan --i-know bila memang dikehendaki")
    settings = load_settings()
    token = settings.token.get_secret_value() if settings.token else None
    serve(
        data=data or settings.data / "workspace", host=host, port=port, token=token, season_dir=season, empty=empty,
        quota=read_quota(quota), latency=read_latency(latency),
    )  # fmt: skip


@app.command()
def setup(as_json: AsJson = False) -> None:
    """Lays out the workbook, folders and settings in the workspace; safe to repeat."""
    settings = load_settings()
    this, _ = _pass(settings, datetime.now(UTC))
    with only_one(settings.data, this.rulebook.edition.id):
        link = lay_out(this)
    _say(as_json, {"workbook": this.book.id, "link": link}, f"Buku kerja siap: {link}")


@app.command()
def run(
    flow: Annotated[FlowName, typer.Argument(help="Which flow; season = all in order.")] = FlowName.season,
    at: Annotated[str | None, typer.Option(help="ISO 8601 instant; default: now.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print the plan and write nothing.")] = False,
    as_json: AsJson = False,
) -> None:
    """One pass of a flow. Through Prefect where PREFECT_API_URL names a server, otherwise directly."""
    settings = load_settings()
    now = _moment(at, settings)
    if dry_run:
        _plan(settings, now, flow, as_json=as_json)
        return
    from flows.running import run_once  # noqa: PLC0415 - may import Prefect

    done = run_once(settings, flow.value, now)
    _say(
        as_json,
        {"flow": flow.value, "at": now.isoformat(), "done": done},
        ", ".join(f"{n} {what}" for what, n in done.items()) or "tidak ada yang perlu dikerjakan",
    )


def _plan(settings: Settings, now: datetime, flow: FlowName, *, as_json: bool) -> None:
    notes = Notes([])
    this, templates = _pass(settings, now, notes)
    for step in steps(this, templates, FLOWS if flow is FlowName.season else (flow.value,)):
        step.run()
    _say(
        as_json,
        {"plan": notes.lines},
        "\n".join(f"- {line}" for line in notes.lines) or "Tidak ada yang perlu dikerjakan.",
    )


@app.command()
def plan(as_json: AsJson = False) -> None:
    """What the next pass would do, in words."""
    settings = load_settings()
    _plan(settings, now_in(settings), FlowName.season, as_json=as_json)


@app.command()
def report(as_json: AsJson = False) -> None:
    """The state of the competition."""
    settings = load_settings()
    this, _ = _pass(settings, now_in(settings))
    this.open()
    _say(as_json, report_of(this) if as_json else None, "" if as_json else in_words(this))


@app.command()
def recompute(
    snapshot: Annotated[str, typer.Argument(help="A frozen copy saved from Drive (JSON), or - for standard input.")],
    sha256: Annotated[
        str | None, typer.Option(help="The hash on the Keputusan tab; another copy than that one is refused.")
    ] = None,
) -> None:
    """Makes a frozen ranking once more from the ballots inside it; prints it where it is the same byte for byte."""
    from flows.recomputing import recompute as again  # noqa: PLC0415 - nothing else needs it

    ranking, found = again(snapshot, sha256)
    typer.echo(ranking)
    typer.echo(f"Sama bita demi bita. SHA-256 salinan beku: {found}", err=True)


@app.command()
def serve() -> None:
    """Runs all flows on their schedules on this machine until stopped."""
    from flows.deployments import serve_here  # noqa: PLC0415 - starts Prefect

    serve_here(load_settings())


@app.command()
def doctor(as_json: AsJson = False) -> None:
    """Checks settings, access, scopes, quotas, clock and workbook; each line says ok or what to do."""
    from flows.doctor import examine  # noqa: PLC0415 - reads the clock of the workspace

    findings = examine(load_settings())
    _say(
        as_json,
        [f._asdict() for f in findings],
        "\n".join(f"{'ok  ' if f.ok else 'BELUM'} {f.what}{'' if f.ok else ': ' + f.todo}" for f in findings),
    )
    if not all(f.ok for f in findings):
        raise typer.Exit(1)


@app.command()
def login(
    client: Annotated[
        Path | None, typer.Option(metavar="FILE", help="OAuth client of type Desktop app, from Google Cloud.")
    ] = None,
    browser: Annotated[bool, typer.Option(help="Open the browser; otherwise only the address is printed.")] = True,
) -> None:
    """Signs in the secretariat's Google account with --client, or checks the key in PANITIA_CREDENTIALS."""
    from flows.signing_in import sign_in  # noqa: PLC0415 - a server for the redirect is not needed otherwise

    say = partial(typer.echo, file=sys.stdout)  # the very stream: what the library prints is caught and said
    say(sign_in(load_settings(), client, browser=browser, say=say))


@app.command()
def deploy(pool: Annotated[str, typer.Option(help="Name of the Prefect work pool.")], as_json: AsJson = False) -> None:
    """Registers the deployments with the Prefect server of PREFECT_API_URL, for workers elsewhere."""
    from flows.deployments import deploy as register  # noqa: PLC0415 - starts Prefect

    names = register(load_settings(), pool)
    _say(as_json, {"pool": pool, "deployments": names}, "\n".join(f"terdaftar pada {pool}: {name}" for name in names))


def main() -> None:
    """The entry point: what a person can cause ends in one line on standard error and exit status 1."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(message)s")
    try:
        app()
    except Trouble as trouble:
        sys.stderr.write(" ".join(str(trouble).split()) + "\n")
        sys.exit(1)
    except KeyboardInterrupt:
        sys.stderr.write("dihentikan\n")
        sys.exit(1)
