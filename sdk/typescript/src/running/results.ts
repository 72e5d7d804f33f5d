/** What became of one test. */
export interface TestOutcome {
  /** Relative to the plugin's folder. */
  readonly file: string;
  readonly name: string;
  readonly outcome: "passed" | "failed" | "skipped";
  readonly seconds: number;
  /** Why it failed, or was skipped. */
  readonly message?: string;
}

/** How much of a file the tests ran, in lines. */
export interface FileCoverage {
  readonly covered: number;
  readonly total: number;
}

/** How much of the plugin the tests ran. */
export interface Coverage {
  readonly percent: number;
  readonly files: Readonly<Record<string, FileCoverage>>;
}

/** What `--json` writes. */
export interface TestResults {
  readonly tests: readonly TestOutcome[];
  readonly coverage?: Coverage;
}

/** The results for a person. */
export function format({ tests, coverage }: TestResults): string {
  const lines: string[] = [];
  let file: string | undefined;
  for (const test of tests) {
    if (test.file !== file) {
      file = test.file;
      lines.push("", file);
    }

    const mark = { passed: "✓", failed: "✗", skipped: "-" }[test.outcome];
    lines.push(`  ${mark} ${test.name} (${test.seconds.toFixed(1)}s)`);
    if (test.outcome === "failed" && test.message) {
      lines.push(...test.message.split("\n").map((line) => `      ${line}`));
    }
  }

  const count = (outcome: string) => tests.filter((test) => test.outcome === outcome).length;
  lines.push("", `Results: ${count("passed")} passed, ${count("failed")} failed, ${count("skipped")} skipped`);
  if (coverage) {
    lines.push(`Coverage: ${coverage.percent}%`);
  }

  return `${lines.join("\n")}\n`;
}

/** The results as JUnit's XML. */
export function junit({ tests }: TestResults): string {
  const count = (outcome: string) => tests.filter((test) => test.outcome === outcome).length;
  const cases = tests.map((test) => {
    const head = `<testcase classname="${xml(test.file)}" name="${xml(test.name)}" time="${test.seconds.toFixed(3)}"`;
    switch (test.outcome) {
      case "passed":
        return `  ${head}/>`;
      case "skipped":
        return `  ${head}><skipped message="${xml(test.message ?? "")}"/></testcase>`;
      default:
        return `  ${head}><failure message="${xml(firstLine(test.message))}">${xml(test.message ?? "")}</failure></testcase>`;
    }
  });
  const counts = `tests="${tests.length}" failures="${count("failed")}" skipped="${count("skipped")}"`;
  return `<?xml version="1.0" encoding="utf-8"?>\n<testsuite name="plugin" ${counts}>\n${cases.join("\n")}\n</testsuite>\n`;
}

function firstLine(text: string | undefined): string {
  return (text ?? "").split("\n", 1)[0]!;
}

/** Text in XML 1.0, which has no control characters but three. */
function xml(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "\ufffd")
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/"/g, "&quot;");
}
