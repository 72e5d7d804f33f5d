import type { ConfigManager, Widened } from "../ospec/services.js";
import { UsageError } from "../protocol/errors.js";
import type { CallScope } from "./host.js";

/** The configuration of a process: what the host gave last. */
export class ConfigStore {
  values: Readonly<Record<string, unknown>> = {};
}

/** The plugin's configuration, by dotted keys. */
export class HostConfigManager implements ConfigManager {
  readonly #scope: CallScope;
  readonly #store: ConfigStore;

  constructor(scope: CallScope, store: ConfigStore) {
    this.#scope = scope;
    this.#store = store;
  }

  get(key: string): unknown;
  get<T extends string | number | boolean | readonly string[]>(key: string, fallback: T): Widened<T>;
  get(key: string, fallback?: unknown): unknown {
    const value = lookUp(this.#store.values, key);
    if (fallback === undefined) {
      return value;
    }

    if (value === undefined || value === null) {
      return fallback;
    }

    const wanted = kindOf(fallback);
    if (kindOf(value) !== wanted) {
      throw new UsageError(`The configuration's '${key}' must be ${wanted}; it is ${kindOf(value)}.`);
    }

    return value;
  }

  all(): Readonly<Record<string, unknown>> {
    return this.#store.values;
  }

  async refresh(): Promise<void> {
    this.#store.values = (await this.#scope.ask("config/get")).object("config");
  }
}

/** A key with dots in it wins over the path that it may be. */
function lookUp(values: Readonly<Record<string, unknown>>, key: string): unknown {
  if (Object.hasOwn(values, key)) {
    return values[key];
  }

  let value: unknown = values;
  for (const segment of key.split(".")) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, segment)) {
      return undefined;
    }

    value = (value as Record<string, unknown>)[segment];
  }

  return value;
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) {
    return value.every((item) => typeof item === "string") ? "a list of texts" : "a list";
  }

  switch (typeof value) {
    case "string":
      return "a text";
    case "number":
      return "a number";
    case "boolean":
      return "true or false";
    default:
      return "a map";
  }
}
