import { UsageError } from "../protocol/errors.js";
import { convert } from "./convert.js";
import { type ArgumentSpec, type ArgumentSpecs, camelCase, type OptionSpecs } from "./parameters.js";
import { suggest } from "./suggest.js";

/** A command's call as the host makes it. */
export interface RawCall {
  readonly arguments: readonly string[];
  /** Texts, booleans, or lists of texts, by name without dashes. */
  readonly options: Readonly<Record<string, unknown>>;
}

type Value = string | number | boolean | undefined | readonly (string | number | boolean)[];
type Values = Record<string, Value>;

/** Refuses parameters that make no sense: a mistake of the plugin's author. */
export function checkSpecs(command: string, args: ArgumentSpecs, options: OptionSpecs): void {
  const names = new Set<string>();
  for (const name of [...Object.keys(args), ...Object.keys(options)]) {
    if (!/^[A-Za-z][A-Za-z0-9_-]*$/.test(name)) {
      throw new TypeError(`'${name}' of '${command}' is no name: letters, digits, '-' and '_', a letter first.`);
    }

    if (names.has(camelCase(name))) {
      throw new TypeError(`Two parameters of '${command}' are called '${camelCase(name)}'.`);
    }

    names.add(camelCase(name));
  }

  const list = Object.entries(args);
  for (const [i, [name, spec]] of list.entries()) {
    const before = list[i - 1]?.[1];
    if ((spec.multiple && i < list.length - 1) || (spec.required && before && !before.required)) {
      throw new TypeError(
        `The argument '${name}' of '${command}' is ambiguous: one with 'multiple' comes last, and a required one before optional ones.`,
      );
    }
  }
}

/** The values of a call, by their names in code. A call that does not fit is a {@link UsageError}. */
export function bind(command: string, args: ArgumentSpecs, options: OptionSpecs, call: RawCall): Values {
  const values: Values = {};
  bindOptions(command, options, call.options, values);
  bindArguments(command, args, call.arguments, values);
  return values;
}

function bindArguments(command: string, specs: ArgumentSpecs, texts: readonly string[], values: Values): void {
  const list = Object.entries(specs);
  for (const [i, [name, spec]] of list.entries()) {
    const label = `The argument '${name}'`;
    const given = spec.multiple ? texts.slice(i) : texts.slice(i, i + 1);
    if (given.length === 0 && spec.required) {
      throw new UsageError(`${label} of '${command}' is missing.`);
    }

    values[camelCase(name)] = given.length === 0 ? absent(spec) : present(label, spec, given);
  }

  if (texts.length > list.length && !list.at(-1)?.[1].multiple) {
    throw new UsageError(`'${command}' takes ${list.length} argument(s); '${texts[list.length]}' is one too many.`);
  }
}

function bindOptions(
  command: string,
  specs: OptionSpecs,
  given: Readonly<Record<string, unknown>>,
  values: Values,
): void {
  for (const [name, spec] of Object.entries(specs)) {
    values[camelCase(name)] = absent(spec);
  }

  const seen = new Set<string>();
  for (const [key, value] of Object.entries(given)) {
    const name = key.replace(/^-+/, "");
    if (!Object.hasOwn(specs, name)) {
      const known = Object.keys(specs).map((option) => `--${option}`);
      throw new UsageError(`'${command}' has no option --${name}.${suggest(`--${name}`, known)}`);
    }

    if (seen.has(name)) {
      throw new UsageError(`--${name} is given twice.`);
    }

    seen.add(name);
    const spec = specs[name]!;
    values[camelCase(name)] = present(`--${name}`, spec, textsOf(`--${name}`, spec, value));
  }

  for (const [name, spec] of Object.entries(specs)) {
    if (spec.required && !seen.has(name)) {
      throw new UsageError(`'${command}' needs --${name}.`);
    }
  }
}

function present(label: string, spec: ArgumentSpec, texts: readonly string[]): Value {
  if (spec.multiple) {
    return texts.map((text) => convert(label, spec, text));
  }

  if (texts.length !== 1) {
    throw new UsageError(`${label} takes one value; ${texts.length} were given.`);
  }

  return convert(label, spec, texts[0]!);
}

function absent(spec: ArgumentSpec): Value {
  if (spec.default !== undefined) {
    return spec.multiple && !Array.isArray(spec.default) ? [spec.default as string] : (spec.default as Value);
  }

  return spec.multiple ? [] : spec.type === "boolean" ? false : undefined;
}

function textsOf(label: string, spec: ArgumentSpec, value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).map((item) => textOf(label, spec, item));
}

function textOf(label: string, spec: ArgumentSpec, value: unknown): string {
  const isFlag = spec.type === "boolean";
  switch (typeof value) {
    case "string":
      return isFlag && value === "" ? "true" : value;
    case "number":
      return String(value);
    case "boolean":
      if (isFlag) {
        return String(value);
      }

      throw new UsageError(`${label} needs a value.`);
    default:
      throw new UsageError(`${label} has a value that is not text.`);
  }
}
