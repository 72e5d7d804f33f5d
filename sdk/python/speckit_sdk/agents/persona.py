"""Agent persona registration."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    import os
    from collections.abc import Sequence


class AgentPersona:
    """A persona of a coding agent (design §7.2). ``python3 -m speckit_sdk.agents export`` writes it where the manifest's ``persona_file`` is."""

    name: str = ""
    description: str = ""

    persona: str = ""
    """Who the agent is and how it works, in Markdown. Common indentation is dropped."""

    persona_file: str = ""
    """A file that says it instead, in the folder that is exported."""

    capabilities: Sequence[str] = ()
    """What it is good for. These are tags: they grant nothing."""

    tools: Sequence[str] = ()
    """The agent's tools that it may use; all when there are none."""

    model: str = ""
    """The model that it wants; the agent's own when empty."""

    def to_markdown(self, package: str | os.PathLike[str] = ".") -> str:
        """The persona's file: front matter and text. ``ValueError`` when something is missing."""
        from .markdown import front_matter

        if not self.name or not self.description:
            raise ValueError(f"{type(self).__name__} needs a name and a description")
        text = self._text(package)
        if not text:
            raise ValueError(f"the persona '{self.name}' has no text: say who the agent is and how it works")
        lists = [f"- {tag.replace('_', ' ')}" for tag in self.capabilities]
        tags = "\n\nYou are asked for:\n\n" + "\n".join(lists) if lists else ""
        values = {"name": self.name, "description": self.description, "tools": ", ".join(self.tools), "model": self.model}
        return f"{front_matter(values)}\n{text}{tags}\n"

    def _text(self, package: str | os.PathLike[str]) -> str:
        import os
        from inspect import cleandoc

        if not self.persona_file:
            return cleandoc(self.persona).strip()
        with open(os.path.join(package, self.persona_file), encoding="utf-8") as file:
            return file.read().strip()
