"""The room of the movements: all of them, with pictures and words, by keyboard alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox

from app import paths
from app.movements.loader import Catalogue
from app.movements.model import Side
from app.session.states import State
from app.ui.movement_rows import Card
from app.ui.movements_page import MovementsPage
from tests.ui.conftest import Rig
from tests.ui.figures import write_figure

KEY = Qt.Key


def page(rig: Rig, size: tuple[int, int] = (1100, 760)) -> MovementsPage:
    """The room, open and painted."""
    rig.show().resize(*size)
    rig.qtbot.mouseClick(rig.window.header.tabs[1], Qt.MouseButton.LeftButton)
    room = rig.window.movements_page
    rig.qtbot.waitUntil(room.isVisible)
    return room


def cards(room: MovementsPage) -> list[Card]:
    return [room.cards.card(row) for row in range(room.cards.rowCount())]


def choose(room: MovementsPage, name: str) -> None:
    row = next(i for i, card in enumerate(cards(room)) if card.name == name)
    room.grid.setCurrentIndex(room.cards.index(row))


def told(room: MovementsPage) -> str:
    return " | ".join(room.panel.words)


def test_all_movements_are_there_from_the_foot_upward(rig: Rig) -> None:
    room = page(rig)
    assert len(cards(room)) == 22
    areas = [card.areas.partition(",")[0] for card in cards(room)]
    assert list(dict.fromkeys(areas)) == ["Ankle", "Hip", "Upper back"]
    assert areas == sorted(areas)
    assert room.current() == cards(room)[0]


def test_every_word_of_a_movement_is_shown(rig: Rig) -> None:
    room = page(rig)
    for card in cards(room):
        choose(room, card.name)
        text = told(room)
        movement = card.movement
        assert movement is not None
        assert text.startswith(card.name)
        for line in (*movement.technique, *movement.warnings, movement.description, card.dose):
            assert line in text
        assert movement.target in text
    choose(room, "Pigeon pose")
    assert "Hold 60–90 s | Hip  ·  3:12 both sides with the switch" in told(room)
    assert "✕  Before a run | ✓  After a run | ✓  Rest day" in told(room)
    assert "You need a mat." in told(room)


def test_cards_are_read_out(rig: Rig) -> None:
    room = page(rig)
    spoken = [
        room.cards.data(room.cards.index(row), int(Qt.ItemDataRole.AccessibleTextRole))
        for row in range(room.cards.rowCount())
    ]
    assert "Pigeon pose, Hold 60–90 s, Hip" in spoken
    for widget in (
        room,
        room.grid,
        room.panel,
        room.panel.back,
        room.panel.button,
        room.panel.picture,
    ):
        assert widget.accessibleName()


def test_keyboard_finds_turns_practises_and_goes_back(rig: Rig) -> None:
    room = page(rig)
    assert room.grid.hasFocus()
    QTest.keyClicks(room.grid, "pig")
    current = room.current()
    assert current is not None
    assert current.name == "Pigeon pose"
    right, left = room.panel.sides[Side.RIGHT], room.panel.sides[Side.LEFT]
    assert right.isChecked()
    left.setFocus()
    QTest.keyClick(left, KEY.Key_Space)
    assert left.isChecked()
    QTest.keyClick(room.grid, KEY.Key_Escape)
    assert rig.window.currentWidget() is rig.window.home
    rig.window.show_movements()
    QTest.keyClick(room.grid, KEY.Key_Return)
    rig.qtbot.waitUntil(lambda: rig.session.state is State.RUNNING)
    assert rig.session.timeline.name == "Pigeon pose"
    moved = {segment.movement_id for segment in rig.session.timeline.segments}
    assert moved == {"pigeon-pose"}


def test_side_turns_the_picture(rig: Rig) -> None:
    write_figure(rig.figures, "pigeon-pose")
    room = page(rig)
    choose(room, "Pigeon pose")
    picture = room.panel.picture
    assert picture.accessibleName() == "Picture: Pigeon pose, right side"
    assert not picture.shown.mirrored
    room.panel.sides[Side.LEFT].click()
    assert picture.accessibleName() == "Picture: Pigeon pose, left side"
    assert picture.shown.mirrored
    choose(room, "Cat-cow")
    assert not room.panel.sides[Side.LEFT].isVisible()


def test_picture_moves_only_while_it_is_seen(rig: Rig) -> None:
    write_figure(rig.figures, "pigeon-pose")
    room = page(rig)
    choose(room, "Pigeon pose")
    frames = set[object]()
    drawing = room.panel.picture.drawing
    assert drawing is not None

    def moved() -> bool:
        frames.add(drawing.key(room.panel.picture.shown))
        return len(frames) > 2

    rig.qtbot.waitUntil(moved)
    rig.window.go_home()
    before = room.panel.picture.shown
    QTest.qWait(80)
    assert room.panel.picture.shown == before


def test_small_pictures_come_after_the_cards(rig: Rig) -> None:
    for name in Catalogue(paths.resources() / "movements").ids:
        write_figure(rig.figures, name)
    room = page(rig)
    movement = rig.catalogue.get("ankle-alphabet")
    ratio = room.grid.devicePixelRatioF()
    pictures = rig.window.pictures
    assert pictures.small(movement, QSize(80, 60), ratio, ("#ffffff", "#000000")) is None
    with rig.qtbot.waitSignal(pictures.arrived):
        pass
    small = pictures.small(movement, QSize(80, 60), ratio, ("#ffffff", "#000000"))
    assert small is not None
    assert small.deviceIndependentSize().toSize() == QSize(80, 60)


def test_narrow_window_shows_one_at_a_time(rig: Rig) -> None:
    room = page(rig, (640, 480))
    choose(room, "Pigeon pose")
    assert not room.panel.isVisible()
    QTest.keyClick(room.grid, KEY.Key_Return)
    assert room.panel.isVisible()
    assert not room.grid.isVisible()
    QTest.keyClick(room.panel.button, KEY.Key_Escape)
    assert room.grid.isVisible()
    QTest.keyClick(room.grid, KEY.Key_Return)
    QTest.keyClick(room.panel.button, KEY.Key_Return)
    rig.qtbot.waitUntil(lambda: rig.session.state is State.RUNNING)


def test_what_hurts_says_so(rig: Rig) -> None:
    rig.left_out.add("pigeon-pose")
    room = page(rig)
    choose(room, "Pigeon pose")
    assert "Left out because it hurt." in told(room)
    room.panel.button.click()
    assert rig.window.told is not None
    assert "nothing left to do" in rig.window.told.text()


def test_own_movements_are_there_and_broken_ones_say_why(rig: Rig, tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    text = "limber: 1\nname: Calf rock\nareas: [ankle]\nrole: dynamic\nwhen: [pre-run]\n"
    good = f"{text}sides: two\ndoses:\n  - reps: 10\npicture: gone.png\n"
    (own / "calf-rock.yaml").write_text(good)
    (own / "broken.yaml").write_text(text)
    rig.catalogue = Catalogue(paths.resources() / "movements", own)
    room = page(rig)
    choose(room, "Calf rock")
    current = room.current()
    assert current is not None
    assert current.own
    assert room.panel.picture.accessibleDescription() == "The picture gone.png is not there."
    assert not rig.window.grab().isNull()
    choose(room, "broken.yaml")
    assert "missing" in told(room)
    assert not room.panel.button.isVisible()
    QTest.keyClick(room.grid, KEY.Key_Return)
    assert rig.window.currentWidget() is room


@pytest.mark.parametrize("size", [(480, 360), (700, 1400), (1024, 768), (3840, 2160)])
def test_paints_at_every_size(rig: Rig, size: tuple[int, int]) -> None:
    write_figure(rig.figures, "pigeon-pose", views=2)
    room = page(rig, size)
    for card in cards(room)[:3] + cards(room)[-1:]:
        choose(room, card.name)
        assert not rig.window.grab().isNull()


def names(room: MovementsPage) -> list[str]:
    return [card.name for card in cards(room)]


def pick(choice: QComboBox, word: str) -> None:
    choice.setCurrentIndex(choice.findText(word))


def test_slash_searches_and_down_goes_on_to_what_was_found(rig: Rig) -> None:
    room = page(rig)
    QTest.keyClick(room.grid, KEY.Key_Slash)
    search = room.filter.search
    assert search.hasFocus()
    QTest.keyClicks(search, "kneel hip")
    assert names(room) == ["Kneeling hip flexor stretch"]
    assert told(room).startswith("Kneeling hip flexor stretch")
    QTest.keyClick(search, KEY.Key_Down)
    assert room.grid.hasFocus()
    search.setFocus()
    QTest.keyClick(search, KEY.Key_Escape)
    assert len(names(room)) == 22
    assert rig.window.currentWidget() is room


def test_area_time_and_equipment_are_asked_together(rig: Rig) -> None:
    room = page(rig)
    choose(room, "Pigeon pose")
    room.filter.areas.buttons[2].click()
    hips = names(room)
    assert "Pigeon pose" in hips
    assert "Heel drop" not in hips
    current = room.current()
    assert current is not None
    assert current.name == "Pigeon pose"
    pick(room.filter.when, "Before a run")
    before = names(room)
    assert set(before) < set(hips)
    assert "Pigeon pose" not in before
    room.filter.areas.buttons[0].click()
    pick(room.filter.when, "Any time")
    pick(room.filter.need, "With a low box")
    assert names(room) == ["Heel drop"]
    pick(room.filter.need, "Only a mat")
    bare = names(room)
    assert "Pigeon pose" in bare
    assert "Heel drop" not in bare


def test_where_nothing_fits_a_button_shows_all_again(rig: Rig) -> None:
    room = page(rig)
    room.filter.search.setText("zzz")
    assert names(room) == []
    assert room.nothing.isVisible()
    assert not room.panel.button.isVisible()
    room.all_button.click()
    assert len(names(room)) == 22
    assert room.grid.isVisible()


@pytest.mark.parametrize(
    ("asked", "found"),
    [("9090", "90/90 hip switch"), ("worlds", "World's Greatest Stretch"), ("PIG", "Pigeon pose")],
)
def test_signs_and_case_do_not_matter(rig: Rig, asked: str, found: str) -> None:
    room = page(rig)
    room.filter.search.setText(asked)
    assert found in names(room)
