"""Tests of patterns, scripts and the reader of lines."""

from __future__ import annotations

import json
import pathlib
import random
import tempfile
import unittest

from suite.patterns import compare
from suite.plugin import parse
from suite.script import ScriptError, expand, load


def fits(pattern: object, value: object) -> bool:
    return not compare(pattern, value, {})


class Patterns(unittest.TestCase):
    def test_scalars_match_by_value_and_kind(self) -> None:
        for pattern, value in [(1, 1), (1, 1.0), ("a", "a"), (True, True), (None, None), (1.5, 1.5)]:
            self.assertTrue(fits(pattern, value), (pattern, value))
        for pattern, value in [(1, True), (True, 1), (1, "1"), ("a", "b"), (None, 0), (None, ""), (0, False), (0, None)]:
            self.assertFalse(fits(pattern, value), (pattern, value))

    def test_objects_allow_nothing_more_than_null(self) -> None:
        self.assertTrue(fits({"a": 1}, {"a": 1, "b": None}))
        self.assertFalse(fits({"a": 1}, {"a": 1, "b": 0}))
        self.assertTrue(fits({"a": 1, "$more": True}, {"a": 1, "b": 0}))
        self.assertTrue(fits({"a": None}, {}))
        self.assertFalse(fits({"a": 1}, {}))
        self.assertFalse(fits({}, []))

    def test_lists_match_element_by_element(self) -> None:
        self.assertTrue(fits([1, {"a": 2}], [1, {"a": 2}]))
        for value in ([1], [1, 2, 3], [2, 1], "ab", {"0": 1}):
            self.assertFalse(fits([1, 2], value), value)

    def test_operators(self) -> None:
        right = [
            ({"$any": True}, 0),
            ({"$type": "integer"}, 3),
            ({"$type": "number"}, 3.5),
            ({"$contains": ["a", "b"]}, "xbxa"),
            ({"$optional": 1}, None),
            ({"$optional": 1}, 1),
            ({"$not": 0}, 1),
            ({"$or": [1, 2]}, 2),
            ({"$set": [1, 2]}, [2, 1]),
            ({"$set": [1], "$may": [2]}, [2, 1]),
            ({"$set": [1], "$may": [2]}, [1]),
            ({"$length": 2}, "ab"),
        ]
        wrong = [
            ({"$any": True}, None),
            ({"$type": "integer"}, True),
            ({"$type": "integer"}, 1.5),
            ({"$type": "string"}, 1),
            ({"$contains": ["a", "b"]}, "a"),
            ({"$contains": ["a"]}, ["a"]),
            ({"$optional": 1}, 2),
            ({"$not": 0}, 0),
            ({"$or": [1, 2]}, 3),
            ({"$set": [1, 2]}, [1]),
            ({"$set": [1, 1]}, [1, 2]),
            ({"$set": [1], "$may": [2]}, [1, 3]),
            ({"$length": 2}, "abc"),
        ]
        for pattern, value in right:
            self.assertTrue(fits(pattern, value), (pattern, value))
        for pattern, value in wrong:
            self.assertFalse(fits(pattern, value), (pattern, value))

    def test_capture_keeps_what_matches(self) -> None:
        captures: dict = {}
        self.assertEqual(compare({"id": {"$capture": "x"}}, {"id": 7}, captures), [])
        self.assertEqual(captures, {"x": 7})
        self.assertTrue(compare({"$capture": "x", "of": "a"}, "b", {}))
        self.assertTrue(compare({"$capture": "x"}, None, {}))


class Lines(unittest.TestCase):
    def test_strict(self) -> None:
        good = ['{"jsonrpc":"2.0","id":1,"result":null}', '{"jsonrpc":"2.0","method":"a"}', '{"jsonrpc":"2.0","id":"a","method":"a","params":{}}']
        bad = [
            "x", "[]", "{}", '{"jsonrpc":"2.0"}', '{"jsonrpc":"2.0","id":1,"result":NaN}', '{"jsonrpc":"2.0","id":1}',
            '{"jsonrpc":"2.0","id":1,"id":1,"result":1}', '{"jsonrpc":"2.0","id":1.5,"result":1}', '{"id":1,"result":1}',
            '{"jsonrpc":"2.0","id":true,"method":"a"}', '{"jsonrpc":"2.0","id":null,"method":"a"}',
            '{"jsonrpc":"2.0","id":1,"error":{"code":"1","message":""}}', '{"jsonrpc":"2.0","id":1,"result":1,"error":{"code":1,"message":""}}',
            '{"jsonrpc":"2.0","method":"a","params":[]}', '{"jsonrpc":"2.0","method":"a","extra":1}',
        ]  # fmt: skip
        for line in good:
            self.assertIsNone(parse(line.encode() + b"\n").broken, line)
        for line in bad:
            self.assertIsNotNone(parse(line.encode() + b"\n").broken, line)
        self.assertIsNotNone(parse(good[0].encode()).broken)
        self.assertIsNotNone(parse(b'{"jsonrpc":"2.0","method":"\xff"}\n').broken)

    def test_anything_is_taken_or_refused(self) -> None:
        """Bounded and seeded: no line makes the reader throw."""
        source = random.Random(20260102)
        seed = b'{"jsonrpc":"2.0","id":1,"error":{"code":-1,"message":"a\\u0041","data":[1.5e3,null,true]}}\n'
        for _ in range(5000):
            line = bytearray(seed)
            for _ in range(source.randint(1, 6)):
                line[source.randrange(len(line))] = source.randrange(256)
            said = parse(bytes(line))
            self.assertTrue((said.message is None) != (said.broken is None))


class Scripts(unittest.TestCase):
    def test_variables_keep_their_type_when_alone(self) -> None:
        values = {"a": [1], "i": 3, "w3": "deep"}
        self.assertEqual(expand({"x": "${a}", "y": ["n${i}", "${w${i}}"]}, values), {"x": [1], "y": ["n3", "deep"]})
        with self.assertRaises(ScriptError):
            expand("${none}", values)

    def test_mistakes_are_told_with_their_line(self) -> None:
        for text, part in [('{"script":"a"}\n{"sned":{}}', "a.jsonl:2"), ('{"script":"a"}\n{', "a.jsonl:2"), ("{}", "first line")]:
            with tempfile.TemporaryDirectory() as folder:
                file = pathlib.Path(folder, "a.jsonl")
                file.write_text(text)
                with self.assertRaisesRegex(ScriptError, part):
                    load(file, pathlib.Path(folder))

    def test_every_key_of_the_manifest_is_described(self) -> None:
        here = pathlib.Path(__file__).resolve().parent.parent
        manifest = json.loads((here / "manifest.json").read_text(encoding="utf-8"))
        text = (here / "README.md").read_text(encoding="utf-8")
        missing = [entry["key"] for entry in manifest["handlers"] if f"`{entry['key']}`" not in text]
        self.assertEqual(missing, [])
