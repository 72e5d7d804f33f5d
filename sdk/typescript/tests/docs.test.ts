import assert from "node:assert/strict";
import { cpSync, existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { startPlugin } from "../src/testing/index.js";
import { folderWith, repository, sdk } from "./support/folders.js";
import { node } from "./support/process.js";

const samples = join(repository, "docs/samples");

/** A copy, so that the repository stays as it is. */
function copyOf(sample: string): string {
  const folder = folderWith({});
  cpSync(join(samples, sample), folder, { recursive: true, filter: (path) => !/\/(dist|node_modules)$/.test(path) });
  return folder;
}

test("sample_TodoFinder_PassesItsTests", async () => {
  const folder = copyOf("typescript-todo-finder");
  const ended = await node([`${sdk}/dist/testing/run.js`, "--coverage", folder]);
  assert.equal(ended.code, 0, ended.stdout + ended.stderr);
  assert.match(ended.stdout, /Results: 5 passed, 0 failed, 0 skipped\nCoverage: 100%/);
});

test("sample_Kinds_AnswersWhatTheReferenceSays", async (t) => {
  const folder = copyOf("typescript-kinds");
  const built = await node([`${sdk}/dist/build.js`, folder]);
  assert.equal(built.code, 0, built.stderr);
  const place = (handler: string, file: string, member?: string) => ({
    handler,
    path: `dist/${file}.js`,
    ...(member ? { member } : {}),
  });
  const plugin = await startPlugin(folder, {
    files: { "a.ts": "// Copyright\n", "b.ts": "\n" },
    verify: true,
    entrypoints: [
      place("command:greeter:hello", "hello", "hello"),
      place("command:kinds:hello", "plugin"),
      place("hook:plugin.kinds.*", "plugin"),
      place("phase:implement:before", "phase", "gate"),
      place("phase:implement:after", "phase", "gate"),
      place("integration:tracker", "others", "tracker"),
      place("stack:express", "others", "express"),
      place("outcome:service", "others", "service"),
      place("outcome:microservice", "ospec"),
      place("guardrail:headers", "others", "headers"),
      place("context:today", "others", "today"),
      place("postProcessor:tidy", "others", "tidy"),
      place("migration:1.0.0->2.0.0", "others", "toTwo"),
    ],
  });
  t.after(() => plugin.stop());
  assert.equal(plugin.handlers.length, 13, plugin.stderr);
  plugin.host.files.changed = ["a/.env"];
  plugin.host.http.answer(/tracker/, { status: 201 });
  plugin.host.tasks.add({ title: "t" });
  const ask = (method: string, params: object) => plugin.request(method, params);
  assert.deepEqual((await plugin.run("greeter:hello", ["Ada"], { shout: true })).result, { greeted: "Ada" });
  assert.equal((await plugin.run("kinds:hello")).result, "hello");
  assert.deepEqual(await ask("phase/after", { phase: "implement" }), {
    continue: false,
    message: "A file with secrets was changed.",
  });
  assert.deepEqual(await ask("integration/sync", { direction: "push" }), {
    created: 1,
    updated: 0,
    failed: 0,
    message: "push",
  });
  assert.deepEqual(await ask("outcome/validate", { type: "microservice", document: {} }), {
    problems: [{ severity: "error", message: "event_bus is missing" }],
  });
  assert.deepEqual(await ask("outcome/defaultStack", { type: "service" }), { stack: { backend: "Express" } });
  const checked = (await ask("guardrail/check", { files: ["a.ts", "b.ts"] })) as { findings: unknown[]; metrics: object };
  assert.deepEqual([checked.findings.length, checked.metrics], [1, { headers: 0.5 }]);
  assert.deepEqual(await ask("template/context", { name: "today" }), { context: { year: 2026 } });
  assert.deepEqual(await ask("template/postProcess", { name: "tidy", content: "a \nb" }), { content: "a\nb" });
  const config = { severity_threshold: "high", x: 1 };
  assert.deepEqual(await ask("migrate/config", { from: "1.0.0", to: "2.0.0", config }), {
    config: { x: 1, severity: { threshold: "high" } },
  });
  assert.deepEqual(await ask("migrate/data", { from: "1.0.0", to: "2.0.0" }), {});
});

test("blocks_OfThePages_AreInTheSamples", () => {
  const sources = readdirSync(samples)
    .flatMap((sample) => ["src", "tests"].map((folder) => join(samples, sample, folder)))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder).map((file) => join(folder, file)))
    .filter((file) => file.endsWith(".ts"))
    .map((file) => readFileSync(file, "utf8"));
  for (const page of [
    "docs/guide/writing-a-plugin-typescript.md",
    "docs/reference/sdk-typescript.md",
    "sdk/typescript/README.md",
  ]) {
    const blocks = [...readFileSync(join(repository, page), "utf8").matchAll(/```typescript\n([\s\S]*?)```/g)];
    assert(blocks.length > 0);
    for (const [, block] of blocks) {
      assert(sources.some((source) => source.includes(block!)), `${page}: ${block!.slice(0, 200)}`);
    }
  }
});
