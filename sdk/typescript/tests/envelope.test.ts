import assert from "node:assert/strict";
import { test } from "node:test";
import { readMessage } from "../src/protocol/envelope.js";
import { ProtocolError } from "../src/protocol/errors.js";
import { Random } from "./support/random.js";

const read = (text: string) => readMessage(new TextEncoder().encode(text));

test("readMessage_Request_IsRead", () => {
  assert.deepEqual(read('{"jsonrpc":"2.0","id":"a","method":"m","params":{"x":1},"more":true}'), {
    kind: "call",
    id: "a",
    method: "m",
    params: { x: 1 },
  });
});

test("readMessage_Notification_HasNoId", () => {
  assert.deepEqual(read('{"jsonrpc":"2.0","method":"m"}'), {
    kind: "call",
    id: undefined,
    method: "m",
    params: undefined,
  });
});

test("readMessage_Answers_AreRead", () => {
  const answer = { kind: "answer", result: undefined, error: undefined };
  assert.deepEqual(read('{"jsonrpc":"2.0","id":1,"result":null}'), { ...answer, id: 1, result: null });
  const error = { code: -1, message: "no", data: [1] };
  assert.deepEqual(read('{"jsonrpc":"2.0","id":1,"error":{"code":-1,"message":"no","data":[1]}}'), {
    ...answer,
    id: 1,
    error,
  });
  assert.deepEqual(read('{"jsonrpc":"2.0","id":null,"error":{"code":-1,"message":"no","data":[1]}}'), {
    ...answer,
    id: undefined,
    error,
  });
});

for (const [what, text] of [
  ["nothing", ""],
  ["NotJson", "{"],
  ["Null", "null"],
  ["List", '[{"jsonrpc":"2.0","id":1,"method":"m"}]'],
  ["Number", "1"],
  ["TwoObjects", '{"jsonrpc":"2.0","method":"m"}{}'],
  ["NoVersion", '{"id":1,"method":"m"}'],
  ["OtherVersion", '{"jsonrpc":"1.0","id":1,"method":"m"}'],
  ["MethodNumber", '{"jsonrpc":"2.0","id":1,"method":1}'],
  ["IdNull", '{"jsonrpc":"2.0","id":null,"method":"m"}'],
  ["IdFraction", '{"jsonrpc":"2.0","id":1.5,"method":"m"}'],
  ["IdTooLargeForANumber", '{"jsonrpc":"2.0","id":9007199254740993,"method":"m"}'],
  ["IdTooLong", `{"jsonrpc":"2.0","id":"${"x".repeat(257)}","method":"m"}`],
  ["IdObject", '{"jsonrpc":"2.0","id":{},"method":"m"}'],
  ["RequestAndAnswer", '{"jsonrpc":"2.0","id":1,"method":"m","result":1}'],
  ["NeitherMethodNorResult", '{"jsonrpc":"2.0","id":1}'],
  ["ResultAndError", '{"jsonrpc":"2.0","id":1,"result":1,"error":{"code":1,"message":""}}'],
  ["AnswerWithoutId", '{"jsonrpc":"2.0","result":1}'],
  ["ResultWithIdNull", '{"jsonrpc":"2.0","id":null,"result":1}'],
  ["ErrorWithoutCode", '{"jsonrpc":"2.0","id":1,"error":{"message":"m"}}'],
  ["ErrorNull", '{"jsonrpc":"2.0","id":1,"error":null}'],
  ["ErrorMessageNumber", '{"jsonrpc":"2.0","id":1,"error":{"code":1,"message":2}}'],
] as const) {
  test(`readMessage_${what}_Throws`, () => {
    assert.throws(() => read(text), ProtocolError);
  });
}

test("readMessage_NotUtf8_Throws", () => {
  const line = Buffer.concat([Buffer.from('{"jsonrpc":"2.0","method":"'), Buffer.from([0xff]), Buffer.from('"}')]);
  assert.throws(() => readMessage(line), ProtocolError);
});

test("readMessage_AnyChangeOfAMessage_IsAMessageOrAProtocolError", () => {
  const message = Buffer.from('{"jsonrpc":"2.0","id":7,"method":"command/run","params":{"name":"ä","n":[1,null]}}');
  for (let seed = 1; seed <= 3000; seed++) {
    const random = new Random(seed);
    const line = Buffer.from(message);
    for (let changes = 1 + random.below(4); changes > 0; changes--) {
      line[random.below(line.length)] = random.below(256);
    }

    try {
      assert.match(readMessage(line).kind, /^(call|answer)$/);
    } catch (error) {
      assert(error instanceof ProtocolError, `seed ${seed}: ${String(error)}`);
    }
  }
});
