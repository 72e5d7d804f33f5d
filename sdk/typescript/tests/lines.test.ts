import assert from "node:assert/strict";
import { test } from "node:test";
import { ProtocolError } from "../src/protocol/errors.js";
import { LineReader, maxLineBytes } from "../src/protocol/lines.js";
import { Random } from "./support/random.js";

const bytes = (text: string) => new TextEncoder().encode(text);
const texts = (lines: Iterable<Uint8Array>) => [...lines].map((line) => Buffer.from(line).toString());

test("push_WholeLines_GivesEach", () => {
  assert.deepEqual(texts(new LineReader().push(bytes("a\n\nbc\n"))), ["a", "", "bc"]);
});

test("push_LineInPieces_GivesItAtItsEnd", () => {
  const reader = new LineReader();
  assert.deepEqual(texts(reader.push(bytes("a"))), []);
  assert.equal(reader.isInsideLine, true);
  assert.deepEqual(texts(reader.push(bytes("b\nc"))), ["ab"]);
  assert.deepEqual(texts(reader.push(bytes("\n"))), ["c"]);
  assert.equal(reader.isInsideLine, false);
});

test("push_LineOfTheLimit_IsRead", () => {
  const [line] = [...new LineReader(5).push(bytes("12345\n"))];
  assert.equal(line?.length, 5);
});

test("push_LongerLine_Throws", () => {
  assert.throws(() => [...new LineReader(5).push(bytes("123456\n"))], ProtocolError);
});

test("push_LongerLineWithoutEnd_ThrowsBeforeItIsThere", () => {
  const reader = new LineReader(5);
  assert.deepEqual(texts(reader.push(bytes("123"))), []);
  assert.throws(() => [...reader.push(bytes("456"))], ProtocolError);
});

test("push_LongLineAfterAGoodOne_GivesTheGoodOneFirst", () => {
  const lines = new LineReader(3).push(bytes("ab\n1234"));
  assert.equal(Buffer.from(lines.next().value as Uint8Array).toString(), "ab");
  assert.throws(() => lines.next(), ProtocolError);
});

test("maxLineBytes_IsThatOfTheProtocol", () => {
  assert.equal(maxLineBytes, 16_777_216);
});

test("push_AnyBytesInAnyPieces_GivesWhatSplittingGives", () => {
  for (let seed = 1; seed <= 500; seed++) {
    const random = new Random(seed);
    const input = random.bytes(random.below(300)).map((byte) => (byte < 40 ? 10 : byte));
    const reader = new LineReader(1000);
    const lines: string[] = [];
    for (let start = 0; start < input.length; ) {
      const end = Math.min(input.length, start + 1 + random.below(20));
      lines.push(...[...reader.push(input.subarray(start, end))].map((line) => Buffer.from(line).toString("latin1")));
      start = end;
    }

    const expected = Buffer.from(input).toString("latin1").split("\n");
    assert.equal(reader.isInsideLine, expected.pop() !== "", `seed ${seed}`);
    assert.deepEqual(lines, expected, `seed ${seed}`);
  }
});
