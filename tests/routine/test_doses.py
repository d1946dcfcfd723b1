"""What a step asks of the body, by example."""

from __future__ import annotations

import pytest

from app.movements.loader import Catalogue
from app.movements.model import Direction, DoseKind, Side
from app.routine.doses import Bout, Exercise, Pause, PauseKind, Rest, decide
from app.routine.model import HoldTarget, Usual
from app.routine.reader import BrokenRoutine
from app.units import Range
from tests.fakes import routine

RIGHT, LEFT = Side.RIGHT, Side.LEFT


def exercises(steps: str, catalogue: Catalogue, head: str = "") -> tuple[Exercise, ...]:
    return decide(routine(steps, catalogue, head), catalogue).exercises


def one(steps: str, catalogue: Catalogue, head: str = "") -> Exercise:
    (exercise,) = exercises(steps, catalogue, head)
    return exercise


def lengths(exercise: Exercise) -> list[int]:
    return [item.length_ms for item in exercise.bouts]


def sides(exercise: Exercise) -> list[Side | None]:
    return [bout.side for bout in exercise.work]


class TestOneOwnerForEachValue:
    """Step over routine over movement over default."""

    def test_a_switch(self, catalogue: Catalogue) -> None:
        def switch(steps: str, head: str = "") -> int:
            bouts = one(steps, catalogue, head).bouts
            return next(item.length_ms for item in bouts if isinstance(item, Pause))

        assert switch("- movement: low-lunge") == 8_000
        assert switch("- movement: pigeon-pose") == 12_000
        assert switch("- movement: pigeon-pose", "switch: 5s") == 5_000
        assert switch("- movement: pigeon-pose\n  switch: 20s", "switch: 5s") == 20_000
        assert switch("- movement: pigeon-pose\n  switch: 0s", "switch: 5s") == 0

    def test_a_transition(self, catalogue: Catalogue) -> None:
        def transition(steps: str, head: str = "") -> tuple[int, bool]:
            exercise = one(steps, catalogue, head)
            return exercise.transition_ms, exercise.transition_given

        assert transition("- movement: heel-drop") == (10_000, False)
        assert transition("- movement: cat-cow") == (12_000, False)
        assert transition("- movement: cat-cow", "transition: 5s") == (5_000, True)
        step = "- movement: cat-cow\n  transition: 0s"
        assert transition(step, "transition: 5s") == (0, True)

    def test_a_tempo(self, catalogue: Catalogue) -> None:
        def tempo(steps: str, head: str = "") -> int | None:
            return one(steps, catalogue, head).work[0].tempo_ms

        lunge = "- movement: half-kneeling-ankle-lunge\n  reps: 12"
        assert tempo("- movement: heel-drop") == 7_000
        assert tempo(lunge) == 3_000
        assert tempo(lunge, "when: pre-run") == 2_000
        assert tempo(lunge, "when: pre-run\ntempo: 5s") == 5_000
        assert tempo(lunge + "\n  tempo: 6s", "when: pre-run\ntempo: 5s") == 6_000

    def test_the_lead_in(self, catalogue: Catalogue) -> None:
        for head, lead_in in (("", 10_000), ("lead-in: 3s", 3_000), ("lead-in: 0s", 0)):
            programme = decide(routine("- movement: cat-cow", catalogue, head), catalogue)
            assert programme.lead_in_ms == lead_in

    def test_what_the_runner_wants_usually_comes_after_the_routine(
        self, catalogue: Catalogue
    ) -> None:
        usual = Usual(HoldTarget.LOW, ready_ms=15_000, switch_ms=12_000)

        def pigeon(step: str = "", head: str = "", wanted: Usual = usual) -> tuple[int, int, int]:
            text = f"- movement: open-book\n- movement: pigeon-pose{step}"
            found = decide(routine(text, catalogue, head), catalogue, usual=wanted).exercises[1]
            work, pause = found.bouts[:2]
            return found.transition_ms, work.length_ms, pause.length_ms

        assert pigeon(wanted=Usual()) == (12_000, 90_000, 12_000)
        assert pigeon() == (15_000, 60_000, 12_000)
        head = "transition: 5s\nswitch: 6s\nhold-target: middle"
        assert pigeon(head=head) == (5_000, 75_000, 6_000)
        assert pigeon("\n  transition: 7s\n  switch: 9s") == (7_000, 60_000, 9_000)
        longer = usual._replace(switch_ms=16_000)
        assert pigeon(wanted=longer)[2] == 16_000
        assert pigeon(wanted=Usual(ready_ms=5_000))[0] == 12_000, "never less than it needs"

    def test_the_lead_in_is_at_least_as_long_as_usual(self, catalogue: Catalogue) -> None:
        for head, lead_in in (("", 20_000), ("lead-in: 3s", 3_000)):
            written = routine("- movement: cat-cow", catalogue, head)
            programme = decide(written, catalogue, usual=Usual(ready_ms=20_000))
            assert programme.lead_in_ms == lead_in

    def test_sets(self, catalogue: Catalogue) -> None:
        def sets(step: str, head: str = "") -> int:
            return one(step, catalogue, head).work[0].sets

        assert sets("- movement: kneeling-hip-flexor") == 3
        assert sets("- movement: kneeling-hip-flexor\n  sets: 1") == 1
        assert sets("- movement: kneeling-hip-flexor\n  hold: 30s") == 1
        assert sets("- movement: bridge") == 3
        assert sets("- movement: bridge", "hold-target: middle") == 3
        assert sets("- movement: bridge", "hold-target: low") == 2
        assert sets("- movement: bridge\n  breaths: 3") == 1


class TestHoldTarget:
    """Which end of a range is run."""

    @pytest.mark.parametrize(
        ("target", "ms"), [("low", 30_000), ("middle", 37_500), ("high", 45_000)]
    )
    def test_of_a_hold(self, target: str, ms: int, catalogue: Catalogue) -> None:
        step = "- movement: kneeling-hip-flexor\n  hold: 30-45s"
        bout = one(step, catalogue, f"hold-target: {target}").work[0]
        assert (bout.length_ms, bout.low_ms, bout.amount) == (ms, 30_000, Range(30_000, 45_000))

    @pytest.mark.parametrize(("target", "count"), [("low", 5), ("middle", 7), ("high", 8)])
    def test_of_reps_is_rounded_up(self, target: str, count: int, catalogue: Catalogue) -> None:
        step = "- movement: worlds-greatest-stretch"
        bout = one(step, catalogue, f"hold-target: {target}").work[0]
        assert (bout.rep_count, bout.length_ms, bout.low_ms) == (count, count * 7_000, 35_000)

    @pytest.mark.parametrize(("target", "count"), [("low", 2), ("middle", 4), ("high", 5)])
    def test_of_breaths(self, target: str, count: int, catalogue: Catalogue) -> None:
        step = "- movement: downward-dog\n  breaths: 2-5"
        bout = one(step, catalogue, f"hold-target: {target}").work[0]
        assert (bout.rep_count, bout.length_ms, bout.tempo_ms) == (count, count * 8_000, 8_000)

    @pytest.mark.parametrize(("target", "count"), [("low", 10), ("middle", 12), ("high", 12)])
    def test_of_90_90_stays_even(self, target: str, count: int, catalogue: Catalogue) -> None:
        bout = one("- movement: ninety-ninety", catalogue, f"hold-target: {target}").work[0]
        assert (bout.rep_count, bout.length_ms) == (count, count * 4_000)

    def test_an_odd_number_of_90_90_is_refused(self, catalogue: Catalogue) -> None:
        with pytest.raises(BrokenRoutine, match="even number"):
            routine("- movement: ninety-ninety\n  reps: 11", catalogue)


class TestSidesAndSets:
    """The other side is the rest; one side alone rests for itself."""

    def test_sets_alternate_sides(self, catalogue: Catalogue) -> None:
        exercise = one("- movement: kneeling-hip-flexor", catalogue)
        assert lengths(exercise) == [45_000, 8_000] * 5 + [45_000]
        assert sides(exercise) == [RIGHT, LEFT] * 3
        assert [bout.set for bout in exercise.work] == [1, 1, 2, 2, 3, 3]
        assert {item.kind for item in exercise.bouts if isinstance(item, Pause)} == {PauseKind.SIDE}

    @pytest.mark.parametrize(
        ("written", "order"),
        [
            ("both", [RIGHT, LEFT]),
            ("left-first", [LEFT, RIGHT]),
            ("left", [LEFT]),
            ("right", [RIGHT]),
        ],
    )
    def test_which_side_comes_first(
        self, written: str, order: list[Side], catalogue: Catalogue
    ) -> None:
        step = f"- movement: pigeon-pose\n  sides: {written}"
        assert sides(one(step, catalogue)) == order

    def test_sets_of_one_side_rest_six_seconds(self, catalogue: Catalogue) -> None:
        exercise = one("- movement: pigeon-pose\n  sides: left\n  sets: 2", catalogue)
        rest = exercise.bouts[1]
        assert isinstance(rest, Pause)
        assert rest == Pause(PauseKind.SET, 6_000)

    def test_sets_without_sides_rest_six_seconds(self, catalogue: Catalogue) -> None:
        assert lengths(one("- movement: bridge", catalogue)) == [24_000, 6_000] * 2 + [24_000]

    def test_a_change_of_direction_takes_three_seconds_on_the_same_side(
        self, catalogue: Catalogue
    ) -> None:
        exercise = one("- movement: ankle-circles", catalogue)
        assert lengths(exercise) == [20_000, 3_000, 20_000, 8_000, 20_000, 3_000, 20_000]
        assert sides(exercise) == [RIGHT, RIGHT, LEFT, LEFT]
        assert [bout.direction for bout in exercise.work] == [
            Direction.OPENING,
            Direction.CLOSING,
        ] * 2


class TestHalfKneelingAnkleLunge:
    """B4: reps and then a hold, and neither in the wrong place."""

    STEP = "- movement: half-kneeling-ankle-lunge"

    def test_reps_and_then_the_hold_on_each_side(self, catalogue: Catalogue) -> None:
        exercise = one(self.STEP, catalogue)
        assert lengths(exercise) == [45_000, 30_000, 8_000, 45_000, 30_000]
        assert [bout.kind for bout in exercise.work] == [DoseKind.REPS, DoseKind.HOLD] * 2
        assert sides(exercise) == [RIGHT, RIGHT, LEFT, LEFT]

    def test_before_a_run_the_hold_drops_and_the_pace_rises(self, catalogue: Catalogue) -> None:
        exercise = one(self.STEP, catalogue, "when: pre-run")
        assert lengths(exercise) == [30_000, 8_000, 30_000]

    def test_either_alone(self, catalogue: Catalogue) -> None:
        reps = one(f"{self.STEP}\n  reps: 12", catalogue)
        hold = one(f"{self.STEP}\n  hold: 20s", catalogue)
        assert lengths(reps) == [36_000, 8_000, 36_000]
        assert lengths(hold) == [20_000, 8_000, 20_000]


class TestKneeToWallTest:
    """B11: measure, roll the sole, roll the calf for 30 s, measure again."""

    def test_its_parts(self, catalogue: Catalogue) -> None:
        parts = exercises("- movement: knee-to-wall-test", catalogue)
        assert [part.movement.id for part in parts] == [
            "knee-to-wall-test",
            "foot-ball-roll",
            "calf-foam-roll",
            "knee-to-wall-test",
        ]
        assert [lengths(part) for part in parts] == [
            [20_000, 8_000, 20_000],
            [30_000, 8_000, 30_000],
            [30_000, 8_000, 30_000],
            [20_000, 8_000, 20_000],
        ]
        assert [part.transition_ms for part in parts] == [12_000, 10_000, 12_000, 12_000]
        assert parts[3].action == "{side} foot again"

    def test_a_note_is_said_once_and_everything_else_holds_for_all(
        self, catalogue: Catalogue
    ) -> None:
        step = "- movement: knee-to-wall-test\n  sides: left\n  transition: 20s\n  note: Barefoot."
        parts = exercises(step, catalogue)
        assert [part.note for part in parts] == ["Barefoot.", "", "", ""]
        assert {part.transition_ms for part in parts} == {20_000}
        assert {side for part in parts for side in sides(part)} == {LEFT}


class TestTheWhole:
    """Repeats, rests, and what is left out."""

    def test_repeats_are_unrolled_and_keep_their_places(self, catalogue: Catalogue) -> None:
        steps = (
            "- repeat: 2\n  steps:\n    - movement: cat-cow\n"
            "    - repeat: 2\n      steps:\n        - rest: 5s\n          say: Sip."
        )
        programme = decide(routine(steps, catalogue), catalogue)
        names = [
            item.say if isinstance(item, Rest) else item.movement.id for item in programme.items
        ]
        assert names == ["cat-cow", "Sip.", "Sip."] * 2
        assert [place.line for place in programme.places] == [7, 10, 10] * 2

    def test_what_hurts_is_left_out_with_its_place(self, catalogue: Catalogue) -> None:
        steps = "- movement: cat-cow\n- movement: pigeon-pose\n- rest: 5s\n- movement: cat-cow"
        left_out = frozenset({"cat-cow"})
        programme = decide(routine(steps, catalogue), catalogue, left_out)
        assert [exercise.movement.id for exercise in programme.exercises] == ["pigeon-pose"]
        assert [place.line for place in programme.places] == [6, 7]

    def test_a_hold_has_no_tempo_and_no_count(self, catalogue: Catalogue) -> None:
        bout = one("- movement: pigeon-pose\n  hold: 60s", catalogue).work[0]
        assert bout == Bout(
            DoseKind.HOLD, 60_000, 60_000, Range(60_000, 60_000), side=RIGHT, set=1, sets=1
        )
