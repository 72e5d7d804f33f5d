import type { SpeckitContext } from "../context/context.js";
import type { Subscriptions } from "../context/events.js";
import type { Fields } from "../protocol/fields.js";
import type { Handlers } from "./entryPoints.js";

/** What the methods of the host are answered with. */
export interface Serving {
  readonly handlers: Handlers;
  readonly subscriptions: Subscriptions;
  /** A context for one call. */
  context(signal: AbortSignal, phase?: string, feature?: string): SpeckitContext;
}

/** Answers a method of the host. */
export type Method = (serving: Serving, params: Fields, signal: AbortSignal) => Promise<unknown>;

/** Methods by name. */
export type Methods = Readonly<Record<string, Method>>;
