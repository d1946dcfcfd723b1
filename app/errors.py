"""What can go wrong, and whose mistake it was.

A `UserError` is the user's: it is printed as one plain sentence and the program ends with status 2.
Everything else that escapes is ours: it is logged, shown once, and the program ends with status 3.
"""

from __future__ import annotations

from typing import Final

EXIT_DONE: Final = 0
EXIT_USER: Final = 2
EXIT_FAULT: Final = 3


class UserError(Exception):
    """A mistake the user can mend; its text is a whole sentence that names the way out."""
