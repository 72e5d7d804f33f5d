import type { CallScope } from "./host.js";

/** The user's environment variables. */
export class Environment {
  readonly #scope: CallScope;

  constructor(scope: CallScope) {
    this.#scope = scope;
  }

  /** A variable's value; undefined when there is none. Needs `environment`. */
  async get(name: string): Promise<string | undefined> {
    return (await this.#scope.ask("environment/get", { name })).optionalText("value");
  }
}
