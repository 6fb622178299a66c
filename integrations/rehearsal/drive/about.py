"""drive.about: the account, its room, and what Drive can turn into what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from integrations.rehearsal.calls import method
from integrations.rehearsal.drive import content, documents, resources, tables, tree
from integrations.rehearsal.refusals import Refusal

if TYPE_CHECKING:
    from integrations.rehearsal.calls import Call

Json = dict[str, Any]

ROOM = 15 * 2**30
IMPORTS = {
    **{kind: [tree.SPREADSHEET] for kind in ("text/csv", "text/tab-separated-values", *tables.WORKBOOKS)},
    **{kind: [tree.DOCUMENT] for kind in documents.READERS},
    **{kind: [tree.PRESENTATION] for kind in sorted(content.PRESENTATIONS)},
}  # fmt: skip
LARGEST_IMPORTS = {tree.DOCUMENT: "10485760", tree.SPREADSHEET: "104857600", tree.PRESENTATION: "104857600"}
COLOURS = [
    "#ac725e", "#d06b64", "#f83a22", "#fa573c", "#ff7537", "#ffad46", "#42d692", "#16a765", "#7bd148", "#b3dc6c",
    "#fbe983", "#fad165", "#92e1c0", "#9fe1e7", "#9fc6e7", "#4986e7", "#9a9cff", "#b99aff", "#8f8f8f", "#cabdbf",
    "#cca6ac", "#f691b2", "#cd74e6", "#a47ae2",
]  # fmt: skip


@method("drive.about.get")
def about(call: Call) -> Json:
    """The account and its room; `fields` must say what is wanted."""
    if not call.query.get("fields", "").strip():
        raise Refusal(400, "The 'fields' parameter is required for this method.", reason="required",
                      location="fields")  # fmt: skip
    used, thrown = call.db.execute(
        "SELECT coalesce(sum(size), 0), coalesce(sum(size * trashed), 0) FROM files WHERE owner = ?",
        (call.user.email,),
    ).fetchone()
    room = {"usage": str(used), "usageInDrive": str(used), "usageInDriveTrash": str(thrown)}
    theme = {"id": "abacus", "backgroundImageLink": "https://ssl.gstatic.com/team_drive_themes/abacus_background.jpg",
             "colorRgb": "#ea6100"}  # fmt: skip
    return {
        "kind": "drive#about", "user": resources.person(call.db, call.user.email, call.user.email),
        "storageQuota": {"limit": "0" if call.user.service else str(ROOM), **room},
        "maxUploadSize": str(5 * 2**40), "appInstalled": False, "canCreateDrives": not call.user.service,
        "canCreateTeamDrives": not call.user.service, "importFormats": IMPORTS,
        "exportFormats": {mime: list(kinds) for mime, kinds in resources.EXPORTS.items()},
        "maxImportSizes": LARGEST_IMPORTS, "folderColorPalette": COLOURS, "driveThemes": [theme],
        "teamDriveThemes": [theme],
    }  # fmt: skip
