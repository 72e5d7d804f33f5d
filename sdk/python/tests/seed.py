"""The Python examples of the design's text, cut out of it."""

from __future__ import annotations

import pathlib
import re

REPOSITORY = pathlib.Path(__file__).resolve().parents[3]
FENCE = re.compile(r"^```python\n(.*?)^```$", re.DOTALL | re.MULTILINE)
SECTION = re.compile(r"^### (\d+\.\d+) ", re.MULTILINE)


def folder() -> pathlib.Path | None:
    """Where the texts are: beside the repository, or beside the one that a work tree belongs to."""
    for root in (REPOSITORY, *REPOSITORY.parents[:1]):
        for candidate in (root.parent / "shared" / "seeds", root / "shared" / "seeds"):
            if candidate.is_dir():
                return candidate
    return None


def examples() -> list[tuple[str, str]]:
    """Section and code of each example, in the text's order. Empty when the text is not there."""
    seeds = folder()
    found = [] if seeds is None else sorted(seeds.glob("000*.txt"))
    if not found:
        return []
    text = found[0].read_text(encoding="utf-8")
    return [(_section_before(text, match.start()), match[1]) for match in FENCE.finditer(text)]


def example(section: str, beginning: str = "") -> str | None:
    """The example of a section that begins so; ``None`` when the text is not there."""
    everything = examples()
    for where, code in everything:
        if where == section and code.startswith(beginning):
            return code
    if everything:
        raise LookupError(f"the text has no Python example of §{section} that begins with {beginning!r}")
    return None


def _section_before(text: str, position: int) -> str:
    return [match[1] for match in SECTION.finditer(text, 0, position)][-1]
