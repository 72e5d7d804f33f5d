import { defineCommand, definePlugin, defineHook } from "@ospec/plugin-sdk";

const hello = defineCommand({ name: "kinds:hello", run: () => "hello" });
const seen = defineHook({ event: "plugin.kinds.*", run: (event, ctx) => ctx.console.print(event.type) });

export default definePlugin({
  name: "kinds",
  version: "1.0.0",
  provides: [hello, seen],
  initialize: (ctx) => ctx.logger.info(`started by ${ctx.runtime.host.name}`),
});
