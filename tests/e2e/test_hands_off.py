"""One Enter, hands off: a whole routine to its summary, heard, and on a computer without sound.

Each takes six minutes, so they run when they are named, with nothing else beside them:

    LIMBER_PICTURES=FOLDER python3 -m tests -n 0 -rP -o faulthandler_timeout=0 \
        tests/e2e/test_hands_off.py

FOLDER gets a picture of the screen every 20 seconds.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, NamedTuple

import pytest

from app import paths
from app.history.offers import LAST, Offers
from app.history.settings import SettingsStore
from app.session.clock import wait
from app.timeline.model import Cue, CueKind, Timeline
from tests.e2e.screen import NEEDED, Screen, display
from tests.sound import server as sound_server
from tests.sound.live import closing_s, judge
from tests.sound.plan import planned_timeline
from tests.sound.program import Program, make_home
from tests.sound.recorder import Recorder, now_s
from tests.sound.server import SoundServer, until

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.x11,
    *NEEDED,
]
ROUTINE: Final = "five-minute-daily"
NAME: Final = "Five-minute daily"
HOME: Final = "Limber"
PICTURE_EVERY_S: Final = 20.0
# Of the summary after the planned end, and of a caption after its moment.
LATE_S: Final = 0.5
LATE_MS: Final = 350
GOAL_P99_MS: Final = 6.0
GOAL_MAX_MS: Final = 10.0


class Seen(NamedTuple):
    """What the program wrote down, and what was seen from outside."""

    ticks: list[dict[str, Any]]
    start_s: float
    summary_s: float
    """When the window's title told that the session is over."""

    @property
    def running(self) -> list[dict[str, Any]]:
        """Each tick of the session."""
        return [tick for tick in self.ticks if "over" not in tick]


@pytest.fixture
def screen() -> Iterator[Screen]:
    with display() as screen:
        yield screen


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Of a runner who chose "Five minutes" the last time."""
    home = make_home(tmp_path / "home")
    store = SettingsStore(home / "state" / "settings.json")
    store.change(store.current._replace(offers=Offers({LAST: "five-minutes"})))
    return home


@pytest.mark.skipif(bool(sound_server.missing_tools()), reason="needs PulseAudio and its tools")
def test_with_full_sound(screen: Screen, home: Path) -> None:
    server = SoundServer()
    timeline = planned_timeline(ROUTINE)
    try:
        server.start()
        server.play_pilot()
        recorder = Recorder(server)
        seen = perform(screen, home, server.environ, timeline, pictures("sound"))
        heard = judge(recorder.stop(), timeline, home)
    finally:
        server.close()
    tell("full sound", seen, timeline)
    heard.tell("full sound")
    must_have_shown_all(seen, timeline)
    assert not [tick["notice"] for tick in seen.running if tick["notice"]]
    heard.must_be_whole()
    assert heard.figures.p99 <= GOAL_P99_MS
    assert heard.figures.greatest <= GOAL_MAX_MS


def test_without_any_sound(screen: Screen, home: Path, tmp_path: Path) -> None:
    """No server, no device; the voice is as loud as ever, as far as the program is asked."""
    runtime = tmp_path / "run"
    runtime.mkdir(mode=0o700)
    nowhere = {"XDG_RUNTIME_DIR": str(runtime), "PULSE_SERVER": "unix:/nowhere"}
    timeline = planned_timeline(ROUTINE)
    seen = perform(screen, home, os.environ | nowhere, timeline, pictures("silent"))
    tell("no sound", seen, timeline)
    must_have_shown_all(seen, timeline)
    notices = {tick["notice"] for tick in seen.running if tick["position_ms"] > 5000}
    assert len(notices) == 1, notices
    assert "sound" in notices.pop().lower()


def pictures(name: str) -> Path | None:
    """Where the pictures of a run are kept, None for nowhere."""
    wanted = os.environ.get("LIMBER_PICTURES")
    if not wanted:
        return None
    folder = Path(wanted) / name
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def perform(
    screen: Screen,
    home: Path,
    environ: Mapping[str, str],
    timeline: Timeline,
    pictures: Path | None,
) -> Seen:
    """Home, Enter, and nothing more until the summary is there."""
    log = home / "seen.jsonl"
    command = ("-m", "tests.e2e.drivers.watched", str(log))
    desktop = {"DISPLAY": screen.name, "QT_QPA_PLATFORM": "xcb"}
    program = Program(home, {**environ, **desktop}, command)
    try:
        program.start()
        window = screen.window(HOME)
        screen.fill(window)
        # As long as it takes to look at what is offered.
        wait(4.0)
        keep(screen, pictures, "home")
        screen.press("Return")
        until("the stage", lambda: screen.title(window) == f"{NAME} – {HOME}")
        begun_s = now_s()
        pictured(screen, pictures, begun_s, timeline.total_ms / 1000 - 3)
        until("the summary", lambda: screen.title(window) == HOME)
        summary_s = now_s()
        wait(2.0)
        keep(screen, pictures, "summary")
        wait(closing_s(timeline))
        assert program.interrupt() == 0, program.errors
        assert "Traceback" not in program.errors
    finally:
        program.close()
    logged = home / "state" / paths.log_file().name
    assert not logged.exists() or "Traceback" not in logged.read_text("utf-8")
    ticks = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
    return Seen(ticks, start_of(ticks), summary_s)


def pictured(screen: Screen, folder: Path | None, begun_s: float, length_s: float) -> None:
    """Wait, with a picture now and then."""
    moments = [PICTURE_EVERY_S * n for n in range(1, int(length_s / PICTURE_EVERY_S) + 1)]
    for moment in [3.0, *moments]:
        wait(max(0.0, begun_s + moment - now_s()))
        keep(screen, folder, f"{round(moment):03}")
    wait(max(0.0, begun_s + length_s - now_s()))


def keep(screen: Screen, folder: Path | None, name: str) -> None:
    if folder is not None:
        screen.keep(folder / f"{name}.png")


def start_of(ticks: list[dict[str, Any]]) -> float:
    """The moment at which time began to run, by every tick alike."""
    runs = [tick["moment_s"] - tick["position_ms"] / 1000 for tick in ticks if "over" not in tick]
    return float(min(runs[len(runs) // 2 :]))


def tell(what: str, seen: Seen, timeline: Timeline) -> None:
    running = seen.running
    late_s = seen.summary_s - seen.start_s - timeline.total_ms / 1000
    apart_ms = [1000 * (late["moment_s"] - early["moment_s"]) for early, late in pairwise(running)]
    print(
        f"\n{what}: {timeline.total_ms / 1000:.1f} s planned, summary seen {1000 * late_s:+.0f} ms"
        f" from there; {len(running)} ticks, at most {max(apart_ms):.0f} ms apart; "
        f"{sum(is_shown(cue) for cue in timeline.cues)} captions, the worst "
        f"{max(latenesses(seen, timeline)):.0f} ms late"
    )


def is_shown(cue: Cue) -> bool:
    """Beeps are told by the digits and counts by the rep; all else must be read."""
    return bool(cue.caption) and cue.kind not in (CueKind.COUNT, CueKind.COUNTDOWN)


def latenesses(seen: Seen, timeline: Timeline) -> list[float]:
    """Of each caption, how long after its moment its first words stood on the board; ms."""
    found = []
    for cue in timeline.cues:
        if is_shown(cue) and cue.at_ms < timeline.total_ms:
            shown = (
                tick["position_ms"] - cue.at_ms
                for tick in seen.running
                if tick["position_ms"] >= cue.at_ms
                and tick["caption"]
                and cue.caption.startswith(tick["caption"])
            )
            found.append(next(shown, float("inf")))
    return found


def must_have_shown_all(seen: Seen, timeline: Timeline) -> None:
    """To its end, on its second, every caption on time and each of its pages."""
    assert seen.ticks[-1].get("finished"), seen.ticks[-1]
    assert {tick["state"] for tick in seen.running} <= {"ready", "running", "finished"}
    late_s = seen.summary_s - seen.start_s - timeline.total_ms / 1000
    assert -0.1 <= late_s <= LATE_S, f"{late_s:.3f} s from the planned end"
    assert max(latenesses(seen, timeline)) <= LATE_MS
    # The last words fall on the last moment: what they tell is what the summary shows.
    shown = [cue for cue in timeline.cues if is_shown(cue) and cue.at_ms < timeline.total_ms]
    ends = [cue.at_ms for cue in shown[1:]] + [timeline.total_ms]
    for cue, end_ms in zip(shown, ends, strict=True):
        pages = dict.fromkeys(
            tick["caption"]
            for tick in seen.running
            if cue.at_ms + LATE_MS <= tick["position_ms"] < end_ms
        )
        assert " ".join(filter(None, pages)) == cue.caption
