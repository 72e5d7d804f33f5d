import assert from "node:assert/strict";
import { test } from "node:test";
import {
  CancelledError,
  CapabilityDeniedError,
  InvalidParamsError,
  NotFoundError,
  RefusedError,
  TooLargeError,
  UsageError,
} from "../src/index.js";
import { allCapabilities, mockContext } from "../src/testing/index.js";

test("project_FilesOfTheTest_AreFoundReadAndWritten", async () => {
  const ctx = mockContext({ files: { "src/a.ts": "Grüße", "src/b.js": "b", "c.bin": Uint8Array.of(255, 0) } });
  assert.deepEqual(await ctx.project.glob("src/**/*.{ts,js}", { exclude: "**/b.*" }), ["src/a.ts"]);
  assert.equal(await ctx.project.readText("./src//a.ts"), "Grüße");
  assert.deepEqual(await ctx.project.readBytes("c.bin"), Uint8Array.of(255, 0));
  assert.equal(await ctx.project.readText("c.bin"), "\ufffd\0");
  await ctx.project.writeBytes("d/e.bin", Uint8Array.of(254));
  await ctx.project.writeText("d/f.txt", "f");
  await ctx.project.createDirectory("g/h");
  assert.deepEqual(ctx.host.files.bytes("d/e.bin"), Uint8Array.of(254));
  assert.equal(ctx.host.files.text("d/f.txt"), "f");
  assert.deepEqual(ctx.host.files.folders, ["g/h"]);
  ctx.host.files.changed = ["d/f.txt"];
  assert.deepEqual(await ctx.workflow.changedFiles(), ["d/f.txt"]);
});

for (const path of ["../x", "/etc/passwd", "a/../b", "C:x", "a\\b", "", ".", "a\0"]) {
  test(`project_Path_${JSON.stringify(path)}_IsRefused`, async () => {
    await assert.rejects(mockContext().project.readText(path), InvalidParamsError);
    await assert.rejects(mockContext().project.writeText(path, ""), InvalidParamsError);
  });
}

for (const path of [".git/config", ".Specify/plugins.lock.json", ".claude/agents/x.md", "a/.GIT/hooks/x"]) {
  test(`project_ProtectedPath_${path}_IsRefused`, async () => {
    await assert.rejects(mockContext().project.writeText(path, ""), RefusedError);
  });
}

test("project_WhatIsNotThere_IsNotFound", async () => {
  await assert.rejects(mockContext().project.readText("no.txt"), NotFoundError);
});

test("project_TooLargeFile_IsTooLarge", async () => {
  await assert.rejects(mockContext().project.writeText("x", "x".repeat(8 * 1024 * 1024 + 1)), TooLargeError);
});

test("capabilities_EachMissing_IsNamed", async () => {
  const calls = {
    "filesystem.read": (ctx) => ctx.project.glob("**"),
    "filesystem.write": (ctx) => ctx.project.writeText("a", ""),
    "backlog.read": (ctx) => ctx.backlog.list(),
    "backlog.write": (ctx) => ctx.backlog.create({ title: "t" }),
    subprocess: (ctx) => ctx.shell.run(["ls"]),
    network: (ctx) => ctx.http.send("https://example.com"),
    environment: (ctx) => ctx.environment.get("HOME"),
  } satisfies Record<(typeof allCapabilities)[number], (ctx: ReturnType<typeof mockContext>) => Promise<unknown>>;
  for (const [capability, call] of Object.entries(calls)) {
    const ctx = mockContext({ capabilities: allCapabilities.filter((one) => one !== capability) });
    assert.equal(ctx.can(capability), false);
    await assert.rejects(call(ctx), (error) => {
      assert(error instanceof CapabilityDeniedError);
      assert.deepEqual([error.capability, error.plugin], [capability, "test-plugin"]);
      assert.match(error.hint, /requires\.capabilities/);
      return true;
    });
  }
});

test("backlog_Create_AddsTheLabelAndTheFirstStatus", async () => {
  const ctx = mockContext({ plugin: { name: "scanner" } });
  const task = await ctx.backlog.create({ title: "t", labels: ["a", " a ", "plugin:scanner"], metadata: { k: "v" } });
  assert.deepEqual(task.labels, ["a", "plugin:scanner"]);
  assert.equal(task.status, "To Do");
  assert.equal((await ctx.backlog.get(task.id.toLowerCase())).title, "t");
  assert.deepEqual(await ctx.backlog.list({ labels: ["a"], status: "to do", metadata: { k: "v" } }), [task]);
  assert.deepEqual(await ctx.backlog.list({ metadata: { k: "w" } }), []);
});

test("backlog_CreateInAnotherStatus_IsRefused", async () => {
  const ctx = mockContext();
  await assert.rejects(ctx.backlog.create({ title: "t", status: "Done" }), RefusedError);
  await assert.rejects(ctx.backlog.create({ title: "t", status: "Backlog" }), RefusedError);
  ctx.host.tasks.statuses = ["Backlog", "Done"];
  assert.equal((await ctx.backlog.create({ title: "t" })).status, "Backlog");
  ctx.host.tasks.statuses = ["Done"];
  await assert.rejects(ctx.backlog.create({ title: "t" }), RefusedError);
});

for (const label of ["plugin:other", "Workflow:planned", "workflow:x"]) {
  test(`backlog_ReservedLabel_${label}_IsRefused`, async () => {
    const ctx = mockContext();
    await assert.rejects(ctx.backlog.create({ title: "t", labels: [label] }), RefusedError);
    const task = await ctx.backlog.create({ title: "t" });
    await assert.rejects(ctx.backlog.update(task.id, { labels: [label] }), RefusedError);
  });
}

test("backlog_UpdateOfItsOwn_KeepsReservedLabels", async () => {
  const ctx = mockContext();
  const task = await ctx.backlog.create({ title: "t", metadata: { a: "1" } });
  ctx.host.tasks.change(task.id, { labels: [...task.labels, "workflow:planned"] });
  const changed = await ctx.backlog.update(task.id, { status: "done", labels: ["new"], metadata: { b: "2" } });
  assert.deepEqual(changed.labels, ["new", "plugin:test-plugin", "workflow:planned"]);
  assert.equal(changed.status, "Done");
  assert.deepEqual(changed.metadata, { a: "1", b: "2" });
  await assert.rejects(ctx.backlog.update(task.id, { status: "Nowhere" }), RefusedError);
});

test("backlog_UpdateOfAnother_IsRefused", async () => {
  const ctx = mockContext();
  const other = ctx.host.tasks.add({ title: "theirs", labels: ["plugin:test-plugin"] });
  await assert.rejects(ctx.backlog.update(other.id, { status: "Done" }), RefusedError);
  await assert.rejects(ctx.backlog.update("TASK-99", {}), NotFoundError);
});

test("events_EmittedAndDelivered_ReachTheTestAndTheHandler", async () => {
  const ctx = mockContext();
  const seen: string[] = [];
  const subscription = await ctx.eventBus.subscribe("plugin.other.**", (event) => void seen.push(event.type));
  await ctx.deliver(ctx.event("plugin.other.a.b"));
  await ctx.deliver(ctx.event("plugin.else"));
  subscription.unsubscribe();
  await ctx.deliver(ctx.event("plugin.other.c"));
  assert.deepEqual(seen, ["plugin.other.a.b"]);
  assert.deepEqual(ctx.host.subscriptions, ["plugin.other.**"]);
  assert.match(await ctx.eventBus.emit("plugin.a", { n: 1 }, { feature: "f", taskId: "t" }), /^evt_.{26}$/);
  assert.deepEqual(ctx.host.events, [{ type: "plugin.a", payload: { n: 1 }, feature: "f", taskId: "t" }]);
});

test("events_OutsideOfPlugin_AreRefused", async () => {
  for (const type of ["workflow.done", "plugin", "plugin.A", "plugin..a", `plugin.${"a".repeat(200)}`]) {
    await assert.rejects(mockContext().eventBus.emit(type), InvalidParamsError, type);
  }

  await assert.rejects(mockContext().eventBus.emit("plugin.a", { text: "x".repeat(262_144) }), TooLargeError);
});

test("shellAndHttp_WithAnswers_GiveThem", async () => {
  const ctx = mockContext();
  ctx.host.shell.answer("git", ({ argv }) => ({ stdout: argv.join(" ") }));
  ctx.host.http.answer(/example/, { status: 404, body: { no: true } });
  const ended = await ctx.shell.run(["git", "log"], { cwd: "src" });
  assert.deepEqual([ended.exitCode, ended.stdout, ended.timedOut], [0, "git log", false]);
  const response = await ctx.http.send("https://example.com/x", { method: "POST", body: Uint8Array.of(65) });
  assert.deepEqual([response.status, response.ok, response.json()], [404, false, { no: true }]);
  assert.equal(ctx.host.http.calls[0]?.body, "A");
  await assert.rejects(ctx.shell.run(["rm"]), NotFoundError);
  await assert.rejects(ctx.http.send("https://other.test"), RefusedError);
});

test("configuration_DottedKeysAndFallbacks_AreRead", async () => {
  const ctx = mockContext({ config: { report: { format: "json", depth: 0 }, "a.b": true, list: ["x"], none: null } });
  const { configManager } = ctx;
  assert.equal(configManager.get("report.format"), "json");
  assert.equal(configManager.get("report.depth", 5), 0);
  assert.equal(configManager.get("a.b", false), true);
  assert.deepEqual(configManager.get("list", ["y"]), ["x"]);
  assert.equal(configManager.get("none", "fallback"), "fallback");
  assert.equal(configManager.get("report.constructor"), undefined);
  assert.equal(configManager.get("missing.key", 3), 3);
  assert.throws(() => configManager.get("report.format", 1), (e) => e instanceof UsageError && /report\.format/.test(e.message));
  assert.throws(() => configManager.get("report", "text"), UsageError);
  ctx.host.config = { fresh: 1 };
  await configManager.refresh();
  assert.deepEqual(configManager.all(), { fresh: 1 });
});

test("consoleProgressAndLog_AreKept", async () => {
  const ctx = mockContext();
  ctx.console.print("a");
  ctx.console.warn("b");
  await ctx.console.error("c");
  ctx.progress.report("half", 0.5);
  ctx.logger.warn("careful");
  assert.deepEqual(ctx.host.console.map((line) => line.level), ["info", "warning", "error"]);
  assert.deepEqual(ctx.host.progress, [{ message: "half", fraction: 0.5 }]);
  assert.deepEqual(ctx.host.log, [{ level: "warning", message: "careful" }]);
});

test("cancel_GivesUpWhatIsAsked", async () => {
  const ctx = mockContext();
  ctx.cancel();
  assert(ctx.signal.aborted);
  await assert.rejects(ctx.project.glob("**"), CancelledError);
});
