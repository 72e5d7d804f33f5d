import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { TestResults } from "../src/running/results.js";
import { folderWith, sdk } from "./support/folders.js";
import { node } from "./support/process.js";

async function runTests(files: Record<string, string>, ...args: string[]) {
  const folder = folderWith(files);
  const json = join(folder, "out/results.json");
  const ended = await node([`${sdk}/dist/testing/run.js`, ...args, "--json", json, folder], { cwd: "/" });
  const results = existsSync(json) ? (JSON.parse(readFileSync(json, "utf8")) as TestResults) : { tests: [] };
  const brief = results.tests.map(({ file, name, outcome }) => `${file} ${name}: ${outcome}`);
  return { ended, results, brief, folder };
}

const head = "import test from 'node:test'; import assert from 'node:assert';";

test("run_JavaScript_TellsWhatPassedFailedAndWasSkipped", async () => {
  const { ended, results, brief } = await runTests({
    "package.json": '{"type":"module"}',
    "src/a.js": "export const add = (a, b) => a + b;",
    "tests/a.test.js": `${head} import { describe, it } from 'node:test'; import { add } from '../src/a.js';
      test('adds', () => assert.equal(add(1, 2), 3));
      test('is wrong', () => assert.equal(add(1, 2), 4));
      test('later', { skip: 'not yet' }, () => {});
      test('some day', { todo: true }, () => { throw new Error('todo'); });
      describe('outer', () => { it('inner', () => {}); it('bad', () => { throw new Error('inner bad'); }); });
      test('parent', async (t) => { await t.test('child', () => {}); });`,
    "tests/test_b.js": "throw new Error('the file is broken');",
    "tests/helper.js": "throw new Error('no test');",
    "src/c.test.js": "// nothing, and nothing wrong",
  });
  assert.equal(ended.code, 1);
  assert.deepEqual(brief, [
    "src/c.test.js src/c.test.js: passed",
    "tests/a.test.js adds: passed",
    "tests/a.test.js is wrong: failed",
    "tests/a.test.js later: skipped",
    "tests/a.test.js some day: skipped",
    "tests/a.test.js outer > inner: passed",
    "tests/a.test.js outer > bad: failed",
    "tests/a.test.js parent > child: passed",
    "tests/a.test.js parent: passed",
    "tests/test_b.js tests/test_b.js: failed",
  ]);
  const messages = results.tests.filter((t) => t.outcome === "failed").map((t) => t.message ?? "");
  assert.match(messages[0]!, /3 == 4[\s\S]*a\.test\.js:3:/);
  assert.match(messages[1]!, /inner bad/);
  assert.match(messages[2]!, /the file is broken/);
  assert.match(ended.stdout, /Results: 5 passed, 3 failed, 2 skipped/);
  assert.equal(results.coverage, undefined);
});

test("run_TypeScriptWithCoverage_CountsTheAuthorsLines", async () => {
  const { ended, results, folder } = await runTests(
    {
      "src/a.ts": `export function sign(n: number): string {
  if (n < 0) {
    return "minus";
  }

  // A comment is no code.
  return "plus";
}
`,
      "src/never.ts": "export const x: number = 1;\nexport const y = 2;\n",
      "src/types.ts": "export interface Nothing { readonly a: string }\n",
      "tests/a.test.ts": `import test from "node:test";
import assert from "node:assert";
import { pluginTest } from "@ospec/plugin-sdk/testing";
import { sign } from "../src/a.js";
test("plus", () => assert.equal(sign(1), "plus"));
pluginTest("has a context", (ctx) => assert.equal(ctx.plugin.name, "test-plugin"));
`,
    },
    "--coverage",
  );
  assert.equal(ended.code, 0, ended.stderr);
  assert.deepEqual(results.coverage?.files, {
    "src/a.ts": { covered: 3, total: 4 },
    "src/never.ts": { covered: 0, total: 2 },
    "src/types.ts": { covered: 0, total: 0 },
  });
  assert.equal(results.coverage?.percent, 50);
  assert.match(ended.stdout, /Coverage: 50%/);
  assert(existsSync(join(folder, "dist/a.js")));
});

test("run_JavaScriptWithCoverage_AddsUpProcesses", async () => {
  const { results } = await runTests(
    {
      "lib/a.js": "exports.f = (x) => {\n  if (x) {\n    return 1;\n  }\n\n  return 2;\n};\n",
      "tests/one.test.js": "require('../lib/a.js').f(true);",
      "tests/two.test.js": "require('../lib/a.js').f(false);",
    },
    "--coverage",
  );
  assert.deepEqual(results.coverage, { percent: 100, files: { "lib/a.js": { covered: 4, total: 4 } } });
});

test("run_StartPlugin_RunsWhatIsBuilt", async () => {
  const { ended, brief } = await runTests({
    "src/hello.ts": `export const hello = () => "built";\n`,
    "tests/process.test.ts": `import assert from "node:assert";
import { test } from "node:test";
import { startPlugin } from "@ospec/plugin-sdk/testing";
test("answers", async () => {
  const plugin = await startPlugin(process.cwd(), { entrypoints: [{ handler: "command:hello", path: "dist/hello.js", member: "hello" }] });
  assert.equal((await plugin.run("hello")).result, "built");
  assert.equal(await plugin.stop(), 0);
});
`,
  });
  assert.deepEqual(brief, ["tests/process.test.ts answers: passed"], ended.stdout + ended.stderr);
});

test("run_CommonJsTests_FindThePackage", async () => {
  const { brief, ended } = await runTests({
    "tests/a.test.cjs": `const { mockContext } = require('@ospec/plugin-sdk/testing'); const { UsageError } = require('@ospec/plugin-sdk');
      require('node:test')('one sdk', () => { if (!mockContext() || !UsageError) throw new Error(); });`,
  });
  assert.deepEqual(brief, ["tests/a.test.cjs one sdk: passed"], ended.stderr);
});

test("run_MistakeInATest_IsAFailureWithItsPlace", async () => {
  const { ended, results } = await runTests({ "src/a.ts": "", "tests/a.test.ts": 'const n: number = "x";\n' });
  assert.equal(ended.code, 1);
  assert.deepEqual(results.tests.map((t) => [t.file, t.name, t.outcome]), [["tests/a.test.ts", "compiles", "failed"]]);
  assert.match(results.tests[0]?.message ?? "", /tests\/a\.test\.ts:1:7 error TS2322/);
});

test("run_NoTests_Fails", async () => {
  const { ended } = await runTests({ "src/a.js": "" });
  assert.equal(ended.code, 1);
  assert.match(ended.stderr, /there are no tests/);
});

test("run_JUnit_IsXmlWhateverTestsSay", async () => {
  const folder = folderWith({
    "tests/a.test.js": "require('node:test')('a <\"&\\u0000\\ud800> b', () => { throw new Error('<\\u001b[31m&'); });",
  });
  const file = join(folder, "results.xml");
  await node([`${sdk}/dist/testing/run.js`, "--junit", file, folder]);
  const xml = readFileSync(file, "utf8");
  assert.match(xml, /<testsuite name="plugin" tests="1" failures="1" skipped="0">/);
  assert.match(xml, /name="a &lt;&quot;&amp;\ufffd\ufffd&gt; b"/);
  assert.doesNotMatch(xml, /[\u0000-\u0008\u001b]/);
});

for (const args of [["--jsno", "x"], ["--json"], ["a", "b"], ["/no/such/folder"]]) {
  test(`run_${args.join("_")}_IsWrongUsage`, async () => {
    const ended = await node([`${sdk}/dist/testing/run.js`, ...args]);
    assert.equal(ended.code, 2);
    assert.match(ended.stderr, /usage: node run\.js/);
  });
}
