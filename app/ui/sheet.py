"""The style sheet of the rooms, made of the theme's tokens."""

from __future__ import annotations

from app.ui.theme import FOCUS_RING, RADIUS_BUTTON, RADIUS_CARD, RADIUS_CHIP, Colours
from app.ui.typeface import HEAD, TEXT


def sheet(c: Colours) -> str:
    """QSS for buttons, lists and labels; everything large is painted by its own widget."""
    return f"""
    QWidget#room {{ background: {c.paper}; }}
    QLabel {{ color: {c.ink}; background: transparent; }}
    QLabel#muted {{ color: {c.muted}; }}
    QLineEdit {{
        background: {c.card}; color: {c.ink}; border: 1px solid {c.control};
        border-radius: {RADIUS_BUTTON}px; padding: 8px 12px; selection-background-color: {c.accent};
    }}
    QLineEdit:focus {{ border: 2px solid {c.accent}; padding: 7px 11px; }}
    QPushButton {{
        background: {c.card}; color: {c.ink}; border: 1px solid {c.control};
        border-radius: {RADIUS_BUTTON}px; padding: 9px 16px;
    }}
    QPushButton:hover {{ background: {c.strip}; }}
    QPushButton:focus {{ border: {FOCUS_RING}px solid {c.accent}; padding: 7px 14px; }}
    QPushButton#primary {{
        background: {c.ink}; color: {c.paper}; border: 1px solid {c.ink}; font-weight: 600;
    }}
    QPushButton#primary:focus {{ border: {FOCUS_RING}px solid {c.accent}; }}
    QPushButton#chip {{ border-radius: {RADIUS_CHIP}px; padding: 4px 10px; }}
    QPushButton#chip:focus {{ padding: 2px 8px; }}
    QMessageBox {{ background: {c.card}; border: 1px solid {c.control}; }}
    QMessageBox QLabel {{ font-size: {TEXT}px; padding: 4px 12px; }}
    QMessageBox QLabel#qt_msgbox_label {{ font-size: {HEAD}px; font-weight: 600; }}
    QListView {{ background: {c.paper}; border: none; outline: none; }}
    QFrame#sheet {{
        background: {c.card}; border: 1px solid {c.hairline}; border-radius: {RADIUS_CARD}px;
    }}
    QProgressBar {{
        background: {c.strip}; border: none; border-radius: 4px; max-height: 8px; min-height: 8px;
    }}
    QProgressBar::chunk {{ background: {c.accent}; border-radius: 4px; }}
    QScrollBar:vertical {{ background: transparent; width: 12px; margin: 0; }}
    QScrollBar::handle:vertical {{ background: {c.control}; border-radius: 5px; min-height: 32px; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ height: 0; width: 0; }}
    QToolTip {{
        background: {c.card}; color: {c.ink}; border: 1px solid {c.control}; padding: 6px;
    }}
    """
