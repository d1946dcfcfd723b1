"""Pause in mid-word: silence at once, and afterwards nothing stale and no half word."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest

from app.session.clock import wait
from app.timeline.model import Timeline
from tests.sound.hearing import CLIP_HZ, LIKE, Recording, find_start, hear, strays
from tests.sound.live import closing_s, start_by_captions, write_short
from tests.sound.plan import Planned, planned_sounds, planned_timeline
from tests.sound.program import END, Program
from tests.sound.recorder import Recorder
from tests.sound.report import faults_of
from tests.sound.server import SoundServer, missing_tools

pytestmark = [
    pytest.mark.sound,
    pytest.mark.skipif(bool(missing_tools()), reason="needs PulseAudio and its tools"),
]

FADE_MS = 60.0
INTO_THE_WORD_S = 1.57
PAUSED_S = 2.0
SETTLING_S = 0.25


class Paused(NamedTuple):
    """A short session that was paused in mid-word, and what came of it."""

    recording: Recording
    sounds: list[Planned]
    timeline: Timeline
    begun_s: float
    paused_s: float
    resumed_s: float
    ended_s: float

    @property
    def begun(self) -> list[Planned]:
        """What had begun when the key was pressed; the word that it cut off is the last."""
        return [x for x in self.sounds if self.begun_s + x.at_ms / 1000 < self.paused_s]


@pytest.fixture
def paused(server: SoundServer, program: Program, tmp_path: Path) -> Paused:
    routine = str(write_short(tmp_path))
    timeline = planned_timeline(routine)
    server.start()
    recorder = Recorder(server)
    program.rehearse(routine)
    program.await_line("Calf foam roll. Right")
    wait(INTO_THE_WORD_S)
    paused_s = program.press(" ")
    wait(PAUSED_S)
    resumed_s = program.press(" ")
    assert program.await_end(timeline.total_ms / 1000 + closing_s(timeline) + 20) == 0
    return Paused(
        Recording.of(recorder.stop()),
        planned_sounds(timeline, program.home),
        timeline,
        start_by_captions(program, timeline),
        paused_s,
        resumed_s,
        program.await_line(END).moment_s,
    )


def test_pause_in_mid_word(paused: Paused) -> None:
    """One recording of a minute, looked at from both sides of the pause."""
    heard = hear(paused.recording, paused.begun, paused.begun_s)
    assert not faults_of(heard[:-1]), "\n".join(faults_of(heard[:-1]))
    way_s = find_start(paused.recording, paused.begun[:-1]) - paused.begun_s
    last_s = _last_sound_s(paused.recording, paused.paused_s, paused.resumed_s)
    gone_ms = 1000 * (last_s - paused.paused_s - way_s)
    print(f"\nsilent {gone_ms:.0f} ms after the key; heard {1000 * way_s:.0f} ms after it is shown")
    if paused.recording.in_doubt(paused.paused_s, last_s):
        pytest.skip("this machine stood still when the key was pressed")
    assert gone_ms <= FADE_MS
    _goes_on_in_its_place(paused, way_s)


def _goes_on_in_its_place(paused: Paused, way_s: float) -> None:
    """The rest is whole; the word that was cut is said again from its beginning or not at all."""
    *_, cut = paused.begun
    rest = paused.sounds[len(paused.begun) :]
    late_s = find_start(paused.recording, rest)
    pause_s = late_s - paused.begun_s - way_s
    assert abs(pause_s - (paused.resumed_s - paused.paused_s)) <= SETTLING_S
    assert abs(paused.ended_s - late_s + way_s - paused.timeline.total_ms / 1000) <= SETTLING_S
    after = hear(paused.recording, rest, late_s)
    assert not faults_of(after), "\n".join(faults_of(after))
    (again,) = hear(paused.recording, [cut], paused.resumed_s - cut.at_ms / 1000, SETTLING_S)
    assert again.is_whole or again.in_doubt or again.like < LIKE / 2, "half a word after the pause"
    resumed_at_s = paused.recording.place(paused.resumed_s) / CLIP_HZ
    others = [x for x in strays(paused.recording, [*after, again]) if x.from_s > resumed_at_s]
    assert not others, f"sound that nobody planned after the pause: {others}"


def _last_sound_s(recording: Recording, from_s: float, to_s: float) -> float:
    """The moment of the last sample of a stretch that can be heard: above -40 dB of the speech."""
    first, last = (round(recording.place(moment_s)) for moment_s in (from_s - 1.0, to_s))
    level = np.abs(recording.samples[first:last])
    return recording.moment_s(first + float(np.flatnonzero(level > 0.01 * np.max(level))[-1]))
