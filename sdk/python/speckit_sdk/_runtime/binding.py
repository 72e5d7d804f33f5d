"""A command's parameters, and how a call fills them."""

from __future__ import annotations

from ..commands.base import CommandArguments
from ..commands.decorators import UNSET, Declared
from ..errors import EntrypointError, UsageError
from .calling import globals_of, parameters_of, takes_any_keyword
from .convert import Shape, shape_of
from .suggest import suggest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from .calling import Parameter

CONTEXT_NAMES = ("ctx", "context")
PASSED_ON = ("args", "options")


class Field:
    """A parameter of the command's function that an argument or an option fills."""

    def __init__(self, parameter: Parameter, shape: Shape, declared: Declared | None) -> None:
        self.parameter = parameter
        self.shape = shape
        self.name = declared.name if declared is not None else parameter.name.replace("_", "-")
        self.is_option = declared.is_option if declared is not None else not parameter.required
        # A parameter with a default that is not declared: the manifest may call it an argument or an option.
        self.is_either = declared is None and not parameter.required and not parameter.keyword_only
        if parameter.variable:
            self.is_option = self.is_either = False
        if declared is None and parameter.keyword_only:
            self.is_option = True
        self.default = declared.default if declared is not None else UNSET
        if self.default is UNSET and not parameter.required and not parameter.variable:
            self.default = parameter.default
        self.required = self._is_required(declared)

    @property
    def label(self) -> str:
        """What messages call it."""
        return f"--{self.name}" if self.is_option else f"The argument '{self.name}'"

    @property
    def many(self) -> bool:
        """Whether it takes several values."""
        return self.shape.collect is not None

    def _is_required(self, declared: Declared | None) -> bool:
        if declared is not None and declared.required is not None:
            return declared.required and self.default is UNSET
        if self.default is not UNSET or self.many or self.shape.optional or self.shape.flag:
            return False
        return declared is None or not declared.is_option

    def convert(self, texts: list[str]) -> Any:
        """Its value for what was typed."""
        if self.shape.collect is not None:
            return self.shape.collect([self.shape.convert(self.label, text) for text in texts])
        if len(texts) != 1:
            raise UsageError(f"{self.label} takes one value; {len(texts)} were given.")
        return self.shape.convert(self.label, texts[0])

    def fallback(self) -> Any:
        """Its value when nothing was typed."""
        if self.default is not UNSET:
            if isinstance(self.default, str) and self.shape.collect is None:
                return self.shape.convert(self.label, self.default)
            return self.default
        if self.shape.collect is not None:
            return self.shape.collect([])
        return False if self.shape.flag else None


class CommandModel:
    """A function's parameters, read once."""

    def __init__(self, name: str, function: Callable[..., Any]) -> None:
        self.name = name
        self.function = function
        self._parameters = parameters_of(function)
        declared = {item.parameter: item for item in getattr(function, "__speckit_parameters__", ())}
        names = [parameter.name for parameter in self._parameters]
        if unknown := [item for item in declared.values() if item.parameter not in names]:
            raise EntrypointError(
                f"'{name}' declares {unknown[0].name}, and {function.__qualname__} has no parameter '{unknown[0].parameter}'."
            )
        self._fields: dict[str, Field] = {}
        self._context: str | None = None
        self._takes_any = takes_any_keyword(function)
        self._passed_on: list[str] = []
        scope = globals_of(function)
        for position, parameter in enumerate(self._parameters):
            self._add(position, parameter, declared.get(parameter.name), scope)
        order = [item.parameter for item in declared.values() if not item.is_option]
        fields = self._fields.values()
        arguments = [self._fields[key] for key in order if key in self._fields]
        arguments += [field for field in fields if not field.is_option and field not in arguments]
        if not any(field.many for field in arguments):
            # A list takes all that is left over.
            arguments += [field for field in fields if field.is_either]
        self._arguments = sorted(arguments, key=lambda field: field.many)
        self._options = {field.name: field for field in fields if field.is_option or field.is_either}

    def _add(self, position: int, parameter: Parameter, declared: Declared | None, scope: dict[str, Any]) -> None:
        if declared is None and self._context is None and _is_context(position, parameter):
            self._context = parameter.name
        elif declared is None and parameter.name in PASSED_ON and not parameter.variable:
            self._passed_on.append(parameter.name)
        else:
            kind = declared.type if declared is not None and declared.type is not None else parameter.annotation
            shape = shape_of(kind, scope, declared.choices if declared is not None else None)
            if parameter.variable:
                shape.collect = tuple
            default = declared.default if declared is not None else parameter.default
            if kind is None and type(default) in (bool, int, float):
                shape = shape_of(type(default), scope)
            self._fields[parameter.name] = Field(parameter, shape, declared)

    def bind(self, context: Any, arguments: list[str], options: dict[str, Any]) -> tuple[list[Any], dict[str, Any]]:
        """The function's positional and keyword values; ``UsageError`` when the call does not fit."""
        values: dict[str, Any] = {}
        if self._context is not None:
            values[self._context] = context
        passed = {name.lstrip("-"): value for name, value in options.items()}
        for name in self._passed_on:
            values[name] = CommandArguments(arguments, passed) if name == "args" else passed
        self._bind_options(values, passed, len(passed) != len(options))
        self._bind_arguments(values, arguments)
        for field in self._options.values():
            if field.parameter.name not in values:
                if field.required:
                    raise UsageError(f"'{self.name}' needs --{field.name}.")
                values[field.parameter.name] = field.fallback()
        positional, keywords = self._ordered(values)
        if self._takes_any:
            known = {*self._options, *(field.name.replace("-", "_") for field in self._options.values())}
            keywords.update({name.replace("-", "_"): value for name, value in passed.items() if name not in known})
        return positional, keywords

    def _bind_options(self, values: dict[str, Any], options: dict[str, Any], twice: bool) -> None:
        if twice:
            raise UsageError(f"'{self.name}' is given an option twice.")
        for name, value in options.items():
            field = self._options.get(name) or self._options.get(name.replace("_", "-"))
            if field is not None:
                values[field.parameter.name] = field.convert(_texts(field, value))
            elif not self._passed_on and not self._takes_any:
                known = [f"--{key}" for key in self._options]
                raise UsageError(f"'{self.name}' has no option --{name}.{suggest(f'--{name}', known)}")

    def _bind_arguments(self, values: dict[str, Any], texts: list[str]) -> None:
        position = 0
        for field in self._arguments:
            if field.parameter.name in values:
                continue
            if field.many:
                taken, position = texts[position:], len(texts)
                values[field.parameter.name] = field.convert(taken) if taken else field.fallback()
            elif position < len(texts):
                values[field.parameter.name] = field.convert([texts[position]])
                position += 1
            elif field.required:
                raise UsageError(f"{field.label} of '{self.name}' is missing.")
            else:
                values[field.parameter.name] = field.fallback()
        if position < len(texts) and not self._passed_on:
            raise UsageError(
                f"'{self.name}' takes {len(self._arguments)} argument(s); '{texts[position]}' is one too many."
            )

    def _ordered(self, values: dict[str, Any]) -> tuple[list[Any], dict[str, Any]]:
        positional: list[Any] = []
        keywords: dict[str, Any] = {}
        for parameter in self._parameters:
            if parameter.variable:
                positional += values[parameter.name]
            elif parameter.keyword_only:
                keywords[parameter.name] = values[parameter.name]
            else:
                positional.append(values[parameter.name])
        return positional, keywords


def _is_context(position: int, parameter: Parameter) -> bool:
    if parameter.name in CONTEXT_NAMES:
        return True
    annotation = parameter.annotation
    name = annotation if isinstance(annotation, str) else getattr(annotation, "__name__", "")
    return position == 0 and name.rpartition(".")[2] == "PluginContext"


def _texts(field: Field, value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [_text(field, item) for item in values]


def _text(field: Field, value: Any) -> str:
    if isinstance(value, bool):
        if not field.shape.flag:
            raise UsageError(f"{field.label} needs a value.")
        return "true" if value else "false"
    if isinstance(value, str):
        return "true" if value == "" and field.shape.flag else value
    if isinstance(value, (int, float)):
        return str(value)
    raise UsageError(f"{field.label} has a value that is not text.")
