import assert from "node:assert/strict";
import { test } from "node:test";
import { suggest } from "../src/define/suggest.js";
import { InvalidParamsError } from "../src/protocol/errors.js";
import { matchesGlob } from "../src/testing/globs.js";
import { matchesEvent } from "../src/values/event.js";
import { Random } from "./support/random.js";

for (const [pattern, path, matches] of [
  ["**/*.py", "a.py", true],
  ["**/*.py", "src/x/a.py", true],
  ["src/**", "src/x/a.py", true],
  ["src/*.py", "src/x/a.py", false],
  ["src/?.py", "src/a.py", true],
  ["src/**/a.py", "src/a.py", true],
  ["*.py", "a.pyc", false],
  ["./*.{py,js}", "a.js", true],
  ["{a,{b,c}/d}", "c/d", true],
  ["a{,b}", "a", true],
  ["**", "a/b", true],
  ["*", "", true],
  ["a*b*c", "aXbXbc", true],
] as const) {
  test(`matchesGlob_${pattern}_${path}_${matches}`, () => assert.equal(matchesGlob(pattern, path), matches));
}

test("matchesGlob_WrongPatterns_AreRefused", () => {
  for (const pattern of ["", "{a", "x".repeat(1001), "{a,b}".repeat(9)]) {
    assert.throws(() => matchesGlob(pattern, "a"), InvalidParamsError);
  }
});

test("matchesGlob_Star_IsWhatAnExpressionSays", () => {
  for (let seed = 1; seed <= 2000; seed++) {
    const random = new Random(seed);
    const text = (letters: string) => Array.from({ length: random.below(8) }, () => random.pick([...letters])).join("");
    const pattern = `x${text("ab*?")}`;
    const name = `x${text("ab")}`;
    const expression = new RegExp(`^${pattern.replaceAll("*", ".*").replaceAll("?", ".")}$`);
    const expected = pattern === "**" || expression.test(name);
    assert.equal(matchesGlob(pattern, name), expected, `${pattern} ${name}`);
  }
});

for (const [pattern, type, matches] of [
  ["a.b", "a.b", true],
  ["a.b", "a.b.c", false],
  ["a.*", "a.b", true],
  ["a.*", "a.b.c", false],
  ["a.**", "a.b.c", true],
  ["a.**", "a", false],
  ["**", "a.b", true],
  ["a.*.c", "a.b.c", true],
] as const) {
  test(`matchesEvent_${pattern}_${type}_${matches}`, () => assert.equal(matchesEvent(pattern, type), matches));
}

test("suggest_NearNames_AreNamed", () => {
  assert.equal(suggest("--limt", ["--limit", "--tasks"]), " Did you mean --limit?");
  assert.equal(suggest("ecoh", ["echo"]), " Did you mean echo?");
  assert.equal(suggest("x", ["limit"]), "");
  assert.equal(suggest("x".repeat(100), ["x".repeat(99)]), "");
});
