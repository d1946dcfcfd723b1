"""Speech by Piper from a voice file of the runner's own. Lives in the child process alone."""

from __future__ import annotations

import importlib
import importlib.util
import json
import sys
import wave
from pathlib import Path
from typing import Any, Final

from app.voice.choosing import is_language, language_name, main_part
from app.voice.engine import Listed, RenderError
from app.voice.pyttsx3_engine import short_path
from app.wording.pace import RATE_WPM

RATE_HZ: Final = 22_050
"""Every clip has this rate, whatever the voice file's own is."""

# A voice that speaks at half or at twice its own pace can still be understood.
_SHORTEST, _LONGEST = 0.5, 2.0
_FULL_SCALE: Final = 32767
_WARM_UP: Final = "Ready."


class PiperEngine:
    """One voice file, loaded once."""

    name = "piper"

    def __init__(self, model: Path, scratch: Path) -> None:
        """Load `model`, which takes a second or two. Raises `RenderError`."""
        self._languages = _languages(model)
        self._model = model
        try:
            self._piper: Any = importlib.import_module("piper")
        except Exception as error:
            raise RenderError(
                f"the package piper-tts cannot be loaded ({_short(error)})"
            ) from error
        # Piper speaks through an espeak-ng of its own, to which the same limit applies.
        data = short_path(Path(self._piper.voice.ESPEAK_DATA_DIR), scratch)
        try:
            self._voice: Any = self._piper.PiperVoice.load(model, espeak_data_dir=data)
            self._own_scale = float(self._voice.config.length_scale)
            self._speak(_WARM_UP, RATE_WPM)  # a model of another kind is found out only now
        except Exception as error:
            print(error, file=sys.stderr)
            raise RenderError(f"{model.name} is damaged, or is not a voice of Piper") from error

    def voices(self) -> list[Listed]:
        """The one voice."""
        return [Listed(str(self._model), self._model.stem, self._languages)]

    def render(self, text: str, wanted: tuple[str, ...], rate: int, path: Path) -> str:
        """Write `text` to `path`; a language that the voice does not speak is an error."""
        for each in filter(is_language, wanted):
            if self._languages and main_part(each) not in map(main_part, self._languages):
                spoken = language_name(self._languages[0])
                raise RenderError(f"its voice speaks {spoken}, not {language_name(each)}")
        try:
            pieces = self._speak(text, rate)
        except Exception as error:
            print(error, file=sys.stderr)
            raise RenderError("it failed at one of the texts") from error
        if not pieces:
            raise RenderError("it found nothing to speak in a text")
        _write(pieces, path)
        return ""

    def _speak(self, text: str, rate: int) -> list[Any]:
        """One piece of sound for each sentence, as Piper gives them."""
        pace = min(max(RATE_WPM / rate, _SHORTEST), _LONGEST)
        settings = self._piper.SynthesisConfig(length_scale=self._own_scale * pace)
        # Double brackets would be read as phonemes.
        plain = text.replace("[[", "").replace("]]", "")
        return list(self._voice.synthesize(plain, settings))


def _write(pieces: list[Any], path: Path) -> None:
    """The sentences one after the other, as one file at `RATE_HZ`."""
    import numpy as np
    import soxr

    sound = np.concatenate([piece.audio_float_array.ravel() for piece in pieces])
    sound = soxr.resample(np.nan_to_num(sound), pieces[0].sample_rate, RATE_HZ)
    samples = np.rint(np.clip(sound, -1, 1) * _FULL_SCALE).astype("<i2")
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes(samples.tobytes())


def _languages(model: Path) -> tuple[str, ...]:
    """The language that the description beside a voice file names; () where it names none."""
    description = Path(f"{model}.json")
    if not model.is_file():
        raise RenderError(f"there is no file {model}")
    if not description.is_file():
        raise RenderError(f"{description.name}, which belongs beside the voice file, is missing")
    try:
        facts = json.loads(description.read_text(encoding="utf-8"))
        code = (facts.get("language") or {}).get("code") or facts["espeak"]["voice"]
    except (OSError, ValueError, AttributeError, KeyError, TypeError) as error:
        raise RenderError(f"{description.name} is damaged") from error
    return (str(code).replace("_", "-").casefold(),) if code else ()


def _short(error: Exception) -> str:
    return (str(error) or type(error).__name__).splitlines()[0][:120]
