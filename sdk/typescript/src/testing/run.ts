import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import module from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { readCoverage } from "../running/coverage.js";
import { prepare } from "../running/prepare.js";
import { format, junit, type TestOutcome, type TestResults } from "../running/results.js";
import { runFiles } from "../running/runFiles.js";

const failure = 1;
const usage = 2;

interface Options {
  readonly folder: string;
  readonly coverage: boolean;
  readonly json: string | undefined;
  readonly junit: string | undefined;
}

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  const options = parse(args);
  if (typeof options === "string") {
    console.error(`${options}\nusage: node run.js [--coverage] [--json FILE] [--junit FILE] [FOLDER]`);
    return usage;
  }

  if (!("register" in module)) {
    console.error(`error: tests need Node.js 18.19 or newer; this is ${process.versions.node}.`);
    return failure;
  }

  const scratch = mkdtempSync(join(tmpdir(), "speckit-test-"));
  try {
    const results = await test(options, scratch);
    process.stdout.write(format(results));
    write(options.json, `${JSON.stringify(results, undefined, 2)}\n`);
    write(options.junit, junit(results));
    if (results.tests.length === 0) {
      console.error("error: there are no tests: name them tests/….test.ts or tests/….test.js.");
      return failure;
    }

    return results.tests.some((t) => t.outcome === "failed") ? failure : 0;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function parse(args: readonly string[]): Options | string {
  const folders: string[] = [];
  const files = new Map<string, string>();
  let coverage = false;
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!;
    if (arg === "--coverage") {
      coverage = true;
    } else if (arg === "--json" || arg === "--junit") {
      const file = args[++i];
      if (file === undefined) {
        return `error: ${arg} needs a file.`;
      }

      files.set(arg, file);
    } else if (arg.startsWith("-")) {
      return `error: there is no option '${arg}'.`;
    } else {
      folders.push(arg);
    }
  }

  const [folder = "."] = folders;
  if (folders.length > 1 || !existsSync(folder)) {
    return folders.length > 1 ? "error: one folder is tested at a time." : `error: there is no folder '${folder}'.`;
  }

  return { folder: resolve(folder), coverage, json: files.get("--json"), junit: files.get("--junit") };
}

async function test(options: Options, scratch: string): Promise<TestResults> {
  const root = join(scratch, "plugin");
  mkdirSync(root);
  const prepared = prepare(options.folder, root);
  if (prepared.errors.length > 0) {
    return { tests: prepared.errors.map(compilerError) };
  }

  const covered = options.coverage ? join(scratch, "coverage") : undefined;
  const tests = await runFiles(options.folder, prepared, scratch, covered);
  return covered === undefined ? { tests } : { tests, coverage: readCoverage(covered, prepared) };
}

function compilerError(message: string): TestOutcome {
  const place = /^([^:\s]+):\d+:\d+ /.exec(message);
  return { file: place?.[1] ?? ".", name: "compiles", outcome: "failed", seconds: 0, message };
}

function write(file: string | undefined, text: string): void {
  if (file === undefined) {
    return;
  }

  const fresh = `${file}.${process.pid}.new`;
  mkdirSync(dirname(resolve(file)), { recursive: true });
  writeFileSync(fresh, text);
  renameSync(fresh, file);
}
