"""Turns the text a person typed into a parameter's value."""

from __future__ import annotations

import sys

from ..errors import EntrypointError, UsageError
from .suggest import suggest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

TRUE = ("true", "yes", "on", "1")
FALSE = ("false", "no", "off", "0")
COLLECTIONS: dict[Any, Callable[[list[Any]], Any]] = {list: list, tuple: tuple, set: set, frozenset: frozenset}


class Shape:
    """What a parameter's annotation asks for."""

    __slots__ = ("choices", "collect", "convert", "flag", "optional")

    def __init__(self) -> None:
        self.convert: Callable[[str, str], Any] = _text
        self.collect: Callable[[list[Any]], Any] | None = None
        self.flag = False
        self.optional = False
        self.choices: tuple[Any, ...] = ()


def shape_of(annotation: Any, names: dict[str, Any], choices: Any = None) -> Shape:
    """Reads an annotation; one that cannot be evaluated is a text."""
    shape = Shape()
    if isinstance(annotation, str):
        try:
            annotation = eval(annotation, names)  # noqa: S307 - the plugin's own code
        except (NameError, SyntaxError, TypeError, AttributeError):
            annotation = None
    _fill(shape, annotation)
    if choices is not None:
        shape.choices = tuple(choices)
        convert = shape.convert
        shape.convert = lambda what, text: _choose(what, shape.choices, text, convert)
    return shape


def _fill(shape: Shape, annotation: Any) -> None:
    origin, inner = getattr(annotation, "__origin__", None), getattr(annotation, "__args__", ())
    if _is_union(annotation, origin):
        some = [kind for kind in inner if kind is not type(None)]
        shape.optional = len(some) < len(inner)
        if len(some) != 1:
            shape.convert = lambda what, text: _first(what, some, text)
            return
        return _fill(shape, some[0])
    if _is_literal(origin):
        shape.convert = lambda what, text: _choose(what, inner, text, _text)
        return
    if origin in COLLECTIONS or annotation in COLLECTIONS or _is_sequence(origin):
        shape.collect = COLLECTIONS.get(origin, COLLECTIONS.get(annotation, list))
        kinds = [kind for kind in inner if kind is not Ellipsis]
        if kinds and not _is_variable(kinds[0]):
            _fill_item(shape, kinds[0])
        return
    shape.convert = converter_of(annotation)
    shape.flag = annotation is bool


def _fill_item(shape: Shape, kind: Any) -> None:
    item = Shape()
    _fill(item, kind)
    shape.convert = item.convert


def converter_of(kind: Any) -> Callable[[str, str], Any]:
    """What turns a text into a simple type."""
    if kind in (None, str) or not callable(kind) or kind is sys.modules.get("typing", object).__dict__.get("Any"):
        return _text
    if kind is bool:
        return _boolean
    if kind is int:
        return _whole
    if kind is float:
        return _number
    if isinstance(kind, type) and "enum" in sys.modules and issubclass(kind, sys.modules["enum"].Enum):
        return lambda what, text: _member(what, kind, text)
    if isinstance(kind, type) and kind.__module__ in ("pathlib", "pathlib._local") or not isinstance(kind, type):
        return lambda what, text: _call(what, kind, text)
    if kind is object or kind in (dict, bytes):
        raise EntrypointError(f"A text cannot be turned into {kind.__name__}.")
    return lambda what, text: _call(what, kind, text)


def _text(what: str, text: str) -> Any:
    return text


def _boolean(what: str, text: str) -> Any:
    if text.lower() in TRUE:
        return True
    if text.lower() in FALSE:
        return False
    raise _wrong(what, "true or false", text)


def _whole(what: str, text: str) -> Any:
    try:
        if text.isascii() and "_" not in text:
            return int(text)
    except ValueError:
        pass
    raise _wrong(what, "a whole number", text)


def _number(what: str, text: str) -> Any:
    try:
        number = float(text) if text.isascii() and "_" not in text else float("nan")
    except ValueError:
        number = float("nan")
    if number - number != 0:
        raise _wrong(what, "a number, such as 0.5", text)
    return number


def _member(what: str, kind: Any, text: str) -> Any:
    known: dict[str, Any] = {}
    for member in kind:
        for name in (member.name, member.name.replace("_", "-"), str(member.value)):
            known.setdefault(name.lower(), member)
    if text.lower() in known:
        return known[text.lower()]
    raise _none_of(what, [member.name.lower().replace("_", "-") for member in kind], text)


def _choose(what: str, choices: tuple[Any, ...], text: str, convert: Callable[[str, str], Any]) -> Any:
    for choice in choices:
        if str(choice) == text:
            return choice
    if convert is not _text:
        value = convert(what, text)
        if value in choices:
            return value
    raise _none_of(what, [str(choice) for choice in choices], text)


def _first(what: str, kinds: list[Any], text: str) -> Any:
    problem: UsageError | None = None
    for kind in kinds:
        try:
            return converter_of(kind)(what, text)
        except UsageError as error:
            problem = error
    raise problem or _wrong(what, "a value", text)


def _call(what: str, kind: Any, text: str) -> Any:
    try:
        return kind(text)
    except (ValueError, TypeError) as error:
        name = getattr(kind, "__name__", str(kind))
        raise UsageError(f"{what} must be {name}; '{text}' is not: {error}") from None


def _none_of(what: str, known: list[str], text: str) -> UsageError:
    return UsageError(f"{what} must be one of {', '.join(known)}; '{text}' is not.{suggest(text, known)}")


def _wrong(what: str, expected: str, text: str) -> UsageError:
    return UsageError(f"{what} must be {expected}; '{text}' is not.")


def _is_union(annotation: Any, origin: Any) -> bool:
    kind = type(annotation)
    # X | Y, which is typing.Union itself in later versions.
    if (kind.__module__, kind.__name__) in (("types", "UnionType"), ("typing", "Union")):
        return True
    typing = sys.modules.get("typing")
    return typing is not None and origin is typing.Union


def _is_literal(origin: Any) -> bool:
    typing = sys.modules.get("typing")
    return typing is not None and origin is typing.Literal


def _is_sequence(origin: Any) -> bool:
    return getattr(origin, "__module__", None) == "collections.abc" and origin.__name__ in ("Sequence", "Iterable", "Collection")


def _is_variable(kind: Any) -> bool:
    return type(kind).__name__ == "TypeVar"
