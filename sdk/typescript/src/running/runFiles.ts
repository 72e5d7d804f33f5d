import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Prepared, runnable } from "./prepare.js";
import type { ReportLine } from "./reporter.js";
import type { TestOutcome } from "./results.js";

const lastWords = 4000;

/** Runs each file of tests in a process of its own, a few at a time; the outcomes in the order of the files. */
export async function runFiles(
  packageDir: string,
  prepared: Prepared,
  scratch: string,
  coverage: string | undefined,
): Promise<TestOutcome[]> {
  const outcomes: TestOutcome[][] = [];
  const waiting = [...prepared.tests.entries()];
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [i, file] = next;
      const report = join(scratch, `report-${i}.jsonl`);
      const ended = await runFile(packageDir, runnable(prepared.root, file), report, coverage);
      outcomes[i] = read(file, report, ended);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism?.() ?? 2 }, work));
  return outcomes.flat();
}

interface Ended {
  readonly code: number | null;
  readonly seconds: number;
  readonly stderr: string;
}

function runFile(folder: string, file: string, report: string, coverage: string | undefined): Promise<Ended> {
  const url = (path: string) => new URL(path, import.meta.url).href;
  const { NODE_TEST_CONTEXT: _, NODE_V8_COVERAGE: __, ...environment } = process.env;
  const started = performance.now();
  const [program, ...words] = [...insidePrefix(), process.execPath];
  const child = spawn(
    program!,
    [
      ...words,
      "--enable-source-maps",
      "--no-warnings",
      `--import=${url("../runner/register.js")}`,
      `--test-reporter=${fileURLToPath(url("./reporter.js"))}`,
      `--test-reporter-destination=${report}`,
      file,
    ],
    {
      cwd: folder,
      stdio: ["ignore", "inherit", "pipe"],
      env: coverage === undefined ? environment : { ...environment, NODE_V8_COVERAGE: coverage },
    },
  );
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    process.stderr.write(text);
    stderr = (stderr + text).slice(-lastWords);
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, seconds: (performance.now() - started) / 1000, stderr }));
  });
}

/** What `specify plugin test --sandbox` puts before a program to have it started in the plugin's sandbox. */
function insidePrefix(): string[] {
  const given = process.env.SPECKIT_TEST_INSIDE;
  return given === undefined ? [] : (JSON.parse(given) as string[]);
}

function read(file: string, report: string, ended: Ended): TestOutcome[] {
  const text = existsSync(report) ? readFileSync(report, "utf8") : "";
  const lines = text.split("\n").filter((line) => line.length > 0);
  const tests = lines.map((line) => outcomeOf(file, JSON.parse(line) as ReportLine));
  const { code, seconds, stderr } = ended;
  if (code !== 0 && !tests.some((test) => test.outcome === "failed")) {
    return [...tests, { file, name: file, outcome: "failed", seconds, message: `it ended with ${code}\n${stderr}`.trim() }];
  }

  // A program without tests of its own is one.
  return tests.length > 0 ? tests : [{ file, name: file, outcome: "passed", seconds }];
}

function outcomeOf(file: string, line: ReportLine): TestOutcome {
  const message = line.message === undefined ? {} : { message: line.message };
  return { file, name: line.path.join(" > "), outcome: line.outcome, seconds: line.seconds, ...message };
}
