import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type ts from "typescript";

/** The compiler. */
export type TypeScript = typeof ts;

/** The folder of this package. */
export const sdkFolder = fileURLToPath(new URL("../..", import.meta.url)).replace(/[\\/]$/, "");

/** The folders in which packages stand beside this one. */
const neighbours = join(dirname(dirname(sdkFolder)), ".");

/**
 * The compiler that ships beside this package, else that of the plugin.
 * @returns Undefined when there is none.
 */
export function findTypeScript(packageDir: string): TypeScript | undefined {
  for (const folder of [sdkFolder, packageDir]) {
    try {
      return createRequire(join(folder, "package.json"))("typescript") as TypeScript;
    } catch (error) {
      if ((error as { code?: string }).code !== "MODULE_NOT_FOUND") {
        throw error;
      }
    }
  }

  return undefined;
}

/** Where the types of Node.js are that ship beside this package. */
export const typeRoot = join(neighbours, "@types");
