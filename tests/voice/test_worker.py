"""The loop of the child process."""

from __future__ import annotations

import json
import os
import queue
import sys
from io import StringIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from app.audio.clips import Clip
from app.audio.loudness import TARGET_LUFS, loudness_lufs
from app.voice import worker
from app.voice.engine import Listed, RenderError
from tests.voice.fakes_voice import RATE_HZ, quiet, square


class LoopEndedError(Exception):
    """No more requests."""


class FakeEngine:
    name = "fake"

    def voices(self) -> list[Listed]:
        return [Listed("x/1", "Bruce", ("en-au",))]

    def render(self, text: str, wanted: tuple[str, ...], rate: int, path: Path) -> str:
        if text == "bad":
            raise RenderError("the engine wrote no sound")
        sound = square(500, level=0 if text == "silent" else 500)
        Clip(RATE_HZ, quiet(100) + sound.pcm + quiet(350)).to_wav(path)
        return "" if wanted == ("en",) else "Bruce"


def serve(requests: list[dict[str, object]]) -> list[Any]:
    waiting: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
    for request in requests:
        waiting.put(request)

    def get() -> dict[str, Any]:
        try:
            return waiting.get_nowait()
        except queue.Empty:
            raise LoopEndedError from None

    replies = StringIO()
    with pytest.raises(LoopEndedError):
        worker.serve(FakeEngine(), get, replies)
    return [json.loads(line) for line in replies.getvalue().splitlines()]


def ask(number: int, text: str, path: Path, wanted: str = "en") -> dict[str, object]:
    return {"id": number, "text": text, "wanted": [wanted], "rate": 170, "path": str(path)}


def test_each_request_gets_one_answer(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    answers = serve(
        [
            ask(1, "good", path),
            ask(2, "bad", path),
            ask(3, "good", path, "de"),
            {"id": 4},
            {"id": 5, "list": True},
            ask(6, "silent", path),
        ]
    )
    assert answers == [
        {"id": 1, "error": "", "instead": ""},
        {"id": 2, "error": "the engine wrote no sound"},
        {"id": 3, "error": "", "instead": "Bruce"},
        {"id": 4, "error": "'path'"},
        {"id": 5, "error": "", "voices": [["x/1", "Bruce", ["en-au"]]]},
        {"id": 6, "error": "a clip holds nothing but silence"},
    ]


def test_a_clip_is_handed_over_trimmed_and_as_loud_as_all_others(tmp_path: Path) -> None:
    serve([ask(1, "good", tmp_path / "a.wav")])
    clip = Clip.from_wav(tmp_path / "a.wav")
    assert clip.length_ms == 520
    assert abs(loudness_lufs(clip) - TARGET_LUFS) < 0.1
    assert os.listdir(tmp_path) == ["a.wav"]


def test_a_write_that_fails_in_a_callback_ends_the_process(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What ctypes does with an error in a callback of espeak; the engine itself would then hang."""
    ends: list[int] = []
    monkeypatch.setattr(os, "_exit", ends.append)
    monkeypatch.setattr(sys, "unraisablehook", sys.unraisablehook)
    replies = StringIO()
    worker.end_on_lost_errors(replies)
    lost: Any = SimpleNamespace(exc_value=RuntimeError("no space left"))
    sys.unraisablehook(lost)
    assert json.loads(replies.getvalue()) == {"broken": "no space left", "error": "no space left"}
    assert ends == [3]


@pytest.mark.parametrize(
    ("platform", "words", "module", "made"),
    [
        ("linux", ["F"], "app.voice.pyttsx3_engine.Pyttsx3Engine", ("F",)),
        ("win32", ["voice-worker", "F"], "app.voice.pyttsx3_engine.Pyttsx3Engine", ("F",)),
        ("darwin", ["F"], "app.voice.say_engine.SayEngine", ("F",)),
        ("linux", ["piper", "M", "F"], "app.voice.piper_engine.PiperEngine", ("M", "F")),
        (
            "darwin",
            ["voice-worker", "piper", "M", "F"],
            "app.voice.piper_engine.PiperEngine",
            ("M", "F"),
        ),
    ],
)
def test_the_command_line_says_which_engine(
    monkeypatch: pytest.MonkeyPatch,
    platform: str,
    words: list[str],
    module: str,
    made: tuple[str, ...],
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(module, lambda *paths: paths)
    loaded: object = worker._load(words)
    assert loaded == tuple(map(Path, made))
