"""What a solve tells its author: every wish that was missed, with where it is written."""

from __future__ import annotations

from app.posing.model import Angle, At, Balance, Direction, Face, Goal, Look
from app.posing.skeleton import FREEDOMS
from app.posing.solver import Solution

# A miss below these is not told; a hint is only a hint.
_TOLD = {"cm": 0.5, "degrees": 3.0}
_HINT_TOLD = 12.0
# Joints whose limits stop a pose; thumbs never do.
_TELLING = "lumbar waist chest clavicle shoulder elbow wrist hip knee ankle toes".split()


def wish_text(goal: Goal) -> str:
    """A goal in the words of the file."""
    wish = goal.wish
    word = type(wish).__name__.lower()
    match wish:
        case Direction() | Face():
            return f"{word} {wish[0]} to {_vector(wish.to)}"
        case At(node, where, origin):
            place = ", ".join("free" if value is None else f"{value:g}" for value in where)
            return f"at {node} [{place}]" + (f" from {origin}" if origin else "")
        case Balance(nodes):
            return f"balance over {', '.join(nodes)}"
        case Angle(name, degrees, firm):
            return f"{'angle' if firm else 'hint'} {name} {degrees:g}"
        case Look(None, to):
            return f"look {_vector(to or (0, 0, 0))}"
        case _:
            return f"{word} {' '.join(str(part) for part in wish if part)}"


def _vector(to: tuple[float, float, float]) -> str:
    return "[" + ", ".join(f"{value:.2f}".rstrip("0").rstrip(".") for value in to) + "]"


def missed(solution: Solution) -> list[tuple[Goal, float, str]]:
    """The goals that were missed, the worst of each unit first."""
    found = []
    for goal, miss, unit in solution.misses:
        hint = isinstance(goal.wish, Angle) and not goal.wish.firm
        if miss > (_HINT_TOLD if hint else _TOLD[unit]):
            found.append((goal, miss, unit))
    return sorted(found, key=lambda row: (row[2], -row[1]))


def miss_lines(file: str, body: str, name: str, solution: Solution) -> list[str]:
    """`FILE:LINE: MISS 2.1 cm  cow (ash)  floor knee.R` of each missed goal, and limits met."""
    found = [
        f"{file}:{goal.place.line}: MISS {miss:5.1f} {unit:7}  {name} ({body})  {wish_text(goal)}"
        for goal, miss, unit in missed(solution)
    ]
    at_limit = [
        f"{freedom.name} {solution.pose.angles[freedom.name]:.0f}"
        for freedom in FREEDOMS
        if freedom.name.partition(".")[0] in _TELLING
        and not freedom.low + 0.1 < solution.pose.angles[freedom.name] < freedom.high - 0.1
        and not (
            freedom.name.endswith(".flexion")
            and freedom.low == 0.0
            and solution.pose.angles[freedom.name] < 1
        )
    ]
    if found and at_limit:
        found.append(f"{file}: at their limits in {name} ({body}): {', '.join(at_limit)}")
    return found
