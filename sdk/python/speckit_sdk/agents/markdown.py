"""The head of a Markdown file."""

from __future__ import annotations

from json import dumps

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping


def front_matter(values: Mapping[str, str]) -> str:
    """The values that are not empty, between two lines of dashes. A JSON text is a YAML text, whatever is in it."""
    lines = [f"{key}: {dumps(' '.join(value.split()), ensure_ascii=False)}" for key, value in values.items() if value]
    return "\n".join(["---", *lines, "---", ""])
