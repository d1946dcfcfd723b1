"""The rules of the programme, each from both sides of its border."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.advice.rules import RULES, advise
from app.document.problems import Place, Problem, Severity
from app.movements.loader import Catalogue
from app.routine.doses import decide
from tests.fakes import routine

Advise = Callable[..., tuple[Problem, ...]]
# `fakes.routine` writes four lines above the first step.
FIRST = Place(5, 3)
PRE_RUN_MS = 6 * 60_000


@pytest.fixture
def advice(catalogue: Catalogue) -> Advise:
    """The findings of steps in a kind of routine that would take `total_ms`."""

    def found(
        steps: str, when: str = "pre-run", total_ms: int = PRE_RUN_MS, more: str = ""
    ) -> tuple[Problem, ...]:
        programme = decide(routine(steps, catalogue, f"when: {when}{more}"), catalogue)
        return advise(programme, lambda: total_ms)

    return found


def codes(problems: tuple[Problem, ...]) -> list[str]:
    return [problem.code for problem in problems]


class TestStaticBeforeRun:
    """A continuous hold of 30 s or more has no place before a run."""

    @pytest.mark.parametrize(
        ("hold", "barred"),
        [
            ("29.999s", False),
            ("30s", True),
            ("10-29s", False),
            ("10-30s", True),
            ("1-29.999s", False),
            ("10 min", True),
        ],
    )
    def test_from_thirty_seconds_on(self, hold: str, barred: bool, advice: Advise) -> None:
        found = advice(f"- movement: thread-the-needle\n  hold: {hold}")
        assert codes(found) == ["static-before-run"] * barred

    def test_a_range_counts_by_its_high_end_whatever_is_run(self, advice: Advise) -> None:
        step = "- movement: thread-the-needle\n  hold: 10-30s"
        assert codes(advice(step, more="\nhold-target: low")) == ["static-before-run"]

    def test_it_is_an_error_at_the_step_and_names_the_rule_for_what_it_is(
        self, advice: Advise
    ) -> None:
        (problem,) = advice("- movement: thread-the-needle\n  hold: 30s")
        assert (problem.place, problem.severity) == (FIRST, Severity.ERROR)
        assert "cautious rule" in problem.message
        assert "Thread the needle" in problem.message

    @pytest.mark.parametrize(
        "step",
        [
            "open-book",
            "open-book\n  reps: 1",
            "kneeling-hip-flexor",
            "kneeling-hip-flexor\n  hold: 1s",
            "kneeling-hip-flexor\n  hold: 29s",
        ],
    )
    def test_two_movements_are_barred_at_any_length(self, step: str, advice: Advise) -> None:
        assert codes(advice(f"- movement: {step}")) == ["static-before-run"]

    @pytest.mark.parametrize(
        "step",
        [
            "foot-ball-roll",
            "calf-foam-roll",
            "calf-foam-roll\n  hold: 10 min",
            "downward-dog",
            "downward-dog\n  breaths: 50",
            "reclined-hero",
            "bridge\n  hold: 24s",
            "half-kneeling-ankle-lunge",
            "knee-to-wall-test",
            "thread-the-needle",
            "worlds-greatest-stretch",
        ],
    )
    def test_rolling_breathing_and_moving_are_no_holds(self, step: str, advice: Advise) -> None:
        assert advice(f"- movement: {step}") == ()

    @pytest.mark.parametrize("step", ["half-kneeling-ankle-lunge", "downward-dog", "bridge"])
    def test_the_held_form_of_a_movement_is_one(self, step: str, advice: Advise) -> None:
        assert codes(advice(f"- movement: {step}\n  hold: 30s")) == ["static-before-run"]

    @pytest.mark.parametrize("when", ["post-run", "any"])
    def test_only_before_a_run(self, when: str, advice: Advise) -> None:
        assert advice("- movement: kneeling-hip-flexor\n- movement: open-book", when=when) == ()

    def test_each_step_once_however_often_it_is_repeated(self, advice: Advise) -> None:
        steps = (
            "- repeat: 3\n  steps:\n    - movement: open-book\n- movement: cat-cow\n"
            "- movement: open-book"
        )
        found = advice(steps)
        assert [problem.place for problem in found] == [Place(7, 7), Place(9, 3)]


class TestPigeon:
    def test_never_before_a_run(self, advice: Advise) -> None:
        found = advice("- movement: pigeon-pose\n  hold: 60s")
        assert sorted(codes(found)) == ["pigeon-before-run", "static-before-run"]
        assert {problem.severity for problem in found} == {Severity.ERROR}
        short = advice("- movement: pigeon-pose\n  hold: 10s")
        assert sorted(codes(short)) == ["pigeon-before-run", "pigeon-hold"]

    @pytest.mark.parametrize(
        ("hold", "warned"),
        [
            ("60s", False),
            ("90s", False),
            ("60-90s", False),
            ("59.999s", True),
            ("90.001s", True),
            ("59-90s", True),
            ("60-91s", True),
            ("30-40s", True),
            ("2-3 min", True),
        ],
    )
    @pytest.mark.parametrize("when", ["post-run", "any"])
    def test_sixty_to_ninety_seconds(
        self, hold: str, warned: bool, when: str, advice: Advise
    ) -> None:
        found = advice(f"- movement: pigeon-pose\n  hold: {hold}", when=when)
        assert codes(found) == ["pigeon-hold"] * warned
        assert all(problem.severity is Severity.WARNING for problem in found)
        assert all(problem.place == FIRST for problem in found)

    def test_another_movement_may_be_held_as_one_likes(self, advice: Advise) -> None:
        assert advice("- movement: kneeling-hip-flexor\n  hold: 10s", when="any") == ()


class TestPreRunLength:
    @pytest.mark.parametrize(
        ("total_ms", "warned"),
        [(299_999, True), (300_000, False), (480_000, False), (480_001, True)],
    )
    def test_five_to_eight_minutes(self, total_ms: int, warned: bool, advice: Advise) -> None:
        found = advice("- movement: cat-cow", total_ms=total_ms)
        assert codes(found) == ["pre-run-length"] * warned
        assert all(p.place == Place(1, 1) for p in found)
        assert all(p.severity is Severity.WARNING for p in found)

    def test_the_length_is_told(self, advice: Advise) -> None:
        (problem,) = advice("- movement: cat-cow", total_ms=493_000)
        assert "8:13" in problem.message

    @pytest.mark.parametrize("when", ["post-run", "any"])
    def test_only_before_a_run(self, when: str, advice: Advise) -> None:
        assert advice("- movement: cat-cow", when=when, total_ms=1_000) == ()


class TestTheWhole:
    def test_for_any_no_rule_about_running_or_rest_days_applies(
        self, advice: Advise, catalogue: Catalogue
    ) -> None:
        everything = "\n".join(f"- movement: {movement.id}" for movement in catalogue)
        assert advice(everything, when="any", total_ms=1) == ()

    def test_findings_stand_in_the_order_of_the_file(self, advice: Advise) -> None:
        steps = "- movement: open-book\n- movement: pigeon-pose\n- movement: kneeling-hip-flexor"
        found = advice(steps, total_ms=1)
        places = [(problem.place.line, problem.place.column) for problem in found]
        assert places == sorted(places)
        assert codes(found)[0] == "pre-run-length"
        assert len(found) == 5

    def test_the_length_is_asked_for_only_where_a_rule_needs_it(self, catalogue: Catalogue) -> None:
        """It costs a compilation, which `limber check` of most files is spared."""

        def compiled() -> int:
            raise AssertionError("no rule about length applies")

        for when in ("any", "post-run"):
            programme = decide(
                routine("- movement: cat-cow", catalogue, f"when: {when}"), catalogue
            )
            assert advise(programme, compiled) == ()

    def test_the_length_is_asked_for_once(self, catalogue: Catalogue) -> None:
        for when in ("pre-run", "rest-day"):
            asked: list[int] = []
            programme = decide(
                routine("- movement: cat-cow", catalogue, f"when: {when}"), catalogue
            )

            def length(calls: list[int] = asked) -> int:
                calls.append(1)
                return 1

            assert advise(programme, length)
            assert len(asked) == 1

    def test_the_rules_by_name(self) -> None:
        assert [rule.__name__ for rule in RULES] == [
            "static_before_run",
            "pigeon_before_run",
            "pigeon_hold",
            "pre_run_length",
            "rest_day_balance",
        ]
