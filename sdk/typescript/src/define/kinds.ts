const kindKey = Symbol.for("@ospec/plugin-sdk/kind");

/** What something that was defined with this SDK is. */
export type Kind =
  | "command"
  | "hook"
  | "phase"
  | "integration"
  | "stack"
  | "outcome"
  | "guardrail"
  | "context"
  | "postProcessor"
  | "migration"
  | "persona"
  | "squad"
  | "plugin";

/** Something that a plugin provides, made by one of the `define…` functions. */
export interface Definition {
  /** @internal */
  readonly [kindKey]: Kind;
}

/** Marks an object. A symbol of the realm, so that two copies of the SDK know each other's. */
export function define<T extends object>(kind: Kind, definition: T): T & Definition {
  return Object.freeze(Object.assign(Object.create(null) as object, definition, { [kindKey]: kind })) as T & Definition;
}

/** What an object was defined as; undefined when it was not. */
export function kindOf(value: unknown): Kind | undefined {
  return typeof value === "object" && value !== null && kindKey in value ? (value as Definition)[kindKey] : undefined;
}
