import { kindOf } from "../define/kinds.js";
import { isObject } from "../protocol/fields.js";

/** What an entry point names: `command:greeter:hello` is the kind `command` and the rest `greeter:hello`. */
export interface HandlerId {
  readonly kind: string;
  readonly name: string;
}

/** Reads the id of a handler. */
export function readHandlerId(id: string): HandlerId {
  const colon = id.indexOf(":");
  return colon < 0 ? { kind: id, name: "" } : { kind: id.slice(0, colon), name: id.slice(colon + 1) };
}

/** The id that a definition answers to; phases answer to several. */
export function idsOf(definition: object): string[] {
  const own = definition as Readonly<Record<string, unknown>>;
  switch (kindOf(definition)) {
    case "command":
    case "integration":
    case "stack":
    case "guardrail":
    case "context":
    case "postProcessor":
      return [`${kindOf(definition)}:${own.name}`];
    case "outcome":
      return [`outcome:${own.type}`];
    case "hook":
      return (own.events as string[]).map((event) => `hook:${event}`);
    case "migration":
      return [`migration:${own.from}->${own.to}`];
    case "phase":
      return ["before", "after", "replace"].filter((mode) => own[mode]).map((mode) => `phase:${own.phase}:${mode}`);
    default:
      return [];
  }
}

/** The methods by which an object can handle something, for each kind: at least one of a list. */
const methodsOf: Readonly<Record<string, readonly string[]>> = {
  command: ["run"],
  hook: ["run"],
  integration: ["sync"],
  stack: ["isCompatible", "configuration", "scaffold", "getConfiguration", "generateProject"],
  outcome: [
    "validate",
    "defaultStack",
    "acceptance",
    "validateSpec",
    "getDefaultStack",
    "generateAcceptanceCriteria",
  ],
  guardrail: ["check"],
  context: ["provide"],
  postProcessor: ["process"],
  migration: ["migrateConfig", "migrateData"],
};

/** What a plain function stands for. */
const methodOfFunction: Readonly<Record<string, string>> = {
  command: "run",
  hook: "run",
  integration: "sync",
  guardrail: "check",
  context: "provide",
  postProcessor: "process",
  migration: "migrateConfig",
};

/**
 * The object that handles an id, out of what an entry point exports.
 * @param exported A definition, a plugin with definitions, a function, or an object with the methods of the kind.
 * @returns The object, or a text that says why there is none.
 */
export function handlerIn(exported: unknown, id: string): object | string {
  const { kind, name } = readHandlerId(id);
  if (typeof exported === "function") {
    const method = kind === "phase" ? name.slice(name.lastIndexOf(":") + 1) : methodOfFunction[kind];
    return method ? { [method]: exported } : `a function cannot be a ${kind}`;
  }

  if (typeof exported !== "object" || exported === null) {
    return "it is neither a function, a class nor an object";
  }

  const defined = kindOf(exported);
  if (defined === "plugin") {
    return inPlugin(exported as { provides: readonly object[] }, id);
  }

  if (defined) {
    const ids = idsOf(exported);
    return ids.includes(id) ? exported : `it defines ${ids.join(", ") || `a ${defined}`}, and the manifest says ${id}`;
  }

  return byMethods(exported, id);
}

function inPlugin(plugin: { readonly provides: readonly object[] }, id: string): object | string {
  const found = plugin.provides.find((definition) => idsOf(definition).includes(id));
  return found ?? `the plugin provides ${plugin.provides.flatMap(idsOf).join(", ") || "nothing"}`;
}

function byMethods(exported: object, id: string): object | string {
  const { kind, name } = readHandlerId(id);
  const methods = kind === "phase" ? [name.slice(name.lastIndexOf(":") + 1)] : (methodsOf[kind] ?? []);
  const found = methods.some((method) => typeof (exported as Record<string, unknown>)[method] === "function");
  if (found) {
    return exported;
  }

  // A file without a default export: all that it exports.
  const definition = Object.values(exported).find((value) => isObject(value) && idsOf(value).includes(id));
  return definition ?? `it has none of the methods ${methods.join(", ") || `of a ${kind}`}`;
}
