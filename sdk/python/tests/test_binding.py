"""How a call fills a command's parameters."""

from __future__ import annotations

import enum
import functools
import pathlib
import random
import unittest
from typing import Any, Literal, Optional, Sequence, Union

from speckit_sdk import PluginContext
from speckit_sdk.commands import Command, CommandArguments, UsageError, argument, option
from speckit_sdk.errors import EntrypointError
from speckit_sdk.testing import mock_context, run_command

SEED = 20251206


class Colour(enum.Enum):
    DARK_RED = "dark"
    BLUE = "blue"


class Everything(Command):
    name = "x:all"

    @argument("count")
    @argument("rest")
    @option("--ratio", default=0.5)
    @option("--colour", default=Colour.BLUE)
    @option("--level", default="low")
    @option("--path")
    @option("--tag")
    @option("--dry-run")
    @option("--limit")
    def run(
        self,
        ctx: PluginContext,
        count: int,
        rest: list[int],
        ratio: float,
        colour: Colour,
        level: Literal["low", "high"],
        path: pathlib.Path | None,
        tag: tuple[str, ...],
        dry_run: bool,
        limit: Optional[int],
    ) -> Any:
        return [count, rest, ratio, colour, level, path, tag, dry_run, limit]


def bind(command: Any, *arguments: str, **options: Any) -> Any:
    with mock_context() as ctx:
        return run_command(command, ctx, arguments, {name.replace("_", "-"): value for name, value in options.items()}).result


class BindingTest(unittest.TestCase):
    def test_texts_become_what_the_annotations_say(self) -> None:
        self.assertEqual(bind(Everything, "1"), [1, [], 0.5, "blue", "low", None, [], False, None])
        options = {"ratio": "2", "colour": "dark-red", "level": "high", "path": "a/b", "tag": ["x", "y"], "dry_run": True, "limit": "7"}
        self.assertEqual(bind(Everything, "-1", "2", "3", **options), [-1, [2, 3], 2.0, "dark", "high", "a/b", ["x", "y"], True, 7])

    def test_what_does_not_fit_is_said(self) -> None:
        for arguments, options, message in (
            ([], {}, "The argument 'count' of 'x:all' is missing."),
            (["x"], {}, "The argument 'count' must be a whole number; 'x' is not."),
            (["1_0"], {}, "must be a whole number"),
            (["٣"], {}, "must be a whole number"),
            (["1"], {"ratio": "nan"}, "--ratio must be a number, such as 0.5; 'nan' is not."),
            (["1"], {"ratio": True}, "--ratio needs a value."),
            (["1"], {"colour": "dark-rad"}, "--colour must be one of dark-red, blue; 'dark-rad' is not. Did you mean dark-red?"),
            (["1"], {"level": "mid"}, "--level must be one of low, high; 'mid' is not."),
            (["1"], {"dry_run": "maybe"}, "--dry-run must be true or false; 'maybe' is not."),
            (["1"], {"level": ["low", "high"]}, "--level takes one value; 2 were given."),
            (["1"], {"tags": "x"}, "'x:all' has no option --tags. Did you mean --tag?"),
            (["1"], {"limit": {}}, "--limit has a value that is not text."),
        ):
            with self.subTest(message), self.assertRaises(UsageError) as caught:
                bind(Everything, *arguments, **options)
            self.assertIn(message, str(caught.exception))

    def test_plain_function_is_bound_by_its_signature(self) -> None:
        def plain(ctx: PluginContext, feature: str, severity: str = "medium", *, fast: bool = False) -> Any:
            return [feature, severity, fast]

        self.assertEqual(bind(plain, "auth"), ["auth", "medium", False])
        self.assertEqual(bind(plain, "auth", severity="low", fast=True), ["auth", "low", True])
        self.assertEqual(bind(plain, "auth", "high"), ["auth", "high", False])
        with self.assertRaises(UsageError):
            bind(plain, "auth", "high", "more")

    def test_function_may_take_the_call_as_it_came(self) -> None:
        def whole(ctx: Any, args: CommandArguments) -> Any:
            return [list(args), args.get("--b"), args.get("c", 1)]

        self.assertEqual(bind(whole, "x", "y", b="z"), [["x", "y"], "z", 1])

    def test_variable_arguments_and_other_annotations(self) -> None:
        def variable(ctx: Any, *names: str) -> Any:
            return names

        def several(values: Sequence[int], either: Union[int, str] = "a", unknown: "NoSuchName" = "b") -> Any:  # noqa: F821
            return [values, either, unknown]

        self.assertEqual(bind(variable, "a", "b"), ["a", "b"])
        self.assertEqual(bind(several, "1", "2", either="3"), [[1, 2], 3, "b"])

    def test_decorated_functions_and_any_keywords(self) -> None:
        def around(function: Any) -> Any:
            @functools.wraps(function)
            def inner(*arguments: Any, **options: Any) -> Any:
                return ["around", function(*arguments, **options)]

            return inner

        class Decorated(Command):
            name = "x:d"

            @around
            @argument("who")
            def run(self, ctx: PluginContext, who: str, count: int = 1, **more: Any) -> Any:
                return [who, count, more]

        self.assertEqual(bind(Decorated, "a", count="2", dry_run=True), ["around", ["a", 2, {"dry_run": True}]])

    def test_required_option_and_choices(self) -> None:
        @option("--to", required=True, choices=["push", "pull"])
        def sync(ctx: Any, to: str) -> Any:
            return to

        self.assertEqual(bind(sync, to="push"), "push")
        with self.assertRaisesRegex(UsageError, "needs --to"):
            bind(sync)
        with self.assertRaisesRegex(UsageError, "Did you mean pull"):
            bind(sync, to="pul")

    def test_mistake_of_the_author_is_said(self) -> None:
        @option("--sevrity")
        def run(ctx: Any, severity: str) -> Any:
            return severity

        with self.assertRaisesRegex(EntrypointError, "has no parameter 'sevrity'"):
            bind(run)

    def test_fuzz_of_calls_binds_or_says_what_is_wrong(self) -> None:
        chance = random.Random(SEED)
        values: list[Any] = ["", "1", "-1", "1e9", "nan", "true", "low", "\ud800", "x" * 100, True, False, None, 3, 0.5, [], ["a", "1"], [None], {}]
        names = ["ratio", "colour", "level", "path", "tag", "dry-run", "limit", "limt", "--limit", "", "-", "\x00"]
        bound = 0
        with mock_context() as ctx:
            for _ in range(3000):
                arguments = [str(chance.choice(values)) for _ in range(chance.randint(0, 4))]
                options = {chance.choice(names): chance.choice(values) for _ in range(chance.randint(0, 3))}
                try:
                    run_command(Everything, ctx, arguments, options)
                    bound += 1
                except UsageError as error:
                    self.assertLess(len(str(error)), 400)
        self.assertGreater(bound, 20)


if __name__ == "__main__":
    unittest.main()
