"""The words of a session, for the ear and for the eye."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.movements.loader import Catalogue
from app.movements.model import Need, Side
from app.routine.doses import Bout, Exercise, decide
from app.timeline.model import Line
from app.timeline.words import Wording
from app.wording.phrases import PhraseBook
from tests.fakes import routine

MAX_WORDS = 15


def exercise(step: str, catalogue: Catalogue, head: str = "") -> Exercise:
    return decide(routine(f"- movement: {step}", catalogue, head), catalogue).exercises[0]


def first(wording: Wording | None) -> Line:
    assert wording is not None
    return wording.forms[0]


class TestNumbers:
    @pytest.mark.parametrize(
        ("value", "words"),
        [
            (0, "zero"),
            (1, "one"),
            (12, "twelve"),
            (19, "nineteen"),
            (20, "twenty"),
            (21, "twenty-one"),
            (90, "ninety"),
            (99, "ninety-nine"),
            (100, "one hundred"),
            (101, "one hundred and one"),
            (320, "three hundred and twenty"),
            (999, "nine hundred and ninety-nine"),
        ],
    )
    def test_in_words(self, value: int, words: str, book: PhraseBook) -> None:
        assert book.number(value) == words

    def test_all_of_them_differ_and_have_no_digit(self, book: PhraseBook) -> None:
        words = [book.number(value) for value in range(1000)]
        assert len(set(words)) == 1000
        assert all(re.fullmatch("[a-z -]+", word) for word in words)

    def test_a_thousand_stays_digits(self, book: PhraseBook) -> None:
        assert book.number(1000) == "1000"


class TestForTheEar:
    @pytest.mark.parametrize(
        ("written", "said"),
        [
            ("Smaller arc today.", "Smaller arc today."),
            ("Hold 60-90 s", "Hold sixty to ninety seconds"),
            ("10 – 12 reps", "Ten to twelve reps"),
            ("90s each", "Ninety seconds each"),
            ("wait 1 s, then 1 min", "wait one second, then one minute"),
            ("2 min of 90/90 & rest", "Two minutes of ninety-ninety and rest"),
            ("90/90 hip switch", "Ninety-ninety hip switch"),
            ("World's Greatest Stretch", "Worlds Greatest Stretch"),
            ("an easy 5K", "an easy five K"),
            ("Post-run 2", "Post-run two"),
            ("move 3 cm", "move three centimetres"),
            ("12 mins and 3 spots", "Twelve minutes and three spots"),
        ],
    )
    def test_digits_signs_and_short_forms_become_words(
        self, written: str, said: str, book: PhraseBook
    ) -> None:
        assert book.spoken(written) == said

    @pytest.mark.parametrize(
        "written", ["1.5 of it", "at 7:05", "the 2nd set", "8/10 of it", "4000 steps", "x²"]
    )
    def test_what_an_engine_reads_better_is_left_to_it(
        self, written: str, book: PhraseBook
    ) -> None:
        assert book.spoken(written) == written


class TestDoses:
    @pytest.mark.parametrize(
        ("step", "eye", "ear"),
        [
            ("pigeon-pose", "Hold 60–90 s", "Sixty to ninety seconds."),
            ("pigeon-pose\n  hold: 60s", "Hold 60 s", "Sixty seconds."),
            ("pigeon-pose\n  hold: 1-1.5 min", "Hold 60–90 s", "Sixty to ninety seconds."),
            ("calf-foam-roll", "Hold 2 min", "Two minutes."),
            ("calf-foam-roll\n  hold: 2-3 min", "Hold 2–3 min", "Two to three minutes."),
            ("calf-foam-roll\n  hold: 150s", "Hold 150 s", "One hundred and fifty seconds."),
            ("pigeon-pose\n  hold: 37.5s", "Hold 37.5 s", "Thirty-eight seconds."),
            ("pigeon-pose\n  hold: 1-37.5s", "Hold 1–37.5 s", "One to thirty-eight seconds."),
            ("pigeon-pose\n  hold: 1.2-1.4s", "Hold 1.2–1.4 s", "One second."),
            ("heel-drop\n  reps: 1", "1 rep", "One rep."),
            ("heel-drop", "5 reps", "Five reps."),
            ("ninety-ninety", "12 switches", "Twelve switches."),
            ("cat-cow", "12 cycles", "Twelve cycles."),
            ("ankle-alphabet", "26 letters", "Twenty-six letters."),
            ("downward-dog", "3 breaths", "Three breaths."),
            ("ankle-circles", "10 each way", "Ten each way, opening first."),
            ("bridge", "3 breaths · 3 sets", "Three breaths, three sets."),
        ],
    )
    def test_for_the_eye_and_for_the_ear(
        self, step: str, eye: str, ear: str, catalogue: Catalogue, book: PhraseBook
    ) -> None:
        planned = exercise(step, catalogue)
        assert book.dose(planned, planned.work[0]) == eye
        assert f" {ear}" in first(book.announce(planned, planned.work[0])).text

    @pytest.mark.parametrize(
        ("ms", "eye", "ear"),
        [
            (60_000, "60 s", "Sixty seconds."),
            (30_000, "30 s", "Thirty seconds."),
            (37_500, "37.5 s", "Thirty-eight seconds."),
            (120_000, "2 min", "Two minutes."),
        ],
    )
    def test_the_low_end_of_a_hold(
        self, ms: int, eye: str, ear: str, catalogue: Catalogue, book: PhraseBook
    ) -> None:
        bout = exercise("pigeon-pose", catalogue).work[0]._replace(low_ms=ms)
        wording = book.low_end(bout)
        assert first(wording) == Line(f"{ear} Stay, or come out.", f"{eye}. Stay, or come out.")
        assert wording.forms[1].text == "Stay, or come out."

    def test_the_low_end_of_reps_is_only_shown(
        self, catalogue: Catalogue, book: PhraseBook
    ) -> None:
        bout = exercise("heel-drop", catalogue).work[0]
        assert first(book.low_end(bout)) == Line("", "4 is enough; up to 5")


class TestSides:
    def test_the_side_is_named_by_what_can_be_seen(
        self, catalogue: Catalogue, book: PhraseBook
    ) -> None:
        planned = exercise("pigeon-pose", catalogue)
        right, left = planned.work
        assert "Right knee forward." in first(book.announce(planned, right)).text
        assert "right wrist" in first(book.announce(planned, right)).text
        assert first(book.switch(planned, left)).text == "Switch. Left knee forward."
        assert book.switch(planned, left).forms[1].text == "Left."
        assert book.switch(planned, left).brief == "Left knee forward."

    def test_the_other_side_is_the_opposite_one(
        self, catalogue: Catalogue, book: PhraseBook
    ) -> None:
        planned = exercise("low-lunge", catalogue)
        said = first(book.announce(planned, planned.work[0])).text
        assert "Right foot forward." in said
        assert "Lower the left knee" in said

    @pytest.mark.parametrize("action", ["", "on your back"])
    def test_a_movement_whose_action_names_no_side_still_says_it(
        self, action: str, catalogue: Catalogue, book: PhraseBook
    ) -> None:
        """A runner's own movement may have no words for its sides."""
        planned = exercise("pigeon-pose", catalogue)._replace(action=action)
        for bout, word in zip(planned.work, ("Right.", "Left."), strict=True):
            assert word in first(book.announce(planned, bout)).text
            assert word in first(book.switch(planned, bout)).text
            assert word in first(book.lead(planned, bout, planned.work.index(bout))).text

    def test_a_set_of_the_first_side_is_counted(
        self, catalogue: Catalogue, book: PhraseBook
    ) -> None:
        planned = exercise("kneeling-hip-flexor", catalogue)
        third = planned.work[2]
        assert first(book.switch(planned, third)).text == (
            "Switch. Right foot forward. Set two of three."
        )

    def test_the_other_direction(self, catalogue: Catalogue, book: PhraseBook) -> None:
        planned = exercise("ankle-circles", catalogue)
        closing = planned.work[1]
        assert first(book.direction(closing)) == Line(
            "Closing circles.", "The other way: closing circles"
        )


class TestLeads:
    """What the work itself says where no phase before it had room."""

    def test_of_the_first_work(self, catalogue: Catalogue, book: PhraseBook) -> None:
        planned = exercise("pigeon-pose\n  note: Slowly.", catalogue)
        texts = [form.text for form in book.lead(planned, planned.work[0], 0).forms]
        assert texts == [
            "Pigeon pose. Right knee forward. Slowly.",
            "Right knee forward.",
            "Right.",
        ]

    def test_of_the_other_side(self, catalogue: Catalogue, book: PhraseBook) -> None:
        planned = exercise("pigeon-pose", catalogue)
        texts = [form.text for form in book.lead(planned, planned.work[1], 1).forms]
        assert texts == ["Left knee forward.", "Left."]

    def test_of_a_second_dose_on_the_same_side(
        self, catalogue: Catalogue, book: PhraseBook
    ) -> None:
        planned = exercise("half-kneeling-ankle-lunge", catalogue)
        line = Line("Now thirty seconds.", "Now hold 30 s.")
        assert first(book.lead(planned, planned.work[1], 1)) == line

    def test_of_a_bout_that_was_made_longer(self, catalogue: Catalogue, book: PhraseBook) -> None:
        planned = exercise("half-kneeling-ankle-lunge", catalogue)
        longer: Bout = planned.work[3]._replace(length_ms=45_000)
        assert first(book.lead(planned, longer, 3)).text == "Now thirty seconds."


class TestTheWholeSession:
    @pytest.mark.parametrize(
        ("ms", "eye", "ear"),
        [
            (1, "1 s", "one second"),
            (119_000, "119 s", "one hundred and nineteen seconds"),
            (120_000, "2 min", "two minutes"),
            (149_999, "2 min", "two minutes"),
            (150_000, "3 min", "three minutes"),
            (14_400_000, "240 min", "two hundred and forty minutes"),
        ],
    )
    def test_how_long_it_is(self, ms: int, eye: str, ear: str, book: PhraseBook) -> None:
        assert (book.total(ms, eye=True), book.total(ms)) == (eye, ear)
        assert first(book.done(ms)).text == f"Done. {ear[0].upper()}{ear[1:]}."

    def test_the_welcome(self, book: PhraseBook) -> None:
        wording = book.welcome("90/90 for 2", 600_000, (Need.MAT, Need.WALL, Need.BALL))
        assert first(wording).text.startswith(
            "Ninety-ninety for two. About ten minutes. You need a mat, a wall and a small ball. "
        )
        assert first(wording).caption.startswith("90/90 for 2. About 10 min. You need a mat, a ")
        assert wording.brief in first(wording).text
        assert "You need" not in first(book.welcome("Easy", 600_000, ())).text

    def test_a_newcomer_is_told_a_little_more(self, book: PhraseBook) -> None:
        usual = first(book.welcome("Easy", 600_000, ())).text
        more = first(book.welcome("Easy", 600_000, (), newcomer=True)).text
        assert more.startswith(usual)
        assert "not medical advice" in more

    @pytest.mark.parametrize("name", ["Easy.", "Easy. "])
    def test_a_name_with_a_full_stop_gets_no_second_one(self, name: str, book: PhraseBook) -> None:
        assert first(book.welcome(name, 600_000, ())).text.startswith("Easy. About ten minutes.")

    def test_a_rest_shows_the_runners_words_even_where_they_cannot_be_said(
        self, book: PhraseBook
    ) -> None:
        forms = book.rest("Sip 20 ml").forms
        assert forms == (
            Line("Rest. Sip twenty millilitres.", "Rest. Sip 20 ml."),
            Line("Rest.", "Rest. Sip 20 ml."),
            Line("", "Rest. Sip 20 ml."),
        )
        assert book.rest_label() == "Rest"

    def test_breaths_follow_the_movements_own_words(
        self, catalogue: Catalogue, book: PhraseBook
    ) -> None:
        cat_cow, dog = exercise("cat-cow", catalogue), exercise("downward-dog", catalogue)
        assert first(book.inhale(cat_cow, 1)).text == "Inhale, belly down."
        assert first(book.inhale(cat_cow, 2)).text == "Two. Inhale, belly down."
        assert first(book.exhale(cat_cow)).text == "Exhale, round up."
        assert first(book.inhale(dog, 1)).text == "Breathe in."
        assert book.exhale(exercise("heel-drop", catalogue)) is None

    def test_the_technique_takes_turns(self, catalogue: Catalogue, book: PhraseBook) -> None:
        planned = exercise("pigeon-pose", catalogue)
        said = [first(book.technique(planned, planned.work[0], turn)).text for turn in range(4)]
        assert len(set(said)) == 3
        assert said[0] == said[3]


@pytest.mark.parametrize("side", ["right", "left"])
@pytest.mark.parametrize("when", ["pre-run", "post-run"])
def test_every_announcement_fits_into_fifteen_words(
    side: str, when: str, catalogue: Catalogue, book: PhraseBook
) -> None:
    for movement in catalogue:
        planned = exercise(movement.id, catalogue, f"when: {when}")
        bout = planned.work[0]
        if movement.two_sided:
            bout = bout._replace(side=Side(side))
        wording = book.announce(planned, bout)
        assert len(first(wording).text.split()) <= MAX_WORDS, first(wording).text
        for form in wording.forms:
            assert re.fullmatch(r"[A-Z][A-Za-z',. -]+\.", form.text), form.text
            assert not movement.two_sided or side in form.text.lower()


def test_a_broken_book_is_a_fault_of_the_program(tmp_path: Path) -> None:
    path = tmp_path / "xx.yaml"
    path.write_text("language: [", encoding="utf-8")
    with pytest.raises(ValueError, match="is broken"):
        PhraseBook(path)
