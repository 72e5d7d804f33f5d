/** A reporter of `node --test`: one line of JSON for each test. */

interface TestEvent {
  readonly type: string;
  readonly data: {
    readonly name: string;
    readonly nesting: number;
    readonly skip?: string | boolean;
    readonly todo?: string | boolean;
    readonly details?: {
      readonly duration_ms?: number;
      readonly type?: string;
      readonly error?: Error & { readonly failureType?: string };
    };
  };
}

/** A line of the reporter. */
export interface ReportLine {
  /** The names from the outermost suite to the test. */
  readonly path: readonly string[];
  readonly outcome: "passed" | "failed" | "skipped";
  readonly seconds: number;
  readonly message?: string;
}

export default async function* report(source: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  const open: string[] = [];
  for await (const { type, data } of source) {
    if (type === "test:start") {
      open.length = data.nesting;
      open[data.nesting] = data.name;
    } else if (type === "test:pass" || type === "test:fail") {
      const line = lineOf(type, data, open);
      if (line) {
        yield `${JSON.stringify(line)}\n`;
      }
    }
  }
}

function lineOf(type: string, data: TestEvent["data"], open: readonly string[]): ReportLine | undefined {
  const error = data.details?.error;
  // A suite, or a test of tests, says nothing that these do not say themselves.
  const isSuite = data.details?.type === "suite" && (type === "test:pass" || error?.failureType === "subtestsFailed");
  if (isSuite || error?.failureType === "subtestsFailed") {
    return undefined;
  }

  const skipped = data.skip !== undefined && data.skip !== false;
  const todo = data.todo !== undefined && data.todo !== false;
  const message = skipped ? textOf(data.skip) : todo ? textOf(data.todo) : describe(error);
  return {
    path: [...open.slice(0, data.nesting), data.name],
    outcome: skipped || todo ? "skipped" : type === "test:pass" ? "passed" : "failed",
    seconds: (data.details?.duration_ms ?? 0) / 1000,
    ...(message ? { message } : {}),
  };
}

function textOf(reason: string | boolean | undefined): string {
  return typeof reason === "string" ? reason : "";
}

function describe(error: Error | undefined): string {
  const cause = error?.cause ?? error;
  if (!(cause instanceof Error)) {
    return cause === undefined ? "" : String(cause);
  }

  // Frames of Node.js itself help nobody.
  const stack = (cause.stack ?? cause.message).split("\n").filter((line) => !/\(?node:internal\//.test(line));
  return stack.join("\n");
}
