"""Calls the plugin's functions with what they take."""

from __future__ import annotations

from ..errors import EntrypointError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from .calls import CancelToken
    from .entrypoints import Entrypoint

VARIABLE = 0x04
KEYWORDS = 0x08


class Parameter:
    """A parameter of a function."""

    __slots__ = ("annotation", "default", "keyword_only", "name", "required", "variable")

    def __init__(
        self, name: str, required: bool, default: Any, annotation: Any, keyword_only: bool, variable: bool = False
    ) -> None:
        self.name = name
        self.required = required
        self.default = default
        self.annotation = annotation
        self.keyword_only = keyword_only
        self.variable = variable


def parameters_of(function: Callable[..., Any]) -> list[Parameter]:
    """A function's parameters, without ``self``. ``inspect`` would cost more time than the whole start."""
    function, skipped = _unwrap(function)
    code = function.__code__
    names = code.co_varnames
    defaults = function.__defaults__ or ()
    keyword_defaults = function.__kwdefaults__ or {}
    annotations = _annotations_of(function)
    count = code.co_argcount
    first_default = count - len(defaults)
    found = [
        Parameter(
            name, i < first_default, None if i < first_default else defaults[i - first_default], annotations.get(name), False
        )
        for i, name in enumerate(names[:count])
    ][skipped:]
    end = count + code.co_kwonlyargcount
    if code.co_flags & VARIABLE:
        name = names[end]
        found.append(Parameter(name, False, (), annotations.get(name), False, variable=True))
    found += [
        Parameter(name, name not in keyword_defaults, keyword_defaults.get(name), annotations.get(name), True)
        for name in names[count:end]
    ]
    return found


def takes_any_keyword(function: Callable[..., Any]) -> bool:
    """Whether it has ``**options``."""
    return bool(_unwrap(function)[0].__code__.co_flags & KEYWORDS)


def globals_of(function: Callable[..., Any]) -> dict[str, Any]:
    """The names that a function's annotations may use."""
    return _unwrap(function)[0].__globals__


def call(function: Callable[..., Any], offered: dict[str, Any], token: CancelToken | None) -> Any:
    """Calls a function with those of the offered values that it names.

    ``context`` is ``ctx`` where the function has no ``ctx``. Parameters of other names get what is left, in its order.
    """
    if _find(function) is None:
        # Written in C, or a partial function: who knows what it takes gives it the first value.
        return run(function, (next(iter(offered.values())),), {}, token)
    parameters = parameters_of(function)
    names = [parameter.name for parameter in parameters]
    if "context" in names and "ctx" not in names and "ctx" in offered:
        offered = {**offered, "context": offered["ctx"]}
        del offered["ctx"]
    rest = [name for name in offered if name not in names]
    positional: list[Any] = []
    keywords: dict[str, Any] = {}
    for parameter in parameters:
        name = parameter.name
        if parameter.variable:
            continue
        if name not in offered:
            if not parameter.required:
                if not parameter.keyword_only:
                    positional.append(parameter.default)
                continue
            if not rest or parameter.keyword_only:
                raise EntrypointError(f"{function.__qualname__} wants '{name}', and is given: {', '.join(offered)}.")
            name = rest.pop(0)
        if parameter.keyword_only:
            keywords[parameter.name] = offered[name]
        else:
            positional.append(offered[name])
    return run(function, tuple(positional), keywords, token)


def run(function: Callable[..., Any], args: tuple[Any, ...], keywords: dict[str, Any], token: CancelToken | None) -> Any:
    """Calls a function; waits for it when it is asynchronous."""
    result = function(*args, **keywords)
    if not hasattr(result, "__await__"):
        return result
    from .waiting import wait

    return wait(result, token)


def method_of(target: Any, name: str, entry: Entrypoint) -> Callable[..., Any]:
    """The method of an object, or the function itself."""
    own = getattr(target, name, None)
    if callable(own):
        return own  # type: ignore[no-any-return]
    if callable(target):
        return target  # type: ignore[no-any-return]
    raise EntrypointError(f"{entry.path}: {type(target).__name__} has no method '{name}' for {entry.handler}.")


def _annotations_of(function: Any) -> dict[str, Any]:
    try:
        return function.__annotations__
    except NameError:
        # Python 3.14 evaluates them now, and a name may be there for type checkers alone.
        from importlib import import_module

        library = import_module("annotationlib")
        return library.get_annotations(function, format=library.Format.STRING)


def _unwrap(function: Any) -> tuple[Any, int]:
    """The function with its code, and how many of its parameters are bound already."""
    found = _find(function)
    if found is None:
        raise EntrypointError(f"{function!r} is not a function of Python.")
    return found


def _find(function: Any) -> tuple[Any, int] | None:
    bound = 0
    while True:
        # First: a bound method shows its function's code as its own.
        if hasattr(function, "__func__"):
            bound, function = 1, function.__func__
        elif hasattr(function, "__wrapped__"):
            # What a decorator put around it is called, but the parameters are those of the function inside.
            function = function.__wrapped__
        elif hasattr(function, "__code__"):
            return function, bound
        elif hasattr(getattr(type(function), "__call__", None), "__code__"):
            bound, function = 1, type(function).__call__
        else:
            return None
