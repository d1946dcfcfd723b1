"""`limber export` of a routine of a quarter of an hour, as a whole process.

Beside it what no export can do without: the encoder alone, given the samples ready made.

python -m pytest tests/benchmarks/test_export.py -m benchmark -s
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import soundfile

from app import paths
from app.audio.audio_file import FORMATS, AudioFormat
from app.audio.tones import RATE_HZ
from app.house import House
from app.main import main
from tests.benchmarks.side_by_side import in_turns, process, show

pytestmark = pytest.mark.benchmark

ROUTINE = "rest-day"
RUNS = 5


def encoder_alone(kind: AudioFormat, folder: Path) -> Callable[[], object]:
    main(["export", ROUTINE, str(folder / "ready.wav"), "--force"])
    samples, _ = soundfile.read(folder / "ready.wav", dtype="int16")

    def encode() -> None:
        with soundfile.SoundFile(
            folder / "alone", "w", RATE_HZ, 1, kind.subtype, format=kind.container, **kind.options
        ) as out:
            for first in range(0, len(samples), RATE_HZ):
                out.write(samples[first : first + RATE_HZ])

    return encode


@pytest.mark.parametrize("kind", FORMATS, ids=lambda kind: kind.suffix)
@pytest.mark.parametrize("cached", [True, False], ids=["cached", "empty-cache"])
def test_export(kind: AudioFormat, cached: bool, user_folder: Path) -> None:
    file = user_folder / f"out{kind.suffix}"
    whole = process("-m", "app", "export", ROUTINE, str(file), "--force")

    def export() -> None:
        if not cached:
            shutil.rmtree(paths.cache_folder(), ignore_errors=True)
        whole()

    house = House()
    minutes = house.shelf.length_ms(house.routine(ROUTINE)) / 60_000
    ours, alone = in_turns(export, encoder_alone(kind, user_folder), RUNS)
    cache = "with a full cache" if cached else "with an empty cache"
    what = f"{kind.name}, {minutes:.1f} min, {cache}"
    show(what, ours, "the encoder alone", alone, "OGG of 15 minutes at most 3000 ms")
