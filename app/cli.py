"""The command line that scripts rely on: arguments in, plain text or JSON out.

Nothing here imports Qt; the commands that show a window do so behind `House.open_window`.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from app import __version__
from app.errors import EXIT_DONE, EXIT_USER, UserError

if TYPE_CHECKING:
    from app.house import House

_BODIES = ("ash", "robin")
_LEVELS = ("full", "brief", "tones", "silent")


def parser(asked: Sequence[str] = ()) -> argparse.ArgumentParser:
    """The grammar of the command line; of its commands only the `asked` one, where it is known."""
    main = argparse.ArgumentParser(
        prog="limber", description="Leads a runner hands-free through mobility work."
    )
    main.add_argument("--version", action="version", version=f"limber {__version__}")
    commands = main.add_subparsers(dest="command", metavar="COMMAND", prog="limber")
    names = asked[:1] if asked and asked[0] in _COMMANDS else _COMMANDS
    for name in names:
        summary, add_arguments = _COMMANDS[name]
        add_arguments(commands.add_parser(name, help=summary, description=summary))
    return main


def _routine(command: argparse.ArgumentParser) -> None:
    command.add_argument("routine", metavar="ROUTINE", help="a routine's id or its file")


def _json(command: argparse.ArgumentParser) -> None:
    command.add_argument("--json", action="store_true", help="for scripts")


def _voice(command: argparse.ArgumentParser) -> None:
    command.add_argument("--voice", choices=_LEVELS, metavar="LEVEL", help="|".join(_LEVELS))


def _start_arguments(command: argparse.ArgumentParser) -> None:
    told = "a routine's id or its file; without one, what fits now"
    command.add_argument("routine", metavar="ROUTINE", nargs="?", help=told)
    command.add_argument("--last", action="store_true", help="the routine that was begun last")
    told = "the session that was cut off last, where it stood"
    command.add_argument("--resume", action="store_true", help=told)
    command.add_argument("--fullscreen", action="store_true", help="fill the screen")
    _voice(command)


def _open_arguments(command: argparse.ArgumentParser) -> None:
    # A menu entry starts the program without a file by the same words as with one.
    told = "a routine's file; without one, home"
    command.add_argument("file", type=Path, nargs="?", metavar="FILE", help=told)


def _desktop_arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument("what", choices=("install", "remove"), metavar="install|remove")


def _check_arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument("files", nargs="+", type=Path, metavar="FILE")
    _json(command)


def _plan_arguments(command: argparse.ArgumentParser) -> None:
    _routine(command)
    _json(command)


def _rehearse_arguments(command: argparse.ArgumentParser) -> None:
    _routine(command)
    command.add_argument(
        "--speed", type=_speed, default=1.0, metavar="N", help="times as fast, then without sound"
    )
    command.add_argument("--log", type=Path, metavar="FILE", help="one JSON object for each cue")
    _voice(command)


def _export_arguments(command: argparse.ArgumentParser) -> None:
    _routine(command)
    command.add_argument("file", type=Path, metavar="FILE", help=".ogg, .mp3, .flac or .wav")
    command.add_argument("--force", action="store_true", help="replace a file that is there")
    _voice(command)


def _movements_arguments(command: argparse.ArgumentParser) -> None:
    _json(command)
    figure = command.add_argument_group("one figure as a file, for print")
    figure.add_argument("--figure", metavar="ID", help="the movement")
    file = figure.add_mutually_exclusive_group()
    file.add_argument("--svg", type=Path, metavar="FILE", help="drawn: any size, named layers")
    file.add_argument("--png", type=Path, metavar="FILE", help="1600 pixels wide, on no ground")
    figure.add_argument("--side", choices=("left", "right"), default="right")
    figure.add_argument("--at", default="", metavar="MOMENT", help="a keyframe, or TRACK:SHARE")
    figure.add_argument("--body", choices=_BODIES, help="who shows it; else as in the settings")
    figure.add_argument("--theme", choices=("light", "dark", "contrast"), default="light")


def _pose_arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument("words", nargs=argparse.REMAINDER, metavar="solve|check|preview ...")


_COMMANDS: Final = {
    "start": ("open the stage and begin a routine", _start_arguments),
    "open": ("show the routine of a file in the window", _open_arguments),
    "list": ("the routines, the broken ones too", _json),
    "movements": ("the catalogue of movements, or one of its figures", _movements_arguments),
    "check": ("every problem of every file", _check_arguments),
    "plan": ("a routine's timeline", _plan_arguments),
    "rehearse": ("perform a routine in this terminal", _rehearse_arguments),
    "export": ("save a routine as one audio file, for a phone", _export_arguments),
    "desktop": ("put Limber into the menu of a Linux desktop, or out", _desktop_arguments),
    "pose": ("the figures' workshop, for development", _pose_arguments),
}


def _speed(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0.1 <= value <= 1000:
        raise argparse.ArgumentTypeError(f'"{text}" is not a speed from 0.1 to 1000')
    return value


def is_file(arguments: Sequence[str]) -> bool:
    """Whether a routine's file is all there is, as file managers start a program."""
    return len(arguments) == 1 and arguments[0].lower().endswith((".yaml", ".yml"))


def run(arguments: Sequence[str], house: House) -> int:
    """Perform one command; the exit status of the contract."""
    if is_file(arguments):
        arguments = ["open", *arguments]
    if not arguments:
        # The most usual of all starts waits for no grammar.
        return house.open_window(argparse.Namespace(command=None))
    reader = parser(arguments)
    asked = reader.parse_args(arguments)
    if asked.command == "start" and (asked.routine is not None) + asked.last + asked.resume > 1:
        reader.error("one of ROUTINE, --last and --resume is enough")
    do: dict[str | None, Callable[[], int]] = {
        None: lambda: house.open_window(asked),
        "start": lambda: house.open_window(asked),
        "open": lambda: house.open_window(asked),
        "list": lambda: _list(house, as_json=asked.json),
        "movements": lambda: _movements(house, asked),
        "check": lambda: _check(house, asked.files, as_json=asked.json),
        "plan": lambda: _plan(house, asked.routine, as_json=asked.json),
        "rehearse": lambda: house.rehearse(asked.routine, asked.speed, asked.log, asked.voice),
        "export": lambda: house.export(asked.routine, asked.file, asked.voice, force=asked.force),
        "desktop": lambda: _desktop(asked.what),
        "pose": lambda: house.pose(asked.words),
    }
    return do[asked.command]()


def _print_json(data: object) -> None:
    import json

    print(json.dumps(data, ensure_ascii=False, indent=1))


def _list(house: House, *, as_json: bool) -> int:
    rows = house.list_rows()
    if as_json:
        _print_json(rows)
        return EXIT_DONE
    width = max((len(row["id"]) for row in rows), default=0)
    for row in rows:
        if row["problem"]:
            print(f"{row['id']:{width}}  cannot be read: {row['problem']}")
        else:
            length = f"{row['total_ms'] / 60_000:.0f} min"
            print(f"{row['id']:{width}}  {length:>6}  {row['when']:8}  {row['name']}")
    return EXIT_DONE


def _movements(house: House, asked: argparse.Namespace) -> int:
    if asked.figure or asked.svg or asked.png:
        return _figure(house, asked)
    rows = house.movement_rows()
    if asked.json:
        _print_json(rows)
        return EXIT_DONE
    width = max(len(row["id"]) for row in rows)
    for row in rows:
        areas = ", ".join(row["areas"])
        print(f"{row['id']:{width}}  {areas:13}  {row['dose']:28}  {row['name']}")
    return EXIT_DONE


def _figure(house: House, asked: argparse.Namespace) -> int:
    file = asked.svg or asked.png
    if not asked.figure or file is None:
        raise UserError("A figure needs --figure ID, and --svg FILE or --png FILE.")
    house.write_figure(file, asked)
    return EXIT_DONE


def _check(house: House, files: Sequence[Path], *, as_json: bool) -> int:
    found = [(file, problem) for file in files for problem in house.problems(file)]
    if as_json:
        _print_json(
            [
                {
                    "file": str(file),
                    "line": problem.place.line,
                    "column": problem.place.column,
                    "severity": problem.severity.value,
                    "code": problem.code,
                    "message": problem.message,
                }
                for file, problem in found
            ]
        )
    else:
        for file, problem in found:
            print(problem.line(str(file)))
    return EXIT_USER if any(problem.severity == "error" for _, problem in found) else EXIT_DONE


def _desktop(what: str) -> int:
    from app.desktop.menu_entry import install, remove

    print("\n".join(install() if what == "install" else remove()))
    return EXIT_DONE


def _plan(house: House, wanted: str, *, as_json: bool) -> int:
    from app.timeline.plan import plan_table, plan_text

    timeline = house.announced_plan(wanted)
    print(plan_text(timeline) if as_json else plan_table(timeline))
    sys.stdout.flush()
    return EXIT_DONE
