import type { SpeckitContext } from "../context/context.js";
import { define, type Definition } from "./kinds.js";

/** When a phase's handler is called. */
export type PhaseMode = "before" | "after" | "replace";

/** The phase that runs. */
export interface PhaseCall {
  readonly phase: string;
  readonly mode: PhaseMode;
  readonly feature?: string;
  /** What the workflow says of it. */
  readonly context: Readonly<Record<string, unknown>>;
}

/** Whether the workflow goes on; nothing means that it does. An error blocks it, too. */
export type PhaseOutcome = void | undefined | boolean | { readonly continue?: boolean; readonly message?: string };

type PhaseStep = (ctx: SpeckitContext, call: PhaseCall) => PhaseOutcome | Promise<PhaseOutcome>;

/** Handles a phase of the workflow. */
export interface PhaseDefinition {
  /** Such as `implement`. */
  readonly phase: string;
  readonly before?: PhaseStep;
  readonly after?: PhaseStep;
  readonly replace?: PhaseStep;
}

/** A phase handler of a plugin. */
export interface Phase extends PhaseDefinition, Definition {}

/** Defines what happens around a phase, or in its place. The manifest's `wrap` is before and after. */
export function definePhase(definition: PhaseDefinition): Phase {
  if (!definition.before && !definition.after && !definition.replace) {
    throw new TypeError(`The handler of the phase '${definition.phase}' has neither 'before', 'after' nor 'replace'.`);
  }

  return define("phase", { ...definition });
}
