import type { SpeckitContext } from "../context/context.js";
import type { PluginConfig, PluginType } from "../ospec/documents.js";
import type { OSpecPlugin } from "../ospec/plugin.js";
import { define, type Definition } from "./kinds.js";

/** A plugin as one object: what it provides, and what it does as it comes and goes. */
export interface PluginDefinition {
  readonly name: string;
  readonly version: string;
  /** `workflow` unless told. */
  readonly type?: PluginType;
  /** Commands, hooks, phases and whatever else it defines. */
  readonly provides?: readonly Definition[];
  initialize?(context: SpeckitContext): void | Promise<void>;
  configure?(config: PluginConfig): void | Promise<void>;
  activate?(): void | Promise<void>;
  deactivate?(): void | Promise<void>;
}

/** A plugin that was defined as one object. */
export interface Plugin extends OSpecPlugin, Definition {
  readonly provides: readonly Definition[];
}

/** Defines a plugin, for the default export of `dist/index.js`. */
export function definePlugin(definition: PluginDefinition): Plugin {
  return define("plugin", {
    name: definition.name,
    version: definition.version,
    type: definition.type ?? "workflow",
    provides: [...(definition.provides ?? [])],
    async initialize(context) {
      await definition.initialize?.(context as SpeckitContext);
    },
    async configure(config) {
      await definition.configure?.(config);
    },
    async activate() {
      await definition.activate?.();
    },
    async deactivate() {
      await definition.deactivate?.();
    },
  } satisfies OSpecPlugin & { provides: readonly Definition[] });
}
