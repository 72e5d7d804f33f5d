import { readdirSync } from "node:fs";
import { join } from "node:path";

const code = /\.[cm]?[jt]s$/;

/** Folders that hold nothing of the author's: what is installed, built, or hidden. */
function isForeign(name: string): boolean {
  return name === "node_modules" || name.startsWith(".");
}

/** Whether a file, relative to the plugin's folder, holds tests: `x.test.ts` anywhere, `tests/test_x.ts`. */
export function isTest(file: string): boolean {
  const name = file.slice(file.lastIndexOf("/") + 1);
  return /\.test\.[cm]?[jt]s$/.test(name) || (isBesideTests(file) && /^test[-_].*\.[cm]?[jt]s$/.test(name));
}

/** Whether a file belongs to the tests: it is no part of what they test. */
export function isBesideTests(file: string): boolean {
  return /^(tests?|__tests__)\//.test(file) || /\.test\.[cm]?[jt]s$/.test(file);
}

/** The plugin's files of code, relative to its folder with forward slashes, sorted. Types alone are none. */
export function codeFiles(packageDir: string, leftOut: (folder: string) => boolean = () => false): string[] {
  const files: string[] = [];
  const visit = (folder: string) => {
    for (const entry of readdirSync(join(packageDir, folder), { withFileTypes: true })) {
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory() && !isForeign(entry.name) && !leftOut(path)) {
        visit(path);
      } else if (entry.isFile() && code.test(entry.name) && !/\.d\.[cm]?ts$/.test(entry.name)) {
        files.push(path);
      }
    }
  };
  visit("");
  return files.sort();
}
