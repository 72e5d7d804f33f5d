"""Multi-agent squad definition."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from .persona import AgentPersona


class Squad:
    """Agents that work together. Members are named, or are the persona classes themselves."""

    name: str = ""
    description: str = ""

    members: Sequence[str | type[AgentPersona]] = ()
    """Who belongs to it, in the order in which they work."""

    lead: str | type[AgentPersona] = ""
    """Who decides; the first member when empty."""

    workflow: str = ""
    """How they work together, in Markdown."""

    def member_names(self) -> list[str]:
        """The names of the members."""
        return [_name(member) for member in self.members]

    def lead_name(self) -> str:
        """The name of who decides. ``ValueError`` when that is no member."""
        names = self.member_names()
        if not names:
            raise ValueError(f"the squad '{self.name}' has no members")
        lead = _name(self.lead) or names[0]
        if lead not in names:
            raise ValueError(f"the lead '{lead}' of the squad '{self.name}' is none of its members: {', '.join(names)}")
        return lead

    def to_markdown(self) -> str:
        """The squad's file: front matter and text. ``ValueError`` when something is missing."""
        from inspect import cleandoc

        from .markdown import front_matter

        if not self.name or not self.description:
            raise ValueError(f"{type(self).__name__} needs a name and a description")
        lead = self.lead_name()
        members = "\n".join(f"- {name}{' (leads)' if name == lead else ''}" for name in self.member_names())
        text = cleandoc(self.workflow).strip()
        header = front_matter({"name": self.name, "description": self.description})
        return f"{header}\nYou coordinate a squad. {self.description}.\n\nMembers:\n\n{members}\n{f'{chr(10)}{text}{chr(10)}' if text else ''}"


def _name(member: str | type[AgentPersona]) -> str:
    return member if isinstance(member, str) else member.name
