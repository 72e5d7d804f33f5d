"""The base of commands, and what they give back."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import Any


class Command:
    """A command (design §7.2). Subclasses have a method ``run``, whose parameters are the command's.

    ``run`` gives anything that is JSON, or objects with ``to_dict``; an ``int`` is an exit code, and ``CommandResult`` is both.
    """

    name: str = ""
    """The command's name, as in the manifest."""

    description: str = ""
    """What it does, in a sentence."""

    run: Callable[..., Any]
    """Runs it: ``run(self, ctx, …)``."""


class CommandResult:
    """A result and an exit code."""

    __slots__ = ("exit_code", "result")

    def __init__(self, result: Any = None, exit_code: int = 0) -> None:
        self.result = result
        self.exit_code = exit_code

    def __repr__(self) -> str:
        return f"CommandResult({self.result!r}, exit_code={self.exit_code})"


class CommandArguments(list[str]):
    """A call as it came: the arguments as a list of texts, and the options by name."""

    def __init__(self, arguments: Iterable[str] = (), options: Mapping[str, Any] | None = None) -> None:
        super().__init__(arguments)
        self.options: dict[str, Any] = dict(options or {})

    def get(self, name: str, default: Any = None) -> Any:
        """An option, by its name with or without dashes in front."""
        return self.options.get(name.lstrip("-"), default)
