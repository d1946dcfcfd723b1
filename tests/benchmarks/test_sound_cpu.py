"""What the sound of a running session costs, beside the same clips by QSoundEffect.

python3 -m tests -n 0 -s -o faulthandler_timeout=0 tests/benchmarks/test_sound_cpu.py
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from app.session.clock import wait
from tests.sound.live import write_short
from tests.sound.load import cpu_s
from tests.sound.plan import planned_sounds, planned_timeline
from tests.sound.program import ROOT, Program, make_home
from tests.sound.server import SoundServer, missing_tools

pytestmark = [
    pytest.mark.benchmark,
    pytest.mark.sound,
    pytest.mark.skipif(bool(missing_tools()), reason="needs PulseAudio and its tools"),
]
GOAL_PERCENT = 3.0
SETTLING_S = 8.0
MEASURED_S = 45.0
PLAYER = "player_worker"
REHEARSE = ("-m", "app", "rehearse")
EFFECTS = (str(ROOT / "tests" / "sound" / "drivers" / "sound_effects.py"),)


def test_cpu_of_a_running_session(tmp_path: Path) -> None:
    routine = str(write_short(tmp_path))
    home = make_home(tmp_path / "home")
    _percent(home, REHEARSE, [routine])  # fills the cache
    with_sound, player = _percent(home, REHEARSE, [routine])
    without, idle = _percent(home, REHEARSE, [routine, "--voice", "silent"])
    effects, _ = _percent(home, EFFECTS, [str(_clips(routine, home, tmp_path))])
    sound = player + max(0.0, with_sound - player - (without - idle))
    print(
        f"\n% of one core: the sound of a session {sound:.2f} (its player {player:.2f}, at rest "
        f"{idle:.2f}; a whole rehearsal {with_sound:.2f}); goal: {GOAL_PERCENT}"
        f"\n  QSoundEffect, a whole program that does nothing else: {effects:.2f}"
    )
    assert sound <= GOAL_PERCENT


def _percent(home: Path, command: Sequence[str], arguments: Sequence[str]) -> tuple[float, float]:
    """Of one core, once it has settled: by the program with its children; by the player alone."""
    server = SoundServer()
    program = Program(home, server.environ, command)
    try:
        server.start()
        program.start(*arguments)
        wait(SETTLING_S)
        before = cpu_s(program.pid), cpu_s(program.pid, PLAYER)
        wait(MEASURED_S)
        after = cpu_s(program.pid), cpu_s(program.pid, PLAYER)
        whole, player = (
            100 * (late - early) / MEASURED_S for early, late in zip(before, after, strict=True)
        )
        return whole, player
    finally:
        program.close()
        server.close()


def _clips(routine: str, home: Path, folder: Path) -> Path:
    """The plan for QSoundEffect."""
    cues = []
    for number, sound in enumerate(planned_sounds(planned_timeline(routine), home)):
        path = folder / f"{number}.wav"
        sound.clip.to_wav(path)
        cues.append([sound.at_ms, str(path)])
    plan = folder / "effects.json"
    plan.write_text(json.dumps(cues), "utf-8")
    return plan
