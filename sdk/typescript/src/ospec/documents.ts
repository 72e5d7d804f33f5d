/** What `plugin_type` of a manifest says. */
export type PluginType =
  | "outcome_type"
  | "stack"
  | "stack_selector"
  | "agent"
  | "guardrails"
  | "integration"
  | "templates"
  | "workflow";

/** A plugin's configuration: the manifest's defaults, and the user's values over them. */
export interface PluginConfig {
  readonly [key: string]: unknown;
}

/** A document that specifies a project. */
export interface OSpecDocument {
  readonly ospec_version?: string;
  readonly outcome_type?: string;
  readonly name?: string;
  readonly description?: string;
  readonly acceptance?: AcceptanceCriteria;
  readonly [key: string]: unknown;
}

/** A mistake in a document: what is wrong, and where. */
export interface ValidationProblem {
  readonly message: string;
  /** JSON Pointer or key of the place. */
  readonly path?: string;
}

/** What a validation found. */
export interface ValidationResult {
  /** Whether the document may be used. Errors say why not. */
  readonly valid: boolean;
  readonly errors?: readonly (string | ValidationProblem)[];
  readonly warnings?: readonly (string | ValidationProblem)[];
}

/** A stack: what each part of a project is made with. */
export interface StackConfiguration {
  readonly [part: string]: unknown;
}

/** When a project counts as done. */
export interface AcceptanceCriteria {
  readonly [key: string]: unknown;
}

/** What a project needs of its stack. */
export interface Requirements {
  readonly [key: string]: unknown;
}

/** What the user decided about a new project. */
export interface ProjectConfig {
  readonly [key: string]: unknown;
}

/** What a stack made. The host writes the files, if it may. */
export interface GenerationResult {
  /** Contents by path, relative to the project. */
  readonly files?: Readonly<Record<string, string>> | readonly GeneratedFile[];
}

/** A file that a stack made. */
export interface GeneratedFile {
  readonly path: string;
  readonly content: string;
}
