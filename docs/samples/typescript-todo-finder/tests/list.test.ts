import assert from "node:assert/strict";
import { CapabilityDeniedError, UsageError } from "@ospec/plugin-sdk";
import { pluginTest } from "@ospec/plugin-sdk/testing";
import { found } from "../src/found.js";
import { list } from "../src/list.js";

const files = { "src/app.ts": "const x = 1; // TODO name it\n" };

pluginTest("a comment is shown and becomes a task", { files }, async (ctx) => {
  const { result, exitCode } = await ctx.run(list, ["src"], { tasks: true });

  assert.deepEqual(result, { found: 1 });
  assert.equal(exitCode, 1);
  assert.equal(ctx.host.findings[0]?.line, 1);
  assert.equal(ctx.host.tasks.all[0]?.title, "src/app.ts:1");
  assert.equal(ctx.host.events[0]?.type, "plugin.todo.found");
});

pluginTest("without backlog.write no task is created", { files, capabilities: ["filesystem.read"] }, async (ctx) => {
  await assert.rejects(ctx.run(list, [], { tasks: true }), (error) => {
    assert(error instanceof CapabilityDeniedError);
    assert.equal(error.capability, "backlog.write");
    return true;
  });
});

pluginTest("another word is looked for", { config: { word: "FIXME" } }, async (ctx) => {
  ctx.host.files.create("app.js", "// TODO a\n// FIXME b\n");

  await ctx.run(list);

  assert.equal(ctx.host.findings[0]?.title, "FIXME b");
});

pluginTest("a limit that makes no sense is refused", async (ctx) => {
  await assert.rejects(ctx.run(list, [], { limit: "0" }), UsageError);
});

pluginTest("the hook says what was found", async (ctx) => {
  found.run(ctx.event("plugin.todo.found", { found: 3 }, { source: "typescript-todo-finder" }), ctx);

  assert.equal(ctx.host.console[0]?.text, "typescript-todo-finder found 3");
});
