"""What goes wrong with a loudspeaker, done to a real one while a session runs.

In each case the session ends on its planned second with every caption shown, and what begins after
the sound is back is heard, whole and in its place.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.session.clock import wait
from app.timeline.model import Timeline
from tests.sound.hearing import Recording, errors_ms, hear
from tests.sound.live import closing_s, heard_from, must_have_kept_time, write_short
from tests.sound.plan import planned_sounds, planned_timeline
from tests.sound.program import Program
from tests.sound.recorder import Recorder, now_s
from tests.sound.report import faults_of, figures, judged, outliers, show
from tests.sound.server import SoundServer, missing_tools

pytestmark = [
    pytest.mark.sound,
    pytest.mark.skipif(bool(missing_tools()), reason="needs PulseAudio and its tools"),
]

MID_WORD = "Calf foam roll. Right"
"""A caption whose words take five seconds."""
INTO_THE_WORD_S = 1.0
AWAY_S = 2.0
BACK_WITHIN_S = 4.0
"""From the return of a loudspeaker on it may take so long until all is heard again."""
GOAL_MAX_MS = 10.0


class Rehearsed:
    """The short routine in a terminal, with its plan."""

    def __init__(self, program: Program, folder: Path) -> None:
        self.program = program
        self.routine = str(write_short(folder))
        self.log = folder / "log"
        self.timeline: Timeline = planned_timeline(self.routine)

    def begin(self) -> None:
        self.program.rehearse(self.routine, "--log", str(self.log))

    def reach_the_word(self) -> None:
        self.program.await_line(MID_WORD)
        wait(INTO_THE_WORD_S)

    def finish(self) -> float:
        """The moment at which it had begun."""
        patience_s = self.timeline.total_ms / 1000 + closing_s(self.timeline) + 20
        assert self.program.await_end(patience_s) == 0, self.program.errors
        return must_have_kept_time(self.program, self.timeline, self.log)

    def must_be_heard(self, recorder: Recorder, start_s: float, from_s: float, what: str) -> None:
        heard = heard_from(recorder, self.timeline, self.program.home, start_s, from_s)
        show((what, figures(heard)))
        assert len(heard) >= 8
        assert not faults_of(heard), "\n".join(faults_of(heard))
        assert figures(heard).greatest <= GOAL_MAX_MS


@pytest.fixture
def rehearsed(program: Program, tmp_path: Path) -> Rehearsed:
    return Rehearsed(program, tmp_path)


def test_a_sink_is_pulled_out_in_mid_word_and_put_back(
    server: SoundServer, rehearsed: Rehearsed
) -> None:
    server.start()
    rehearsed.begin()
    rehearsed.reach_the_word()
    server.remove_sink()
    wait(AWAY_S)
    server.add_sink()
    back_s = now_s()
    recorder = Recorder(server)
    start_s = rehearsed.finish()
    recorder.stop()
    rehearsed.must_be_heard(recorder, start_s, back_s + BACK_WITHIN_S, "sink put back")


@pytest.mark.parametrize("old_one_stays", [True, False])
def test_another_sink_becomes_the_default_in_mid_word(
    server: SoundServer, rehearsed: Rehearsed, old_one_stays: bool
) -> None:
    server.start()
    rehearsed.begin()
    rehearsed.reach_the_word()
    server.add_sink("null2")
    server.control("set-default-sink", "null2")
    if not old_one_stays:
        server.remove_sink("null1")
    changed_s = now_s()
    recorder = Recorder(server, "null2")
    start_s = rehearsed.finish()
    recorder.stop()
    rehearsed.must_be_heard(recorder, start_s, changed_s + BACK_WITHIN_S, "another default")


def test_a_server_that_starts_late(server: SoundServer, rehearsed: Rehearsed) -> None:
    rehearsed.begin()
    rehearsed.program.await_line("A short round")
    wait(5.0)
    server.start()
    there_s = now_s()
    recorder = Recorder(server)
    start_s = rehearsed.finish()
    recorder.stop()
    rehearsed.must_be_heard(recorder, start_s, there_s + BACK_WITHIN_S, "server starts late")


def test_a_server_that_dies_in_mid_word_and_is_started_again(
    server: SoundServer, rehearsed: Rehearsed
) -> None:
    server.start()
    rehearsed.begin()
    rehearsed.reach_the_word()
    server.kill()
    wait(AWAY_S)
    server.start()
    there_s = now_s()
    recorder = Recorder(server)
    start_s = rehearsed.finish()
    recorder.stop()
    rehearsed.must_be_heard(recorder, start_s, there_s + BACK_WITHIN_S, "server restarted")


@pytest.mark.parametrize("running", [True, False], ids=["no sink", "no server"])
def test_no_device_at_all(program: Program, tmp_path: Path, running: bool) -> None:
    server = SoundServer(sinks=())
    try:
        if running:
            server.start()
        program = Program(program.home, server.environ)
        rehearsed = Rehearsed(program, tmp_path)
        rehearsed.begin()
        rehearsed.finish()
        assert program.line("No sound: ")
    finally:
        program.close()
        server.close()


def test_libpulse_is_missing(server: SoundServer, home: Path, tmp_path: Path) -> None:
    library = tmp_path / "libpulse.so.0"
    library.touch()  # the loader stops at a file of this name that is no library
    server.start()
    program = Program(home, server.environ | {"LD_LIBRARY_PATH": str(tmp_path)})
    try:
        rehearsed = Rehearsed(program, tmp_path)
        rehearsed.begin()
        rehearsed.finish()
        told = program.line("No sound: ")
        assert told is not None
        assert "libpulse" in told.text
    finally:
        program.close()


class TestTwoPrograms:
    """At once, on one sink and with one empty cache folder."""

    APART_S = 3.1
    LONG_ENOUGH_MS = 300

    @pytest.fixture
    def second(self, server: SoundServer, home: Path) -> Iterator[Program]:
        program = Program(home, server.environ)
        yield program
        program.close()

    def test_both_are_heard_whole_in_time(
        self, server: SoundServer, rehearsed: Rehearsed, second: Program, tmp_path: Path
    ) -> None:
        (tmp_path / "second").mkdir()
        other = Rehearsed(second, tmp_path / "second")
        server.start()
        recorder = Recorder(server)
        rehearsed.begin()
        wait(self.APART_S)
        other.begin()
        starts_s = [rehearsed.finish(), other.finish()]
        recording = Recording.of(recorder.stop())
        # A beep is too short and too even to be timed while the other program sounds.
        sounds = [
            one
            for one in planned_sounds(rehearsed.timeline, rehearsed.program.home)
            if one.clip.length_ms >= self.LONG_ENOUGH_MS
        ]
        end_s = starts_s[0] + rehearsed.timeline.total_ms / 1000
        for start_s in starts_s:
            # Where the two sound at once each is less like itself: half is far more than chance.
            heard = judged(hear(recording, sounds, start_s, 0.3))
            assert min(one.like for one in heard) >= 0.5
            # When the first has ended the server's clock takes a step of some ms.
            timed = [one for one in heard if start_s + one.planned.at_ms / 1000 < end_s]
            show(("two programs at once", figures(timed)))
            print("\n".join(outliers(timed)))
            assert abs(errors_ms(timed)).max() <= GOAL_MAX_MS
        cached = list((rehearsed.program.home / "cache" / "voice").iterdir())
        assert {path.suffix for path in cached} == {".wav"}
