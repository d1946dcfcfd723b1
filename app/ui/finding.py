"""Words as people type them into a search field, whatever their case, accents and signs."""

from __future__ import annotations

import unicodedata


def folded(text: str) -> str:
    """Without case, accents and signs: "Über" is found as "uber", "90/90" as "90" or "9090"."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = (c for c in plain if not unicodedata.combining(c))
    return "".join(c if c.isalnum() else _sign(c) for c in letters)


def _sign(sign: str) -> str:
    return "" if sign in "'’/" else " "


def holds(text: str, asked: str) -> bool:
    """Each word that was asked for begins one of the text's; both are `folded`."""
    words = text.split()
    return all(any(word.startswith(part) for word in words) for part in asked.split())
