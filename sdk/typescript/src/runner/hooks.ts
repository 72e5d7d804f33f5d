import { places } from "./places.js";

/** Resolution hooks, for a thread of their own (`module.register`) and for `--experimental-loader`. */

interface Resolved {
  readonly url: string;
  readonly format?: string;
  readonly shortCircuit?: boolean;
}

export function resolve(
  specifier: string,
  context: unknown,
  next: (specifier: string, context: unknown) => Resolved | Promise<Resolved>,
): Resolved | Promise<Resolved> {
  return Object.hasOwn(places, specifier)
    ? { url: places[specifier]!, format: "module", shortCircuit: true }
    : next(specifier, context);
}
