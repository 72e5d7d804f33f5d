import { defineHook } from "@ospec/plugin-sdk";

export const created = defineHook({
  event: "backlog.task.created",
  run(event, ctx) {
    const { type, id, source, feature = "-", taskId = "-", payload } = event;
    return ctx.console.print(`hook-created ${type} ${id} ${source} ${feature} ${taskId} ${payload?.title ?? "-"}`);
  },
});

export const pattern = defineHook({
  event: "plugin.conf.*",
  run: (event, ctx) => ctx.console.print(`hook-pattern ${event.type} ${event.id}`),
});

export const deep = defineHook({
  event: "workflow.**",
  run: (event, ctx) => ctx.console.print(`hook-deep ${event.type} ${event.id}`),
});

export const fails = defineHook({
  event: "plugin.fail.now",
  run() {
    throw new Error("conf: the hook failed");
  },
});
