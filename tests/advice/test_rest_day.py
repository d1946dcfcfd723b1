"""A rest day: 15 to 20 minutes, ankle : hip : thoracic as 5 : 8 : 5, in that order, warm first."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.advice.rules import advise, area_work_ms
from app.document.problems import Place, Problem, Severity
from app.movements.loader import Catalogue
from app.movements.model import Area
from app.routine.doses import Programme, decide
from tests.fakes import routine

MINUTE = 60_000
# Work of 5 : 8 : 5 to the millisecond, each area moved before anything is held.
EVEN = (
    "- movement: heel-drop\n  reps: 25\n  tempo: 1s\n"
    "- movement: standing-hip-circles\n  reps: 20\n  tempo: 1s\n"
    "- movement: thread-the-needle\n  reps: 25\n  tempo: 1s"
)

Findings = Callable[..., tuple[Problem, ...]]


def programme(steps: str, catalogue: Catalogue, when: str = "rest-day") -> Programme:
    return decide(routine(steps, catalogue, f"when: {when}"), catalogue)


def work(ankle: int, hip: int, thoracic: int) -> str:
    """Steps with so many seconds of work in each area; hip must be even."""
    seconds = {"wall-ankle-drill": ankle, "ninety-ninety": hip, "cat-cow": thoracic}
    one_side = {"wall-ankle-drill": "\n  sides: left"}
    return "\n".join(
        f"- movement: {name}{one_side.get(name, '')}\n  tempo: 1s\n  reps: {reps}"
        for name, reps in seconds.items()
        if reps
    )


@pytest.fixture
def findings(catalogue: Catalogue) -> Findings:
    """What the rule says of steps on a rest day of `total_ms`."""

    def found(steps: str, total_ms: int = 17 * MINUTE) -> tuple[Problem, ...]:
        return advise(programme(steps, catalogue), lambda: total_ms)

    return found


class TestLength:
    @pytest.mark.parametrize(
        ("total_ms", "warned"),
        [
            (15 * MINUTE - 1, True),
            (15 * MINUTE, False),
            (20 * MINUTE, False),
            (20 * MINUTE + 1, True),
        ],
    )
    def test_fifteen_to_twenty_minutes(
        self, total_ms: int, warned: bool, findings: Findings
    ) -> None:
        found = findings(EVEN, total_ms)
        assert [problem.code for problem in found] == ["rest-day-balance"] * warned
        assert all(problem.place == Place(1, 1) for problem in found)
        assert all(problem.severity is Severity.WARNING for problem in found)

    def test_only_on_a_rest_day(self, catalogue: Catalogue) -> None:
        for when in ("any", "post-run"):
            assert advise(programme("- movement: bridge", catalogue, when), lambda: 1) == ()


class TestShares:
    def test_the_design_is_5_to_8_to_5(self, catalogue: Catalogue) -> None:
        shares = area_work_ms(programme(EVEN, catalogue))
        assert [shares[area] for area in (Area.ANKLE, Area.HIP, Area.THORACIC)] == [
            50_000,
            80_000,
            50_000,
        ]

    def test_two_areas_get_half_each(self, catalogue: Catalogue) -> None:
        shares = area_work_ms(programme("- movement: worlds-greatest-stretch", catalogue))
        assert shares == {Area.ANKLE: 0, Area.HIP: 56_000, Area.THORACIC: 56_000}

    def test_a_composite_counts_with_all_its_parts(self, catalogue: Catalogue) -> None:
        shares = area_work_ms(programme("- movement: knee-to-wall-test", catalogue))
        assert shares[Area.ANKLE] == 200_000

    @pytest.mark.parametrize(
        ("seconds", "off"),
        [
            ((50, 80, 50), []),
            # Five points more or less, exactly: 180 s of work, of which five points are 9 s.
            ((59, 80, 41), []),
            ((59, 72, 49), []),
            ((60, 80, 40), ["ankle", "thoracic"]),
            ((50, 90, 40), ["hip", "thoracic"]),
            ((41, 88, 51), []),
            ((40, 88, 52), ["ankle"]),
            ((118, 142, 100), []),
            ((82, 178, 100), []),
            ((119, 140, 101), ["ankle", "hip"]),
            ((0, 100, 80), ["ankle", "hip", "thoracic"]),
        ],
    )
    def test_five_points_off_are_fine(
        self, seconds: tuple[int, int, int], off: list[str], findings: Findings
    ) -> None:
        found = [p for p in findings(work(*seconds)) if "unevenly" in p.message]
        named = [area for problem in found for area in Area if f"{area} " in problem.message]
        assert named == off
        assert all(problem.place == Place(1, 1) for problem in found)


class TestOrder:
    def late(self, steps: str, findings: Findings) -> list[int]:
        """The lines of the steps that come late."""
        return [p.place.line for p in findings(steps) if "comes late" in p.message]

    def test_from_the_foot_upward(self, findings: Findings) -> None:
        steps = "- movement: heel-drop\n- movement: ninety-ninety\n- movement: thread-the-needle"
        assert self.late(steps, findings) == []

    def test_not_back_again(self, findings: Findings) -> None:
        steps = "- movement: ninety-ninety\n- movement: heel-drop\n- movement: ninety-ninety"
        assert self.late(steps, findings) == [6]

    def test_cat_cow_may_open_but_not_stand_between(self, findings: Findings) -> None:
        assert self.late("- movement: cat-cow\n- movement: heel-drop", findings) == []
        steps = "- movement: heel-drop\n- movement: cat-cow\n- movement: ninety-ninety"
        assert self.late(steps, findings) == [7]

    def test_a_rest_before_the_opener_leaves_it_the_opener(self, findings: Findings) -> None:
        steps = "- rest: 5s\n- movement: cat-cow\n- movement: heel-drop"
        assert self.late(steps, findings) == []

    def test_a_movement_of_two_areas_may_stand_with_either(self, findings: Findings) -> None:
        steps = (
            "- movement: heel-drop\n- movement: low-squat\n- movement: heel-drop\n"
            "- movement: low-squat\n- movement: worlds-greatest-stretch\n"
            "- movement: ninety-ninety\n- movement: worlds-greatest-stretch"
        )
        assert self.late(steps, findings) == []

    def test_repeats_are_judged_by_their_steps(self, findings: Findings) -> None:
        """Rounds of ankle, hip and back are in order though each round begins at the foot again."""
        steps = (
            "- repeat: 3\n  steps:\n    - movement: heel-drop\n    - movement: ninety-ninety\n"
            "    - movement: thread-the-needle"
        )
        assert self.late(steps, findings) == []


class TestWarmFirst:
    def cold(self, steps: str, findings: Findings) -> list[int]:
        """The lines of the holds that nothing has warmed."""
        return [p.place.line for p in findings(steps) if "held still" in p.message]

    def test_a_hold_wants_a_movement_of_its_area_before_it(self, findings: Findings) -> None:
        assert self.cold("- movement: pigeon-pose", findings) == [5]
        assert self.cold("- movement: heel-drop\n- movement: pigeon-pose", findings) == [6]
        assert self.cold("- movement: ninety-ninety\n- movement: pigeon-pose", findings) == []

    def test_afterwards_is_too_late(self, findings: Findings) -> None:
        assert self.cold("- movement: pigeon-pose\n- movement: ninety-ninety", findings) == [5]

    def test_one_hold_does_not_warm_for_another(self, findings: Findings) -> None:
        steps = "- movement: pigeon-pose\n- movement: kneeling-hip-flexor"
        assert self.cold(steps, findings) == [5, 6]

    @pytest.mark.parametrize("held", ["reclined-hero", "low-lunge", "bridge"])
    def test_a_pose_that_is_breathed_through_warms_nothing(
        self, held: str, findings: Findings
    ) -> None:
        """It is no static hold by the rule, but it does not move through a range either."""
        steps = f"- movement: {held}\n- movement: pigeon-pose"
        assert self.cold(steps, findings) == [6]

    def test_rolling_warms_nothing(self, findings: Findings) -> None:
        steps = "- movement: calf-foam-roll\n- movement: half-kneeling-ankle-lunge\n  hold: 30s"
        assert self.cold(steps, findings) == [6]

    def test_the_lunge_warms_itself_by_its_reps(self, findings: Findings) -> None:
        lunge = "- movement: half-kneeling-ankle-lunge"
        assert self.cold(lunge, findings) == []
        assert self.cold(f"{lunge}\n  hold: 30s", findings) == [5]
        assert self.cold(f"{lunge}\n{lunge}\n  hold: 30s", findings) == []

    def test_rolling_and_measuring_are_not_held_still(self, findings: Findings) -> None:
        assert self.cold("- movement: foot-ball-roll", findings) == []
        assert self.cold("- movement: knee-to-wall-test", findings) == []
