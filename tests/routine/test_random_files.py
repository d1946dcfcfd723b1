"""Whatever a file holds, reading it gives a routine or problems inside the file, and nothing else.

Example number n is made from n alone, so that a failure names all that is needed to see it again:
`check(n)`. `LIMBER_FUZZ=1000000 python3 -m tests tests/routine/test_random_files.py` runs a
million of them on all processors.
"""

from __future__ import annotations

import faulthandler
import os
import re
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import chain
from multiprocessing import get_context
from pathlib import Path
from random import Random
from typing import Final

import pytest

from app import paths
from app.document.problems import Problem
from app.movements.loader import Catalogue
from app.routine.doses import decide
from app.routine.model import Routine
from app.routine.reader import BrokenRoutine, read_routine

ORDINARY: Final = 5_000
PARTS: Final = 10
FUZZ: Final = int(os.environ.get("LIMBER_FUZZ") or 0)
CHUNK: Final = 2_000

CATALOGUE: Final = Catalogue(paths.resources() / "movements")
SHIPPED: Final = [path.read_bytes() for path in sorted(paths.shipped_routines().glob("*.yaml"))]
BROKEN: Final = [
    path.read_bytes()
    for path in sorted((Path(__file__).parent.parent / "broken_routines").glob("*.yaml"))
]

LINE_BREAK: Final = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
KEYS: Final = (
    "limber name when description lead-in transition switch tempo hold-target voice steps movement "
    "rest repeat hold reps breaths sets sides note say <<"
).split()
TEXTS: Final = ("No", "on", "1:30", "\u00e9 \U0001f463")
PAUSES: Final = ("0", "0s", "5s", "10", "12 s", "0:20", "1 min", "2m")
GOOD: Final[dict[str, Sequence[str]]] = {
    "when": "any pre-run post-run rest-day".split(),
    "hold-target": "low middle high".split(),
    "voice": "full brief tones silent".split(),
    "sides": "both left right left-first".split(),
    "hold": ["1s", "30s", "60-90s", "1:00-1:30", "30\u201345 s", "1.5 min", "10m"],
    "rest": "1 5s 20s 1:30 1m30s 10m".split(),
    "reps": "1 2 10 10-12 200".split(),
    "breaths": "1 3 3-5 50".split(),
    "sets": "1 2 3 20".split(),
    "repeat": "1 2 3 50".split(),
    "tempo": "0.5s 2s 4 30s".split(),
    "movement": list(CATALOGUE.ids),
    **dict.fromkeys(("lead-in", "transition", "switch"), PAUSES),
    **dict.fromkeys(("name", "description", "note", "say"), TEXTS),
}
WORDS: Final = [
    *chain.from_iterable(GOOD.values()),
    *"90-60s 1:75 4h nan -5 1_0 0 201 601 2-3 null ~ 1.5".split(),
    *("60\u201490", "\u0663", "", "[]", "{}", '""', "''", "'it''s'", '"\\e"', "|", ">-", "a: b"),
    *("# x", "&a", "*a", "!!str", "[a, b]", "{a: b}", "x" * 90, "y" * 501, "\ufeff", "\x07"),
    *("\u2028", "@", "\t", "'", '"', "%"),
]
SCRAPS: Final = [
    *(word.encode() for word in (*KEYS, *WORDS)),
    *(b": ", b":", b"- ", b"\n", b"\r", b"\r\n", b"\n---\n", b"\n...\n", b"%YAML 1.1\n---\n"),
    *(b"  ", b"\t", b"[", b"]", b"{", b"}", b",", b"? ", b"| ", b'"', b"'", b"\\", b"#", b"&a "),
    *(b"*a", b"!x ", b"!!python/name:os ", b"<<: ", b"\x00", b"\xff", b"\xc3", b"\xe2\x80\xa8"),
    *(b"\xef\xbb\xbf", b"\xc2\x85", b"\xed\xa0\x80", b"[" * 25, b"- " * 25, b"\n  - ", b"\n    "),
]


# Ways to make a file.


def noise(chance: Random) -> bytes:
    """Any bytes at all."""
    return chance.randbytes(chance.randrange(200))


def scraps(chance: Random) -> bytes:
    """What YAML and the format are made of, in no order."""
    return b"".join(chance.choices(SCRAPS, k=chance.randrange(1, 40)))


def mutated(chance: Random) -> bytes:
    """A shipped or broken routine with a few changes."""
    data = bytearray(seed(chance))
    for _ in range(chance.randrange(1, 4)):
        at = chance.randrange(len(data) + 1)
        end = min(len(data), at + chance.choice((0, 1, 1, 2, 8, 40)))
        kind = chance.random()
        if kind < 0.5:
            data[at:end] = chance.choice(SCRAPS)
        elif kind < 0.6:
            data[at:end] = chance.randbytes(chance.randrange(4))
        elif kind < 0.8:
            del data[at:end]
        else:
            start = chance.randrange(len(data) + 1)
            data[at:at] = data[start : start + chance.randrange(80)]
    return bytes(data)


def swapped(chance: Random) -> bytes:
    """A routine with its lines in disorder, twice, or missing."""
    lines = seed(chance).split(b"\n")
    for _ in range(chance.randrange(1, 4)):
        at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
        lines[at : at + chance.randrange(2)] = [lines[other]] * chance.randrange(3)
        lines = lines or [b""]
    return chance.choice((b"\n", b"\n", b"\r\n", b"\r")).join(lines)


def grown(chance: Random) -> bytes:
    """A routine in good YAML, most of whose values are right."""
    keys = chance.sample(KEYS[2:9], chance.randrange(4))
    lines = ["limber: 1", "name: Test", *(pair(chance, key) for key in keys)]
    chance.shuffle(lines)
    lines += ["steps:", *steps(chance, "  ", 0)]
    return chance.choice(("\n", "\n", "\r\n", "\r")).join(lines).encode()


def steps(chance: Random, indent: str, depth: int) -> list[str]:
    """The lines of some steps, nested a little too deep at the most."""
    lines: list[str] = []
    for _ in range(chance.randrange(1, 4)):
        kind = chance.choice(("movement", "movement", "movement", "rest", "repeat"))
        lines.append(f"{indent}- {pair(chance, kind)}")
        if kind == "repeat" and depth < 4:
            lines += [f"{indent}  steps:", *steps(chance, f"{indent}    ", depth + 1)]
        keys = ("hold reps breaths sets tempo sides note transition switch say").split()
        more = chance.sample(keys, chance.choice((0, 0, 1, 2))) if kind == "movement" else ()
        lines += [f"{indent}  {pair(chance, key)}" for key in more]
    return lines


def pair(chance: Random, key: str) -> str:
    luck = chance.random()
    value = chance.choice(WORDS if luck < 0.03 else GOOD.get(key, WORDS))
    return f"{chance.choice(KEYS) if luck > 0.98 else key}: {value}"


def seed(chance: Random) -> bytes:
    return chance.choice(SHIPPED if chance.random() < 0.7 else BROKEN)


MAKERS: Final[tuple[Callable[[Random], bytes], ...]] = (
    *(mutated, mutated, mutated, grown, grown, grown),
    *(swapped, swapped, scraps, noise),
)


def made(number: int) -> bytes:
    chance = Random(number)
    return MAKERS[number % len(MAKERS)](chance)


# What must hold.


def outcome(data: bytes) -> Routine | tuple[Problem, ...]:
    """Any other exception than `BrokenRoutine` goes through."""
    try:
        return read_routine(data, "random", CATALOGUE)
    except BrokenRoutine as fault:
        return fault.problems


def check(number: int) -> bool:
    """Whether example `number` is a routine; an exception when anything is amiss."""
    data = made(number)
    found = outcome(data)
    assert outcome(data) == found, "reading twice gives the same"
    if isinstance(found, Routine):
        assert decide(found, CATALOGUE).items
        return True
    assert found, "a broken file has a problem"
    places = [problem.place for problem in found]
    assert places == sorted(places), "problems come by place"
    # The end of a file whose last line has no end counts as a line of its own.
    lines = [*LINE_BREAK.split(data.decode("utf-8-sig", errors="replace")), ""]
    for problem in found:
        line, column = problem.place
        assert 1 <= line <= len(lines), f"{problem.place} is outside the file"
        assert 1 <= column <= len(lines[line - 1]) + 1, f"{problem.place} is outside its line"
        assert problem.message.isprintable(), repr(problem.message)
        assert problem.message.endswith((".", "?")), problem.message
        assert len(problem.message) < 400, problem.message
    return False


def failures(start: int, stop: int) -> list[str]:
    """What is amiss in the examples from `start` to before `stop`, each with its number."""
    found = []
    for number in range(start, stop):
        try:
            check(number)
        except Exception as fault:  # noqa: BLE001 - every kind is a failure to be told
            found.append(f"check({number}): {type(fault).__name__}: {fault}")
    return found


@pytest.mark.parametrize("part", range(PARTS))
def test_random_files_are_routines_or_problems_inside_the_file(part: int) -> None:
    share = ORDINARY // PARTS
    assert failures(part * share, (part + 1) * share) == []


def test_random_files_are_of_every_kind() -> None:
    """Else the tests above would prove little."""
    right = [number for number in range(1_000) if isinstance(outcome(made(number)), Routine)]
    assert 100 < len(right) < 900
    broken = chain.from_iterable(
        found for found in map(outcome, map(made, range(2_000))) if not isinstance(found, Routine)
    )
    assert len({problem.code for problem in broken}) >= 20


@pytest.mark.fuzz
@pytest.mark.skipif(not FUZZ, reason="set LIMBER_FUZZ to the number of files to try")
def test_a_great_many_random_files() -> None:
    faulthandler.cancel_dump_traceback_later()  # It does not hang, it has much to do.
    starts = range(ORDINARY, ORDINARY + FUZZ, CHUNK)
    stops = (min(start + CHUNK, ORDINARY + FUZZ) for start in starts)
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        found = list(chain.from_iterable(pool.map(failures, starts, stops)))
    assert found[:20] == []
