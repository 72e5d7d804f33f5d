import type { Hook } from "../define/hook.js";
import { InvalidParamsError } from "../protocol/errors.js";
import type { Fields } from "../protocol/fields.js";
import { matchesEvent, type PluginEvent } from "../values/event.js";
import type { EntryPoint } from "./entryPoints.js";
import type { Methods, Serving } from "./serving.js";

export const hookMethods: Methods = {
  async "hook/invoke"(serving, params, signal) {
    const event = readEvent(params);
    const handler = params.optionalText("handler");
    const path = params.optionalText("path");
    const ctx = serving.context(signal, undefined, event.feature);
    const failures: unknown[] = [];
    for (const entry of entriesFor(serving, event, handler, path)) {
      await attempt(failures, async () => ((await serving.handlers.use(entry)) as Hook).run(event, ctx));
    }

    if (handler === undefined && path === undefined) {
      for (const subscribed of serving.subscriptions.matching(event.type)) {
        await attempt(failures, () => subscribed(event, ctx));
      }
    }

    if (failures.length > 0) {
      throw failures[0];
    }

    return {};
  },
};

function readEvent(params: Fields): PluginEvent {
  const event = params.inside("event");
  event.text("id");
  event.text("type");
  event.optionalText("feature");
  event.optionalText("taskId");
  return params.object("event") as unknown as PluginEvent;
}

function entriesFor(serving: Serving, event: PluginEvent, member?: string, path?: string): EntryPoint[] {
  const hooks = serving.handlers.entries.filter((entry) => entry.handler.startsWith("hook:"));
  const named = hooks.filter(
    (entry) =>
      (member === undefined || (entry.member ?? "") === member) && (path === undefined || entry.path === path),
  );
  if (named.length === 0 && (member !== undefined || path !== undefined)) {
    throw new InvalidParamsError(`The plugin has no hook '${[path, member].filter(Boolean).join(":")}'.`);
  }

  const matching = named.filter((entry) => matchesEvent(entry.handler.slice("hook:".length), event.type));
  // Two patterns of one handler may match the same event, which happened once.
  return matching.filter(
    (entry, i) => matching.findIndex((e) => e.path === entry.path && e.member === entry.member) === i,
  );
}

/** One failing handler does not keep the others from hearing of it. */
async function attempt(failures: unknown[], action: () => unknown): Promise<void> {
  try {
    await action();
  } catch (error) {
    failures.push(error);
  }
}
