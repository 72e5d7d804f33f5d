import assert from "node:assert/strict";
import { test } from "node:test";
import { bind, checkSpecs } from "../src/define/binding.js";
import type { ArgumentSpecs, OptionSpecs } from "../src/define/parameters.js";
import { UsageError } from "../src/protocol/errors.js";
import { Random } from "./support/random.js";

const args = { who: { required: true }, times: { type: "integer", default: 1 }, rest: { multiple: true } } as const;
const options = {
  shout: { type: "boolean" },
  "dry-run": { type: "boolean" },
  level: { choices: ["low", "high"], default: "low" },
  ratio: { type: "number" },
  tag: { multiple: true },
  port: { type: "integer", multiple: true, default: 80 },
} as const;

const call = (given: readonly string[], named: Record<string, unknown> = {}) =>
  bind("c", args, options, { arguments: given, options: named });

test("bind_NothingButTheRequired_GivesDefaults", () => {
  assert.deepEqual(call(["Ada"]), {
    who: "Ada",
    times: 1,
    rest: [],
    shout: false,
    dryRun: false,
    level: "low",
    ratio: undefined,
    tag: [],
    port: [80],
  });
});

test("bind_Everything_IsConverted", () => {
  const values = call(["Ada", "3", "x", "y"], {
    "--shout": true,
    "dry-run": "yes",
    level: "high",
    ratio: "-.5e1",
    tag: ["a", "b"],
    port: ["1", 2],
  });
  assert.deepEqual(values, {
    who: "Ada",
    times: 3,
    rest: ["x", "y"],
    shout: true,
    dryRun: true,
    level: "high",
    ratio: -5,
    tag: ["a", "b"],
    port: [1, 2],
  });
});

for (const [given, named, expected] of [
  [[], {}, /'who' of 'c' is missing/],
  [["a", "x"], {}, /'times' must be a whole number; 'x' is not/],
  [["a", "1.5"], {}, /'times' must be a whole number/],
  [["a", "99999999999999999999"], {}, /'times' must be a whole number between/],
  [["a", ""], {}, /'times' must be a whole number/],
  [["a"], { shouted: true }, /no option --shouted\. Did you mean --shout\?/],
  [["a"], { constructor: "x" }, /no option --constructor/],
  [["a"], { __proto__x: "x" }, /no option --__proto__x/],
  [["a"], { shout: "perhaps" }, /--shout must be true or false/],
  [["a"], { level: "hihg" }, /--level must be one of low, high; 'hihg' is not\. Did you mean high\?/],
  [["a"], { level: true }, /--level needs a value/],
  [["a"], { level: ["low", "high"] }, /--level takes one value; 2 were given/],
  [["a"], { level: [] }, /--level takes one value; 0 were given/],
  [["a"], { ratio: "NaN" }, /--ratio must be a number/],
  [["a"], { ratio: "Infinity" }, /--ratio must be a number/],
  [["a"], { ratio: "1e999" }, /--ratio must be a number/],
  [["a"], { ratio: "0x10" }, /--ratio must be a number/],
  [["a"], { tag: [null] }, /--tag has a value that is not text/],
  [["a"], { tag: [["x"]] }, /--tag has a value that is not text/],
  [["a"], { shout: true, "--shout": true }, /--shout is given twice/],
] as [string[], Record<string, unknown>, RegExp][]) {
  test(`bind_${JSON.stringify([given, named])}_SaysWhatIsWrong`, () => {
    assert.throws(
      () => call(given, named),
      (error) => error instanceof UsageError && expected.test(error.message),
    );
  });
}

test("bind_TooManyArguments_NamesTheFirst", () => {
  const bound = () => bind("c", { a: {} }, {}, { arguments: ["1", "2", "3"], options: {} });
  assert.throws(bound, /'c' takes 1 argument\(s\); '2' is one too many/);
});

test("bind_RequiredOptionMissing_NamesIt", () => {
  const bound = () => bind("c", {}, { key: { required: true } }, { arguments: [], options: {} });
  assert.throws(bound, /'c' needs --key/);
});

test("bind_ProtoAsOption_PollutesNothing", () => {
  const named = JSON.parse('{"__proto__": "x"}') as Record<string, unknown>;
  assert.throws(() => call(["a"], named), UsageError);
  assert.equal(({} as Record<string, unknown>).x, undefined);
});

for (const [what, a, o] of [
  ["TwoOfOneName", { x: {} }, { x: {} }],
  ["TwoOfOneNameInCode", {}, { "dry-run": {}, dryRun: {} }],
  ["NoName", { "1": {} }, {}],
  ["MultipleFirst", { x: { multiple: true }, y: {} }, {}],
  ["RequiredAfterOptional", { x: {}, y: { required: true } }, {}],
] as [string, ArgumentSpecs, OptionSpecs][]) {
  test(`checkSpecs_${what}_Throws`, () => {
    assert.throws(() => checkSpecs("c", a, o), TypeError);
  });
}

test("bind_AnyCall_IsBoundOrAUsageError", () => {
  const words = ["", "a", "-1", "1e9", "true", "--", "__proto__", "\u0000", "9".repeat(400), "💥"];
  const names = ["shout", "--shout", "dry-run", "level", "ratio", "tag", "port", "hasOwnProperty", "-", "x"];
  for (let seed = 1; seed <= 5000; seed++) {
    const random = new Random(seed);
    const value = (): unknown =>
      random.pick([random.pick(words), true, false, random.below(9), null, [random.pick(words)], {}]);
    const given = Array.from({ length: random.below(5) }, () => random.pick(words));
    const named = Object.fromEntries(Array.from({ length: random.below(4) }, () => [random.pick(names), value()]));
    try {
      const values = call(given, named);
      assert.equal(typeof values.times, "number", `seed ${seed}`);
      assert(Number.isSafeInteger(values.times), `seed ${seed}`);
      assert.match(String(values.level), /^(low|high)$/, `seed ${seed}`);
    } catch (error) {
      assert(error instanceof UsageError, `seed ${seed}: ${String(error)}`);
    }
  }
});
