"""Speech by the `say` command of macOS, which writes WAV itself.

Written from its manual page; it was not run on a Mac. Lives in the child process alone.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Final

from app.voice.choosing import OWN_VOICE, choose
from app.voice.engine import Listed, RenderError, has_frames

_WARM_UP_RATE: Final = 150


class SayEngine:
    """One process of `say` for each text."""

    name = "say"

    def __init__(self, scratch: Path) -> None:
        """List the voices and write once, to know now whether it works."""
        self._known = self.voices()
        self.render("Ready.", (), _WARM_UP_RATE, scratch / "warm-up.wav")

    def voices(self) -> list[Listed]:
        """The voices of this Mac now, those that were installed meanwhile among them."""
        command = ["say", "-v", "?"]
        listed = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
        before_sample = (line.split("#")[0].split() for line in listed.stdout.splitlines())
        named = [(" ".join(words[:-1]), words[-1]) for words in before_sample if len(words) > 1]
        self._known = [
            Listed(name, name, (code.replace("_", "-").casefold(),)) for name, code in named
        ]
        return self._known

    def render(self, text: str, wanted: tuple[str, ...], rate: int, path: Path) -> str:
        """Write `text` to `path`; the text goes in by a pipe, so it may begin with a dash."""
        part = path.with_name(path.name + ".part")
        command = ["say", "-r", str(rate), "-f", "-", "-o", str(part)]
        command += ["--file-format=WAVE", "--data-format=LEI16@22050"]
        choice = choose(wanted, self._known, "")
        # A voice that was removed meanwhile makes `say` fail: then its own.
        for name in dict.fromkeys((choice.id, "")):
            chosen = ["-v", name] if name else []
            subprocess.run(command + chosen, input=text.encode(), check=False)
            if has_frames(part):
                os.replace(part, path)
                return choice.instead if name == choice.id else OWN_VOICE
        raise RenderError("the `say` command wrote no sound")
