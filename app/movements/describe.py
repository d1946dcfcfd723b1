"""A movement as plain values, for scripts and lists."""

from __future__ import annotations

from typing import Any

from app.movements.model import Dose, DoseKind, Movement
from app.units import written_duration, written_range


def movement_row(movement: Movement) -> dict[str, Any]:
    """All that `limber movements --json` says of one movement."""
    return {
        "id": movement.id,
        "name": movement.name,
        "code": movement.code,
        "areas": [area.value for area in movement.areas],
        "target": movement.target,
        "role": movement.role.value,
        "when": sorted(when.value for when in movement.when),
        "sides": "two" if movement.two_sided else "one",
        "lead": movement.lead,
        "target_side": movement.target_side.value,
        "dose": " + ".join(map(dose_text, movement.doses)) or "its own course",
        "variants": [dose_text(dose) for dose in movement.variants],
        "needs": [need.value for need in movement.needs],
        "setup": movement.setup,
        "technique": list(movement.technique),
        "warnings": list(movement.warnings),
        "description": movement.description,
        "source": movement.source,
    }


def dose_text(dose: Dose) -> str:
    """`hold 60-90s`, `10-12 reps at 4s`, `3 breaths`; with its sets where there are several."""
    if dose.kind is DoseKind.HOLD:
        text = f"hold {written_range(dose.amount)}"
    else:
        low, high = dose.amount.low, dose.amount.high
        text = f"{low if low == high else f'{low}-{high}'} {dose.kind.value}"
    if dose.tempo_ms:
        text += f" at {written_duration(dose.tempo_ms)}"
    if dose.sets.high > 1:
        sets = dose.sets
        text += f" x {sets.low if sets.is_single else f'{sets.low}-{sets.high}'}"
    return text
