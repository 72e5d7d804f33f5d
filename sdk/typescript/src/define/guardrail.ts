import type { SpeckitContext } from "../context/context.js";
import type { Finding } from "../values/finding.js";
import { define, type Definition } from "./kinds.js";

/** What is to be checked. */
export interface GuardrailCall {
  /** Paths, relative to the project. */
  readonly files: readonly string[];
  /** The rules that are asked for; undefined for all. */
  readonly rules: readonly string[] | undefined;
}

/** What a check found, and what it measured. */
export interface GuardrailResult {
  readonly findings: readonly Finding[];
  readonly metrics?: Readonly<Record<string, number>>;
}

/** Checks files. */
export interface GuardrailDefinition {
  readonly name: string;
  readonly description?: string;
  check(
    ctx: SpeckitContext,
    call: GuardrailCall,
  ): readonly Finding[] | GuardrailResult | Promise<readonly Finding[] | GuardrailResult>;
}

/** A guardrail of a plugin. */
export interface Guardrail extends GuardrailDefinition, Definition {}

/** Defines a guardrail. */
export function defineGuardrail(definition: GuardrailDefinition): Guardrail {
  return define("guardrail", { ...definition });
}
