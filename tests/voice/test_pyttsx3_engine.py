"""The child's engine over a pyttsx3 with the habits of version 2.99, and over the real one."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.audio.loudness import TARGET_LUFS, loudness_lufs
from app.voice import child as child_module
from app.voice import pyttsx3_engine
from app.voice.child import ChildSynthesiser
from app.voice.engine import RenderError, has_frames
from app.voice.pyttsx3_engine import Pyttsx3Engine, load_espeak, short_path
from app.voice.synthesiser import Unavailable, find_synthesiser
from tests.voice.fakes_voice import FakePyttsx3, FakeVoice

FOREVER_S = 60.0

posix = pytest.mark.skipif(os.name != "posix", reason="signals and zombies are POSIX")


def is_gone(pid: int) -> bool:
    """Whether a child of ours has ended and was collected: a zombie can still be signalled."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pyttsx3_engine, "_LOOK_S", 0.0)
    monkeypatch.setattr(pyttsx3_engine, "_SAPI_REST_S", 0.0)


def engine_over(
    fake: FakePyttsx3, folder: Path, monkeypatch: pytest.MonkeyPatch, platform: str = "linux"
) -> Pyttsx3Engine:
    monkeypatch.setitem(sys.modules, "pyttsx3", fake)
    monkeypatch.setattr(pyttsx3_engine, "load_espeak", lambda _: None)
    monkeypatch.setattr(sys, "platform", platform)
    return Pyttsx3Engine(folder)


def test_it_warms_up_with_nothing_set_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake = FakePyttsx3()
    engine_over(fake, tmp_path, monkeypatch)
    assert fake.calls == [
        ("init", "espeak"),
        ("run", "Ready.", "gmw/de", 200),
        ("set", "volume", 1.0),
    ]


def test_properties_are_set_only_on_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake = FakePyttsx3()
    engine = engine_over(fake, tmp_path, monkeypatch)
    fake.calls.clear()
    for rate in (170, 170, 200):
        engine.render("Halfway.", ("en",), rate, tmp_path / "a.wav")
    assert fake.calls == [
        ("set", "voice", "gmw/en-us"),
        ("set", "rate", 170),
        ("run", "Halfway.", "gmw/en-us", 170),
        ("run", "Halfway.", "gmw/en-us", 170),
        ("set", "rate", 200),
        ("run", "Halfway.", "gmw/en-us", 200),
    ]


def test_no_save_begins_before_a_property_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake = FakePyttsx3(slow_properties=4)
    engine = engine_over(fake, tmp_path, monkeypatch)
    engine.render("Halfway.", ("en",), 170, tmp_path / "a.wav")
    assert fake.calls[-1] == ("run", "Halfway.", "gmw/en-us", 170)


def test_a_save_that_writes_nothing_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = engine_over(FakePyttsx3(lost_saves=2), tmp_path, monkeypatch)
    engine.render("Halfway.", ("en",), 170, tmp_path / "a.wav")
    assert has_frames(tmp_path / "a.wav")
    assert not list(tmp_path.glob("*.part"))


def test_after_three_tries_it_is_an_error_and_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake = FakePyttsx3()
    engine = engine_over(fake, tmp_path, monkeypatch)
    fake.lost_saves = 3
    with pytest.raises(RenderError, match="no sound"):
        engine.render("Halfway.", ("en",), 170, tmp_path / "a.wav")
    assert not (tmp_path / "a.wav").exists()


def test_the_engine_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake = FakePyttsx3()
    engine = engine_over(fake, tmp_path, monkeypatch)
    fake.error = "the stream cannot be opened"
    with pytest.raises(RenderError, match="cannot be opened"):
        engine.render("Halfway.", ("en",), 170, tmp_path / "a.wav")


def test_on_windows_the_loop_is_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake = FakePyttsx3()
    engine = engine_over(fake, tmp_path, monkeypatch, platform="win32")
    engine.render("Halfway.", ("en",), 170, tmp_path / "a.wav")
    assert fake.calls[0] == ("init", "sapi5")
    assert ("loop", False) in fake.calls
    assert fake.calls[-1] == ("iterate", "Halfway.", "gmw/en-us", 170)


def test_voices_are_listed_anew_and_one_installed_meanwhile_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake = FakePyttsx3()
    engine = engine_over(fake, tmp_path, monkeypatch)
    assert engine.render("Hallo.", ("Hedda",), 170, tmp_path / "a.wav") == "English (America)"
    fake.voices.append(FakeVoice("x/hedda", "Hedda", [b"\x05de-DE"]))
    assert engine.voices()[-1] == ("x/hedda", "Hedda", ("de-de",))
    assert engine.render("Hallo.", ("Hedda",), 170, tmp_path / "a.wav") == ""
    assert fake.calls[-1] == ("run", "Hallo.", "x/hedda", 170)


def test_a_list_of_voices_that_fails_leaves_the_engine_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One odd entry in the registry of Windows fails the whole list of pyttsx3."""
    fake = FakePyttsx3()
    fake.voices = None  # type: ignore[assignment]
    engine = engine_over(fake, tmp_path, monkeypatch)
    assert engine.voices() == []
    assert engine.render("Hello.", ("en",), 170, tmp_path / "a.wav") == ""


# --- espeak's data -------------------------------------------------------------------------------


def test_a_short_path_is_taken_as_it_is(tmp_path: Path) -> None:
    assert short_path(Path("/usr/share/espeak-ng-data"), tmp_path) == Path(
        "/usr/share/espeak-ng-data"
    )


def deep_data(folder: Path) -> Path:
    data = folder / ("x" * 80) / ("y" * 80) / "espeak-ng-data"
    data.mkdir(parents=True)
    (data / "phontab").write_text("here")
    return data


def test_a_long_path_is_linked(tmp_path: Path) -> None:
    short = short_path(deep_data(tmp_path), tmp_path)
    assert len(str(short)) <= 150
    assert (short / "phontab").read_text() == "here"


def test_a_long_path_is_copied_where_links_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError("a privilege is not held")

    monkeypatch.setattr(Path, "symlink_to", refuse)
    short = short_path(deep_data(tmp_path), tmp_path)
    assert not short.is_symlink()
    assert (short / "phontab").read_text() == "here"


def test_without_any_espeak_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(pyttsx3_engine.USE_BUNDLED, "1")
    monkeypatch.setitem(sys.modules, "espeakng_loader", None)
    with pytest.raises(RenderError, match="espeak-ng could not be loaded"):
        load_espeak(tmp_path)


# --- the real engine -----------------------------------------------------------------------------


def system_engine() -> ChildSynthesiser:
    found = find_synthesiser()
    if isinstance(found, Unavailable):
        pytest.skip(found.reason)
    assert isinstance(found, ChildSynthesiser)
    return found


@pytest.fixture(scope="module")
def engine() -> Iterator[ChildSynthesiser]:
    found = system_engine()
    yield found
    found.close()


def test_the_real_engine_speaks(engine: ChildSynthesiser) -> None:
    texts = ("Switch. Left knee forward.", "Halfway.", "three", "Größe: ninety-ninety", "- dash")
    clips = {text: engine.render(text, "", 170).clip for text in texts}
    assert len({clip.pcm for clip in clips.values()}) == len(texts)
    assert 1000 < clips["Switch. Left knee forward."].length_ms < 3000
    assert clips["three"].length_ms < clips["Halfway."].length_ms + 200 < 1500
    assert all(clip.trimmed() == clip for clip in clips.values())


def test_the_real_engine_keeps_to_the_rate(engine: ChildSynthesiser) -> None:
    text = "Sixty seconds: stay, or come out."
    slow, fast, again = (engine.render(text, "", rate).clip.length_ms for rate in (140, 220, 140))
    assert slow > 1.2 * fast
    assert abs(slow - again) <= 10


def test_the_real_engine_has_the_right_rate_from_its_first_text(
    engine: ChildSynthesiser,
) -> None:
    """Espeak takes a rate in a thread of its own; one set too soon was lost for the session."""
    known = engine.render("Halfway.", "", 140).clip.length_ms
    for _ in range(3):
        fresh = system_engine()
        assert abs(fresh.render("Halfway.", "", 140).clip.length_ms - known) <= 10
        fresh.close()


def test_an_unknown_voice_still_speaks_and_says_so(engine: ChildSynthesiser) -> None:
    said = engine.render("Halfway.", "no such voice", 170)
    assert said.clip.length_ms > 300
    assert "no voice called no such voice: English" in said.stands_in
    assert engine.render("Halfway.", "", 170).stands_in == ""


def test_the_real_engine_tells_its_voices_and_speaks_with_each_kind_of_name(
    engine: ChildSynthesiser,
) -> None:
    """A voice set between two texts keeps its rate and does not lose the text."""
    voices = engine.voices()
    german = next(voice for voice in voices if "de" in {x[:2] for x in voice.languages})
    for _ in range(5):
        plain = engine.render("Noch zwei.", "en", 200)
        clips = {
            engine.render("Noch zwei.", name, 200).clip.length_ms
            for name in (german.id, german.name, "de")
        }
        assert plain.stands_in == ""
        assert max(clips) - min(clips) <= 30


def test_every_real_clip_is_equally_loud(engine: ChildSynthesiser) -> None:
    for text in ("three", "Halfway.", "Switch. Left knee forward."):
        assert abs(loudness_lufs(engine.render(text, "", 170).clip) - TARGET_LUFS) < 1


@posix
def test_the_real_engine_survives_a_kill_in_mid_render(
    engine: ChildSynthesiser, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine.render("Halfway.", "", 170)
    child = engine._child
    assert child
    ask = child.ask

    def ask_and_kill(request: dict[str, object]) -> None:
        ask(request)
        os.kill(child.pid, signal.SIGKILL)

    monkeypatch.setattr(child, "ask", ask_and_kill)
    assert engine.render("One, two, three. " * 100, "", 170).clip.length_ms > 60_000
    assert engine.child_pid != child.pid
    assert is_gone(child.pid)


_PARENT = """
import sys, time
from app.voice.synthesiser import find_synthesiser
synthesiser = find_synthesiser()
synthesiser.render("Halfway.", "", 170)
print(synthesiser.child_pid, synthesiser._folder(), "numpy" in sys.modules, flush=True)
sys.stdin.read()
"""


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="only Linux can wait for a stranger")
@pytest.mark.usefixtures("engine")
def test_the_real_child_ends_with_its_parent() -> None:
    root = Path(child_module.__file__).parents[2]
    with subprocess.Popen(
        [sys.executable, "-c", _PARENT], cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as parent:
        assert parent.stdout
        pid, folder, has_numpy = parent.stdout.readline().decode().split()
        child = os.pidfd_open(int(pid))
        parent.kill()
        ended, _, _ = select.select([child], [], [], FOREVER_S)
        os.close(child)
    assert ended
    assert not Path(folder).exists(), "it clears up behind a parent that was killed"
    assert has_numpy == "False", "it takes longer to load than all that the parent needs"


def test_a_folder_called_app_where_the_program_is_started_does_no_harm(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, engine: ChildSynthesiser
) -> None:
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "__init__.py").write_text("raise SystemExit('the wrong app')")
    monkeypatch.chdir(tmp_path)
    fresh = system_engine()
    assert fresh.render("Halfway.", "", 170).clip.length_ms > 300
    fresh.close()
