"""The connection: what is read, whatever comes."""

from __future__ import annotations

import io
import json
import random
import unittest
from typing import Any

from speckit_sdk._runtime.messages import ProtocolError, encode, parse
from speckit_sdk._runtime.peer import Peer
from speckit_sdk.errors import ConnectionEndedError, TooLargeError

SEED = 20251206
ROUNDS = 3000


class ParseTest(unittest.TestCase):
    def test_messages_are_read(self) -> None:
        for text in (
            '{"jsonrpc":"2.0","id":1,"method":"a","params":{}}',
            '{"jsonrpc":"2.0","method":"a"}',
            ' {"id":"x","result":null,"jsonrpc":"2.0","more":[{}]} ',
            '{"jsonrpc":"2.0","id":null,"error":{"code":-1,"message":""}}',
        ):
            self.assertEqual(parse(text.encode()), json.loads(text))

    def test_what_is_no_message_is_refused(self) -> None:
        for text in (
            "", "null", "[]", "1", '"a"', "{}", '{"jsonrpc":"2.0"}', '{"jsonrpc":"1.0","method":"a"}', '{"method":"a"}',
            '{"jsonrpc":"2.0","id":1}', '{"jsonrpc":"2.0","id":true,"method":"a"}', '{"jsonrpc":"2.0","id":null,"method":"a"}',
            '{"jsonrpc":"2.0","id":[1],"method":"a"}', '{"jsonrpc":"2.0","id":1,"method":2}',
            '{"jsonrpc":"2.0","id":1,"method":"a","result":1}', '{"jsonrpc":"2.0","id":1,"result":1,"error":{}}',
            '{"jsonrpc":"2.0","id":1,"error":{"code":"x","message":""}}', '{"jsonrpc":"2.0","id":1,"error":3}',
            '{"jsonrpc":"2.0","id":1,"id":2,"method":"a"}', '{"jsonrpc":"2.0","id":1,"method":"a","params":NaN}',
            '{"jsonrpc":"2.0","method":"a"} {}', '\ufeff{"jsonrpc":"2.0","method":"a"}', "[" * 100_000,
            '{"jsonrpc":"2.0","id":' + "9" * 5000 + ',"method":"a"}',
        ):  # fmt: skip
            with self.subTest(text[:80]), self.assertRaises(ProtocolError):
                parse(text.encode())

    def test_fuzz_of_lines_never_raises_anything_else(self) -> None:
        chance = random.Random(SEED)
        good = b'{"jsonrpc":"2.0","id":7,"method":"command/run","params":{"name":"a","options":{"x":[1,"\\u00e9",null]}}}'
        refused = 0
        for _ in range(ROUNDS):
            line = bytearray(good)
            for _ in range(chance.randint(1, 6)):
                position = chance.randrange(len(line))
                kind = chance.randrange(3)
                if kind == 0:
                    line[position] = chance.choice(b'{}[]",:\\0123456789abcnul\xff\x00 ')
                elif kind == 1:
                    del line[position : position + chance.randint(1, 8)]
                else:
                    line[position:position] = bytes(chance.randbytes(chance.randint(1, 4)))
            try:
                message = parse(bytes(line))
                self.assertEqual(message["jsonrpc"], "2.0")
            except ProtocolError:
                refused += 1
        self.assertGreater(refused, ROUNDS // 2)


class PeerTest(unittest.TestCase):
    def run_peer(self, incoming: bytes, max_line: int = 1000) -> tuple[list[Any], Exception | None]:
        out = io.BytesIO()
        peer = Peer(io.BytesIO(incoming), out, max_line=max_line)
        peer.on("echo", lambda params, token: params)
        problem = None
        try:
            peer.run()
        except ProtocolError as error:
            problem = error
        self.assertTrue(peer.wait_until_finished(10))
        return [json.loads(line) for line in out.getvalue().splitlines()], problem

    def test_fuzz_of_conversations_ends_in_order_or_with_a_protocol_error(self) -> None:
        chance = random.Random(SEED)
        for _ in range(300):
            lines = []
            for number in range(chance.randint(1, 5)):
                message: Any = {"jsonrpc": "2.0", "id": chance.choice([number, "a", 1]), "method": chance.choice(["echo", "no", "$/cancel"])}
                if chance.random() < 0.7:
                    message["params"] = chance.choice([{}, [], None, {"id": 1}, "x" * chance.randint(0, 1100)])
                line = json.dumps(message).encode() + chance.choice([b"\n", b"\n", b"\r\n", b"\n\n", b""])
                lines.append(line)
            messages, _ = self.run_peer(b"".join(lines))
            for message in messages:
                self.assertIn("jsonrpc", message)

    def test_longest_line_is_read_and_one_byte_more_is_not(self) -> None:
        start = b'{"jsonrpc":"2.0","id":1,"method":"echo","params":{"a":"'
        for more, code in ((0, None), (1, -32700)):
            line = start + b"x" * (1000 - len(start) - 3 + more) + b'"}}\n'
            self.assertEqual(len(line), 1001 + more)
            messages, problem = self.run_peer(line)
            self.assertEqual(messages[0].get("error", {}).get("code"), code)
            self.assertEqual(problem is None, code is None)

    def test_blank_line_is_no_message(self) -> None:
        self.assertIsInstance(self.run_peer(b"\n")[1], ProtocolError)

    def test_request_that_is_too_long_is_not_sent(self) -> None:
        out = io.BytesIO()
        peer = Peer(io.BytesIO(), out, max_line=100)
        with self.assertRaises(TooLargeError):
            peer.request("a", {"text": "x" * 200})
        self.assertEqual(out.getvalue(), b"")

    def test_request_after_the_end_says_that_the_host_is_gone(self) -> None:
        peer = Peer(io.BytesIO(), io.BytesIO())
        peer.run()
        with self.assertRaises(ConnectionEndedError):
            peer.request("a", {})

    def test_lone_surrogate_becomes_text(self) -> None:
        self.assertEqual(encode("a\ud800b"), b'"a?b"\n')


if __name__ == "__main__":
    unittest.main()
