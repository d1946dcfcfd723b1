"""The cue table of the design, by example: what is heard at which moment of which phase.

The voice of these tests takes 70 ms a letter, so that they do not depend on the pace of a real one.
"""

from __future__ import annotations

import pytest

from app.movements.loader import Catalogue
from app.timeline.compiler import Compiler
from app.timeline.model import CueKind, Phase, Segment, Timeline
from app.wording.phrases import PhraseBook
from tests.fakes import timeline

Heard = list[tuple[int, str, str]]


def heard(segment: Segment) -> Heard:
    """Milliseconds from the segment's start, kind, and the text or else the sound in brackets."""
    return [
        (cue.at_ms - segment.start_ms, cue.kind.value, cue.text or f"({cue.sound})")
        for cue in segment.cues
    ]


def beeps(length_ms: int) -> Heard:
    return [(length_ms - left * 1000, "countdown", "(beep)") for left in (3, 2, 1)]


def phases(compiled: Timeline, item: int = 0) -> list[tuple[str, int, str | None]]:
    return [
        (s.phase.value, s.end_ms - s.start_ms, s.side.value if s.side else None)
        for s in compiled.segments
        if s.item == item
    ]


@pytest.fixture(scope="module")
def compiler(book: PhraseBook) -> Compiler:
    return Compiler(book, lambda text: 70 * len(text))


class TestPigeon:
    """A hold of 60 to 90 seconds on each side, as the second movement of a routine."""

    @pytest.fixture
    def segments(self, catalogue: Catalogue, compiler: Compiler) -> list[Segment]:
        steps = "- movement: low-squat\n- movement: pigeon-pose"
        return [s for s in timeline(steps, catalogue, compiler).segments if s.item == 1]

    def test_its_phases(self, segments: list[Segment]) -> None:
        lengths = [(s.phase.value, s.end_ms - s.start_ms) for s in segments]
        assert lengths == [
            ("prepare", 12_000),
            ("hold", 90_000),
            ("switch", 12_000),
            ("hold", 90_000),
        ]

    def test_getting_ready(self, segments: list[Segment]) -> None:
        text = (
            "Pigeon pose. Right knee forward. Sixty to ninety seconds. "
            "Set knee behind the right wrist."
        )
        assert heard(segments[0]) == [(0, "announce", text), *beeps(12_000)]
        assert segments[0].cues[0].sound == "switch"
        assert segments[0].cues[0].caption == (
            "Pigeon pose. Right knee forward. Hold 60–90 s. Set knee behind the right wrist."
        )
        assert segments[0].cues[0].brief == "Pigeon pose. Right knee forward."

    def test_the_first_side(self, segments: list[Segment]) -> None:
        assert heard(segments[1]) == [
            (0, "work", "(start)"),
            (10_000, "technique", "Slide the foot towards the other hip."),
            (45_000, "halfway", "Halfway."),
            (60_000, "low-end", "Sixty seconds. Stay, or come out."),
            *beeps(90_000),
        ]
        low_end = segments[1].cues[3]
        assert (low_end.sound, low_end.caption) == ("low-end", "60 s. Stay, or come out.")

    def test_the_switch(self, segments: list[Segment]) -> None:
        assert heard(segments[2]) == [(0, "switch", "Switch. Left knee forward."), *beeps(12_000)]
        assert segments[2].cues[0].sound == "switch"
        assert segments[2].side == "left"

    def test_the_other_side_hears_another_technique(self, segments: list[Segment]) -> None:
        assert heard(segments[3]) == [
            (0, "work", "(start)"),
            (10_000, "technique", "Keep the back leg straight behind you."),
            (45_000, "halfway", "Halfway."),
            (60_000, "low-end", "Sixty seconds. Stay, or come out."),
            *beeps(90_000),
        ]


class TestTheStartAndTheEnd:
    def test_the_welcome_comes_first_and_getting_ready_waits_for_it(
        self, catalogue: Catalogue, compiler: Compiler
    ) -> None:
        compiled = timeline("- movement: low-squat", catalogue, compiler)
        welcome, announce = compiled.cues[:2]
        assert (welcome.at_ms, welcome.kind) == (0, CueKind.WELCOME)
        assert welcome.text == (
            "Test. About fifty-five seconds. Stretch to tension, never pain. "
            "Stop if anything is sharp, pinching, in a joint, numb or tingling."
        )
        assert welcome.brief == "Stretch to tension, never pain."
        assert (announce.kind, announce.sound) == (CueKind.ANNOUNCE, None)
        assert announce.at_ms >= welcome.at_ms + welcome.length_ms

    def test_what_is_needed_is_said(self, catalogue: Catalogue, compiler: Compiler) -> None:
        compiled = timeline("- movement: heel-drop\n- movement: bridge", catalogue, compiler)
        assert "You need a mat and a low box." in compiled.cues[0].text

    def test_the_end_names_the_total(self, catalogue: Catalogue, compiler: Compiler) -> None:
        compiled = timeline("- movement: cat-cow\n- movement: pigeon-pose", catalogue, compiler)
        done = compiled.cues[-1]
        assert (done.at_ms, done.sound, done.brief) == (compiled.total_ms, "end", "Done.")
        assert (done.text, done.caption) == ("Done. Five minutes.", "Done. 5 min.")

    def test_a_routine_of_rests_alone_has_an_end(
        self, catalogue: Catalogue, compiler: Compiler
    ) -> None:
        compiled = timeline("- rest: 20s\n  say: Sip.", catalogue, compiler)
        assert heard(compiled.segments[0]) == [(0, "rest", "Rest. Sip."), *beeps(20_000)]
        assert compiled.cues[-1].kind is CueKind.DONE

    def test_nothing_at_all_has_an_end(self, catalogue: Catalogue, compiler: Compiler) -> None:
        """Every movement may be left out."""
        nothing = timeline("- rest: 1s", catalogue, compiler).replaced(())
        assert nothing.total_ms == 0
        assert [cue.kind for cue in nothing.cues] == [CueKind.DONE]


class TestTransitions:
    def test_the_lead_in_replaces_the_first_transition(
        self, catalogue: Catalogue, compiler: Compiler
    ) -> None:
        steps = "- movement: cat-cow\n  transition: 1m30s\n- movement: cat-cow"
        compiled = timeline(steps, catalogue, compiler, "lead-in: 1 min")
        assert phases(compiled)[0] == ("prepare", 60_000, None)
        assert phases(compiled, item=1)[0] == ("prepare", 12_000, None)

    def test_a_rest_does_not_swallow_the_transition_behind_it(
        self, catalogue: Catalogue, compiler: Compiler
    ) -> None:
        steps = "- movement: cat-cow\n- rest: 20s\n- movement: cat-cow\n  transition: 15s"
        compiled = timeline(steps, catalogue, compiler)
        assert phases(compiled, 1) == [("rest", 20_000, None)]
        assert phases(compiled, 2)[0] == ("prepare", 15_000, None)

    def test_a_rest_in_front_leaves_the_lead_in_to_the_first_movement(
        self, catalogue: Catalogue, compiler: Compiler
    ) -> None:
        compiled = timeline("- rest: 20s\n- movement: cat-cow", catalogue, compiler, "lead-in: 60s")
        assert phases(compiled, 1)[0] == ("prepare", 60_000, None)
        assert compiled.segments[1].cues[0].kind is CueKind.WELCOME

    def test_a_default_is_lengthened_for_all_its_words(
        self, catalogue: Catalogue, compiler: Compiler
    ) -> None:
        note = "  note: " + "Slowly and " * 10 + "kindly."
        compiled = timeline(f"- rest: 5s\n- movement: cat-cow\n{note}", catalogue, compiler)
        prepare = compiled.segments[1]
        announce = prepare.cues[1]
        assert announce.caption.endswith("Slowly and kindly.")
        assert "Let the breath set the pace." in announce.caption
        left = prepare.end_ms - (announce.at_ms + announce.length_ms)
        assert 4_000 <= left < 5_000

    @pytest.mark.parametrize(
        ("asked_s", "said"),
        [
            (9, "Pigeon pose. Right knee forward. Sixty to ninety seconds."),
            (7, "Pigeon pose. Right knee forward."),
        ],
    )
    def test_one_that_was_asked_for_says_less_instead(
        self, asked_s: int, said: str, catalogue: Catalogue, compiler: Compiler
    ) -> None:
        steps = f"- movement: cat-cow\n- movement: pigeon-pose\n  transition: {asked_s}s"
        compiled = timeline(steps, catalogue, compiler)
        assert phases(compiled, 1)[0] == ("prepare", asked_s * 1000, "right")
        (prepare,) = (s for s in compiled.segments if s.item == 1 and s.phase is Phase.PREPARE)
        assert heard(prepare)[0] == (0, "announce", said)

    def test_one_that_is_too_short_for_the_name_grows_to_it(
        self, catalogue: Catalogue, compiler: Compiler
    ) -> None:
        steps = "- movement: cat-cow\n- movement: pigeon-pose\n  transition: 1s"
        assert phases(timeline(steps, catalogue, compiler), 1)[0] == ("prepare", 7_000, "right")

    def test_none_at_all_moves_the_words_into_the_work(
        self, catalogue: Catalogue, compiler: Compiler
    ) -> None:
        step = "- movement: pigeon-pose\n  transition: 0s\n  switch: 0s\n  note: Slowly."
        compiled = timeline(f"- movement: cat-cow\n{step}", catalogue, compiler)
        assert phases(compiled, 1) == [("hold", 90_000, "right"), ("hold", 90_000, "left")]
        right, left = (s for s in compiled.segments if s.item == 1)
        assert heard(right)[:2] == [
            (0, "work", "(start)"),
            (480, "announce", "Pigeon pose. Right knee forward. Slowly."),
        ]
        assert heard(left)[:2] == [
            (0, "work", "(start)"),
            (480, "announce", "Left knee forward."),
        ]


class TestSwitches:
    def test_directions_change_in_three_seconds_on_the_same_side(
        self, catalogue: Catalogue, compiler: Compiler
    ) -> None:
        compiled = timeline("- movement: ankle-circles", catalogue, compiler)
        assert phases(compiled)[1:] == [
            ("reps", 20_000, "right"),
            ("switch", 3_000, "right"),
            ("reps", 20_000, "right"),
            ("switch", 8_000, "left"),
            ("reps", 20_000, "left"),
            ("switch", 3_000, "left"),
            ("reps", 20_000, "left"),
        ]
        change, closing = compiled.segments[2:4]
        assert heard(change) == [(0, "switch", "(switch)")]
        assert change.cues[0].caption == "The other way: closing circles"
        assert heard(closing)[:2] == [
            (0, "work", "(start)"),
            (480, "announce", "Closing circles."),
        ]

    def test_a_switch_too_short_for_words_keeps_its_sound(
        self, catalogue: Catalogue, compiler: Compiler
    ) -> None:
        step = "- movement: pigeon-pose\n  switch: 4s"
        compiled = timeline(step, catalogue, compiler)
        assert heard(compiled.segments[2]) == [(0, "switch", "(switch)")]
        assert compiled.segments[2].cues[0].caption == "Switch. Left knee forward."
        assert heard(compiled.segments[3])[1] == (480, "announce", "Left knee forward.")

    def test_a_short_switch_takes_its_short_form(
        self, catalogue: Catalogue, compiler: Compiler
    ) -> None:
        compiled = timeline("- movement: pigeon-pose\n  switch: 6s", catalogue, compiler)
        assert heard(compiled.segments[2]) == [(0, "switch", "Left."), *beeps(6_000)]

    def test_sets_alternate_sides(self, catalogue: Catalogue, compiler: Compiler) -> None:
        compiled = timeline("- movement: pigeon-pose\n  sets: 2", catalogue, compiler)
        assert [side for phase, _, side in phases(compiled) if phase == "hold"] == [
            "right",
            "left",
        ] * 2
        assert heard(compiled.segments[4])[0][2] == "Switch. Right knee forward. Set two of two."

    def test_sets_of_one_side_rest_six_seconds(
        self, catalogue: Catalogue, compiler: Compiler
    ) -> None:
        compiled = timeline("- movement: bridge", catalogue, compiler)
        assert [(phase, ms) for phase, ms, _ in phases(compiled)[1:]] == [
            ("breaths", 24_000),
            ("rest", 6_000),
        ] * 2 + [("breaths", 24_000)]
        assert {s.movement_id for s in compiled.segments} == {"bridge"}

    def test_the_lunges_hold_follows_its_reps_at_once(
        self, catalogue: Catalogue, compiler: Compiler
    ) -> None:
        compiled = timeline("- movement: half-kneeling-ankle-lunge", catalogue, compiler)
        assert phases(compiled)[1:] == [
            ("reps", 45_000, "right"),
            ("hold", 30_000, "right"),
            ("switch", 8_000, "left"),
            ("reps", 45_000, "left"),
            ("hold", 30_000, "left"),
        ]
        assert heard(compiled.segments[2])[1] == (480, "announce", "Now thirty seconds.")


NUMBERS = (
    "Zero One Two Three Four Five Six Seven Eight Nine Ten Eleven Twelve Thirteen Fourteen Fifteen "
    "Sixteen Seventeen Eighteen Nineteen Twenty Twenty-one Twenty-two Twenty-three Twenty-four"
).split()


class TestCounting:
    def test_reps_are_counted_at_their_tempo(
        self, catalogue: Catalogue, compiler: Compiler
    ) -> None:
        compiled = timeline("- movement: low-squat\n  reps: 5", catalogue, compiler)
        counts = [entry for entry in heard(compiled.segments[1]) if entry[1] == "count"]
        assert counts == [
            (3_000, "count", "Two."),
            (6_000, "count", "Three."),
            (9_000, "count", "Four."),
        ]

    def test_breaths_come_on_their_halves(self, catalogue: Catalogue, compiler: Compiler) -> None:
        compiled = timeline("- movement: downward-dog\n  breaths: 2", catalogue, compiler)
        breaths = [entry for entry in heard(compiled.segments[1]) if entry[1] == "breath"]
        assert breaths == [
            (480, "breath", "Breathe in."),
            (4_000, "breath", "Breathe out."),
            (8_000, "breath", "Two. Breathe in."),
        ]

    @pytest.mark.parametrize(
        ("tempo", "said"),
        [
            ("2s", ["Two.", "Three.", "Four.", "Five.", "Eight.", "Nine.", "Ten."]),
            ("1s", ["Two.", "Four.", "Six.", "Eight.", "Ten.", "Fourteen."]),
            ("0.5s", ["Five.", "Ten.", "Fifteen."]),
        ],
    )
    def test_numbers_come_on_their_rep_or_not_at_all(
        self, tempo: str, said: list[str], catalogue: Catalogue, compiler: Compiler
    ) -> None:
        step = f"- movement: low-squat\n  reps: 24\n  tempo: {tempo}"
        compiled = timeline(step, catalogue, compiler)
        work = compiled.segments[1]
        bout = work.bout
        assert bout is not None
        assert bout.tempo_ms
        counts = [entry for entry in heard(work) if entry[1] == "count"]
        assert [text for _, _, text in counts][: len(said)] == said
        names = {f"{word}.": index for index, word in enumerate(NUMBERS)}
        for at, _, text in counts:
            late = at - (names[text] - 1) * bout.tempo_ms
            assert 0 <= late <= bout.tempo_ms // 4
        left_out = [each for each in work.block.yielded if each.kind is CueKind.COUNT]
        assert len(counts) + len(left_out) == 23

    @pytest.mark.parametrize(
        ("tempo", "words"),
        [("6s", {"breath"}), ("4s", {"breath"}), ("2s", {"count"}), ("1s", {"count"})],
    )
    def test_breath_words_come_in_pairs_or_give_way_to_numbers(
        self, tempo: str, words: set[str], catalogue: Catalogue, compiler: Compiler
    ) -> None:
        compiled = timeline(
            f"- movement: cat-cow\n  reps: 4\n  tempo: {tempo}", catalogue, compiler
        )
        kinds = {kind for _, kind, _ in heard(compiled.segments[1]) if kind in ("count", "breath")}
        assert kinds <= words

    @pytest.mark.parametrize(("hold", "halfway"), [("29.999s", []), ("30s", [15_000])])
    def test_halfway_from_thirty_seconds_on(
        self, hold: str, halfway: list[int], catalogue: Catalogue, compiler: Compiler
    ) -> None:
        step = f"- movement: pigeon-pose\n  hold: {hold}"
        (work, *_) = (s for s in timeline(step, catalogue, compiler).segments if s.phase.is_work)
        assert [at for at, kind, _ in heard(work) if kind == "halfway"] == halfway

    def test_the_low_end_of_reps_is_a_chime(self, catalogue: Catalogue, compiler: Compiler) -> None:
        compiled = timeline("- movement: low-squat", catalogue, compiler)
        (chime,) = (c for c in compiled.segments[1].cues if c.kind is CueKind.LOW_END)
        at = chime.at_ms - compiled.segments[1].start_ms
        assert (at, chime.text, chime.sound) == (30_000, "", "low-end")
        assert chime.caption == "10 is enough; up to 12"
