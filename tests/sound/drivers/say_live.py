"""The baseline: pyttsx3 speaks each cue at its moment, as a simple program would.

python tests/sound/drivers/say_live.py PLAN VOICE RATE      PLAN: [[at_ms, text], ...] as JSON

On Linux pyttsx3 2.99 writes what it says to a file and calls `aplay`, which stands on the PATH.
"""

from __future__ import annotations

import importlib
import json
import sys
import tempfile
import time
from pathlib import Path
from typing import Any


def main() -> int:
    sys.path.insert(0, str(Path(__file__).resolve().parents[3]))
    from app.voice.pyttsx3_engine import load_espeak

    plan, voice, rate = sys.argv[1:]
    cues = json.loads(Path(plan).read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as scratch:
        load_espeak(Path(scratch))
        engine: Any = importlib.import_module("pyttsx3").init("espeak")
        engine.say("Ready.")
        engine.runAndWait()
        engine.setProperty("voice", voice)
        engine.setProperty("rate", int(rate))
        time.sleep(1.0)
        start_s = time.monotonic()
        for at_ms, text in cues:
            time.sleep(max(0.0, start_s + at_ms / 1000 - time.monotonic()))
            engine.say(text)
            engine.runAndWait()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
