"""Paints the large card of the home page: ground, slab, words, the session's bar, the steps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen

from app.ui.bow import bow_edge, bow_shape
from app.ui.card_text import elided, paint_paragraph
from app.ui.hero_layout import HeroLayout
from app.ui.icons import paint_icon
from app.ui.rows import Row, StepLine, Steps
from app.ui.textfit import LOOSE, TIGHT, Size, fit
from app.ui.theme import GAPS, Colours
from app.ui.tokens import RADIUS_HERO
from app.ui.typeface import BOLD, MEDIUM, SEMI, SMALL, TEXT, room_font

if TYPE_CHECKING:
    from app.ui.session_bar import Stretch

# Cap heights in pixels, and the lines that each may take.
_NAME: Final = (Size(28, 1), Size(24, 1), Size(21, 2), Size(18, 3), Size(14, 4))
_TEXT: Final = (Size(11, 2),)
_META: Final = 17
_ICON: Final = 20
_BAR: Final = 20
_STEP: Final = (30, 46)
_FAINT: Final = 0.28


class Content(NamedTuple):
    """What is painted; `above` is where the buttons begin, from the top."""

    row: Row | None
    steps: Steps
    bar: tuple[Stretch, ...]
    empty: str
    above: int


class _Brush(NamedTuple):
    """A painter with what it needs to know."""

    painter: QPainter
    layout: HeroLayout
    colours: Colours
    mirrored: bool

    def rect(self, rect: QRectF) -> QRectF:
        """Where a place of the layout is."""
        if not self.mirrored:
            return rect
        left = self.layout.card.width() + 1 - rect.right()
        return QRectF(left, rect.top(), rect.width(), rect.height())

    @property
    def begin(self) -> Qt.AlignmentFlag:
        """Where a line begins, in the middle of its height."""
        flag = Qt.AlignmentFlag
        side = flag.AlignRight if self.mirrored else flag.AlignLeft
        return side | flag.AlignAbsolute | flag.AlignVCenter

    @property
    def end(self) -> Qt.AlignmentFlag:
        """Where it ends."""
        flag = Qt.AlignmentFlag
        side = flag.AlignLeft if self.mirrored else flag.AlignRight
        return side | flag.AlignAbsolute | flag.AlignVCenter


def paint_hero(
    painter: QPainter, layout: HeroLayout, content: Content, colours: Colours, *, mirrored: bool
) -> None:
    """All but the picture and the buttons."""
    brush = _Brush(painter, layout, colours, mirrored)
    # The words are English wherever they stand.
    painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    row = content.row
    broken = row is not None and row.is_broken
    _ground(brush, broken=broken)
    if row is None:
        box = brush.rect(QRectF(layout.words))
        ink = colours.none.text
        paint_paragraph(painter, content.empty, box, room_font(_META, SEMI), ink)
    elif broken:
        _problems(brush, row, content.above)
    else:
        _words(brush, row, content.above)
        if not layout.steps.isEmpty():
            _course(brush, content)


def _ground(brush: _Brush, *, broken: bool) -> None:
    """The card, the slab on it, and the line of its bow."""
    painter, layout, colours, _ = brush
    card = QPainterPath()
    card.addRoundedRect(layout.card, RADIUS_HERO, RADIUS_HERO)
    ground = colours.clay_ground if broken else colours.card
    painter.fillPath(card, QColor(ground))
    if not broken:
        size = (layout.card.width() + 1 - layout.edge, layout.card.height() + 1, layout.bow)
        slab, edge = bow_shape(*size, left=False), bow_edge(*size, left=False)
        if layout.edge == 0.0:
            slab, edge = QPainterPath(card), QPainterPath()
        else:
            slab.translate(layout.edge, 0)
            edge.translate(layout.edge, 0)
        painter.save()
        painter.setClipPath(card)
        if brush.mirrored:
            painter.translate(layout.card.width() + 1, 0)
            painter.scale(-1, 1)
        painter.fillPath(slab, QColor(colours.none.slab))
        if colours.none.edge:
            painter.strokePath(edge, QPen(QColor(colours.none.edge), max(3.0, colours.edge_px)))
        painter.restore()
    line = colours.clay_line if broken else colours.hairline
    painter.strokePath(card, QPen(QColor(line), 1))


def _words(brush: _Brush, row: Row, above: int) -> None:
    """Description, name, length and areas, in the room above the buttons."""
    painter, layout, colours, _ = brush
    ink, box = colours.none.text, QRectF(layout.words)
    room = above - box.top()
    line = QFontMetricsF(room_font(_META, SEMI)).height()
    about = fit(row.description, box.width(), _TEXT, MEDIUM, LOOSE)
    name = fit(row.name, box.width(), _NAME, BOLD, TIGHT)
    gaps = GAPS[3] + 4
    if about.height + name.height + line + 2 * gaps > room:
        # The button says how to begin; what the routine is for has less to say than its name.
        about = fit("", box.width(), _TEXT, MEDIUM, LOOSE)
    top = box.top()
    for fitted in (about, name):
        if not fitted.lines:
            continue
        painter.setFont(fitted.font)
        painter.setPen(QColor(ink))
        for number, text in enumerate(fitted.lines):
            pitch = number * fitted.pitch
            _line(brush, text, QRectF(box.left(), top + pitch, box.width(), fitted.cap))
        top += fitted.height + gaps
    _meta(brush, row, QRectF(box.left(), top - 2, box.width(), line))


def _line(brush: _Brush, text: str, rect: QRectF) -> None:
    """A line whose capitals fill the height of `rect`; what hangs below them is not cut off."""
    rect = brush.rect(rect)
    width = QFontMetricsF(brush.painter.font()).horizontalAdvance(text)
    left = rect.right() - width if brush.mirrored else rect.left()
    brush.painter.drawText(QPointF(left, rect.bottom()), text)


def _meta(brush: _Brush, row: Row, rect: QRectF) -> None:
    """How long, and which areas."""
    from app.ui.area_mark import SHAPE, paint_areas

    painter, _, colours, _ = brush
    ink, font = colours.none.text, room_font(_META, SEMI)
    metrics = QFontMetricsF(font)
    middle, left = rect.center().y(), rect.left()

    def sign(width: float, height: float) -> QRectF:
        return brush.rect(QRectF(left, middle - height / 2, width, height))

    def word(text: str) -> None:
        painter.setFont(font)
        painter.setPen(QColor(ink))
        room = brush.rect(QRectF(left, rect.top(), rect.right() - left, rect.height()))
        painter.drawText(room, brush.begin, elided(text, font, room.width()))

    paint_icon(painter, "clock", sign(_ICON, _ICON), ink)
    left += _ICON + GAPS[1]
    minutes = f"{row.minutes} min"
    word(minutes)
    left += metrics.horizontalAdvance(minutes) + GAPS[4] - 2
    height = rect.height() + GAPS[1]
    if row.areas and left + height * SHAPE <= rect.right():
        # On the slab the sign is as light as the words, its rim the slab itself.
        light = colours._replace(muted=ink, accent=ink, card=colours.none.slab)
        paint_areas(painter, sign(height * SHAPE, height), row.content.areas, light)
        left += height * SHAPE + GAPS[1]
        # The sign says it, too.
        if left + metrics.horizontalAdvance(row.areas) <= rect.right():
            word(row.areas)


def _course(brush: _Brush, content: Content) -> None:
    """The session as one bar, and its movements with their doses, as many as have room."""
    painter, layout, colours, _ = brush
    box, ink = QRectF(layout.steps), colours.none.text
    _bar(brush, content.bar, QRectF(box.left(), box.top(), box.width(), _BAR))
    box.setTop(box.top() + _BAR + GAPS[3] + 4)
    steps = content.steps
    least, most = _STEP
    pitch = min(float(most), max(float(least), box.height() / max(1, len(steps))))
    room = int(box.height() / pitch + 1e-6)
    shown = steps if len(steps) <= room else steps[: max(0, room - 1)]
    rule = QColor(ink)
    rule.setAlphaF(_FAINT)
    top = box.top()
    for number, step in enumerate(shown, 1):
        _rule(painter, brush.rect(box), top, rule)
        _step(brush, number, step, QRectF(box.left(), top, box.width(), pitch))
        top += pitch
    if not steps:
        return
    _rule(painter, brush.rect(box), top, rule)
    if len(shown) < len(steps):
        painter.setFont(room_font(TEXT, MEDIUM))
        painter.setPen(QColor(ink))
        more = f"and {len(steps) - len(shown)} more"
        rect = brush.rect(QRectF(box.left(), top, box.width(), pitch))
        painter.drawText(rect, brush.begin, more)


def _rule(painter: QPainter, box: QRectF, top: float, colour: QColor) -> None:
    painter.setPen(QPen(colour, 1))
    painter.drawLine(QPointF(box.left(), top), QPointF(box.right(), top))


def _step(brush: _Brush, number: int, step: StepLine, rect: QRectF) -> None:
    """Number, name and dose; the short forms of both before anything is cut."""
    painter, ink = brush.painter, brush.colours.none.text
    font, light = room_font(TEXT, SEMI), room_font(TEXT, MEDIUM)
    metrics, dose_metrics = QFontMetricsF(font), QFontMetricsF(light)
    painter.setPen(QColor(ink))
    painter.setFont(room_font(SMALL, BOLD))
    painter.drawText(brush.rect(rect), brush.begin, str(number))
    row = rect.adjusted(QFontMetricsF(room_font(SMALL, BOLD)).horizontalAdvance("00") + 8, 0, 0, 0)
    names, doses = (step.name, step.short_name), (bare_dose(step.dose),)
    room = row.width() - GAPS[3]
    name, dose = next(
        (
            (name, dose)
            for name in names
            for dose in doses
            if metrics.horizontalAdvance(name) + dose_metrics.horizontalAdvance(dose) <= room
        ),
        (step.short_name, ""),
    )
    painter.setFont(font)
    painter.drawText(brush.rect(row), brush.begin, elided(name, font, row.width()))
    painter.setFont(light)
    painter.drawText(brush.rect(row), brush.end, dose)


def bare_dose(dose: str) -> str:
    """`60–90 s` of `Hold 60–90 s`: without the word before the number, which the picture says."""
    head, _, tail = dose.partition(" ")
    return tail if tail and not any(char.isdigit() for char in head) else dose


def _bar(brush: _Brush, bar: tuple[Stretch, ...], rect: QRectF) -> None:
    """The sides in their colours, which on pine are the light ones in every scheme."""
    from app.movements.model import Side
    from app.ui.fingerpost import blade
    from app.ui.session_bar import laid_out
    from app.ui.theme import DARK

    marks = {Side.RIGHT: DARK.right.mark, Side.LEFT: DARK.left.mark, None: brush.colours.none.text}
    for part, left, width in laid_out(bar, rect.width(), rect.height()):
        box = QRectF(rect.left() + left, rect.top(), max(1.5, width), rect.height())
        path = blade(brush.rect(box), part.side, rect.height() * 0.38)
        brush.painter.fillPath(path, QColor(marks[part.side]))


def _problems(brush: _Brush, row: Row, above: int) -> None:
    """The file, and every problem that has room."""
    painter, layout, colours, _ = brush
    box = QRectF(layout.words)
    font = room_font(TEXT, SEMI)
    line = QFontMetricsF(font).height()
    sign = QRectF(box.left(), box.top() + (line - _ICON) / 2, _ICON, _ICON)
    paint_icon(painter, "warning", brush.rect(sign), colours.clay)
    painter.setFont(font)
    painter.setPen(QColor(colours.clay))
    head = brush.rect(QRectF(box.left() + _ICON + 8, box.top(), box.width() - _ICON - 8, line))
    painter.drawText(head, brush.begin, row.meta)
    name = fit(row.name, box.width(), (Size(20, 1), Size(16, 2), Size(13, 3)), BOLD, TIGHT)
    top = box.top() + line + GAPS[2]
    painter.setFont(name.font)
    painter.setPen(QColor(colours.ink))
    for number, text in enumerate(name.lines):
        _line(brush, text, QRectF(box.left(), top + number * name.pitch, box.width(), name.cap))
    top += name.height + GAPS[3] + 4
    font = room_font(TEXT, MEDIUM)
    pitch = QFontMetricsF(font).height()
    for trouble in row.troubles:
        if above - top < pitch:
            break
        rect = brush.rect(QRectF(box.left(), top, box.width(), above - top))
        bold = len(trouble.told) - len(trouble.message)
        top = paint_paragraph(painter, trouble.told, rect, font, colours.ink, bold=bold) + GAPS[0]
