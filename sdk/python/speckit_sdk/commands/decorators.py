"""``@command``, ``@argument`` and ``@option``."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any, TypeVar

    F = TypeVar("F", bound=Callable[..., Any])
    C = TypeVar("C", bound=Any)

UNSET: Any = type("Unset", (), {"__repr__": lambda self: "UNSET", "__bool__": lambda self: False})()


class Declared:
    """An argument or an option as it was declared."""

    __slots__ = ("choices", "default", "help", "is_option", "name", "required", "type")

    def __init__(
        self, name: str, is_option: bool, default: Any, help: str, required: bool | None, type: Any, choices: Sequence[Any] | None
    ) -> None:
        self.name = name.lstrip("-")
        self.is_option = is_option
        self.default = default
        self.help = help
        self.required = required
        self.type = type
        self.choices = choices

    @property
    def parameter(self) -> str:
        """The parameter of the function that it fills."""
        return self.name.replace("-", "_")


def argument(
    name: str,
    *,
    help: str = "",
    default: Any = UNSET,
    required: bool | None = None,
    type: Any = None,
    choices: Sequence[Any] | None = None,
) -> Callable[[F], F]:
    """A positional argument, for the parameter of that name. The first decorator is the first argument.

    It is required unless it has a default, its annotation is a list or allows ``None``, or ``required`` says otherwise.
    """
    return _declare(Declared(name, False, default, help, required, type, choices))


def option(
    name: str,
    *,
    help: str = "",
    default: Any = UNSET,
    required: bool = False,
    type: Any = None,
    choices: Sequence[Any] | None = None,
) -> Callable[[F], F]:
    """An option: ``--dry-run`` for the parameter ``dry_run``. Without a default it is ``None``, ``False`` or an empty list."""
    return _declare(Declared(name, True, default, help, required, type, choices))


def command(name: str, description: str = "") -> Callable[[C], C]:
    """Makes a function a command, or names a class that is one."""

    def mark(target: Any) -> Any:
        if isinstance(target, _Type):
            target.name = name
            target.description = description or target.description
        else:
            target.__speckit_command__ = name
            target.__speckit_description__ = description
        return target

    return mark


# 'type' is also a parameter above.
_Type = type


def _declare(declared: Declared) -> Callable[[F], F]:
    def add(function: F) -> F:
        # Decorators apply from the last to the first.
        function.__speckit_parameters__ = [declared, *getattr(function, "__speckit_parameters__", ())]  # type: ignore[attr-defined]
        return function

    return add
