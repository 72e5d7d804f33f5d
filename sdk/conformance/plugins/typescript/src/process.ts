import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { defineCommand, type Subscription } from "@ospec/plugin-sdk";

export const slow = defineCommand({
  name: "conf:slow",
  arguments: { milliseconds: { type: "integer", required: true } },
  async run(ctx, { milliseconds }) {
    ctx.console.print("slow");
    await sleep(milliseconds, undefined, { signal: ctx.signal });
    return "done";
  },
});

export const stdout = defineCommand({
  name: "conf:stdout",
  run() {
    console.log("conf: rubbish");
    process.stdout.write("conf: rubbish\n");
    process.stdout.write("conf: half a line");
    return "printed";
  },
});

export const stdin = defineCommand({ name: "conf:stdin", run: () => text(process.stdin) });

export const background = defineCommand({
  name: "conf:background",
  run() {
    void sleep(50).then(() => {
      throw new Error("conf: failed behind");
    });
    return "started";
  },
});

export const config = defineCommand({
  name: "conf:config",
  run: (ctx) => ({ config: ctx.configManager.all(), text: ctx.configManager.get("text", "fallback") }),
});

export const context = defineCommand({
  name: "conf:context",
  run: (ctx) => ({
    plugin: ctx.plugin,
    project: { name: ctx.project.name, root: ctx.project.root },
    dataDir: ctx.dataDir,
    capabilities: ctx.capabilities,
  }),
});

export const data = defineCommand({
  name: "conf:data",
  arguments: { name: { required: true }, content: { required: true } },
  async run(ctx, { name, content }) {
    await writeFile(join(ctx.dataDir, name), content);
    return "written";
  },
});

let subscription: Promise<Subscription> | undefined;

export const subscriber = defineCommand({
  name: "conf:subscriber",
  async run(ctx) {
    subscription ??= ctx.eventBus.subscribe("plugin.other.**", (event, { console }) =>
      console.print(`subscription ${event.type} ${event.id}`),
    );
    await subscription;
    return "subscribed";
  },
});
