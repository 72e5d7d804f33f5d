"""Agent personas and squads."""

from __future__ import annotations

from .persona import AgentPersona
from .squad import Squad

__all__ = ["AgentPersona", "Squad"]
