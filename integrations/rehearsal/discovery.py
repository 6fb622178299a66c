"""Routes, parameters and shapes, read from the discovery documents bundled with Google's own client."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from googleapiclient.discovery_cache import get_static_doc

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Json = dict[str, Any]

APIS = {"gmail": "v1", "drive": "v3", "sheets": "v4", "forms": "v1"}


@dataclass(frozen=True)
class Method:
    """One method of one API, as its discovery document describes it."""

    id: str
    api: str
    verb: str
    path: str
    parameters: Mapping[str, Json]
    request: str | None
    response: str | None
    scopes: frozenset[str]
    media_max: int | None
    download: bool  # whether it can answer with the bytes of a file

    @property
    def short(self) -> str:
        """The id without the API's name."""
        return self.id.partition(".")[2]


@dataclass(frozen=True)
class Route:
    """Where a request leads: the method, the path's parameters, and whether the path is one for uploads."""

    method: Method
    params: dict[str, str]
    upload: bool


@cache
def document(api: str) -> Json:
    """The bundled discovery document of that API."""
    text = get_static_doc(api, APIS[api])  # type: ignore[no-untyped-call]
    loaded: Json = json.loads(text)
    return loaded


def rewritten(api: str, base: str) -> Json:
    """The document with this server's address in it, so that a client built from it stays on this server."""
    base = base.rstrip("/") + "/"
    changed = {**document(api), "rootUrl": base, "baseUrl": base + document(api)["servicePath"]}
    changed.pop("mtlsRootUrl", None)
    return changed


def only(version: str) -> str | None:
    """The API of that version, where no other one has it: `$discovery/rest` leaves the name to the host."""
    found = [api for api, each in APIS.items() if each == version]
    return found[0] if len(found) == 1 else None


def directory(base: str, name: str | None = None) -> Json:
    """The list of the APIs served here, all of them or those of that name."""
    items = []
    for api, version in APIS.items():
        if name in {None, api}:
            known = document(api)
            path = f"/discovery/v1/apis/{api}/{version}/rest"
            items.append({
                "kind": "discovery#directoryItem", "id": f"{api}:{version}", "name": api, "version": version,
                "title": known["title"], "description": known["description"], "discoveryRestUrl": base + path,
                "icons": known["icons"], "documentationLink": known["documentationLink"], "preferred": True,
            })  # fmt: skip
    return {"kind": "discovery#directoryList", "discoveryVersion": "v1", "items": items}


def _walk(resource: Json) -> Iterator[Json]:
    yield from resource.get("methods", {}).values()
    for inner in resource.get("resources", {}).values():
        yield from _walk(inner)


def _size(text: str | None) -> int | None:
    return int(text) if text else None


def _pattern(path: str) -> re.Pattern[str]:
    """A path with {names} as an expression; a name never crosses a slash (`{+name}` in these APIs neither)."""
    pieces = re.split(r"(\{\+?\w+\})", path.lstrip("/"))
    written = (rf"(?P<{piece.strip('{+}')}>[^/]+)" if piece.startswith("{") else re.escape(piece) for piece in pieces)
    return re.compile("/" + "".join(written) + "$")


Entry = tuple[re.Pattern[str], Method, bool]


@cache
def _table() -> dict[tuple[str, str], list[Entry]]:
    """Patterns by verb and by number of segments, the most literal first, so that `files/trash` is no file id."""
    entries: list[tuple[str, str, Method, bool]] = []
    for api in APIS:
        loaded = document(api)
        for found in _walk(loaded):
            media = found.get("mediaUpload", {})
            made = Method(
                id=found["id"],
                api=api,
                verb=found["httpMethod"],
                path=loaded["servicePath"] + found["flatPath" if "flatPath" in found else "path"],
                parameters={**loaded["parameters"], **found.get("parameters", {})},
                request=found.get("request", {}).get("$ref"),
                response=found.get("response", {}).get("$ref"),
                scopes=frozenset(found.get("scopes", ())),
                media_max=_size(media.get("maxSize")),
                download=found.get("supportsMediaDownload", False),
            )
            entries.append((made.verb, made.path, made, False))
            entries.extend((made.verb, kind["path"], made, True) for kind in media.get("protocols", {}).values())
    # gspread sends tables the way of Drive's second version.
    update = next(method for _, _, method, _ in entries if method.id == "drive.files.update")
    entries.append(("PUT", "/upload/drive/v2/files/{fileId}", update, True))
    entries.sort(key=lambda entry: len(re.sub(r"\{[^}]*\}", "", entry[1])), reverse=True)
    table: dict[tuple[str, str], list[Entry]] = {}
    for verb, path, made, upload in entries:
        key = (verb, f"{path.lstrip('/').count('/')}")
        table.setdefault(key, []).append((_pattern(path), made, upload))
    return table


@cache
def methods() -> dict[str, Method]:
    """Every method of the four APIs by its id."""
    return {method.id: method for entries in _table().values() for _, method, _ in entries}


def find(verb: str, raw_path: str) -> Route | None:
    """The route of a request by its verb and its still percent-encoded path; None where there is none."""
    # ky and its like put a slash after the address they begin with: `{id}/:batchUpdate`, `{id}/`; Google takes both.
    raw_path = raw_path.replace("/:", ":").rstrip("/")
    for pattern, method, upload in _table().get((verb, f"{raw_path.lstrip('/').count('/')}"), ()):
        if matched := pattern.match(raw_path):
            return Route(method, {name: unquote(value) for name, value in matched.groupdict().items()}, upload)
    return None


def schema(api: str, name: str) -> Json:
    """The named shape of that API."""
    found: Json = document(api)["schemas"][name]
    return found
