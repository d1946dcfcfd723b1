"""A voice file that the real Piper takes for one: every phoneme is 50 ms of the same tone.

It was made with the package `onnx`. Inputs `input` (int64 [1, phonemes]), `input_lengths` (int64
[1]) and `scales` (float [3]: noise, length, noise of length); the output is float [1, 1, 1, t]:

    t = int(input_lengths * scales[1] * 800);  output = 0.5 * sin(2 pi 300 / 16000 * Range(0, t))
"""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Final

VOICE_RATE_HZ: Final = 16_000

_MODEL: Final = (
    "CAk6zQQKIwoNaW5wdXRfbGVuZ3RocxIBbiIEQ2FzdCoJCgJ0bxgBoAECChgKBnNjYWxlcwoCaTESAmxzIgZHYXRoZXIK"
    "DwoBbgoCbHMSAWEiA011bAoTCgFhCgZwZXJfaWQSAWIiA011bAoXCgFiEgFjIgRDYXN0KgkKAnRvGAegAQIKGAoBYwoF"
    "Zmlyc3QSA2xlbiIHU3F1ZWV6ZQoaCgR6ZXJvCgNsZW4KA29uZRIBciIFUmFuZ2UKGAoBchICcmYiBENhc3QqCQoCdG8Y"
    "AaABAgoTCgJyZgoEc3RlcBICcGgiA011bAoMCgJwaBIBcyIDU2luChIKAXMKBGhhbGYSAnNoIgNNdWwKHAoCc2gKBXNo"
    "YXBlEgZvdXRwdXQiB1Jlc2hhcGUSBXZvaWNlKhAQAUIGcGVyX2lkSgQAAEhEKhIQB0IEemVyb0oIAAAAAAAAAAAqERAH"
    "QgNvbmVKCAEAAAAAAAAAKg4QAUIEc3RlcEoEOkbxPSoOEAFCBGhhbGZKBAAAAD8qEggBEAdCAmkxSggBAAAAAAAAACot"
    "CAQQB0IFc2hhcGVKIAEAAAAAAAAAAQAAAAAAAAABAAAAAAAAAP//////////KhUIARAHQgVmaXJzdEoIAAAAAAAAAABa"
    "GAoFaW5wdXQSDwoNCAcSCQoCCAEKAxIBcFobCg1pbnB1dF9sZW5ndGhzEgoKCAgHEgQKAggBWhQKBnNjYWxlcxIKCggI"
    "ARIECgIIA2IhCgZvdXRwdXQSFwoVCAESEQoCCAEKAggBCgIIAQoDEgF0QgQKABAR"
)
_PHONEMES: Final = "_^$ abcdefghijklmnopqrstuvwxyz"


def write_voice(folder: Path, name: str = "tiny.onnx", language: str = "en_US") -> Path:
    """Write the model and its description; the path of the model."""
    model = folder / name
    model.write_bytes(base64.b64decode(_MODEL))
    ids = {phoneme: [place] for place, phoneme in enumerate(_PHONEMES)}
    facts = {
        "audio": {"sample_rate": VOICE_RATE_HZ},
        "espeak": {"voice": language.split("_", maxsplit=1)[0]},
        "language": {"code": language},
        "num_symbols": len(ids),
        "num_speakers": 1,
        "inference": {"noise_scale": 0, "length_scale": 1, "noise_w": 0},
        "phoneme_id_map": ids,
    }
    Path(f"{model}.json").write_text(json.dumps(facts), encoding="utf-8")
    return model
