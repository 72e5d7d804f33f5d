import type { SpeckitContext } from "../context/context.js";
import { define, type Definition } from "./kinds.js";

/** What is to be synchronized. */
export interface SyncCall {
  readonly direction: "push" | "pull" | "both";
  readonly context: Readonly<Record<string, unknown>>;
}

/** What was synchronized; what is left out is 0. */
export interface SyncResult {
  readonly created?: number;
  readonly updated?: number;
  readonly failed?: number;
  readonly message?: string;
}

/** Connects the project with a system outside. */
export interface IntegrationDefinition {
  readonly name: string;
  readonly description?: string;
  sync(ctx: SpeckitContext, call: SyncCall): SyncResult | void | Promise<SyncResult | void>;
}

/** An integration of a plugin. */
export interface Integration extends IntegrationDefinition, Definition {}

/** Defines an integration. */
export function defineIntegration(definition: IntegrationDefinition): Integration {
  return define("integration", { ...definition });
}
