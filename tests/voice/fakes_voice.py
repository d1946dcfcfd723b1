"""Stand-ins for the voice: engines that obey, fail or hang, a player that only remembers."""

from __future__ import annotations

import json
import sys
import threading
from array import array
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.audio.clips import Clip, to_pcm
from app.audio.score import Note, Score
from app.session.clock import Course
from app.voice.synthesiser import Speech, SynthesisError, VoiceChoice

RATE_HZ = 22_050


def square(length_ms: int, level: int = 8000, rate_hz: int = RATE_HZ) -> Clip:
    """A clip that is loud from its first to its last sample."""
    frames = rate_hz * length_ms // 1000
    return Clip(
        rate_hz, to_pcm(array("h", [level if i % 40 < 20 else -level for i in range(frames)]))
    )


def quiet(length_ms: int, rate_hz: int = RATE_HZ) -> bytes:
    """Silence as samples."""
    return bytes(2 * (rate_hz * length_ms // 1000))


@dataclass(frozen=True)
class FakeCue:
    """What a speaker needs of a cue."""

    at_ms: int
    text: str = ""
    brief: str = ""
    sound: str | None = None


def clip_of(text: str) -> Clip:
    """The clip that `FakeSynthesiser` makes of a text: no two texts have the same."""
    return Clip(RATE_HZ, text.encode("utf-16-le") * 40)


class FakeSynthesiser:
    """Renders at once, or when it is let; fails where it is told to."""

    name = "fake"

    def __init__(self, *, held: bool = False) -> None:
        self.asked: list[str] = []
        self.rested: Callable[[], None] = lambda: None
        self.stands_in = ""
        self.listed: tuple[VoiceChoice, ...] = (VoiceChoice("fake/en", "Fred", ("en",)),)
        self.failures: dict[str, Exception] = {}
        self.closed = False
        self.started = threading.Event()
        self._gate = threading.Event()
        if not held:
            self._gate.set()

    def let_go(self) -> None:
        self._gate.set()

    def render(self, text: str, voice: str, rate: int) -> Speech:
        self.asked.append(text)
        self.started.set()
        self._gate.wait()
        if self.closed:
            raise SynthesisError("closed")
        if text in self.failures:
            raise self.failures[text]
        return Speech(clip_of(text), self.stands_in)

    def voices(self) -> tuple[VoiceChoice, ...]:
        return self.listed

    def rest(self) -> None:
        self.rested()

    def close(self) -> None:
        self.closed = True
        self._gate.set()


class FakePlayer:
    """Remembers what it was told: courses followed and stops, in order."""

    def __init__(self) -> None:
        self.problem = ""
        self.settled = True
        self.lead_ms: int | None = None
        self.told: list[Course | str] = []
        self.score: Score | None = None
        self.closed = False

    def follow(self, score: Score, course: Course) -> None:
        self.score = score
        self.told.append(course)

    def stop(self) -> None:
        self.score = None
        self.told.append("stop")

    def close(self) -> None:
        self.closed = True

    def notes(self, from_ms: int = 0, to_ms: int = 10**9) -> list[Note]:
        """What would begin in a stretch of the session, as things are now."""
        return list(self.score.notes(from_ms, to_ms)) if self.score else []


# --- children ------------------------------------------------------------------------------------

BUNDLED = "LIMBER_BUNDLED_ESPEAK"

# Each line of `plan.txt` beside the children is the fate of one child: how it starts, then how it
# answers each request, the last for ever. The last argument is the folder it may write to.
_CHILD = """
import json, os, sys, time, wave
plan, log = sys.argv[1], sys.argv[1] + ".log"
with open(log, "a") as out:
    print(os.getpid(), os.environ.get("LIMBER_BUNDLED_ESPEAK", "-"), sys.argv[-1], file=out)
with open(log) as lines:
    number = sum(1 for _ in lines) - 1
with open(plan) as lines:
    fates = lines.read().splitlines()
start, *answers = fates[min(number, len(fates) - 1)].split()
if start == "die":
    sys.exit(3)
if start == "hang":
    time.sleep(600)
if start == "broken":
    print(json.dumps({"broken": "there is no engine"}), flush=True)
    sys.exit(1)
print(json.dumps({"ready": "fake"}), flush=True)
for line in sys.stdin:
    request = json.loads(line)
    with open(sys.argv[1] + ".requests", "a") as out:
        out.write(line)
    answer = answers.pop(0) if len(answers) > 1 else answers[0]
    if answer == "hang":
        time.sleep(600)
    if answer == "die":
        open(request["path"] + ".part", "w").close()
        os._exit(4)
    if answer == "garbage":
        print("Audio saved to nowhere", flush=True)
        continue
    error = "no disk" if answer == "error" else ""
    if answer in ("speak", "standin", "silent", "empty"):
        with wave.open(request["path"], "wb") as out:
            out.setnchannels(1); out.setsampwidth(2); out.setframerate(22050)
            loud = b"\\0\\0" if answer == "silent" else b"\\x00\\x20"
            out.writeframes(b"" if answer == "empty" else loud * 50 * len(request["text"]))
    reply = {"id": request["id"], "error": error}
    if answer == "standin":
        reply["instead"] = "Bruce"
    if answer == "list":
        reply["voices"] = [["x/1", "Bruce", ["en-au", "en"]]]
    if answer == "badlist":
        reply["voices"] = [["x/1"]]
    print(json.dumps(reply), flush=True)
"""


class Children:
    """The command of a child whose fates are written down, and what became of them."""

    def __init__(self, folder: Path, *fates: str) -> None:
        plan = folder / "plan.txt"
        plan.write_text("\n".join(fates))
        self._log = folder / "plan.txt.log"
        self._requests = folder / "plan.txt.requests"
        self.command = [sys.executable, "-c", _CHILD, str(plan)]

    @property
    def started(self) -> list[list[str]]:
        """Process id, the environment's wish and the folder of each child so far."""
        if not self._log.exists():
            return []
        return [line.split() for line in self._log.read_text().splitlines()]

    @property
    def requests(self) -> list[dict[str, Any]]:
        """All that was asked of them."""
        return [json.loads(line) for line in self._requests.read_text().splitlines()]

    @property
    def pids(self) -> list[int]:
        return [int(words[0]) for words in self.started]


# --- pyttsx3 -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class FakeVoice:
    """A voice as pyttsx3 lists it."""

    id: str
    name: str
    languages: list[Any]


class FakePyttsx3:
    """A module and its engine in one, with the habits of pyttsx3 2.99 under espeak."""

    def __init__(self, *, lost_saves: int = 0, slow_properties: int = 0) -> None:
        self.voices = [
            FakeVoice("gmw/de", "German", ["de"]),
            FakeVoice("gmw/en", "English (Great Britain)", ["en-gb"]),
            FakeVoice("gmw/en-us", "English (America)", ["en-us"]),
        ]
        self.properties: dict[str, object] = {"voice": "gmw/de", "rate": 200, "volume": 0.5}
        self.calls: list[tuple[object, ...]] = []
        self.lost_saves = lost_saves
        self.error = ""
        self._slow_properties = slow_properties
        self._waiting: tuple[str, str] | None = None
        self._on_error: Any = None

    def init(self, driver: str) -> FakePyttsx3:
        self.calls.append(("init", driver))
        return self

    def connect(self, topic: str, callback: Any) -> None:
        self._on_error = callback

    def getProperty(self, name: str) -> object:
        return self.voices if name == "voices" else self.properties[name]

    def setProperty(self, name: str, value: object) -> None:
        self.calls.append(("set", name, value))
        if self._slow_properties:
            self._slow_properties -= 1
        else:
            self.properties[name] = value

    def save_to_file(self, text: str, path: str) -> None:
        self._waiting = (text, path)

    def runAndWait(self) -> None:
        self._save("run")

    def startLoop(self, driver_loop: bool) -> None:
        self.calls.append(("loop", driver_loop))

    def iterate(self) -> None:
        if self._waiting:
            self._save("iterate")

    def _save(self, how: str) -> None:
        assert self._waiting
        (text, path), self._waiting = self._waiting, None
        self.calls.append((how, text, self.properties["voice"], self.properties["rate"]))
        if self.error:
            self._on_error(exception=OSError(self.error), name=None)
        elif self.lost_saves:
            self.lost_saves -= 1
            Clip(RATE_HZ, b"").to_wav(Path(path))
        else:
            square(10).to_wav(Path(path))
