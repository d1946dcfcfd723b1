"""The Picture page: what is chosen holds at once, and is seen beside the choices."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.figure.palette import CLOTHES, SKINS
from app.history.settings import PictureSettings
from app.ui.picture_page import PicturePage
from tests.ui.conftest import Rig
from tests.ui.figures import write_figure

KEY = Qt.Key


def page(rig: Rig) -> PicturePage:
    """The page, open."""
    for body in ("ash", "robin"):
        write_figure(rig.figures, "cat-cow", body)
    rig.show()
    rig.qtbot.mouseClick(rig.window.home.foot.picture_button, Qt.MouseButton.LeftButton)
    found = rig.window.picture_page
    rig.qtbot.waitUntil(found.isVisible)
    return found


def chosen(rig: Rig) -> PictureSettings:
    return rig.settings.current.picture


def test_a_body_is_chosen_and_kept(rig: Rig) -> None:
    found = page(rig)
    assert found.bodies["ash"].isChecked()
    before = found.sample.drawing
    found.bodies["robin"].click()
    assert chosen(rig).body == "robin"
    assert found.sample.drawing is not before
    assert found.sample.accessibleName() == "Picture: Cat-cow"


def test_every_skin_and_all_clothes_are_on_offer(rig: Rig) -> None:
    found = page(rig)
    assert found.skin.values() == ["", *SKINS]
    assert found.clothes.values() == ["", *CLOTHES]
    images = set()
    for skin in SKINS:
        found.skin.picked.emit(skin)
        assert chosen(rig).skin == skin
        images.add(found.sample.grab().toImage().cacheKey())
    assert len(images) == len(SKINS)


def test_still_stops_the_sample(rig: Rig) -> None:
    found = page(rig)
    assert found.sample.plays
    found.still.click()
    assert chosen(rig).still
    assert not found.sample.plays
    assert len(found.sample.shown.moments) == 2
    found.still.click()
    assert found.sample.plays


def test_what_was_chosen_is_shown_when_the_page_comes_again(rig: Rig) -> None:
    settings = rig.settings.current
    wanted = PictureSettings("robin", "deep", "moss", still=True)
    rig.settings.change(settings._replace(picture=wanted))
    found = page(rig)
    assert found.bodies["robin"].isChecked()
    assert (found.skin.currentData(), found.clothes.currentData()) == ("deep", "moss")
    assert found.still.isChecked()


def test_keyboard_reaches_all_and_escape_goes_back(rig: Rig) -> None:
    found = page(rig)
    reached = set()
    for _ in range(12):
        found.focusNextPrevChild(True)
        reached.add(rig.window.focusWidget())
    assert {found.back, found.skin, found.clothes, found.still} <= reached
    assert reached & set(found.bodies.values())
    for widget in (found.back, found.skin, found.clothes, found.still, *found.bodies.values()):
        assert widget.accessibleName()
    QTest.keyClick(found.still, KEY.Key_Escape)
    assert rig.window.currentWidget() is rig.window.home


def test_why_a_choice_is_not_kept_is_said(rig: Rig) -> None:
    found = page(rig)
    rig.own.parent.joinpath("settings.json").mkdir()
    found.still.click()
    assert "cannot" in found.problem
    assert chosen(rig).still


@pytest.mark.parametrize("size", [(480, 360), (700, 1400), (1024, 768), (3840, 2160)])
def test_paints_at_every_size(rig: Rig, size: tuple[int, int]) -> None:
    found = page(rig)
    rig.window.resize(*size)
    assert not rig.window.grab().isNull()
    found.still.click()
    assert not rig.window.grab().isNull()


def test_without_figures_the_page_still_chooses(rig: Rig) -> None:
    rig.show().show_picture_page()
    found = rig.window.picture_page
    assert found.sample.drawing is None
    found.bodies["robin"].click()
    assert chosen(rig).body == "robin"
