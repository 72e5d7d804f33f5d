import type { ShellResult } from "../context/shell.js";
import { NotFoundError, RefusedError } from "../protocol/errors.js";

/** A program that the plugin ran. */
export interface ShellCall {
  readonly argv: readonly string[];
  readonly cwd?: string;
  readonly timeout?: number;
}

type ShellAnswer = Partial<ShellResult> | ((call: ShellCall) => Partial<ShellResult>);

/** Programs that exist in a test only. */
export class MockShell {
  readonly #programs = new Map<string, ShellAnswer>();

  /** What the plugin ran. */
  readonly calls: ShellCall[] = [];

  /** Says how a program ends: by its name, or for all without an answer of their own as `*`. */
  answer(program: string, answer: ShellAnswer): void {
    this.#programs.set(program, answer);
  }

  /** @internal */
  run(call: ShellCall): ShellResult {
    this.calls.push(call);
    const answer = this.#programs.get(call.argv[0] ?? "") ?? this.#programs.get("*");
    if (!answer) {
      throw new NotFoundError(`The test has no program '${call.argv[0]}': give it one with host.shell.answer(…).`);
    }

    const result = typeof answer === "function" ? answer(call) : answer;
    return { exitCode: 0, stdout: "", stderr: "", timedOut: false, truncated: false, ...result };
  }
}

/** A request that the plugin sent. */
export interface HttpCall {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  /** As text. */
  readonly body?: string;
}

/** What a server in a test answers: its status is 200 unless told; objects are sent as JSON. */
export interface MockResponse {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | object;
}

type HttpAnswer = MockResponse | ((call: HttpCall) => MockResponse);

/** Servers that exist in a test only. */
export class MockHttp {
  readonly #servers: { readonly url: string | RegExp; readonly answer: HttpAnswer }[] = [];

  /** What the plugin sent. */
  readonly calls: HttpCall[] = [];

  /** Says what is answered to a URL; the last one that fits counts. */
  answer(url: string | RegExp, answer: HttpAnswer): void {
    this.#servers.unshift({ url, answer });
  }

  /** @internal */
  send(call: HttpCall): { status: number; headers: Readonly<Record<string, string>>; body: string } {
    this.calls.push(call);
    const server = this.#servers.find(({ url }) => (typeof url === "string" ? url === call.url : url.test(call.url)));
    if (!server) {
      throw new RefusedError(`The test has no server for '${call.url}': give it one with host.http.answer(…).`);
    }

    const response = typeof server.answer === "function" ? server.answer(call) : server.answer;
    const { status = 200, headers = {}, body = "" } = response;
    return { status, headers, body: typeof body === "string" ? body : JSON.stringify(body) };
  }
}
