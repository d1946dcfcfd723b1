"""What the composition root does by itself."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Final

from app.audio.tones import TONE_LENGTH_MS, prepare_tones, tone
from app.audio.warm import WarmPlayer
from app.house import House
from tests.voice.fakes_voice import FakePlayer

LONG_S: Final = 60.0


def test_with_the_loudspeaker_the_tones_are_made_so_that_no_key_waits_for_them(
    user_folder: Path,
) -> None:
    tone.cache_clear()
    prepare_tones.cache_clear()
    house = House()
    player = FakePlayer()
    house.sound = WarmPlayer(lambda: player)
    before = set(threading.enumerate())
    house.warm_sound()
    for thread in set(threading.enumerate()) - before:
        thread.join(LONG_S)
    assert tone.cache_info().currsize == len(TONE_LENGTH_MS)
    assert house.sound.take() is player
