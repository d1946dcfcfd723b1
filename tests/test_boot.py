"""The set-up from a bare clone and the look for a display, on a machine made by hand."""

import ast
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Timer
from typing import NoReturn

import pytest

from app import boot
from app.__main__ import shows_window

ROOT = Path(__file__).parent.parent
LIBRARIES = {boot.SOUND}.union(*boot.SCREENS.values())
VENV = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"

Refusal = Callable[..., str]


class Replaced(BaseException):
    """The start went on as another program, or was killed."""


class FakeMachine(boot.Machine):
    """A computer that remembers what it was asked to do."""

    def __init__(self, clone: Path) -> None:
        self.platform = "linux"
        self.prefix = "/usr"
        self.environ = self.env = {"DISPLAY": ":0"}
        self.is_root = False
        self.clone = str(clone)
        self.lock = clone / "packaging" / boot.LOCK
        self.home = str(clone / ".venv")
        self.modules = {"ensurepip"}
        self.libraries = set(LIBRARIES)
        self.tools = {"apt-get"}
        self.servers = {"x11", "wayland"}
        self.commands: list[Sequence[str]] = []
        self.failures: dict[str, str | BaseException] = {}

    def find(self, module: str) -> bool:
        return module in self.modules

    def load(self, soname: str) -> bool:
        return soname in self.libraries

    def answers(self, screen: str) -> bool:
        return screen in self.servers

    def which(self, tool: str) -> str | None:
        return tool if tool in self.tools else None

    def run(self, title: str, command: Sequence[str]) -> tuple[int, str]:
        self.commands.append(command)
        for word, failure in self.failures.items():
            if word in command and isinstance(failure, BaseException):
                raise failure
            if word in command:
                return 1, str(failure)
        if "-c" in command and not Path(command[0]).exists():
            return 127, "no such file"
        if "venv" in command:
            python = Path(boot.python_of(command[-1]))
            python.parent.mkdir(parents=True, exist_ok=True)
            python.touch()
        if "apt-get" in command:
            self.libraries |= {name for name in LIBRARIES if boot.package(name) in command}
            self.modules |= {"ensurepip"} if VENV in command else set()
        return 0, ""

    def replace(self, command: list[str]) -> NoReturn:
        raise Replaced(*command)

    def ran(self, word: str) -> int:
        """How many commands had this word, since the last time this was asked."""
        count = sum(word in command for command in self.commands)
        self.commands.clear()
        return count

    def start(self, dev: bool = False) -> tuple[str, ...]:
        """Prepare, and give the program that the start went on as."""
        with pytest.raises(Replaced) as start:
            boot.prepare(False, dev=dev, machine=self)
        self.env.pop(boot.REBUILT, None)
        return start.value.args


@pytest.fixture
def machine(tmp_path: Path) -> FakeMachine:
    (tmp_path / "packaging").mkdir()
    (tmp_path / "packaging" / boot.LOCK).write_text("yaml==1\n")
    (tmp_path / "packaging" / boot.DEVELOPMENT_LOCK).write_text("yaml==1\npytest==1\n")
    return FakeMachine(tmp_path)


@pytest.fixture
def refusal(capsys: pytest.CaptureFixture[str]) -> Refusal:
    def call(function: Callable[..., None], *arguments: object, **options: object) -> str:
        """Call what must end with exit code 2, and give what it said."""
        with pytest.raises(SystemExit) as end:
            function(*arguments, **options)
        assert end.value.code == 2
        said = capsys.readouterr()
        assert said.out == ""
        return said.err

    return call


@pytest.mark.parametrize("dev", [False, True])
def test_nothing_is_done_where_every_dependency_imports(machine: FakeMachine, dev: bool) -> None:
    machine.modules |= {*boot.RUNTIME, *boot.SPEECH["linux"], *boot.DEVELOPMENT}
    boot.prepare(True, dev=dev, machine=machine)
    machine.clone, machine.modules = None, set()  # a wheel or a frozen bundle
    boot.prepare(True, dev=dev, machine=machine)
    assert machine.commands == []


def test_a_bare_clone_is_set_up_and_the_start_goes_on_inside(machine: FakeMachine) -> None:
    assert machine.start() == (boot.python_of(machine.home), *sys.orig_argv[1:])
    assert "--require-hashes" in machine.commands[-1]
    assert machine.commands[-1][-1] == str(machine.lock)
    assert boot.holds(machine.home, str(machine.lock))


def test_uv_is_used_where_it_is_and_pip_takes_over_where_it_fails(machine: FakeMachine) -> None:
    machine.tools |= {"uv"}
    machine.start()
    assert ["uv" in command for command in machine.commands] == [False, True, True]
    machine.lock.write_text("yaml==2\n")
    machine.failures["uv"] = "error sending request"
    machine.start()
    assert machine.ran("--no-input") == 1


def test_a_later_start_only_goes_inside_until_the_lock_changes(machine: FakeMachine) -> None:
    machine.start()
    machine.commands.clear()
    assert machine.start()[0] == boot.python_of(machine.home)
    assert machine.commands == []
    machine.lock.write_text("yaml==2\n")
    machine.start()
    assert [command[-1] for command in machine.commands[1:]] == [str(machine.lock)]


def test_a_changed_lock_is_seen_from_inside(machine: FakeMachine) -> None:
    machine.start()
    machine.commands.clear()
    machine.prefix = machine.home
    machine.modules |= {*boot.RUNTIME, *boot.SPEECH["linux"]}
    boot.prepare(False, machine=machine)
    assert machine.commands == []
    machine.lock.write_text("yaml==2\n")
    machine.start()
    assert machine.ran("install") == 1


def test_the_tests_leave_what_the_program_needs(machine: FakeMachine) -> None:
    machine.start(dev=True)
    assert machine.ran("install") == 1
    machine.start()
    assert machine.commands == []


def test_a_set_up_that_was_killed_is_made_anew(machine: FakeMachine) -> None:
    machine.failures["install"] = Replaced("killed")
    machine.start()
    machine.failures.clear()
    machine.commands.clear()
    machine.start()
    assert ["venv" in command for command in machine.commands] == [True, False]


def test_what_somebody_else_made_is_not_cleared(machine: FakeMachine, refusal: Refusal) -> None:
    machine.run("", ["python3", "-m", "venv", machine.home])
    machine.commands.clear()
    machine.failures["install"] = "ERROR: a strange one"
    assert "a strange one" in refusal(boot.prepare, False, machine=machine)
    machine.failures.clear()
    machine.start()
    assert machine.ran("venv") == 0


def test_what_lost_its_files_is_made_anew_once(machine: FakeMachine, refusal: Refusal) -> None:
    machine.start()
    machine.commands.clear()
    machine.prefix = machine.home
    machine.start()
    assert machine.ran("venv") == 1
    machine.env[boot.REBUILT] = "1"
    assert "; remove it" in refusal(boot.prepare, False, machine=machine)


def test_two_starts_at_once_make_one_environment(
    machine: FakeMachine, capsys: pytest.CaptureFixture[str]
) -> None:
    other = boot.take_turn(machine.home + ".lock")

    def finish() -> None:
        FakeMachine(machine.lock.parent).run("", ["python3", "-m", "venv", machine.home])
        stamp = boot.stamp_of(machine.home, str(machine.lock))
        Path(stamp).write_bytes(machine.lock.read_bytes())
        other.close()

    Timer(0.1, finish).start()
    machine.start()
    assert machine.commands == []
    assert "waiting for it" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("step", "output", "sentence"),
    [
        ("install", "[Errno -3] Temporary failure in name resolution", "Check the network"),
        ("install", "error: error sending request for url", "Check the network"),
        ("install", "ERROR: No matching distribution found", "no ready-made Qt"),
        ("install", "ERROR: something else", "did not work"),
        ("venv", "Error: [Errno 28] No space left on device", "The disk is full"),
    ],
)
def test_a_failed_step_is_told_in_a_sentence(
    machine: FakeMachine, refusal: Refusal, step: str, output: str, sentence: str
) -> None:
    machine.failures[step] = output
    said = refusal(boot.prepare, False, machine=machine)
    assert sentence in said
    assert output in said


def test_a_clone_that_cannot_be_written_is_told(machine: FakeMachine, refusal: Refusal) -> None:
    machine.failures["venv"] = OSError(30, "Read-only file system")
    said = refusal(boot.prepare, False, machine=machine)
    assert said.endswith(
        f"\nLimber cannot set itself up in {machine.clone}: Read-only file system.\n"
    )


def test_ctrl_c_ends_a_set_up_quietly(machine: FakeMachine) -> None:
    machine.failures["install"] = KeyboardInterrupt()
    with pytest.raises(SystemExit) as end:
        boot.prepare(False, machine=machine)
    assert end.value.code == 130


def test_root_gets_venv_and_libraries_from_apt(machine: FakeMachine) -> None:
    machine.modules, machine.libraries, machine.is_root = set(), set(), True
    with pytest.raises(Replaced):
        boot.prepare(True, machine=machine)
    assert {VENV, "libgl1", "libxcb-cursor0", "libpulse0"} <= {*machine.commands[1]}
    assert boot.missing_libraries(True, machine) == []


def test_others_are_told_the_one_command(machine: FakeMachine, refusal: Refusal) -> None:
    machine.modules = set()
    machine.libraries -= {"libxcb-cursor.so.0"}
    said = refusal(boot.prepare, True, machine=machine)
    assert f"\n  sudo apt install {VENV} libxcb-cursor0\n" in said
    machine.tools.clear()
    assert "libxcb-cursor.so.0" in refusal(boot.prepare, True, machine=machine)
    assert machine.commands == []


def test_a_failing_apt_is_told(machine: FakeMachine, refusal: Refusal) -> None:
    machine.libraries, machine.is_root = set(), True
    machine.failures["install"] = "Temporary failure resolving"
    assert "Check the network" in refusal(boot.check_display, machine)


def test_packages_are_named_as_debian_names_them() -> None:
    named = [boot.package(soname) for soname in boot.SCREENS["offscreen"]]
    expected = "libgl1 libegl1 libx11-6 libglib2.0-0 libdbus-1-3 libfontconfig1 libxkbcommon0"
    assert named == expected.split()
    assert boot.package("libxkbcommon-x11.so.0") == "libxkbcommon-x11-0"


@pytest.mark.parametrize(
    ("environ", "kinds"),
    [
        ({}, []),
        ({"DISPLAY": ":0"}, ["x11"]),
        ({"WAYLAND_DISPLAY": "wayland-0"}, ["wayland"]),
        ({"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}, ["x11", "wayland"]),
        ({"QT_QPA_PLATFORM": "offscreen"}, ["offscreen"]),
        ({"QT_QPA_PLATFORM": "xcb"}, []),
        ({"QT_QPA_PLATFORM": "wayland;xcb", "DISPLAY": ":0"}, ["x11"]),
        ({"QT_QPA_PLATFORM": "vnc:size=8x8", "DISPLAY": ":0"}, ["offscreen"]),
    ],
)
def test_the_environment_says_where_qt_will_draw(environ: dict[str, str], kinds: list[str]) -> None:
    assert boot.screens(environ) == kinds


@pytest.mark.parametrize("environ", [{}, {"DISPLAY": ":9"}, {"WAYLAND_DISPLAY": "gone"}])
def test_no_display_has_two_ways_out(
    machine: FakeMachine, refusal: Refusal, environ: dict[str, str]
) -> None:
    machine.environ, machine.servers = environ, set()
    said = refusal(boot.check_display, machine)
    assert ("are not set" in said) == (not environ)
    assert "python3 -m app rehearse post-run-cooldown" in said
    assert "xvfb-run -a python3 -m app" in said
    machine.clone = None
    assert "limber rehearse post-run-cooldown" in refusal(boot.check_display, machine)


def test_one_complete_window_system_is_enough(machine: FakeMachine) -> None:
    machine.libraries -= {"libxcb-cursor.so.0"}
    assert boot.missing_libraries(True, machine) == ["libxcb-cursor0"]
    assert boot.missing_libraries(False, machine) == []
    machine.env["WAYLAND_DISPLAY"] = "wayland-0"
    assert boot.missing_libraries(True, machine) == []
    machine.platform, machine.libraries = "darwin", set()
    boot.check_display(machine)


def test_missing_sound_is_a_hint(machine: FakeMachine, capsys: pytest.CaptureFixture[str]) -> None:
    boot.check_display(machine)
    assert capsys.readouterr().err == ""
    machine.libraries -= {boot.SOUND}
    boot.check_display(machine)
    assert "captions but no sound" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("lines", "window"),
    [
        (["", "start post-run-cooldown --fullscreen"], True),
        (["start --help", "--version", "list --json", "rehearse some --speed 60"], False),
    ],
)
def test_two_commands_show_a_window(lines: list[str], window: bool) -> None:
    assert {shows_window(line.split()) for line in lines} == {window}


@pytest.mark.parametrize("entry", ["app/__main__.py", "app/__init__.py", "tests/__main__.py"])
def test_an_old_python_can_read_what_turns_it_away(entry: str) -> None:
    ast.parse((ROOT / entry).read_text("utf-8"), feature_version=(3, 5))


def test_the_development_lock_holds_the_runtime_lock_and_neither_names_an_index() -> None:
    texts = [(ROOT / "packaging" / name).read_text() for name in (boot.LOCK, boot.DEVELOPMENT_LOCK)]
    runtime, development = ({*re.split(r"\n(?=\w)", text.strip())[1:]} for text in texts)
    assert runtime
    assert runtime <= development
    assert not re.search(r"://|--index|--extra|--find-links", "".join(texts))
