"""Each language is whole: same keys, every sentence, whole sessions without a foreign word."""

from __future__ import annotations

import os
import re
import string
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from app import paths
from app.document.nodes import Mapping, Node, Scalar, read_nodes
from app.document.problems import Problems
from app.movements.loader import Catalogue
from app.movements.model import Movement, Need, Side
from app.routine.doses import Exercise, decide
from app.routine.library import Library
from app.routine.model import MovementStep, RestStep
from app.timeline.compiler import Compiler
from app.timeline.model import CueKind, Timeline
from app.timeline.plan import plan_text
from app.timeline.words import Wording
from app.wording.languages import LanguageFiles, language_files, languages
from app.wording.pace import estimated_speech_ms
from app.wording.phrases import PhraseBook
from tests.fakes import routine

PHRASES: Final = paths.resources() / "phrases"
CODES: Final = [code for code, _ in languages(PHRASES)]
GERMAN: Final = language_files(PHRASES, "de")
CATALOGUE: Final = Catalogue(paths.resources() / "movements", words=GERMAN.movements)
ENGLISH_CATALOGUE: Final = Catalogue(paths.resources() / "movements")
LIBRARY: Final = Library(CATALOGUE, paths.shipped_routines(), Path("nowhere"), GERMAN.routines)
BOOK: Final = PhraseBook(GERMAN.book)
COMPILER: Final = Compiler(BOOK, estimated_speech_ms)
GOLDEN: Final = Path(__file__).resolve().parents[1] / "golden" / "german" / "post-run-cooldown.json"

MAX_WORDS: Final = 15
# English words that a German sentence has no use for ("in", "an", "hand", "ball" are German too).
ENGLISH_WORDS: Final = frozenset(
    "the and or of to from with your you is it foot feet knee heel left right forward back "
    "rest switch set sets reps rep breath breaths breathe inhale exhale seconds second minutes "
    "done about need halfway stay come out now way each other hold stretch pain stop never "
    "hip hips ankle calf wall mat box roller needle book bridge dog cow cat squat lunge circles "
    "circle slowly keep let press lift lower one two three four five six seven eight nine ten "
    "twenty thirty".split()
)


# Which languages there are.


def test_languages_have_their_own_names() -> None:
    assert languages(PHRASES) == (("de", "Deutsch"), ("en", "English"))


def test_a_language_is_a_book_and_maybe_words() -> None:
    german = PHRASES / "de"
    assert language_files(PHRASES, "de") == LanguageFiles(
        PHRASES / "de.yaml", german / "movements.yaml", german / "routines.yaml"
    )
    assert language_files(PHRASES, "en") == LanguageFiles(PHRASES / "en.yaml")


@pytest.mark.parametrize("code", ["xx", "", "../de", "de/movements", "DE\0", "Deutsch"])
def test_an_unknown_language_is_english(code: str) -> None:
    assert language_files(PHRASES, code) == language_files(PHRASES, "en")


def test_english_reads_nothing_of_another_language(tmp_path: Path) -> None:
    (tmp_path / "en.yaml").write_bytes((PHRASES / "en.yaml").read_bytes())
    (tmp_path / "de.yaml").write_text("[", encoding="utf-8")
    assert PhraseBook(language_files(tmp_path, "en").book).spoken("Rest.") == "Rest."


def test_a_new_book_is_a_new_language(tmp_path: Path) -> None:
    (tmp_path / "fr.yaml").write_text("name: Français\n", encoding="utf-8")
    (tmp_path / "xx.yaml").write_text("[", encoding="utf-8")
    assert languages(tmp_path) == (("fr", "Français"), ("xx", "xx"))


# The books have the same keys and the same placeholders.


def table(path: str) -> dict[str, str]:
    root = read_nodes((PHRASES / path).read_bytes(), Problems())
    assert root is not None
    return dict(flat(root, ""))


def flat(node: Node, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(node, Mapping):
        for key, value in node.entries:
            assert isinstance(key, Scalar)
            yield from flat(value, f"{path}/{key.text}")
    else:
        yield path, node.text if isinstance(node, Scalar) else str(len(node.items))


# How a runner abbreviates in a language, and what an engine misreads, belong to it alone.
OF_ITS_OWN: Final = ("/spoken/", "/short/", "/sounds/", "/units/am", "/units/pm")


def common(path: str) -> dict[str, str]:
    return {k: v for k, v in table(path).items() if not k.startswith(OF_ITS_OWN)}


@pytest.mark.parametrize("code", CODES)
class TestEachBook:
    @pytest.mark.parametrize("file", ["{}.yaml", "{}/writing.yaml"])
    def test_it_has_keys_and_placeholders_of_the_english_one(self, file: str, code: str) -> None:
        own, english = common(file.format(code)), common(file.format("en"))
        assert list(own) == list(english)
        for key, text in own.items():
            assert placeholders(text) == placeholders(english[key]), key
            assert text, key

    def test_everything_that_movements_count_has_a_name(self, code: str) -> None:
        names = {f"/units/{movement.counted}" for movement in CATALOGUE}
        assert names <= set(table(f"{code}.yaml"))

    def test_every_abbreviation_is_seen_at_a_glance(self, code: str) -> None:
        hints = table(f"{code}.yaml")["/numbers/hints"].split()
        for key in table(f"{code}/writing.yaml"):
            first = re.findall(r"[^\W\d_]+", key.removeprefix("/spoken/"))
            if key.startswith("/spoken/") and first and not re.search("[/&]", key[8:]):
                assert first[0] in hints, key

    def test_it_knows_its_language(self, code: str) -> None:
        book = PhraseBook(PHRASES / f"{code}.yaml")
        assert (code, book.name) in languages(PHRASES)
        assert book.language == code


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


# Every sentence.


def wordings(book: PhraseBook, planned: Exercise) -> Iterator[Wording | None]:
    for turn, bout in enumerate(planned.work):
        yield book.announce(planned, bout)
        yield book.lead(planned, bout, turn)
        yield book.technique(planned, bout, turn)
        yield book.inhale(planned, turn + 1)
        yield book.exhale(planned)
        yield book.low_end(bout)
        yield book.set_rest(bout)
        if bout.side:
            yield book.switch(planned, bout)
        if bout.direction:
            yield book.direction(bout)


@pytest.mark.parametrize("code", CODES)
def test_every_sentence_of_a_session_can_be_said(code: str) -> None:
    files = language_files(PHRASES, code)
    book = PhraseBook(files.book)
    catalogue = Catalogue(paths.resources() / "movements", words=files.movements)
    found = [book.halfway(), book.rest("Trink 20 ml"), book.rest("")]
    if number := book.count(21):
        found.append(number)
    found += [book.done(61_000), book.welcome("A", 600_000, tuple(Need), newcomer=True)]
    for movement in catalogue:
        step = routine(f"- movement: {movement.id}", catalogue)
        for planned in decide(step, catalogue).exercises:
            found += [each for each in wordings(book, planned) if each is not None]
            assert all(book.dose(planned, bout) for bout in planned.work)
    assert book.rest_label()
    for wording in found:
        for line in wording.forms:
            assert line.caption
            assert "{" not in line.text + line.caption + wording.brief
            assert not re.search("[0-9]", line.text), line.text


# German.


def german_movement(movement_id: str, head: str = "") -> Exercise:
    step = routine(f"- movement: {movement_id}", CATALOGUE, head)
    return decide(step, CATALOGUE).exercises[0]


def words_of(text: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]+", re.sub(r"\{.*?\}", "", text.lower())))


@pytest.mark.parametrize("movement", list(ENGLISH_CATALOGUE), ids=lambda movement: movement.id)
def test_every_movement_speaks_german(movement: Movement) -> None:
    german = CATALOGUE.get(movement.id)
    assert german.name != movement.name
    assert german.short_name
    texts: tuple[str, ...] = (german.name, german.target, german.lead)
    texts += (german.action, german.setup)
    texts += (*german.technique, *german.warnings, german.description, german.short_name)
    texts += tuple(part.action for part in german.parts)
    for text in texts:
        assert not words_of(text) & ENGLISH_WORDS, text
    changed = {"name", "short_name", "target", "lead", "action", "setup", "technique", "warnings"}
    changed |= {"description", "breath_words", "parts"}
    for field in set(Movement._fields) - changed:
        assert getattr(german, field) == getattr(movement, field)


@pytest.mark.parametrize("side", Side)
@pytest.mark.parametrize("when", ["pre-run", "post-run"])
def test_german_announcements_fit_into_fifteen_words(side: Side, when: str) -> None:
    for movement in CATALOGUE:
        planned = german_movement(movement.id, f"when: {when}")
        bout = planned.work[0]
        if movement.two_sided:
            bout = bout._replace(side=side)
        for form in BOOK.announce(planned, bout).forms:
            assert len(form.text.split()) <= MAX_WORDS, form.text
            assert re.fullmatch(r"[A-ZÄÖÜ][A-Za-zÄÖÜäöüß',. -]+\.", form.text), form.text
            stem = "recht" if side is Side.RIGHT else "link"
            assert not movement.two_sided or stem in form.text.lower()


BENT: Final = """\
pigeon-pose: Taube. Rechtes Knie vorn. Sechzig bis neunzig Sekunden.
  Leg das Knie hinter das rechte Handgelenk.
low-lunge: Tiefer Ausfallschritt. Rechter Fuß vorn. Drei Atemzüge.
  Leg das linke Knie und den Fuß-Rücken ab.
ankle-circles: Fuß-Kreisen. Rechter Fuß angehoben. Zehnmal je Richtung, erst nach außen.
  Sitz oder lieg, Bein locker.
ninety-ninety: Neunzig neunzig Hüftwechsel. Im Sitz, beide Knie gebeugt. Zwölf Wechsel.
  Beide Sitzhöcker bleiben am Boden.
open-book: Offenes Buch. Rechter Arm oben. Zehn Wiederholungen.
  Leg dich auf die linke Seite.
"""


@pytest.mark.parametrize("row", BENT.replace("\n  ", " ").splitlines())
def test_sides_are_bent_to_their_words(row: str) -> None:
    movement, said = row.split(": ", 1)
    planned = german_movement(movement)
    assert BOOK.announce(planned, planned.work[0]).forms[0].text == said


@pytest.mark.parametrize(
    ("step", "eye", "ear"),
    [
        ("pigeon-pose\n  hold: 1-1.5 min", "60–90 s halten", "Sechzig bis neunzig Sekunden."),
        ("pigeon-pose\n  hold: 37.5s", "37,5 s halten", "Achtunddreißig Sekunden."),
        ("pigeon-pose\n  hold: 1s", "1 s halten", "Eine Sekunde."),
        ("calf-foam-roll\n  hold: 1-2 min", "1–2 min halten", "Ein bis zwei Minuten."),
        ("calf-foam-roll\n  hold: 2-3 min", "2–3 min halten", "Zwei bis drei Minuten."),
        ("heel-drop\n  reps: 1", "1 Wdh.", "Eine Wiederholung."),
        ("heel-drop\n  reps: 21", "21 Wdh.", "Einundzwanzig Wiederholungen."),
        ("heel-drop\n  reps: 101", "101 Wdh.", "Einhundertein Wiederholungen."),
        ("downward-dog\n  breaths: 1", "1 Atemzug", "Ein Atemzug."),
        ("ankle-circles\n  reps: 1", "1 je Richtung", "Einmal je Richtung, erst nach außen."),
        ("bridge", "3 Atemzüge · 3 Sätze", "Drei Atemzüge, drei Sätze."),
        ("cat-cow", "12 Runden", "Zwölf Runden."),
    ],
)
def test_german_doses(step: str, eye: str, ear: str) -> None:
    planned = german_movement(step)
    assert BOOK.dose(planned, planned.work[0]) == eye
    assert f" {ear}" in BOOK.announce(planned, planned.work[0]).forms[0].text


def test_the_german_welcome() -> None:
    line = BOOK.welcome("Ruhetag", 61_000, (Need.MAT, Need.BALL, Need.TAPE_MEASURE)).forms[0]
    assert line.text.startswith(
        "Ruhe-Tag. Etwa einundsechzig Sekunden. "
        "Du brauchst eine Matte, einen kleinen Ball und ein Maß-Band. Dehne bis zur Spannung, "
    )
    assert line.caption.startswith("Ruhetag. Etwa 61 s. Du brauchst eine Matte, einen kleinen ")


def test_the_other_direction_in_german() -> None:
    closing = german_movement("ankle-circles").work[1]
    line = BOOK.direction(closing).forms[0]
    assert (line.text, line.caption) == ("Nach innen kreisen.", "Andersherum: nach innen kreisen")


# Whole sessions.


def german(routine_id: str) -> Timeline:
    entry = LIBRARY.entry(LIBRARY.find(routine_id))
    assert entry.routine is not None
    return COMPILER.compile(decide(entry.routine, CATALOGUE, newcomer=True))


ROUTINES: Final = sorted(path.stem for path in paths.shipped_routines().glob("*.yaml"))


@pytest.mark.parametrize("routine_id", ROUTINES)
class TestAGermanSession:
    def test_it_has_no_english_word(self, routine_id: str) -> None:
        timeline = german(routine_id)
        entry = LIBRARY.entry(LIBRARY.find(routine_id))
        texts = [text for cue in timeline.cues for text in (cue.text, cue.caption, cue.brief)]
        texts += [timeline.name, entry.routine.description if entry.routine else ""]
        texts += [part for s in timeline.segments for part in (s.block.label, s.block.dose)]
        for text in texts:
            assert not words_of(text) & ENGLISH_WORDS, text

    def test_it_says_what_the_english_one_says(self, routine_id: str, compiler: Compiler) -> None:
        """What is said at all may differ by what fits; the phases and what must be said do not."""
        library = Library(ENGLISH_CATALOGUE, paths.shipped_routines(), Path("nowhere"))
        loaded = library.load(library.find(routine_id))
        english = compiler.compile(decide(loaded, ENGLISH_CATALOGUE, newcomer=True))
        timeline = german(routine_id)
        assert [s.block.phase for s in timeline.segments] == [
            s.block.phase for s in english.segments
        ]
        for kind in (CueKind.ANNOUNCE, CueKind.SWITCH, CueKind.WELCOME, CueKind.DONE):
            said = [
                [c.kind for c in t.cues if c.kind is kind and c.text] for t in (timeline, english)
            ]
            assert said[0] == said[1]


def test_notes_of_a_shipped_routine_are_translated() -> None:
    loaded = LIBRARY.load(LIBRARY.find("yoga-for-runners"))
    notes = [step.note for step in loaded.steps if isinstance(step, MovementStep) and step.note]
    assert notes == ["Steig aus dem Hund nach vorn."]
    assert not any(isinstance(step, RestStep) for step in loaded.steps)


def test_the_german_plan_is_the_golden_one() -> None:
    """Byte for byte; `LIMBER_RENEW=1` writes it anew, and fails so that it is looked at."""
    text = plan_text(german("post-run-cooldown")) + "\n"
    if os.environ.get("LIMBER_RENEW"):
        GOLDEN.parent.mkdir(exist_ok=True)
        GOLDEN.write_bytes(text.encode())
        pytest.fail(f"{GOLDEN.name} was written anew; look at what git says of it.")
    assert GOLDEN.read_bytes() == text.encode()
