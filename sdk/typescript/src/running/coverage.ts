import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Prepared, runnable } from "./prepare.js";
import type { Coverage, FileCoverage } from "./results.js";
import { sourceLines } from "./sourceMap.js";

interface Range {
  readonly startOffset: number;
  readonly endOffset: number;
  readonly count: number;
}

interface Script {
  readonly url: string;
  readonly functions: readonly { readonly ranges: readonly Range[] }[];
}

/** How many lines of the plugin's own files ran, by what V8 wrote into a folder (`NODE_V8_COVERAGE`). */
export function readCoverage(folder: string, prepared: Prepared): Coverage {
  const scripts = readScripts(folder);
  const files: Record<string, FileCoverage> = {};
  for (const source of prepared.sources) {
    const file = runnable(prepared.root, source);
    if (existsSync(file)) {
      files[source] = measure(file, scripts.get(pathToFileURL(file).href) ?? []);
    }
  }

  const sum = (key: keyof FileCoverage) => Object.values(files).reduce((total, file) => total + file[key], 0);
  const total = sum("total");
  return { percent: total === 0 ? 100 : Math.floor((sum("covered") / total) * 1000) / 10, files };
}

function readScripts(folder: string): Map<string, Script[]> {
  const scripts = new Map<string, Script[]>();
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    const { result } = JSON.parse(readFileSync(join(folder, name), "utf8")) as { result: Script[] };
    for (const script of result) {
      scripts.set(script.url, [...(scripts.get(script.url) ?? []), script]);
    }
  }

  return scripts;
}

function measure(file: string, scripts: readonly Script[]): FileCoverage {
  const text = readFileSync(file, "utf8");
  const lines = text.split("\n");
  // It counts as run if it ran in any of the processes.
  const ran = lines.map(() => false);
  for (const script of scripts) {
    markRan(text, lines, script, ran);
  }

  const relevant = lines.map((line) => isCode(line));
  const mapped = existsSync(`${file}.map`) ? toSource(`${file}.map`, relevant, ran) : { relevant, ran };
  const total = mapped.relevant.filter(Boolean).length;
  return { covered: mapped.ran.filter((yes, i) => yes && mapped.relevant[i]).length, total };
}

function markRan(text: string, lines: readonly string[], script: Script, ran: boolean[]): void {
  const counts = new Uint8Array(text.length);
  const ranges = script.functions.flatMap((f) => f.ranges);
  // Inner ranges say more than those around them.
  const outerFirst = [...ranges].sort((a, b) => a.startOffset - b.startOffset || b.endOffset - a.endOffset);
  for (const { startOffset, endOffset, count } of outerFirst) {
    counts.fill(count > 0 ? 1 : 0, startOffset, endOffset);
  }

  let offset = 0;
  for (const [i, line] of lines.entries()) {
    const start = offset + line.length - line.trimStart().length;
    ran[i] ||= counts.subarray(start, offset + line.trimEnd().length).includes(1);
    offset += line.length + 1;
  }
}

function toSource(
  map: string,
  relevant: readonly boolean[],
  ran: readonly boolean[],
): { readonly relevant: boolean[]; readonly ran: boolean[] } {
  const { mappings } = JSON.parse(readFileSync(map, "utf8")) as { mappings: string };
  const source = { relevant: [] as boolean[], ran: [] as boolean[] };
  for (const [i, line] of sourceLines(mappings).entries()) {
    if (relevant[i] && line !== undefined) {
      source.relevant[line] = true;
      source.ran[line] ||= ran[i] ?? false;
    }
  }

  return source;
}

/** Neither empty, nor a comment, nor a bracket alone. */
function isCode(line: string): boolean {
  const text = line.trim();
  return !/^(|\/\/.*|\/?\*.*|[\])};,\s]*)$/.test(text) && text !== '"use strict";';
}
