import { copyFileSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { compile, compileInto } from "../building/compile.js";
import { codeFiles, isBesideTests, isTest } from "./discover.js";

/** What is run, and what is measured. */
export interface Prepared {
  /** Why nothing can be run. */
  readonly errors: readonly string[];
  /** The folder that mirrors the plugin's, with JavaScript in it: the plugin's own when that is JavaScript. */
  readonly root: string;
  /** Relative to the plugin's folder, as the author wrote them. */
  readonly tests: readonly string[];
  readonly sources: readonly string[];
}

/** Compiles a plugin in TypeScript, with its tests, into a folder beside; finds the tests and what they test. */
export function prepare(packageDir: string, scratch: string): Prepared {
  const isTyped = codeFiles(packageDir, isOutput).some((file) => /\.[cm]?ts$/.test(file));
  const files = codeFiles(packageDir, isTyped ? isOutput : undefined);
  const tests = files.filter(isTest);
  const sources = files.filter((file) => !isBesideTests(file) && !isSetting(file));
  if (!isTyped) {
    return { errors: [], root: packageDir, tests, sources };
  }

  // Tests that start the plugin in a process start what is built.
  const built = compile(packageDir);
  const compiled = built.succeeded ? compileInto(packageDir, scratch, files) : built;
  const manifest = join(packageDir, "package.json");
  if (existsSync(manifest)) {
    copyFileSync(manifest, join(scratch, "package.json"));
  } else {
    writeFileSync(join(scratch, "package.json"), "{}");
  }

  for (const file of files.filter((f) => /\.[cm]?js$/.test(f) && !existsSync(join(scratch, f)))) {
    mkdirSync(dirname(join(scratch, file)), { recursive: true });
    copyFileSync(join(packageDir, file), join(scratch, file));
  }

  return { errors: compiled.succeeded ? [] : compiled.messages, root: scratch, tests, sources };
}

/** Where a file of the author's is run. */
export function runnable(root: string, file: string): string {
  return join(root, file.replace(/\.([cm]?)ts$/, ".$1js"));
}

function isOutput(folder: string): boolean {
  return folder === "dist";
}

function isSetting(file: string): boolean {
  return /^[^/]+\.config\.[cm]?[jt]s$/.test(file);
}
