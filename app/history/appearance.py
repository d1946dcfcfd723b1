"""The one setting that the first paint needs, read ahead of all the others and of their models."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

APPEARANCES: Final = ("system", "light", "dark", "contrast")

_KEY: Final = re.compile(rb'"appearance":\s*"([a-z]+)"')
_LONGEST: Final = 1 << 16


def early_appearance(path: Path) -> str:
    """The appearance in a file of settings; `system` where there is none to be found.

    Only a look: whether the file is sound is judged by `SettingsStore`, a moment later.
    """
    try:
        with path.open("rb") as file:
            found = _KEY.search(file.read(_LONGEST))
    except OSError:
        return APPEARANCES[0]
    name = found[1].decode() if found else ""
    return name if name in APPEARANCES else APPEARANCES[0]
