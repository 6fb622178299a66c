"""What the papers of an edition carry: letterhead, place, whose decree it is, whether judges are named."""

from __future__ import annotations

from competition.stages import Rule


class PaperRules(Rule):
    """Everything has a default, so that an edition without these keys has papers too.

    `government`, `office`, `address`: the lines of the letterhead; `place`: where papers are signed; `authority`: who
    signs the decree ("BUPATI CONTOH"); `name_judges`: the dossier of a proposal names its judges instead of "Juri 1".
    `feedback`: agencies get a letter with their profile once their outcome has been released.
    """

    government: str = ""
    office: str = ""
    address: str = ""
    place: str = ""
    authority: str = ""
    name_judges: bool = False
    feedback: bool = True
