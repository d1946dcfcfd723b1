"""A whole routine in real time, recorded at the sink: what the runner's ears get."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.sound.hearing import Recording, errors_ms, find_start, hear, strays
from tests.sound.live import (
    closing_s,
    judge,
    must_have_kept_time,
    perform,
    start_by_captions,
    write_short,
)
from tests.sound.plan import planned_sounds, planned_timeline
from tests.sound.program import ROOT, Program
from tests.sound.recorder import Recorder
from tests.sound.report import faults_of
from tests.sound.server import SoundServer, missing_tools

pytestmark = [
    pytest.mark.sound,
    pytest.mark.skipif(bool(missing_tools()), reason="needs PulseAudio and its tools"),
]
GOAL_P99_MS, GOAL_MAX_MS = 6.0, 10.0
SAME_START_MS = 60.0
SAME_ONSET_MS = 1.0


def test_a_routine_of_five_minutes_in_the_window(server: SoundServer, program: Program) -> None:
    result = perform(server, program, "five-minute-daily")
    result.tell("five-minute-daily, window")
    result.must_be_whole()
    assert result.figures.p99 <= GOAL_P99_MS
    assert result.figures.greatest <= GOAL_MAX_MS


def test_a_rehearsal_sounds_and_shows_at_the_same_time(
    server: SoundServer, program: Program, tmp_path: Path
) -> None:
    routine, log = str(write_short(tmp_path)), tmp_path / "log"
    timeline = planned_timeline(routine)
    server.start()
    server.play_pilot()
    recorder = Recorder(server)
    program.rehearse(routine, "--log", str(log))
    assert program.await_end(timeline.total_ms / 1000 + closing_s(timeline) + 20) == 0
    result = judge(recorder.stop(), timeline, program.home)
    result.tell("a short rehearsal")
    must_have_kept_time(program, timeline, log)
    result.must_be_whole()
    assert result.figures.greatest <= GOAL_MAX_MS
    way_ms = 1000 * (result.start_s - start_by_captions(program, timeline))
    print(f"heard {way_ms:.0f} ms after it was shown")
    assert abs(way_ms) <= SAME_START_MS


def test_an_exported_file_has_the_onsets_of_the_session(
    server: SoundServer, program: Program, tmp_path: Path
) -> None:
    routine, file = str(write_short(tmp_path)), tmp_path / "short.wav"
    live = perform(server, program, routine)
    subprocess.run(
        [sys.executable, "-m", "app", "export", routine, str(file)],
        cwd=ROOT,
        env=server.environ | {"LIMBER_HOME": str(program.home)},
        check=True,
    )
    exported = Recording.of_file(file)
    sounds = planned_sounds(planned_timeline(routine), program.home)
    heard = hear(exported, sounds, find_start(exported, sounds))
    assert not faults_of(heard), "\n".join(faults_of(heard))
    assert not strays(exported, heard)
    both = [pair for pair in zip(heard, live.heard, strict=True) if not pair[1].in_doubt]
    from_file, from_air = (errors_ms(side) for side in zip(*both, strict=True))
    apart_ms = abs(from_file - from_air).max()
    print(f"\nlive and exported onsets differ by {apart_ms:.2f} ms at the most")
    live.must_be_whole()
    assert apart_ms <= SAME_ONSET_MS
