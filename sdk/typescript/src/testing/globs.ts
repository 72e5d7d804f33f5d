import { InvalidParamsError } from "../protocol/errors.js";

const maxLength = 1000;
const maxAlternatives = 256;

/** The host's path patterns: `*` and `?` in a name, `**` for any folders, `{a,b}` for alternatives. */
export function matchesGlob(pattern: string, path: string): boolean {
  const segments = path.split("/");
  return expand(pattern.replace(/^\.\//, ""), [], pattern).some((p) =>
    matchesPath(p.split("/").filter((s) => s.length > 0), segments),
  );
}

function expand(text: string, into: string[], pattern: string): string[] {
  if (pattern.length === 0 || pattern.length > maxLength) {
    throw new InvalidParamsError(`A pattern has 1 to ${maxLength} characters.`);
  }

  const open = text.indexOf("{");
  if (open < 0) {
    into.push(text);
    if (into.length > maxAlternatives) {
      throw new InvalidParamsError(`A pattern has at most ${maxAlternatives} alternatives.`);
    }

    return into;
  }

  const choices: string[] = [];
  let start = open + 1;
  let depth = 0;
  for (let i = start; i < text.length; i++) {
    const char = text[i];
    if (depth === 0 && (char === "," || char === "}")) {
      choices.push(text.slice(start, i));
      start = i + 1;
    }

    if (depth === 0 && char === "}") {
      for (const choice of choices) {
        expand(text.slice(0, open) + choice + text.slice(i + 1), into, pattern);
      }

      return into;
    }

    depth += char === "{" ? 1 : char === "}" ? -1 : 0;
  }

  throw new InvalidParamsError(`'${pattern}' has a '{' without its '}'.`);
}

/** Row by row over the segments: which prefixes of the pattern match the path so far. */
function matchesPath(pattern: readonly string[], path: readonly string[]): boolean {
  let reachable = pattern.map(() => false).concat(false);
  reachable[0] = true;
  close(pattern, reachable);
  for (const segment of path) {
    const next = pattern.map(() => false).concat(false);
    for (const [i, part] of pattern.entries()) {
      if (reachable[i]) {
        next[i] ||= part === "**";
        next[i + 1] ||= part !== "**" && matchesName(part, segment);
      }
    }

    close(pattern, next);
    reachable = next;
  }

  return reachable[pattern.length] ?? false;
}

/** `**` may stand for no folder at all. */
function close(pattern: readonly string[], reachable: boolean[]): void {
  for (const [i, part] of pattern.entries()) {
    reachable[i + 1] ||= reachable[i] === true && part === "**";
  }
}

function matchesName(pattern: string, name: string): boolean {
  let p = 0;
  let n = 0;
  let star = -1;
  let mark = 0;
  while (n < name.length) {
    if (p < pattern.length && (pattern[p] === "?" || (pattern[p] !== "*" && pattern[p] === name[n]))) {
      p++;
      n++;
    } else if (pattern[p] === "*") {
      star = p++;
      mark = n;
    } else if (star >= 0) {
      p = star + 1;
      n = ++mark;
    } else {
      return false;
    }
  }

  return /^\**$/.test(pattern.slice(p));
}
