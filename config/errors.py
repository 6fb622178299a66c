"""One tree of errors, sorted by what the operator must do.

    Trouble                 anything the program tells a person about; one clear line, no traceback
    ├── Wait                nothing to do: Google is busy or unreachable; the next pass tries again
    ├── FixSettings         an environment variable, a credential, the rulebook
    ├── FixData             the workbook, a form, a season directory
    └── Report              the program met something it does not understand

Every message says what happened, to which thing, and what to do next, in Indonesian. It lives beside the settings
because both the settings and the adapters raise it, and the import law points downwards.
"""

from __future__ import annotations


class Trouble(Exception):
    """Something a person must know. `str()` is the one line shown."""


class Wait(Trouble):
    """Passing: the next pass does the work."""


class FixSettings(Trouble):
    """The IT person must correct a setting."""


class FixData(Trouble):
    """The secretariat must correct something in Google."""


class Report(Trouble):
    """The makers must be told."""
