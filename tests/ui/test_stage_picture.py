"""The picture on the stage: which, which way, when it moves, and what stands there without one."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from app import paths
from app.figure.format import Moment, Track
from app.figure.loading import load_figure
from app.figure.motion import Shown, shown_at
from app.figure.palette import figure_palette, layer_colours
from app.movements.loader import Catalogue
from app.movements.model import Side
from app.routine.library import Library
from app.session.clock import ManualClock
from app.session.engine import Session
from app.timeline.compiler import Compiler
from app.ui.drawing import FigureDrawing
from app.ui.figure_view import FigureView
from app.ui.fingerpost import WORDS
from app.ui.keys import Action
from app.ui.stage_picture import StagePicture
from app.ui.theme import LIGHT
from app.ui.view import stage_view
from tests.fakes import timeline
from tests.ui.conftest import SHORT, Rig
from tests.ui.figures import write_figure

LENS = QColor(layer_colours(figure_palette("light"), "ash")["lens"][0])
OWN = """limber: 1
name: Calf rock
areas: [ankle]
role: dynamic
when: [pre-run]
sides: two
doses:
  - reps: 10
"""


@pytest.fixture
def drawn(rig: Rig) -> Rig:
    """Every movement of the short routine has a figure."""
    for movement in ("pigeon-pose", "cat-cow"):
        write_figure(rig.figures, movement)
    return rig


def picture(rig: Rig) -> StagePicture:
    found = rig.window.stage.picture
    found.now = rig.clock.now_ms
    return found


def view(rig: Rig) -> FigureView:
    return picture(rig).view


def seen(rig: Rig) -> QImage:
    """What the view paints now."""
    return view(rig).grab().toImage()


def square_middle(image: QImage, colour: str) -> float | None:
    """Where the skin of the figure is, as a share of the width; None where it is nowhere."""
    y = round(image.height() * 0.6)
    wanted = QColor(colour)
    found = [x for x in range(image.width()) if image.pixelColor(x, y) == wanted]
    return sum(found) / len(found) / image.width() if found else None


# What is seen.


def test_figure_stands_above_the_caption(drawn: Rig) -> None:
    drawn.begin()
    board = drawn.window.stage.board
    assert board.pictured
    assert view(drawn).isVisible()
    assert view(drawn).geometry().bottom() < board.height() * 0.8
    assert view(drawn).geometry().left() == 0


def test_picture_is_named_for_those_who_do_not_see_it(drawn: Rig) -> None:
    drawn.begin()
    assert view(drawn).accessibleName() == "Picture: Pigeon pose, right side"
    drawn.run_to(drawn.start_of("switch") + 100)
    assert view(drawn).accessibleName() == "Picture: Pigeon pose, left side"
    drawn.run_to(drawn.start_of("reps") + 100)
    assert view(drawn).accessibleName() == "Picture: Cat-cow"


def test_word_badge_and_picture_agree_on_the_side(drawn: Rig) -> None:
    """The slab's sign, the side of the segment and the way the figure looks are one."""
    session = drawn.begin()
    for segment in session.timeline.segments:
        drawn.run_to(segment.start_ms + 700)
        slab = drawn.window.stage.slab
        assert view(drawn).shown.mirrored is (segment.side is Side.LEFT)
        assert slab.is_left is view(drawn).shown.mirrored
        named = view(drawn).accessibleName()
        assert ("left" in named, "right" in named) == (
            segment.side is Side.LEFT,
            segment.side is Side.RIGHT,
        )


@pytest.mark.parametrize("movement_id", Catalogue(paths.resources() / "movements").ids)
def test_sign_word_and_picture_agree_for_every_movement(
    movement_id: str, catalogue: Catalogue, compiler: Compiler
) -> None:
    plan = timeline(f"  - movement: {movement_id}\n", catalogue, compiler)
    tracks = {"work": Track((0,), (0.0,)), "hold": Track((0,), (0.0,))}
    session = Session(plan, ManualClock(), compiler)
    session.start()
    for segment in plan.segments:
        session.tick()
        stage = stage_view(session)
        shown = shown_at(segment, segment.start_ms, tracks)
        assert shown.mirrored is (stage.side is Side.LEFT)
        spoken = [word for word in WORDS.values() if f"{word.lower()} side" in stage.spoken]
        assert spoken == ([WORDS[stage.side]] if stage.side else [])
        session.next()


def test_left_is_painted_mirrored(drawn: Rig) -> None:
    drawn.begin()
    skin = "#9C6244"
    drawn.run_to(drawn.start_of("hold", "right") + 100)
    right = square_middle(seen(drawn), skin)
    drawn.run_to(drawn.start_of("hold", "left") + 100)
    left = square_middle(seen(drawn), skin)
    assert right is not None
    assert left is not None
    assert right < 0.45
    assert left == pytest.approx(1 - right, abs=0.03)


def test_picture_follows_the_clock_between_ticks(drawn: Rig) -> None:
    session = drawn.begin()
    shows = picture(drawn)
    drawn.run_to(drawn.start_of("reps"))
    drawn.clock.advance(90)
    before = session.position_ms
    shows.look()
    assert session.position_ms == before
    (moment,) = view(drawn).shown.moments
    assert moment.track == "work"
    assert moment.at == pytest.approx(0.015)
    # A clock that has run away takes the picture no further than a tick or two.
    drawn.clock.advance(5000)
    shows.look()
    assert view(drawn).shown.moments[0].at < 0.03


def test_repaints_only_for_another_frame(drawn: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn.begin()
    drawn.run_to(drawn.start_of("reps"))
    shows = picture(drawn)
    updates: list[FigureView] = []

    def update(view: FigureView) -> None:
        updates.append(view)

    monkeypatch.setattr(FigureView, "update", update)
    # A rep of six seconds has 24 frames, one every quarter of a second; two in the middle are one.
    for _ in range(60):
        drawn.clock.advance(50)
        drawn.window.stage.tick()
        shows.look()
    assert len(updates) == 11


def test_pause_freezes_and_going_on_thaws(drawn: Rig) -> None:
    drawn.begin()
    assert view(drawn).plays
    drawn.window.stage.act(Action.TOGGLE)
    assert not view(drawn).plays
    frozen = view(drawn).shown
    drawn.clock.advance(3000)
    picture(drawn).look()
    assert view(drawn).shown == frozen
    drawn.window.stage.act(Action.TOGGLE)
    assert view(drawn).plays


def test_nothing_runs_behind_another_page_or_after_the_end(drawn: Rig) -> None:
    session = drawn.begin()
    looker = view(drawn).findChildren(QTimer)[0]
    assert looker.isActive()
    drawn.window.setCurrentWidget(drawn.window.home)
    assert not looker.isActive()
    drawn.window.setCurrentWidget(drawn.window.stage)
    assert looker.isActive()
    drawn.run_to(session.timeline.total_ms)
    drawn.qtbot.waitUntil(lambda: drawn.window.stage.session is None)
    assert not looker.isActive()
    assert view(drawn).drawing is None


def test_still_shows_both_ends_and_nothing_moves(drawn: Rig) -> None:
    settings = drawn.settings.current
    drawn.settings.change(settings._replace(picture=settings.picture._replace(still=True)))
    drawn.begin()
    drawn.run_to(drawn.start_of("reps") + 500)
    assert not view(drawn).plays
    shown = view(drawn).shown
    assert [moment.at for moment in shown.moments] == [0, 0.5]
    drawn.run_to(drawn.start_of("reps") + 2500)
    assert view(drawn).shown == shown
    assert not view(drawn).grab().isNull()


def test_second_view_stands_away_from_the_slab(drawn: Rig) -> None:
    write_figure(drawn.figures, "pigeon-pose", views=2)
    drawn.begin()
    drawn.run_to(drawn.start_of("hold", "right") + 100)
    assert view(drawn).drawing is not None
    right = seen(drawn)
    drawn.run_to(drawn.start_of("hold", "left") + 100)
    left = seen(drawn)
    y, inside = round(right.height() * 0.1), round(right.height() * 0.1)
    card = QColor(LIGHT.card)
    assert right.pixelColor(inside, y) == card
    assert right.pixelColor(right.width() - inside, y) != card
    assert left.pixelColor(left.width() - inside, y) == card


def has_card(rig: Rig) -> bool:
    image = seen(rig)
    inside = round(image.height() * 0.1)
    return image.pixelColor(inside, inside) in (QColor(LIGHT.card), LENS)


@pytest.mark.parametrize("close", [True, False])
def test_close_up_waits_until_the_position_is_reached(drawn: Rig, close: bool) -> None:
    """On the way there is nothing to be seen from so near; another camera stays."""
    write_figure(drawn.figures, "pigeon-pose", views=2, close=close)
    drawn.begin()
    cards: dict[str, set[bool]] = {}
    for ms in range(0, drawn.start_of("hold", "right") + 2000, 250):
        drawn.run_to(ms)
        picture(drawn).look()
        (moment,) = view(drawn).shown.moments
        cards.setdefault(moment.track, set()).add(has_card(drawn))
    assert cards == {"enter": {not close}, "hold": {True}}


def test_close_up_comes_with_the_work_although_the_frame_is_the_same(drawn: Rig) -> None:
    figure = FigureDrawing(load_figure(write_figure(drawn.figures, "cat-cow", views=2, close=True)))
    way, work = Shown((Moment("enter", 0.0),)), Shown((Moment("work", 0.0),))
    assert figure.figure.frame(way.moments[0]) == figure.figure.frame(work.moments[0])
    assert figure.key(way) != figure.key(work)
    assert figure.key(work) == figure.key(work._replace(moments=(Moment("work", 0.01),)))


def test_still_shows_both_ends_from_near_too(drawn: Rig) -> None:
    write_figure(drawn.figures, "cat-cow", views=2, close=True)
    settings = drawn.settings.current
    drawn.settings.change(settings._replace(picture=settings.picture._replace(still=True)))
    drawn.begin()
    drawn.run_to(drawn.start_of("reps") + 500)
    assert len(view(drawn).shown.moments) == 2
    image = seen(drawn)
    middle, half = image.width() // 2, image.height() // 2
    for columns in (range(middle), range(middle, image.width())):
        upper, lower = (
            {image.pixelColor(x, y).name().upper() for x in columns for y in rows}
            for rows in (range(half), range(half, image.height()))
        )
        assert {LENS.name().upper(), "#9C6244"} <= upper
        assert "#9C6244" in lower


def test_strip_shows_what_comes_with_its_small_picture(drawn: Rig) -> None:
    drawn.begin()
    drawn.run_to(drawn.start_of("hold", "right") + 100)
    strip = drawn.window.stage.strip
    skin = QColor("#9C6244")

    def small() -> bool:
        image = strip.grab().toImage()
        right = range(image.width() // 2, image.width())
        return any(image.pixelColor(x, y) == skin for x in right for y in range(image.height()))

    drawn.qtbot.waitUntil(small)
    assert strip.accessibleName() == "Next: left, Pigeon pose"


def test_rest_shows_what_comes(drawn: Rig) -> None:
    drawn.begin("""limber: 1
name: With a rest
steps:
  - movement: cat-cow
    reps: 2
  - rest: 20s
  - movement: pigeon-pose
    sides: left
""")
    drawn.run_to(drawn.start_of("rest") + 1000)
    assert view(drawn).accessibleName() == "Picture: Pigeon pose, left side"
    assert view(drawn).shown.moments == (Moment("hold", 0),)


def test_remark_stands_over_the_picture(drawn: Rig) -> None:
    drawn.begin()
    drawn.run_to(drawn.start_of("hold") + 1000)
    stage = drawn.window.stage
    before = stage.grab().toImage()
    stage.act(Action.LONGER)
    assert stage.board.remark == "Longer by 15 s"
    assert stage.grab().toImage() != before


@pytest.mark.parametrize("views", [1, 2])
@pytest.mark.parametrize("size", [(480, 360), (640, 480), (1024, 768), (3840, 2160), (700, 1400)])
def test_paints_at_every_size_in_every_phase(rig: Rig, size: tuple[int, int], views: int) -> None:
    for movement in ("pigeon-pose", "cat-cow"):
        write_figure(rig.figures, movement, views=views)
    rig.voice.problem = "No sound: this computer has no loudspeaker."
    session = rig.begin(SHORT + "  - rest: 10s\n    say: Sip.\n")
    rig.window.resize(*size)
    for segment in session.timeline.segments:
        rig.run_to(segment.start_ms + 500)
        assert not rig.window.grab().isNull()


def test_body_and_colours_are_those_that_were_chosen(drawn: Rig) -> None:
    write_figure(drawn.figures, "pigeon-pose", body="robin")
    drawn.begin()
    drawn.run_to(drawn.start_of("hold", "right") + 100)
    assert square_middle(seen(drawn), "#9C6244")
    settings = drawn.settings.current
    chosen = settings.picture._replace(body="robin", skin="fair")
    drawn.settings.change(settings._replace(picture=chosen))
    drawn.window.pictures.chosen()
    assert square_middle(seen(drawn), "#9C6244") is None
    assert square_middle(seen(drawn), "#F2C6A5")


# Without a figure.


def test_without_a_figure_the_caption_has_the_board(rig: Rig) -> None:
    rig.begin()
    assert not rig.window.stage.board.pictured
    assert not view(rig).isVisible()
    assert rig.window.stage.board.caption


@pytest.mark.parametrize("content", [b"", b"LIMBERF1", b"LIMBERF1\xff\xff\xff\xff", b"\0" * 99])
def test_broken_figure_is_as_good_as_none(rig: Rig, content: bytes) -> None:
    write_figure(rig.figures, "pigeon-pose").write_bytes(content)
    write_figure(rig.figures, "cat-cow")
    rig.begin()
    assert not rig.window.stage.board.pictured
    rig.run_to(rig.start_of("reps") + 100)
    assert rig.window.stage.board.pictured


# Pictures of the runner's own.


def own(rig: Rig, folder: Path, more: str = "picture: rock.png\n") -> Rig:
    """A catalogue with a movement of the runner's own."""
    movements = folder / "movements"
    movements.mkdir(exist_ok=True)
    (movements / "calf-rock.yaml").write_text(OWN + more, encoding="utf-8")
    rig.catalogue = Catalogue(paths.resources() / "movements", movements)
    rig.library = Library(rig.catalogue, rig.library.shipped, rig.library.own)
    return rig


ROCK = "limber: 1\nname: Rock\nsteps:\n  - movement: calf-rock\n"


def half_red(path: Path) -> None:
    """A picture whose left half is red."""
    image = QImage(200, 100, QImage.Format.Format_RGB32)
    image.fill(QColor("#0000FF"))
    for x in range(100):
        for y in range(100):
            image.setPixelColor(x, y, QColor("#FF0000"))
    assert image.save(str(path))


def red_left(image: QImage) -> bool:
    y = image.height() // 2
    return image.pixelColor(image.width() // 2 - 30, y) == QColor("#FF0000")


@pytest.mark.parametrize(("more", "mirrors"), [("", True), ("mirror: no\n", False)])
def test_own_picture_turns_over_for_the_left_unless_it_must_not(
    rig: Rig, tmp_path: Path, more: str, mirrors: bool
) -> None:
    own(rig, tmp_path, "picture: rock.png\n" + more)
    half_red(tmp_path / "movements" / "rock.png")
    rig.begin(ROCK)
    rig.run_to(rig.start_of("reps", "right") + 100)
    assert red_left(seen(rig))
    rig.run_to(rig.start_of("reps", "left") + 100)
    assert red_left(seen(rig)) is not mirrors


def test_own_picture_is_letterboxed(rig: Rig, tmp_path: Path) -> None:
    own(rig, tmp_path)
    half_red(tmp_path / "movements" / "rock.png")
    rig.begin(ROCK)
    rig.run_to(rig.start_of("reps", "right") + 100)
    rig.window.resize(700, 1400)
    QApplication.processEvents()
    image = seen(rig)
    red = [y for y in range(image.height()) if image.pixelColor(60, y) == QColor("#FF0000")]
    assert len(red) == pytest.approx(image.width() / 2, abs=4)


@pytest.mark.parametrize("content", [None, b"", b"\x89PNG\r\n\x1a\n", b"rock"])
def test_own_picture_that_cannot_be_shown_is_a_sentence_in_its_place(
    rig: Rig, tmp_path: Path, content: bytes | None
) -> None:
    own(rig, tmp_path)
    if content is not None:
        (tmp_path / "movements" / "rock.png").write_bytes(content)
    session = rig.begin(ROCK)
    rig.run_to(rig.start_of("reps") + 100)
    told = view(rig).accessibleDescription()
    assert told.startswith("The picture rock.png ")
    assert told.endswith(".")
    assert view(rig).isVisible()
    assert not rig.window.grab().isNull()
    assert session.state == "running"


def test_own_movement_without_a_picture_has_the_caption_alone(rig: Rig, tmp_path: Path) -> None:
    own(rig, tmp_path, "")
    rig.begin(ROCK)
    assert not rig.window.stage.board.pictured
