"""The style sheet of the rooms, made of the tokens; everything large is painted by its own widget.

The ring of the focus is not in it: a sheet cannot draw outside a widget (`app.ui.focus`).
"""

from __future__ import annotations

from app.ui.tokens import (
    DISPLAY,
    HEAD,
    LINE_SELECTED,
    RADIUS_BUTTON,
    RADIUS_CARD,
    RADIUS_CHIP,
    RADIUS_HERO,
    TEXT,
    TITLE,
    Colours,
)
from app.ui.typeface import scaled

_GROOVE = 6
_HANDLE = 22


def sheet(c: Colours) -> str:
    """QSS for all that stands in rooms, in the colours of a scheme."""
    return "".join(part(c) for part in (_words, _buttons, _segments, _inputs, _cards, _bars, _rest))


def _line(c: Colours) -> int:
    """The width of a control's line: of black on black more of it must be seen."""
    return max(1, round(c.edge_px / 3))


def _words(c: Colours) -> str:
    return f"""
    QWidget#room {{ background: {c.paper}; }}
    QLabel {{ color: {c.ink}; background: transparent; }}
    QLabel#muted {{ color: {c.muted}; }}
    QLabel#clay {{ color: {c.clay}; font-weight: 600; }}
    QLabel#head {{ font-size: {scaled(HEAD)}px; font-weight: 600; }}
    QLabel#title {{ font-size: {scaled(TITLE)}px; font-weight: 700; }}
    QLabel#display {{ font-size: {scaled(DISPLAY)}px; font-weight: 700; }}
    """


def _buttons(c: Colours) -> str:
    line = _line(c)
    return f"""
    QPushButton {{
        background: {c.card}; color: {c.ink}; border: {line}px solid {c.control};
        border-radius: {RADIUS_BUTTON}px; padding: 9px 16px; outline: none;
    }}
    QPushButton:hover {{ background: {c.well}; border-color: {c.ink}; }}
    QPushButton:pressed {{ background: {c.none.mat}; }}
    QPushButton:disabled {{ color: {c.control}; border: {line}px dashed {c.control}; }}
    QPushButton#primary {{
        background: {c.accent}; color: {c.on_accent}; border: {line}px solid {c.accent};
        font-weight: 600;
    }}
    QPushButton#primary:hover {{ border-color: {c.ink}; }}
    QPushButton#primary:pressed {{ background: {c.none.mark}; color: {c.none.on_mark}; }}
    QPushButton#primary:disabled {{
        background: transparent; color: {c.control}; border: {line}px dashed {c.control};
    }}
    QPushButton#danger {{ color: {c.clay}; border-color: {c.clay}; font-weight: 600; }}
    QPushButton#danger:hover {{ background: {c.clay_ground}; }}
    QPushButton#quiet {{ background: transparent; border-color: transparent; padding: 9px 10px; }}
    QPushButton#quiet:hover {{ text-decoration: underline; }}
    QPushButton#chip {{ border-radius: {RADIUS_CHIP}px; padding: 4px 10px; }}
    QPushButton#chip:checked {{
        background: {c.none.tint}; color: {c.accent}; border: {line + 1}px solid {c.accent};
        padding: 3px 9px;
    }}
    """


def _segments(c: Colours) -> str:
    """One choice of few, side by side in a well; the chosen one stands out as a card."""
    line = _line(c)
    return f"""
    QFrame#segments {{
        background: {c.well}; border: 1px solid {c.strip_line or c.well};
        border-radius: {RADIUS_BUTTON + 2}px;
    }}
    QPushButton[segment="true"] {{
        background: transparent; color: {c.muted}; border: {line}px solid transparent;
        border-radius: {RADIUS_CHIP}px; padding: 8px 16px; font-weight: 600;
    }}
    QPushButton[segment="true"]:hover {{ color: {c.ink}; text-decoration: underline; }}
    QPushButton[segment="true"]:checked {{
        background: {c.card}; color: {c.ink}; border-color: {c.control};
    }}
    """


def _inputs(c: Colours) -> str:
    line = _line(c)
    return f"""
    QLineEdit {{
        background: {c.card}; color: {c.ink}; border: {line}px solid {c.control};
        border-radius: {RADIUS_BUTTON}px; padding: 8px 12px;
        selection-background-color: {c.accent}; selection-color: {c.on_accent};
        placeholder-text-color: {c.muted};
    }}
    QLineEdit:hover {{ border-color: {c.ink}; }}
    QComboBox {{
        background: {c.card}; color: {c.ink}; border: {line}px solid {c.control};
        border-radius: {RADIUS_BUTTON}px; padding: 8px 40px 8px 12px; combobox-popup: 0;
    }}
    QComboBox:hover {{ background: {c.well}; }}
    QComboBox::drop-down {{ border: none; width: 36px; }}
    QComboBox QListView {{
        background: {c.card}; color: {c.ink}; border: {line}px solid {c.control}; padding: 4px;
        outline: none;
    }}
    QComboBox QListView::item {{ padding: 8px 10px; border-radius: 6px; }}
    QComboBox QListView::item:selected {{ background: {c.accent}; color: {c.on_accent}; }}
    QSlider {{ background: transparent; }}
    QSlider:horizontal {{ min-height: {_HANDLE + 2}px; }}
    QSlider::groove:horizontal {{
        height: {_GROOVE}px; border-radius: {_GROOVE // 2}px; background: {c.none.track};
    }}
    QSlider::sub-page:horizontal {{ background: {c.accent}; border-radius: {_GROOVE // 2}px; }}
    QSlider::handle:horizontal {{
        width: {_HANDLE - 6}px; margin: -{(_HANDLE - _GROOVE) // 2}px 0;
        border: 3px solid {c.accent}; border-radius: {_HANDLE // 2}px; background: {c.card};
    }}
    """


def _cards(c: Colours) -> str:
    chosen = f"background: {c.none.tint}; border: {LINE_SELECTED}px solid {c.accent};"
    return f"""
    QFrame#sheet, QFrame#card {{
        background: {c.card}; border: 1px solid {c.hairline}; border-radius: {RADIUS_CARD}px;
    }}
    QFrame#card:hover {{ border-color: {c.control}; }}
    QFrame#card[selected="true"] {{ {chosen} }}
    QFrame#hero {{
        background: {c.card}; border: 1px solid {c.hairline}; border-radius: {RADIUS_HERO}px;
    }}
    QFrame#advice {{
        background: {c.clay_ground}; border: 1px solid {c.clay_line};
        border-radius: {RADIUS_CHIP}px;
    }}
    QFrame#rule {{ background: {c.hairline}; border: none; margin: 0 16px; }}
    """


def _bars(c: Colours) -> str:
    return f"""
    QProgressBar {{
        background: {c.none.track}; border: none; border-radius: 4px;
        max-height: 8px; min-height: 8px;
    }}
    QProgressBar::chunk {{ background: {c.accent}; border-radius: 4px; }}
    QScrollBar:vertical {{ background: transparent; width: 14px; margin: 0; }}
    QScrollBar:horizontal {{ background: transparent; height: 14px; margin: 0; }}
    QScrollBar::handle {{ background: {c.control}; border-radius: 4px; margin: 3px; }}
    QScrollBar::handle:vertical {{ min-height: 40px; }}
    QScrollBar::handle:horizontal {{ min-width: 40px; }}
    QScrollBar::handle:hover {{ background: {c.muted}; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ height: 0; width: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
    """


def _rest(c: Colours) -> str:
    line = _line(c)
    return f"""
    QScrollArea {{ background: transparent; border: none; }}
    QListView {{ background: {c.paper}; border: none; outline: none; }}
    QMessageBox {{ background: {c.card}; border: {line}px solid {c.control}; }}
    QMessageBox QLabel {{ font-size: {scaled(TEXT)}px; padding: 4px 12px; }}
    QMessageBox QLabel#qt_msgbox_label {{ font-size: {scaled(HEAD)}px; font-weight: 600; }}
    QMenu {{
        background: {c.card}; color: {c.ink}; border: {line}px solid {c.control}; padding: 6px;
    }}
    QMenu::item {{ padding: 8px 16px; border-radius: 6px; }}
    QMenu::item:selected {{ background: {c.accent}; color: {c.on_accent}; }}
    QMenu::item:disabled {{ color: {c.control}; background: transparent; }}
    QMenu::separator {{ height: 1px; background: {c.hairline}; margin: 6px 10px; }}
    QToolTip {{
        background: {c.card}; color: {c.ink}; border: {line}px solid {c.control}; padding: 6px;
    }}
    """
