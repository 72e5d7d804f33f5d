import type { SpeckitContext } from "../context/context.js";
import type {
  AcceptanceCriteria,
  OSpecDocument,
  StackConfiguration,
  ValidationResult,
} from "../ospec/documents.js";
import { define, type Definition } from "./kinds.js";

/** A type of project. */
export interface OutcomeTypeDefinition {
  /** The word that `outcome_type` takes in a document. */
  readonly type: string;
  /** What is wrong with a document; nothing, unless told. */
  validate?(ctx: SpeckitContext, spec: OSpecDocument): ValidationResult | Promise<ValidationResult>;
  defaultStack?(ctx: SpeckitContext, spec: OSpecDocument): StackConfiguration | Promise<StackConfiguration>;
  acceptance?(ctx: SpeckitContext, spec: OSpecDocument): AcceptanceCriteria | Promise<AcceptanceCriteria>;
}

/** An outcome type of a plugin. */
export interface OutcomeType extends OutcomeTypeDefinition, Definition {}

/** Defines a type of project. */
export function defineOutcomeType(definition: OutcomeTypeDefinition): OutcomeType {
  return define("outcome", { ...definition });
}
