"""Piper's engine: over a package made up here, and over the real one where it is installed.

The real one: `python -m pip install piper-tts`, then this file; `tiny_piper` is its voice.
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from app.audio.clips import Clip
from app.audio.loudness import TARGET_LUFS, loudness_lufs
from app.voice.engine import RenderError
from app.voice.piper_engine import PiperEngine
from app.voice.port import VoiceSettings
from app.voice.synthesiser import Speech, Unavailable, find_synthesiser
from tests.voice.tiny_piper import VOICE_RATE_HZ, write_voice


class FakePiper:
    """The package and its voice in one; a letter takes 10 ms at length 1."""

    def __init__(self, folder: Path) -> None:
        self.voice = SimpleNamespace(ESPEAK_DATA_DIR=folder / "espeak-ng-data")
        self.PiperVoice = self
        self.SynthesisConfig = SimpleNamespace
        self.config = SimpleNamespace(length_scale=1.5)
        self.texts: list[str] = []
        self.scales: list[float] = []
        self.failure: Exception | None = None

    def load(self, model: Path, espeak_data_dir: Path) -> FakePiper:
        if model.read_bytes() == b"damaged":
            raise ValueError("INVALID_PROTOBUF")
        return self

    def synthesize(self, text: str, settings: Any) -> Iterator[SimpleNamespace]:
        if self.failure:
            raise self.failure
        self.texts.append(text)
        self.scales.append(settings.length_scale)
        for sentence in filter(None, text.split(".")):
            length = int(len(sentence) * VOICE_RATE_HZ / 100)
            sound = 0.5 * np.sin(np.arange(length) * 2 * np.pi * 300 / VOICE_RATE_HZ)
            yield SimpleNamespace(sample_rate=VOICE_RATE_HZ, audio_float_array=sound)


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakePiper:
    package = FakePiper(tmp_path)
    monkeypatch.setitem(sys.modules, "piper", package)
    return package


def test_sentences_are_joined_at_the_rate_of_all_clips(tmp_path: Path, fake: FakePiper) -> None:
    engine = PiperEngine(write_voice(tmp_path), tmp_path)
    assert engine.render("a" * 20 + "." + "b" * 30, ("en",), 170, tmp_path / "a.wav") == ""
    clip = Clip.from_wav(tmp_path / "a.wav")
    assert (clip.rate_hz, clip.length_ms) == (22_050, 500)


@pytest.mark.parametrize(
    ("rate", "scale"), [(170, 1.5), (85, 3.0), (255, 1.0), (10, 3.0), (900, 0.75)]
)
def test_the_rate_is_bounded_around_the_pace_of_the_voice(
    tmp_path: Path, fake: FakePiper, rate: int, scale: float
) -> None:
    PiperEngine(write_voice(tmp_path), tmp_path).render("a", ("en",), rate, tmp_path / "a.wav")
    assert fake.scales[-1] == pytest.approx(scale)


def test_brackets_are_not_read_as_phonemes(tmp_path: Path, fake: FakePiper) -> None:
    PiperEngine(write_voice(tmp_path), tmp_path).render("a [[b]]", (), 170, tmp_path / "a.wav")
    assert fake.texts[-1] == "a b"


def test_a_language_that_the_voice_does_not_speak_is_an_error(
    tmp_path: Path, fake: FakePiper
) -> None:
    engine = PiperEngine(write_voice(tmp_path, language="de_DE"), tmp_path)
    assert engine.voices() == [(str(tmp_path / "tiny.onnx"), "tiny", ("de-de",))]
    assert engine.render("Halt.", ("de",), 170, tmp_path / "a.wav") == ""
    with pytest.raises(RenderError, match="its voice speaks German, not English"):
        engine.render("Hold.", ("some voice of the computer", "en"), 170, tmp_path / "a.wav")


def test_a_text_that_fails_costs_that_text_alone(tmp_path: Path, fake: FakePiper) -> None:
    engine = PiperEngine(write_voice(tmp_path), tmp_path)
    fake.failure = RuntimeError("[ONNXRuntimeError] : 2 : INVALID_ARGUMENT")
    with pytest.raises(RenderError, match="it failed at one of the texts"):
        engine.render("Hold.", (), 170, tmp_path / "a.wav")
    fake.failure = None
    with pytest.raises(RenderError, match="found nothing to speak"):
        engine.render("...", (), 170, tmp_path / "a.wav")
    assert engine.render("Hold.", (), 170, tmp_path / "a.wav") == ""


def test_a_model_of_another_kind_is_found_out_at_once(tmp_path: Path, fake: FakePiper) -> None:
    fake.failure = ValueError("Required inputs (['input_ids']) are missing")
    with pytest.raises(RenderError, match=r"tiny\.onnx is damaged, or is not a voice of Piper"):
        PiperEngine(write_voice(tmp_path), tmp_path)


def spoil(model: Path, how: str) -> None:
    description = Path(f"{model}.json")
    if how == "no model":
        model.unlink()
    elif how == "no description":
        description.unlink()
    elif how == "damaged":
        model.write_bytes(b"damaged")
    else:
        description.write_text(how)


FAULTS = [
    ("no model", "there is no file"),
    ("no description", "tiny.onnx.json, which belongs beside the voice file, is missing"),
    ("damaged", "tiny.onnx is damaged"),
    ("{", "tiny.onnx.json is damaged"),
    ("[]", "tiny.onnx.json is damaged"),
    ('{"language": 3}', "tiny.onnx.json is damaged"),
]


@pytest.mark.parametrize(("how", "reason"), FAULTS)
def test_what_is_wrong_with_a_voice_file_is_told(
    tmp_path: Path, fake: FakePiper, how: str, reason: str
) -> None:
    model = write_voice(tmp_path)
    spoil(model, how)
    with pytest.raises(RenderError) as caught:
        PiperEngine(model, tmp_path)
    assert reason in str(caught.value)


def test_a_package_that_cannot_be_loaded_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "piper", None)
    with pytest.raises(RenderError, match="piper-tts cannot be loaded"):
        PiperEngine(write_voice(tmp_path), tmp_path)


# --- the real package, in a process of its own ---------------------------------------------------

real = pytest.mark.skipif(
    importlib.util.find_spec("piper") is None, reason="the package piper-tts is not installed"
)


def speak(model: Path, text: str = "Switch. Left knee.", rate: int = 170) -> Speech:
    found = find_synthesiser(VoiceSettings(engine="piper", piper_voice=str(model)))
    assert not isinstance(found, Unavailable)
    try:
        return found.render(text, "en", rate)
    finally:
        found.close()


@real
def test_the_real_piper_speaks_at_the_rate_asked_for(tmp_path: Path) -> None:
    model = write_voice(tmp_path)
    normal, slow, slowest = (speak(model, rate=rate) for rate in (170, 100, 20))
    assert [said.stands_in for said in (normal, slow, slowest)] == [""] * 3
    assert normal.clip.rate_hz == 22_050
    assert slow.clip.length_ms == pytest.approx(1.7 * normal.clip.length_ms, rel=0.02)
    assert slowest.clip.length_ms == pytest.approx(2 * normal.clip.length_ms, rel=0.02)
    assert abs(loudness_lufs(normal.clip) - TARGET_LUFS) < 0.1


@real
def test_the_real_piper_bears_a_long_path(tmp_path: Path) -> None:
    folder = tmp_path / ("x" * 100) / ("é" * 60)
    folder.mkdir(parents=True)
    assert speak(write_voice(folder)).stands_in == ""


@real
@pytest.mark.parametrize(
    ("how", "reason"), [*FAULTS, ('{"espeak": {"voice": "en"}}', "is damaged")]
)
def test_over_a_real_piper_that_cannot_speak_another_voice_does(
    tmp_path: Path, how: str, reason: str
) -> None:
    model = write_voice(tmp_path)
    spoil(model, how)
    said = speak(model)
    assert said.clip.length_ms > 500
    assert reason.split(",", maxsplit=1)[0] in said.stands_in
    assert "this computer's own voice" in said.stands_in


@real
def test_the_real_piper_never_comes_into_this_process(tmp_path: Path) -> None:
    speak(write_voice(tmp_path))
    assert not {"piper", "onnxruntime"} & set(sys.modules)
