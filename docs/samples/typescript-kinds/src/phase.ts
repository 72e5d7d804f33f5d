import { definePhase } from "@ospec/plugin-sdk";

export const gate = definePhase({
  phase: "implement",
  before(ctx, { feature }) {
    ctx.console.print(`Checking ${feature ?? "the project"} …`);
  },
  async after(ctx) {
    const changed = await ctx.workflow.changedFiles();
    return changed.some((file) => file.endsWith(".env"))
      ? { continue: false, message: "A file with secrets was changed." }
      : { continue: true };
  },
});
