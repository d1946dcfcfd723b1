"""A routine performed and recorded, and what must be true of every such recording."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from app.session.clock import wait
from app.timeline.model import Timeline
from tests.sound.hearing import Heard, Recording, Stray, find_start, hear, strays
from tests.sound.plan import captions, planned_sounds, planned_timeline
from tests.sound.program import END, Program, read_log
from tests.sound.recorder import Recorder
from tests.sound.report import Figures, faults_of, figures, outliers, show
from tests.sound.server import SoundServer

SHORT: Final = """limber: 1
name: A short round
lead-in: 0s
steps:
  - movement: calf-foam-roll
    sides: right
    hold: 12s
  - movement: cat-cow
    reps: 2
"""
"""One minute with every kind of cue but the switch."""

_LATEST_START_S: Final = 12.0
_LONGEST_WAY_S: Final = 0.4
_LATE_MS: Final = 250


class Performance(NamedTuple):
    """What was recorded of a session, against its plan."""

    recording: Recording
    start_s: float
    heard: list[Heard]
    strays: list[Stray]
    figures: Figures

    def tell(self, name: str) -> None:
        """Print the figures and whatever is off its place."""
        show((name, self.figures))
        for line in outliers(self.heard):
            print(f"  {line}")

    def must_be_whole(self) -> None:
        """Nothing missing, cut or doubled, and nothing else to be heard."""
        lost = self.recording.lost_s()
        assert not lost, f"the recording itself lost sound at {lost[:5]} s: measure again"
        assert not faults_of(self.heard), "\n".join(faults_of(self.heard))
        assert not self.strays, f"sound that nobody planned: {self.strays}"


def write_short(folder: Path) -> Path:
    """The short routine as a file."""
    path = folder / "short.yaml"
    path.write_text(SHORT, encoding="utf-8")
    return path


def perform(
    server: SoundServer,
    program: Program,
    routine: str,
    command: Sequence[str] = ("start",),
    begin: Callable[[], None] = lambda: None,
) -> Performance:
    """Start the server, perform a whole routine in the window, and hear what came.

    `begin` is what a person does where the command itself begins nothing.
    """
    timeline = planned_timeline(routine)
    server.start()
    server.play_pilot()
    recorder = Recorder(server)
    program.start(*command, routine)
    begin()
    wait(_LATEST_START_S + timeline.total_ms / 1000 + closing_s(timeline))
    assert program.interrupt() == 0, program.errors
    return judge(recorder.stop(), timeline, program.home)


def closing_s(timeline: Timeline) -> float:
    """The seconds of the last words, which come after the planned end."""
    return sum(cue.length_ms for cue in timeline.closing) / 1000


def judge(recorder: Recorder, timeline: Timeline, home: Path) -> Performance:
    """Everything that can be told of a recording of a whole session."""
    sounds = planned_sounds(timeline, home)
    recording = Recording.of(recorder)
    start_s = find_start(recording, sounds)
    heard = hear(recording, sounds, start_s)
    return Performance(recording, start_s, heard, strays(recording, heard), figures(heard))


def must_have_kept_time(program: Program, timeline: Timeline, log: Path) -> float:
    """Every caption shown, no cue late, the end on its second; the moment of the start."""
    shown = [said.text for said in program.said]
    wanted = captions(timeline)
    assert [text for text in shown if text in set(wanted)] == wanted
    rows = read_log(log)
    assert [row["planned_ms"] for row in rows] == [cue.at_ms for cue in timeline.cues]
    assert max(row["late_ms"] for row in rows) <= _LATE_MS
    start_s = start_by_captions(program, timeline)
    end = program.line(END)
    assert end is not None, f"no end: {program.errors}"
    late_s = end.moment_s - start_s - timeline.total_ms / 1000
    assert abs(late_s) <= _LATE_MS / 1000, f"it ended {late_s:.3f} s from its planned moment"
    return start_s


def start_by_captions(program: Program, timeline: Timeline) -> float:
    """The moment at which a session began: a caption may be late but is never early."""
    moments = {said.text: said.moment_s for said in reversed(program.said)}
    firsts = {cue.caption: cue.at_ms for cue in reversed(timeline.cues) if cue.caption}
    return min(
        moments[caption] - at_ms / 1000 for caption, at_ms in firsts.items() if caption in moments
    )


def heard_from(
    recorder: Recorder, timeline: Timeline, home: Path, start_s: float, from_s: float
) -> list[Heard]:
    """What is heard of all that begins after a moment, in a session that began at `start_s`."""
    sounds = [
        sound for sound in planned_sounds(timeline, home) if start_s + sound.at_ms / 1000 >= from_s
    ]
    recording = Recording.of(recorder)
    heard_start_s = find_start(recording, sounds)
    way_s = heard_start_s - start_s
    assert abs(way_s) <= _LONGEST_WAY_S, f"heard {way_s:.3f} s after it was shown"
    return hear(recording, sounds, heard_start_s)
