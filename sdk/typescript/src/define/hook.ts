import type { SpeckitContext } from "../context/context.js";
import type { PluginEvent } from "../values/event.js";
import { define, type Definition } from "./kinds.js";

/** Handles events. */
export interface HookDefinition {
  /** The name or pattern of the manifest, or several. */
  readonly event: string | readonly string[];
  run(event: PluginEvent, ctx: SpeckitContext): unknown;
}

/** A hook of a plugin. */
export interface Hook extends Definition {
  readonly events: readonly string[];
  run(event: PluginEvent, ctx: SpeckitContext): unknown;
}

/** Defines a hook. */
export function defineHook(definition: HookDefinition): Hook {
  const events = typeof definition.event === "string" ? [definition.event] : [...definition.event];
  return define("hook", { events, run: definition.run });
}
