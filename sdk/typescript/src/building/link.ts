import { existsSync, mkdirSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { sdkFolder, typeRoot } from "./typescript.js";

/**
 * Links this package and the types of Node.js into a plugin's `node_modules`, for editors, which look there alone. The
 * folder is never packed.
 * @returns What was linked.
 */
export function link(packageDir: string): string[] {
  const wanted: readonly (readonly [string, string])[] = [
    ["node_modules/@ospec/plugin-sdk", sdkFolder],
    ["node_modules/@types/node", join(typeRoot, "node")],
  ];
  const missing = wanted.filter(([place, target]) => existsSync(target) && !existsSync(join(packageDir, place)));
  for (const [place, target] of missing) {
    mkdirSync(dirname(join(packageDir, place)), { recursive: true });
    symlinkSync(target, join(packageDir, place), "junction");
  }

  return missing.map(([place]) => place);
}
