"""Finds the name a person may have meant."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST_COMPARED = 64


def suggest(typed: str, known: Iterable[str]) -> str:
    """``" Did you mean X?"``, or nothing when no name is near."""
    limit = max(1, len(typed) // 3)
    near = sorted((distance(typed, name), name) for name in known if len(name) <= LONGEST_COMPARED)
    return f" Did you mean {near[0][1]}?" if near and near[0][0] <= limit else ""


def distance(a: str, b: str) -> int:
    """Insertions, deletions, replacements and swaps of neighbours that turn one into the other, without regard to case."""
    a, b = a.lower(), b.lower()
    if len(a) > LONGEST_COMPARED:
        return len(a) + len(b)
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, left in enumerate(a, 1):
        older, before, row = before, row, [i]
        for j, right in enumerate(b, 1):
            best = min(before[j - 1] + (left != right), before[j] + 1, row[j - 1] + 1)
            if i > 1 and j > 1 and left == b[j - 2] and a[i - 2] == right:
                best = min(best, older[j - 2] + 1)
            row.append(best)
    return row[-1]
