import type { CallScope } from "./host.js";

export interface ShellOptions {
  /** The folder it runs in, relative to the project. */
  readonly cwd?: string;
  /** Seconds after which it is ended. */
  readonly timeout?: number;
}

/** How a program ended. */
export interface ShellResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Whether it was ended because it took too long. */
  readonly timedOut: boolean;
  /** Whether one of its outputs was longer than 1 MiB, and cut there. */
  readonly truncated: boolean;
}

/** Programs, run in the plugin's own sandbox. */
export class Shell {
  readonly #scope: CallScope;

  constructor(scope: CallScope) {
    this.#scope = scope;
  }

  /**
   * Runs a program. Needs `subprocess`.
   * @param argv The program and its arguments: a list of words, never a text for a shell.
   */
  async run(argv: readonly string[], options: ShellOptions = {}): Promise<ShellResult> {
    const { cwd, timeout } = options;
    const result = await this.#scope.ask("shell/run", { argv, cwd, timeout });
    return {
      exitCode: result.integer("exitCode"),
      stdout: result.text("stdout"),
      stderr: result.text("stderr"),
      timedOut: result.optionalBoolean("timedOut") ?? false,
      truncated: result.optionalBoolean("truncated") ?? false,
    };
  }
}
