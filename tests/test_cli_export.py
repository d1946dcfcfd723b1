"""`limber export` as a person at a terminal and as a script sees it."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import soundfile

from app.history.left_out import LeftOut
from app.house import House
from app.main import main
from app.routine.model import VoiceLevel
from app.voice.port import VoiceSettings
from app.voice.synthesiser import Unavailable

OPENER = "two-minute-opener"
PRE_RUN_PIGEON = "limber: 1\nname: Legs\nwhen: pre-run\nsteps:\n  - movement: pigeon-pose\n"
COMMAND = [sys.executable, "-c", "from app.main import main; raise SystemExit(main())"]


@pytest.fixture
def folder(user_folder: Path) -> Path:
    """Where files are saved; beside it lies all that is the runner's."""
    folder = user_folder / "phone"
    folder.mkdir()
    return folder


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("suffix", [".ogg", ".mp3", ".flac", ".wav"])
def test_saves_the_whole_session_and_says_so_in_one_line(
    capsys: pytest.CaptureFixture[str], folder: Path, suffix: str
) -> None:
    file = folder / f"opener{suffix}"
    assert main(["export", OPENER, str(file), "--voice", "tones"]) == 0
    said = capsys.readouterr()
    assert re.fullmatch(rf"Saved {re.escape(str(file))}: \d:\d\d, \d+\.\d MB\n", said.out)
    assert said.err == ""
    house = House()
    total_ms = house.plan(house.routine(OPENER)).total_ms
    # The falling sound of the end is all that comes behind it.
    assert soundfile.info(file).duration == pytest.approx((total_ms + 1100) / 1000, abs=0.001)
    assert names(folder) == [file.name]


def test_words_are_spoken_by_the_engine_of_this_computer(folder: Path) -> None:
    full, tones = folder / "full.wav", folder / "tones.wav"
    assert main(["export", OPENER, str(full)]) == 0
    assert main(["export", OPENER, str(tones), "--voice", "tones"]) == 0
    loud, quiet = (abs(soundfile.read(file)[0]).mean() for file in (full, tones))
    assert loud > 3 * quiet


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("a.aac", "has to end in .ogg, .mp3, .flac or .wav."),
        ("here.ogg", "is there already; with --force it is replaced."),
        ("none/a.ogg", "There is no folder"),
        ("folder.ogg", "is a folder; name a file in it."),
    ],
)
def test_file_that_cannot_be_written_is_one_sentence(
    capsys: pytest.CaptureFixture[str], folder: Path, name: str, told: str
) -> None:
    (folder / "here.ogg").write_bytes(b"older")
    (folder / "folder.ogg").mkdir()
    assert main(["export", OPENER, str(folder / name), "--voice", "tones"]) == 2
    said = capsys.readouterr()
    assert told in said.err
    assert said.err.count("\n") == 1
    assert said.out == ""
    assert (folder / "here.ogg").read_bytes() == b"older"


def test_force_replaces(folder: Path) -> None:
    (folder / "here.ogg").write_bytes(b"older")
    assert main(["export", OPENER, str(folder / "here.ogg"), "--voice=tones", "--force"]) == 0
    assert soundfile.info(folder / "here.ogg").duration > 60
    assert names(folder) == ["here.ogg"]


def test_silence_is_refused_with_the_way_out(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    assert main(["export", OPENER, str(folder / "a.ogg"), "--voice", "silent"]) == 2
    assert "With --voice tones the sounds alone are saved." in capsys.readouterr().err
    assert names(folder) == []


def test_computer_without_a_voice_is_told_the_way_out(
    capsys: pytest.CaptureFixture[str], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recording = House.recording

    def voiceless(house: House, *asked: object) -> object:
        missing = Unavailable("No voice: there is none.")
        return recording(house, *asked)._replace(find=lambda _: missing)  # type: ignore[arg-type]

    monkeypatch.setattr(House, "recording", voiceless)
    assert main(["export", OPENER, str(folder / "a.ogg")]) == 2
    said = capsys.readouterr().err
    assert "was not saved. No voice: there is none. With --voice tones" in said
    assert names(folder) == []


def test_advice_is_said_as_before_a_session(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    (folder / "legs.yaml").write_text(PRE_RUN_PIGEON, encoding="utf-8")
    saved = folder / "legs.ogg"
    assert main(["export", str(folder / "legs.yaml"), str(saved), "--voice=tones"]) == 0
    said = capsys.readouterr()
    assert "error[pigeon-before-run]" in said.err
    assert said.out.startswith("Saved ")


def test_what_hurts_is_left_out_and_that_is_said(
    capsys: pytest.CaptureFixture[str], user_folder: Path, folder: Path
) -> None:
    text = "limber: 1\nname: Legs\nsteps:\n  - movement: pigeon-pose\n  - movement: cat-cow\n"
    (folder / "legs.yaml").write_text(text, encoding="utf-8")
    whole, rest = folder / "whole.ogg", folder / "rest.ogg"
    assert main(["export", str(folder / "legs.yaml"), str(whole), "--voice=tones"]) == 0
    capsys.readouterr()
    LeftOut(user_folder / "state" / "left-out.json").add("pigeon-pose")
    assert main(["export", str(folder / "legs.yaml"), str(rest), "--voice=tones"]) == 0
    assert "Left out because it hurt: pigeon-pose." in capsys.readouterr().err
    assert soundfile.info(rest).duration < soundfile.info(whole).duration / 2


def test_file_is_not_told_what_a_newcomer_hears(user_folder: Path) -> None:
    house = House()
    recording = house.recording(house.routine(OPENER), VoiceLevel.FULL)
    assert not any("not medical advice" in cue.text for cue in recording.timeline.cues)
    assert not house.begun.ever
    assert recording.settings == VoiceSettings()


def test_unknown_routine_leaves_nothing(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    assert main(["export", "rest-dya", str(folder / "a.ogg")]) == 2
    assert 'Did you mean "rest-day"?' in capsys.readouterr().err
    assert names(folder) == []


@pytest.mark.skipif(os.name == "nt", reason="needs a terminal of its own")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_interrupted_in_a_terminal_leaves_the_older_file(folder: Path, number: int) -> None:
    """The line is seen at its first per cent; then the program is asked to stop."""
    file = folder / "a.mp3"
    file.write_bytes(b"older")
    ours, theirs = os.openpty()
    with subprocess.Popen(
        [*COMMAND, "export", "all-ten", str(file), "--voice=tones", "--force"],
        stdout=theirs,
        stderr=subprocess.PIPE,
        text=True,
    ) as saving:
        os.close(theirs)
        shown = b""
        while b" %" not in shown:
            shown += os.read(ours, 1000)
        saving.send_signal(number)
        # On Linux a terminal whose other side is gone ends with an error.
        with contextlib.suppress(OSError):
            while more := os.read(ours, 1000):
                shown += more
        assert saving.stderr is not None
        assert saving.stderr.read() == f"Stopped: {file} was not saved.\n"
    os.close(ours)
    assert saving.returncode == 2
    assert f"\rSaving {file}  0 %\x1b[K".encode() in shown
    assert b"100 %" not in shown
    assert shown.endswith(b"\r\x1b[K")
    assert names(folder) == ["a.mp3"]
    assert file.read_bytes() == b"older"


def heavy_modules(*arguments: str) -> list[str]:
    """Which packages that cost a start dearly are loaded by a command."""
    code = (
        "import contextlib, sys; from app.main import main\n"
        "with contextlib.suppress(SystemExit): main(sys.argv[1:])\n"
        "heavy = {'numpy', 'soundfile', 'soxr', 'mutagen', 'PySide6'}\n"
        "print(*sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True
    )
    return done.stderr.split()


def test_other_commands_do_not_load_what_saving_needs(folder: Path) -> None:
    assert heavy_modules("--help") == []
    assert heavy_modules("export", "--help") == []
    assert heavy_modules("list") == []
    loaded = heavy_modules("export", OPENER, str(folder / "a.ogg"), "--voice=tones")
    assert {"soundfile", "mutagen"} <= set(loaded) <= {"numpy", "soundfile", "mutagen"}
