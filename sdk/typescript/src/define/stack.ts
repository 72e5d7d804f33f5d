import type { SpeckitContext } from "../context/context.js";
import type {
  GenerationResult,
  OSpecDocument,
  ProjectConfig,
  Requirements,
  StackConfiguration,
} from "../ospec/documents.js";
import { define, type Definition } from "./kinds.js";

/** What a project asks of a stack. */
export interface StackQuery {
  readonly outcomeType: string;
  readonly requirements: Requirements;
}

/** Whether a stack fits, and why not. */
export type Compatibility = boolean | { readonly compatible: boolean; readonly reason?: string };

/** The project to scaffold. */
export interface ScaffoldCall {
  readonly spec: OSpecDocument;
  readonly config: ProjectConfig;
}

/** A technology stack. */
export interface StackDefinition {
  readonly name: string;
  readonly description?: string;
  /** Whether it fits; always, unless told. */
  isCompatible?(ctx: SpeckitContext, query: StackQuery): Compatibility | Promise<Compatibility>;
  /** What it is made of; nothing, unless told. */
  configuration?(ctx: SpeckitContext): StackConfiguration | Promise<StackConfiguration>;
  /** Makes a project's files. Those that it returns are written by the host. */
  scaffold?(
    ctx: SpeckitContext,
    call: ScaffoldCall,
  ): GenerationResult | void | Promise<GenerationResult | void>;
}

/** A stack of a plugin. */
export interface Stack extends StackDefinition, Definition {}

/** Defines a stack. */
export function defineStack(definition: StackDefinition): Stack {
  return define("stack", { ...definition });
}
