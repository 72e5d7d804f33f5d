import { existsSync, readFileSync } from "node:fs";
import module from "node:module";
import { dirname, extname, join } from "node:path";

type Resolve = (specifier: string, context: unknown, next: (specifier: string, context: unknown) => unknown) => unknown;

/** Parts of node:module that are younger than its types, or not public. */
interface ModuleParts {
  /** Node.js 22.15 and 23.5. */
  registerHooks?(hooks: { readonly resolve: Resolve }): void;
  /** Node.js 18.19 and 20.6. */
  register?(specifier: string, options: { readonly parentURL: string; readonly data: unknown }): void;
  _load(request: string, ...rest: unknown[]): unknown;
}

const parts = module as unknown as ModuleParts;

/** What plugins may import of this package, and where it is: plugins need no `node_modules`. */
const places: Readonly<Record<string, string>> = {
  "@ospec/plugin-sdk": new URL("../index.js", import.meta.url).href,
  "@ospec/plugin-sdk/testing": new URL("../testing/index.js", import.meta.url).href,
};

let required = false;
let imported = false;

/** Makes this package resolvable from a plugin's file. */
export async function provideSdk(file: string): Promise<void> {
  if (parts.registerHooks) {
    if (!imported) {
      imported = true;
      parts.registerHooks({
        resolve: (specifier, context, next) =>
          Object.hasOwn(places, specifier)
            ? { url: places[specifier], format: "module", shortCircuit: true }
            : next(specifier, context),
      });
    }

    return;
  }

  await provideToRequire();
  // These hooks run in a thread of their own, which takes longer to start than all the rest: CommonJS does without.
  if (!imported && isModule(file)) {
    imported = true;
    parts.register?.("./hooks.js", { parentURL: import.meta.url, data: places });
  }
}

/** `require` gives the modules that this process has already: there are no two copies. */
async function provideToRequire(): Promise<void> {
  if (required) {
    return;
  }

  required = true;
  const sdk: unknown = await import("../index.js");
  const load = parts._load;
  parts._load = function (this: unknown, request, ...rest) {
    return request === "@ospec/plugin-sdk" ? sdk : load.call(this, request, ...rest);
  };
}

/** Whether Node.js takes a file for an ECMAScript module. */
function isModule(file: string): boolean {
  const suffix = extname(file);
  if (suffix !== ".js") {
    return suffix !== ".cjs";
  }

  for (let folder = dirname(file); ; folder = dirname(folder)) {
    const manifest = join(folder, "package.json");
    if (existsSync(manifest)) {
      return (JSON.parse(readFileSync(manifest, "utf8")) as { type?: unknown }).type === "module";
    }

    if (folder === dirname(folder)) {
      return false;
    }
  }
}
