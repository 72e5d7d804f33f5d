import { UsageError } from "../protocol/errors.js";
import type { ArgumentSpec } from "./parameters.js";
import { suggest } from "./suggest.js";

/** The value that a text of a call stands for. */
export function convert(label: string, spec: ArgumentSpec, text: string): string | number | boolean {
  if (spec.choices) {
    return choice(label, spec.choices, text);
  }

  switch (spec.type) {
    case "integer":
      return wholeNumber(label, text);
    case "number":
      return decimal(label, text);
    case "boolean":
      return flag(label, text);
    default:
      return text;
  }
}

function choice(label: string, choices: readonly string[], text: string): string {
  if (!choices.includes(text)) {
    throw new UsageError(`${label} must be one of ${choices.join(", ")}; '${text}' is not.${suggest(text, choices)}`);
  }

  return text;
}

function wholeNumber(label: string, text: string): number {
  if (!/^[+-]?[0-9]+$/.test(text)) {
    throw wrong(label, "a whole number", text);
  }

  const number = Number(text);
  if (!Number.isSafeInteger(number)) {
    throw wrong(label, `a whole number between ${Number.MIN_SAFE_INTEGER} and ${Number.MAX_SAFE_INTEGER}`, text);
  }

  // "-0" is 0.
  return number === 0 ? 0 : number;
}

function decimal(label: string, text: string): number {
  const number = /^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isFinite(number)) {
    throw wrong(label, "a number, such as 0.5", text);
  }

  return number;
}

function flag(label: string, text: string): boolean {
  switch (text.toLowerCase()) {
    case "true":
    case "yes":
    case "on":
    case "1":
      return true;
    case "false":
    case "no":
    case "off":
    case "0":
      return false;
    default:
      throw wrong(label, "true or false", text);
  }
}

function wrong(label: string, expected: string, text: string): UsageError {
  return new UsageError(`${label} must be ${expected}; '${text}' is not.`);
}
