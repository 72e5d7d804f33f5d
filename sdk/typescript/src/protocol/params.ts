import { InvalidParamsError } from "./errors.js";

type Members = Readonly<Record<string, unknown>>;

/** The parameters of a call, read member by member; what does not fit is an {@link InvalidParamsError}. */
export class Params {
  readonly #method: string;
  readonly #members: Members;

  constructor(method: string, params: unknown) {
    this.#method = method;
    if (params !== undefined && !isObject(params)) {
      throw new InvalidParamsError(`The parameters of '${method}' are no object.`);
    }

    this.#members = params ?? {};
  }

  text(name: string): string {
    return this.#need(name, this.optionalText(name), "a text");
  }

  optionalText(name: string): string | undefined {
    return this.#optional(name, (value): value is string => typeof value === "string", "a text");
  }

  integer(name: string): number {
    return this.#need(
      name,
      this.#optional(name, (value): value is number => Number.isSafeInteger(value), "a whole number"),
      "a whole number",
    );
  }

  optionalBoolean(name: string): boolean | undefined {
    return this.#optional(name, (value): value is boolean => typeof value === "boolean", "true or false");
  }

  object(name: string): Members {
    return this.#need(name, this.optionalObject(name), "an object");
  }

  optionalObject(name: string): Members | undefined {
    return this.#optional(name, isObject, "an object");
  }

  texts(name: string): readonly string[] {
    return this.#need(name, this.optionalTexts(name), "a list of texts");
  }

  optionalTexts(name: string): readonly string[] | undefined {
    return this.#optional(name, isTexts, "a list of texts");
  }

  objects(name: string): readonly Members[] {
    const isObjects = (value: unknown): value is readonly Members[] => Array.isArray(value) && value.every(isObject);
    return this.#optional(name, isObjects, "a list of objects") ?? [];
  }

  /** An object's own parameters, for objects inside. */
  inside(name: string): Params {
    return new Params(`${this.#method}: ${name}`, this.object(name));
  }

  /** The parameters of one object of a list. */
  item(name: string, index: number): Params {
    return new Params(`${this.#method}: ${name}[${index}]`, this.objects(name)[index]);
  }

  #optional<T>(name: string, fits: (value: unknown) => value is T, expected: string): T | undefined {
    const value = Object.hasOwn(this.#members, name) ? this.#members[name] : undefined;
    if (value === undefined || value === null) {
      return undefined;
    }

    if (!fits(value)) {
      throw new InvalidParamsError(`'${name}' of '${this.#method}' must be ${expected}.`);
    }

    return value;
  }

  #need<T>(name: string, value: T | undefined, expected: string): T {
    if (value === undefined) {
      throw new InvalidParamsError(`'${this.#method}' needs '${name}', ${expected}.`);
    }

    return value;
  }
}

export function isObject(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}
