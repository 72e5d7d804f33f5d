"""Commands of the command line and of coding agents."""

from __future__ import annotations

from ..errors import UsageError
from .base import Command, CommandArguments, CommandResult
from .decorators import argument, command, option

__all__ = ["Command", "CommandArguments", "CommandResult", "UsageError", "argument", "command", "option"]
