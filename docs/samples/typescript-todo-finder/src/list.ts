import { commandResult, defineCommand, UsageError } from "@ospec/plugin-sdk";
import { findComments } from "./finder.js";

export const list = defineCommand({
  name: "ts-todo:list",
  description: "Show the TODO comments of this project",
  arguments: { folder: { description: "Where to look", default: "." } },
  options: {
    limit: { type: "integer", default: 20, description: "The most to show" },
    tasks: { type: "boolean", description: "Create a backlog task for each" },
  },
  async run(ctx, { folder, limit, tasks }) {
    if (limit < 1) {
      throw new UsageError("--limit must be 1 or more.");
    }

    const word = ctx.configManager.get("word", "TODO");
    const found = await findComments(ctx.project, word, folder, limit);
    for (const finding of found) {
      ctx.console.finding(finding);
      if (tasks) {
        await ctx.backlog.create({ title: `${finding.file}:${finding.line}`, description: finding.title });
      }
    }

    const summary = { found: found.length };
    await ctx.eventBus.emit("plugin.todo.found", summary);
    return commandResult(summary, found.length > 0 ? 1 : 0);
  },
});
