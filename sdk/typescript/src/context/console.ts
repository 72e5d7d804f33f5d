import type { Finding } from "../values/finding.js";
import type { CallScope } from "./host.js";

/** The user's terminal. Nobody needs to wait for these: they are shown in order, before the call's result. */
export class Console {
  readonly #scope: CallScope;

  constructor(scope: CallScope) {
    this.#scope = scope;
  }

  /** Shows a text. */
  print(text: string): Promise<void> {
    return this.#scope.tell("console/write", { text, level: "info" });
  }

  /** Shows a warning. */
  warn(text: string): Promise<void> {
    return this.#scope.tell("console/write", { text, level: "warning" });
  }

  /** Shows an error. It does not end the call. */
  error(text: string): Promise<void> {
    return this.#scope.tell("console/write", { text, level: "error" });
  }

  /** Shows what a scan found. */
  finding(finding: Finding): Promise<void> {
    return this.#scope.tell("console/finding", finding);
  }
}

/** How far a call is. */
export class Progress {
  readonly #scope: CallScope;

  constructor(scope: CallScope) {
    this.#scope = scope;
  }

  /**
   * Says what is being done.
   * @param fraction 0 to 1, when it is known.
   */
  report(message: string, fraction?: number): Promise<void> {
    return this.#scope.tell("progress/report", { message, fraction });
  }
}
