"""Makes ``python3 -m app`` work from a bare clone: first the environment, then the display.

Standard library only, and little of it before it is needed: a start that finds everything in
place spends less than 3 ms here. What goes wrong is told in a sentence, with exit code 2.
"""

from __future__ import annotations

import os
import sys
from importlib.util import find_spec

TYPE_CHECKING = False  # importing typing would cost as much as the rest of this file
if TYPE_CHECKING:
    from collections.abc import Iterator, MutableMapping, Sequence
    from typing import IO, NoReturn

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
LOCK, DEVELOPMENT_LOCK = "requirements.lock", "requirements-dev.lock"
RUNTIME = ("PySide6.QtWidgets", "PySide6.QtMultimedia", "yaml", "platformdirs")
SPEECH = {"linux": ("pyttsx3", "espeakng_loader"), "win32": ("pyttsx3",)}
DEVELOPMENT = ("pytest", "xdist", "pytestqt", "hypothesis", "ruff", "mypy")
REBUILT = "LIMBER_REBUILT"  # set across a restart, so that a set-up that does not help ends
QUIET = {"PYTHONUNBUFFERED": "1", "PIP_USER": "0", "UV_VENV_CLEAR": "1"}

# What the Qt wheel asks of the system, by soname, as `readelf -d` lists it.
SCREENS: dict[str, tuple[str, ...]] = {
    "offscreen": (
        "libGL.so.1", "libEGL.so.1", "libX11.so.6", "libglib-2.0.so.0", "libdbus-1.so.3",
        "libfontconfig.so.1", "libxkbcommon.so.0",
    ),
    "x11": (
        "libxcb-cursor.so.0", "libxcb-icccm.so.4", "libxcb-image.so.0", "libxcb-keysyms.so.1",
        "libxcb-randr.so.0", "libxcb-render-util.so.0", "libxcb-render.so.0", "libxcb-shape.so.0",
        "libxcb-shm.so.0", "libxcb-sync.so.1", "libxcb-util.so.1", "libxcb-xfixes.so.0",
        "libxcb-xkb.so.1", "libX11-xcb.so.1", "libxkbcommon-x11.so.0",
    ),
    "wayland": ("libwayland-client.so.0", "libwayland-cursor.so.0", "libwayland-egl.so.1"),
}  # fmt: skip
SOUND = "libpulse.so.0"  # without it a session is silent and captioned: never a reason to stop

# What uv and pip print, in lower case, and what it means to the person who waits.
EXPLANATIONS = {
    "temporary failure|unreachable|connection|dns error|timed out|error sending": "The libraries "
    "could not be fetched. Check the network connection, then start again.",
    "no space left": "The disk is full: setting Limber up takes about 1.5 GB.",
    "no matching distribution|no solution found": "There is no ready-made Qt for this computer: "
    "Limber needs a 64-bit Python 3.11 to 3.14 and, on Linux, glibc 2.34 (2.39 on ARM).",
    "": "Setting Limber up did not work.",
}
WAYS_OUT = """{0} Two ways out:
  {1} rehearse post-run-cooldown   performs the session here, in the terminal
  xvfb-run -a {1}                  opens the window on a display in memory (package xvfb)"""


class Machine:
    """What boot asks of the computer; tests put a hand-written fake in its place."""

    platform: str = sys.platform
    prefix: str = sys.prefix
    environ: MutableMapping[str, str] = os.environ
    is_root: bool = hasattr(os, "geteuid") and os.geteuid() == 0
    # The clone this runs from: none for a wheel or a frozen bundle, which bring what they need.
    clone: str | None = ROOT if os.path.isfile(f"{ROOT}/packaging/{LOCK}") else None

    def find(self, module: str) -> bool:
        """Whether a module is there, without importing its package."""
        package, _, member = module.partition(".")
        spec = find_spec(package)
        if spec is None or not member:
            return spec is not None
        places = spec.submodule_search_locations or ()
        return any(name.startswith(member + ".") for at in places for name in os.listdir(at))

    def load(self, soname: str) -> bool:
        """Whether the dynamic loader finds a library."""
        from ctypes import CDLL

        try:
            return bool(CDLL(soname))
        except OSError:
            return False

    def answers(self, screen: str) -> bool:
        """Whether the display server that the environment names lets a program in."""
        if screen == "wayland":
            folder = self.environ.get("XDG_RUNTIME_DIR", "")
            return os.path.exists(os.path.join(folder, self.environ["WAYLAND_DISPLAY"]))
        from ctypes import CDLL, c_void_p

        xcb = CDLL("libxcb.so.1")
        xcb.xcb_connect.restype = c_void_p
        server = c_void_p(xcb.xcb_connect(None, None))
        refused = xcb.xcb_connection_has_error(server)
        xcb.xcb_disconnect(server)
        return not refused

    def which(self, tool: str) -> str | None:
        """The path of a command, if there is one."""
        from shutil import which

        return which(tool)

    def run(self, title: str, command: Sequence[str]) -> tuple[int, str]:
        """Run a command behind one calm line; gives its exit code and what it printed."""
        from subprocess import DEVNULL, PIPE, STDOUT, Popen
        from threading import Thread
        from time import monotonic

        moving = bool(title and sys.stderr and sys.stderr.isatty())
        if title and not moving:
            say(f"  {title} ...")
        start, lines, env = monotonic(), [b""], {**self.environ, **QUIET}
        try:  # with open files inherited, for take_turn
            work = Popen(command, -1, None, DEVNULL, PIPE, STDOUT, close_fds=False, env=env)
        except OSError as error:
            return 127, str(error)
        reader = Thread(target=lines.extend, args=(work.stdout,), daemon=True)
        reader.start()
        while reader.is_alive():
            reader.join(0.2)
            news = lines[-1].decode(errors="replace").partition(" (")[0].strip()
            line = f"  {title}, {monotonic() - start:.0f} s"
            if moving:
                sys.stderr.write(f"\r{line + '  ' + news:<78.78}")
        if moving:
            say(f"\r{line:<78}")
        return work.wait(), b"".join(lines).decode(errors="replace")

    def replace(self, command: list[str]) -> NoReturn:
        """Go on as another program, with the same console and the same exit code."""
        if sys.platform != "win32":
            os.execv(command[0], command)
        import signal
        import subprocess

        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the program to answer
        raise SystemExit(subprocess.call(command))


def say(text: str) -> None:
    """Speak to the person who started Limber; standard output is left to the commands."""
    print(text, file=sys.stderr, flush=True)


def refuse(text: str, code: int = 2) -> NoReturn:
    """End in a sentence."""
    say(text)
    raise SystemExit(code)


def python_of(home: str) -> str:
    """The Python of an environment."""
    return os.path.join(home, "Scripts/python.exe" if os.name == "nt" else "bin/python")


def stamp_of(home: str, lock: str) -> str:
    """The copy of its lock that an environment gets when it is complete."""
    return os.path.join(home, "limber-" + os.path.basename(lock))


def holds(home: str, lock: str) -> bool:
    """Whether an environment was made, to the end, from this very lock."""
    try:
        with open(stamp_of(home, lock), "rb") as stamp, open(lock, "rb") as wanted:
            same = stamp.read() == wanted.read()
        return same and os.path.exists(python_of(home)) and not os.path.getsize(home + ".lock")
    except OSError:
        return False


def take_turn(path: str) -> IO[str]:
    """Open the lock file once no other start holds it; closing it passes the turn on."""
    turn = open(path, "a+", encoding="utf-8")  # noqa: SIM115 - held while the caller works
    if sys.platform == "win32":
        import msvcrt

        while True:
            try:
                turn.seek(0)
                msvcrt.locking(turn.fileno(), msvcrt.LK_LOCK, 1)
                return turn
            except OSError:  # it gives up after ten seconds
                say("Another start is setting Limber up; waiting for it ...")
    import fcntl

    # What a killed start left running inherits the turn, and keeps it to its end.
    os.set_inheritable(turn.fileno(), True)
    try:
        fcntl.flock(turn, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        say("Another start is setting Limber up; waiting for it ...")
        fcntl.flock(turn, fcntl.LOCK_EX)
    return turn


def recipes(home: str, lock: str, machine: Machine) -> Iterator[tuple[Sequence[str], ...]]:
    """The ways to an environment here: a test that it is sound, how to make it, how to fill it."""
    base, python = getattr(sys, "_base_executable", sys.executable), python_of(home)
    sound = "import sys; assert sys.version_info >= (3, 11)"
    what = ("--only-binary=:all:", "--require-hashes", "-r", lock)
    if uv := machine.which("uv"):
        fill = (uv, "pip", "install", "--compile-bytecode", "--python", python, *what)
        yield (python, "-c", sound), (uv, "venv", "--python", base, home), fill
    if machine.find("ensurepip"):
        fill = (python, "-m", "pip", "install", "--no-input", "--progress-bar=off", *what)
        yield (python, "-c", sound + "; import pip"), (base, "-m", "venv", "--clear", home), fill


def set_up(home: str, lock: str, machine: Machine) -> None:
    """Make the environment hold the lock, alone; what a stopped start left is made anew."""
    from shutil import copyfile

    with take_turn(home + ".lock") as turn:
        if holds(home, lock):
            return  # another start made it while this one waited
        turn.seek(0)
        anew = bool(turn.read())
        locks = (lock, os.path.join(os.path.dirname(lock), LOCK))  # the first holds the second
        if not os.path.isdir(home) or any(os.path.exists(stamp_of(home, each)) for each in locks):
            print("half-made", file=turn, flush=True)  # a sound one that somebody else made stays
        say(f"Setting up {home} (the first time 260 MB to fetch, 700 MB in place)")
        fill(home, lock, anew, machine)
        for each in locks:
            copyfile(each, stamp_of(home, each))
        turn.truncate(0)


def fill(home: str, lock: str, anew: bool, machine: Machine) -> None:
    """Install the lock, by the first recipe that succeeds, into an environment that is sound."""
    output = ""
    for probe, make, install in recipes(home, lock, machine):
        sound = not anew and machine.run("", probe)[0] == 0
        code, output = (0, "") if sound else machine.run("Making an environment", make)
        if code == 0:
            code, output = machine.run("Fetching and installing the libraries", install)
        if code == 0:
            return
    refuse(explain(output))


def explain(output: str) -> str:
    """Why an installation failed, with the installer's own last words."""
    import re

    sentence = next(text for why, text in EXPLANATIONS.items() if re.search(why, output.lower()))
    return "\n  ".join([sentence, *output.strip().splitlines()[-2:]])


def package(soname: str) -> str:
    """The Debian package of a library, by Debian's own rule for naming them."""
    name, _, version = soname.lower().replace("glib-2.0", "glib2.0").partition(".so.")
    return f"{name}{'-' if name[-1].isdigit() else ''}{version}"


def screens(environ: MutableMapping[str, str]) -> list[str]:
    """The window systems Qt may use here; "offscreen" stands for any that needs no display."""
    here = [s for s, v in (("x11", "DISPLAY"), ("wayland", "WAYLAND_DISPLAY")) if environ.get(v)]
    asked = environ.get("QT_QPA_PLATFORM")
    if not asked:
        return here
    kinds = {"xcb": "x11", "wayland": "wayland", "wayland-egl": "wayland"}
    wanted = [kinds.get(name.partition(":")[0], "offscreen") for name in asked.split(";")]
    return [kind for kind in wanted if kind in here or kind == "offscreen"]


def missing(kinds: Sequence[str], machine: Machine) -> list[str]:
    """The sonames that lack for the window system that is nearest to complete."""
    if not kinds or machine.platform != "linux":
        return []
    needs = [dict.fromkeys(SCREENS["offscreen"] + SCREENS[kind]) for kind in kinds]
    lacking = min(([so for so in need if not machine.load(so)] for need in needs), key=len)
    return [*lacking, SOUND] if lacking and not machine.load(SOUND) else lacking


def missing_libraries(window: bool, machine: Machine | None = None) -> list[str]:
    """The Debian packages Qt still needs: to draw in memory, or to show a window here."""
    machine = machine or Machine()
    kinds = screens(machine.environ) if window else []
    return [package(soname) for soname in missing(kinds or ["offscreen"], machine)]


def provide(reason: str, names: Sequence[str], machine: Machine) -> None:
    """Install libraries, or Debian packages, as root; else name the one command that does."""
    packages = " ".join(package(name) if ".so." in name else name for name in names)
    if not (apt := machine.which("apt-get")):
        refuse(f"{reason} Install what provides these, then start again:\n  {' '.join(names)}")
    if not machine.is_root:
        refuse(f"{reason} This installs them; then start again:\n  sudo apt install {packages}")
    say(reason)
    machine.run("Asking apt for its lists", (apt, "-qq", "update"))
    install = (apt, "install", "-qq", "-y", "--no-install-recommends", "-oDPkg::Lock::Timeout=120")
    code, output = machine.run(f"apt install {packages}", (*install, *packages.split()))
    if code != 0:
        refuse(explain(output))


def check_display(machine: Machine | None = None) -> None:
    """End in a sentence where no window can open; Qt itself would abort the process."""
    machine = machine or Machine()
    if machine.platform != "linux":
        return
    kinds, command = screens(machine.environ), "python3 -m app" if machine.clone else "limber"
    if not kinds:
        refuse(WAYS_OUT.format("No display: DISPLAY and WAYLAND_DISPLAY are not set.", command))
    if lacking := missing(kinds, machine):
        provide("Qt needs system libraries that are not here.", lacking, machine)
    if not any(kind == "offscreen" or machine.answers(kind) for kind in kinds):
        name = machine.environ.get("DISPLAY") or "of this Wayland session"
        refuse(WAYS_OUT.format(f"The display {name} does not answer, or refuses you.", command))
    if not machine.load(SOUND):
        say("There will be captions but no sound: libpulse is missing (package libpulse0).")


def enter(clone: str, dev: bool, kinds: Sequence[str], machine: Machine) -> None:
    """Come back if all dependencies are there; else go on in an environment that has them."""
    lock = os.path.join(clone, "packaging", DEVELOPMENT_LOCK if dev else LOCK)
    home = os.path.join(clone, ".venv")
    wanted = RUNTIME + SPEECH.get(machine.platform, ()) + (DEVELOPMENT if dev else ())
    lacking = [module for module in wanted if not machine.find(module)]
    inside = os.path.realpath(machine.prefix) == os.path.realpath(home)
    good = holds(home, lock)
    if not lacking and (good or not inside or not os.path.exists(stamp_of(home, lock))):
        return
    if inside and good:  # files went missing, or the system's Python changed under it
        if REBUILT in machine.environ:
            refuse(f"{home} still lacks {', '.join(lacking)}; remove it, then start again.")
        with take_turn(home + ".lock") as turn:
            turn.write("damaged\n")
    if not holds(home, lock):
        if not any(recipes(home, lock, machine)):
            venv = "python{}.{}-venv".format(*sys.version_info)
            provide("Python's own venv is not complete.", [venv, *missing(kinds, machine)], machine)
        set_up(home, lock, machine)
        machine.environ[REBUILT] = "1"
    machine.replace([python_of(home), *sys.orig_argv[1:]])


def prepare(window: bool, *, dev: bool = False, machine: Machine | None = None) -> None:
    """Provide what the program, or its tests, need from Python; come back when it is there."""
    machine = machine or Machine()
    kinds = screens(machine.environ) if window else []
    try:
        if machine.clone:
            enter(machine.clone, dev, kinds, machine)
    except KeyboardInterrupt:
        refuse("\nStopped; the next start takes the set-up up again.", 130)
    except OSError as error:
        refuse(f"Limber cannot set itself up in {machine.clone}: {error.strerror or error}.")
