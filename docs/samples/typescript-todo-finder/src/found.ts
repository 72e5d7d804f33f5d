import { defineHook } from "@ospec/plugin-sdk";

export const found = defineHook({
  event: "plugin.todo.found",
  run(event, ctx) {
    ctx.console.print(`${event.source} found ${event.payload?.found}`);
  },
});
