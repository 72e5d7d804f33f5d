import { existsSync, readFileSync } from "node:fs";
import module from "node:module";
import { dirname, extname, join } from "node:path";
import { resolve } from "./hooks.js";
import { places } from "./places.js";

type Resolve = (specifier: string, context: unknown, next: (specifier: string, context: unknown) => unknown) => unknown;

/** Parts of node:module that are younger than its types, or not public. */
interface ModuleParts {
  /** Node.js 22.15 and 23.5. */
  registerHooks?(hooks: { readonly resolve: Resolve }): void;
  /** Node.js 18.19 and 20.6. */
  register?(specifier: string, parent: string): void;
  _load(request: string, ...rest: unknown[]): unknown;
}

const parts = module as unknown as ModuleParts;

let required = false;
let imported = false;

/** Makes this package resolvable from a plugin's file. */
export async function provideSdk(file: string): Promise<void> {
  if (!parts.registerHooks) {
    await provideToRequire(["@ospec/plugin-sdk"]);
  }

  // Without `registerHooks` the hooks run in a thread of their own, which takes longer to start than all the rest:
  // CommonJS does without.
  if (parts.registerHooks || isModule(file)) {
    provideToImport();
  }
}

/** Makes this package resolvable from all files. */
export async function provideSdkEverywhere(): Promise<void> {
  if (!parts.registerHooks) {
    await provideToRequire(Object.keys(places));
  }

  provideToImport();
}

function provideToImport(): void {
  if (imported) {
    return;
  }

  imported = true;
  if (parts.registerHooks) {
    parts.registerHooks({ resolve: resolve as Resolve });
  } else {
    parts.register?.("./hooks.js", import.meta.url);
  }
}

/** `require` gives the modules that this process has already: there are no two copies. */
async function provideToRequire(specifiers: readonly string[]): Promise<void> {
  if (required) {
    return;
  }

  required = true;
  const provided = new Map<string, unknown>();
  for (const specifier of specifiers) {
    provided.set(specifier, await import(places[specifier]!));
  }

  const load = parts._load;
  parts._load = function (this: unknown, request, ...rest) {
    return provided.get(request) ?? load.call(this, request, ...rest);
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
