"""The plans of the shipped routines, byte for byte.

A change to the words, the pace, a rule or a routine changes them, and that is what they are for:
look at the difference before you keep it. To write them anew:

    LIMBER_RENEW=1 python -m pytest tests/timeline/test_golden_plans.py && git diff tests/golden

The test fails while it renews, so that nothing is renewed unseen.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

import pytest

from app import paths
from app.movements.loader import Catalogue
from app.routine.doses import decide
from app.routine.reader import load_routine
from app.timeline.compiler import Compiler
from app.timeline.plan import plan_text

GOLDEN: Final = Path(__file__).resolve().parents[1] / "golden" / "plans"
ROUTINES: Final = {path.stem: path for path in sorted(paths.shipped_routines().glob("*.yaml"))}


@pytest.mark.parametrize("name", ROUTINES)
def test_the_plan_is_the_golden_one(name: str, catalogue: Catalogue, compiler: Compiler) -> None:
    routine = load_routine(ROUTINES[name], catalogue)
    text = plan_text(compiler.compile(decide(routine, catalogue))) + "\n"
    golden = GOLDEN / f"{name}.json"
    if os.environ.get("LIMBER_RENEW"):
        golden.write_bytes(text.encode())
        pytest.fail(f"{golden.name} was written anew; look at what git says of it.")
    assert golden.read_bytes() == text.encode(), "see the head of this file"


def test_there_is_one_for_each_shipped_routine() -> None:
    assert {path.stem for path in GOLDEN.iterdir()} == set(ROUTINES)
