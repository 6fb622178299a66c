"""drive.teamdrives: shared drives under the name and in the shape they had first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from integrations.rehearsal.calls import METHODS, method
from integrations.rehearsal.drive import drives

if TYPE_CHECKING:
    from integrations.rehearsal.calls import Call

Json = dict[str, Any]

RENAMED = {"canDeleteDrive": "canDeleteTeamDrive", "canRenameDrive": "canRenameTeamDrive",
           "canChangeDriveBackground": "canChangeTeamDriveBackground"}  # fmt: skip
RESTRICTIONS = {"driveMembersOnly": "teamMembersOnly"}


def _old(drive: Json) -> Json:
    """The shared drive as a team drive."""
    made = {key: value for key, value in drive.items() if key != "hidden"} | {"kind": "drive#teamDrive"}
    for name, renamed in (("capabilities", RENAMED), ("restrictions", RESTRICTIONS)):
        if name in made:
            made[name] = {renamed.get(key, key): value for key, value in made[name].items()}
    return made


def _asked(call: Call) -> Call:
    if "teamDriveId" in call.path:
        call.path = {"driveId": call.path["teamDriveId"]}
    limits = call.body.get("restrictions", {})
    if "teamMembersOnly" in limits:
        limits["driveMembersOnly"] = limits.pop("teamMembersOnly")
    return call


@method("drive.teamdrives.list")
def list_drives(call: Call) -> Json:
    """The shared drives the caller is a member of."""
    listed: Any = drives.list_drives(call)
    found = [_old(each) for each in listed.pop("drives")]
    return {**listed, "kind": "drive#teamDriveList", "teamDrives": found}


def _like(name: str) -> None:
    """The old method does what the new one of that name does."""
    newer = METHODS[f"drive.drives.{name}"]

    def answer(call: Call) -> Json | None:
        made = newer(_asked(call))
        return _old(made) if isinstance(made, dict) else None

    METHODS[f"drive.teamdrives.{name}"] = answer


for _name in ("create", "get", "update", "delete"):
    _like(_name)
