/** Resolution hooks for `module.register`: they run in a thread of their own and know what they were given. */

interface Resolved {
  readonly url: string;
  readonly format?: string;
  readonly shortCircuit?: boolean;
}

let places: Readonly<Record<string, string>> = {};

export function initialize(data: Readonly<Record<string, string>>): void {
  places = data;
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
