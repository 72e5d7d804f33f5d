import { InvalidParamsError } from "./errors.js";

type Members = Readonly<Record<string, unknown>>;

/** An object of the other side, read member by member; what does not fit is an error that says so. */
export class Fields {
  readonly #label: string;
  readonly #failure: new (message: string) => Error;
  readonly #members: Members;

  /** @param label What messages call it. */
  constructor(label: string, value: unknown, failure: new (message: string) => Error) {
    this.#label = label;
    this.#failure = failure;
    if (value !== undefined && !isObject(value)) {
      throw new failure(`${label} must be an object.`);
    }

    this.#members = value ?? {};
  }

  /** The parameters of a call: what does not fit is an {@link InvalidParamsError}. */
  static ofCall(method: string, params: unknown): Fields {
    return new Fields(`'${method}'`, params, InvalidParamsError);
  }

  /** The answer to a request: what does not fit is the other side's mistake. */
  static ofAnswer(method: string, result: unknown): Fields {
    return new Fields(`the answer to '${method}'`, result ?? undefined, Error);
  }

  /** All members, as they are. */
  get members(): Members {
    return this.#members;
  }

  text(name: string): string {
    return this.#need(name, this.optionalText(name), "a text");
  }

  optionalText(name: string): string | undefined {
    return this.#optional(name, (value): value is string => typeof value === "string", "a text");
  }

  integer(name: string): number {
    return this.#need(name, this.optionalInteger(name), "a whole number");
  }

  optionalInteger(name: string): number | undefined {
    return this.#optional(name, (value): value is number => Number.isSafeInteger(value), "a whole number");
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

  /** The members of an object inside. */
  inside(name: string): Fields {
    return new Fields(`'${name}' of ${this.#label}`, this.object(name), this.#failure);
  }

  /** The members of an object inside; none when it is not there. */
  insideOptional(name: string): Fields {
    return new Fields(`'${name}' of ${this.#label}`, this.optionalObject(name), this.#failure);
  }

  /** The members of each object of a list inside. */
  items(name: string): Fields[] {
    return this.objects(name).map((item, i) => new Fields(`'${name}[${i}]' of ${this.#label}`, item, this.#failure));
  }

  #optional<T>(name: string, fits: (value: unknown) => value is T, expected: string): T | undefined {
    const value = Object.hasOwn(this.#members, name) ? this.#members[name] : undefined;
    if (value === undefined || value === null) {
      return undefined;
    }

    if (!fits(value)) {
      throw new this.#failure(`'${name}' of ${this.#label} must be ${expected}.`);
    }

    return value;
  }

  #need<T>(name: string, value: T | undefined, expected: string): T {
    if (value === undefined) {
      throw new this.#failure(`${this.#label} needs '${name}', ${expected}.`);
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
