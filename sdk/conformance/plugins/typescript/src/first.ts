import type { PluginEvent, SpeckitContext } from "@ospec/plugin-sdk";

export function onUpdated(event: PluginEvent, ctx: SpeckitContext): Promise<void> {
  return ctx.console.print(`hook-first ${event.type} ${event.id}`);
}
