"""The section Picture: what is chosen holds at once, and is seen beside the choices."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.figure.palette import CLOTHES, SKINS
from app.history.settings import PictureSettings
from app.ui.picture_section import PictureSection
from tests.ui.conftest import Rig
from tests.ui.figures import write_figure

KEY = Qt.Key


def page(rig: Rig) -> PictureSection:
    """The section, open."""
    for body in ("ash", "robin"):
        write_figure(rig.figures, "cat-cow", body)
    rig.show().show_settings("Picture")
    found = rig.window.settings_room.current
    assert isinstance(found, PictureSection)
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


def test_a_still_sample_shows_key_positions(rig: Rig) -> None:
    picture = rig.settings.current.picture._replace(still=True)
    rig.settings.change(rig.settings.current._replace(picture=picture))
    found = page(rig)
    assert not found.sample.plays
    assert len(found.sample.shown.moments) == 2


def test_what_was_chosen_is_shown_when_the_page_comes_again(rig: Rig) -> None:
    settings = rig.settings.current
    wanted = PictureSettings("robin", "deep", "moss", still=True)
    rig.settings.change(settings._replace(picture=wanted))
    found = page(rig)
    assert found.bodies["robin"].isChecked()
    assert (found.skin.currentData(), found.clothes.currentData()) == ("deep", "moss")


def test_keyboard_reaches_all_and_escape_goes_back(rig: Rig) -> None:
    found = page(rig)
    reached = set()
    for _ in range(8):
        QTest.keyClick(rig.window.focusWidget(), KEY.Key_Tab)
        reached.add(rig.window.focusWidget())
    assert {found.skin, found.clothes} <= reached
    assert reached & set(found.bodies.values())
    for widget in (found.skin, found.clothes, *found.bodies.values()):
        assert widget.accessibleName()
    QTest.keyClick(found.skin, KEY.Key_Escape)
    assert rig.window.currentWidget() is rig.window.home


@pytest.mark.parametrize("size", [(480, 360), (700, 1400), (1024, 768), (3840, 2160)])
def test_paints_at_every_size(rig: Rig, size: tuple[int, int]) -> None:
    found = page(rig)
    rig.window.resize(*size)
    assert not rig.window.grab().isNull()
    found.bodies["robin"].click()
    assert not rig.window.grab().isNull()


def test_without_figures_the_page_still_chooses(rig: Rig) -> None:
    rig.show().show_settings("Picture")
    found = rig.window.settings_room.current
    assert isinstance(found, PictureSection)
    assert found.sample.drawing is None
    found.bodies["robin"].click()
    assert chosen(rig).body == "robin"
