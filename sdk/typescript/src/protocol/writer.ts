import type { Writable } from "node:stream";
import { ConnectionEndedError, TooLargeError } from "./errors.js";
import { maxLineBytes } from "./lines.js";

/** Writes messages as lines, and lets the writers wait while the other side does not read. */
export class LineWriter {
  readonly #output: Writable;
  readonly #limit: number;
  #room: Promise<void> | undefined;
  #ended: Error | undefined;

  constructor(output: Writable, limit = maxLineBytes) {
    this.#output = output;
    this.#limit = limit;
    output.on("error", (error) => this.end(error));
    output.on("close", () => this.end(new ConnectionEndedError("The output was closed.")));
  }

  /** Nothing is written any more. */
  end(reason: Error): void {
    this.#ended ??= reason;
  }

  /** The line of a message. Throws {@link TooLargeError} when it is longer than a line may be. */
  format(message: object): string {
    const line = JSON.stringify(message);
    // Each UTF-16 unit is at most three bytes: short ones need no counting.
    if (line.length * 3 > this.#limit && Buffer.byteLength(line) > this.#limit) {
      throw new TooLargeError(`A message is longer than ${this.#limit} bytes, the most a line may have.`);
    }

    return line;
  }

  /** Writes a line at once, in the order of the calls; done when there is room for the next. */
  async write(line: string): Promise<void> {
    if (this.#ended) {
      throw new ConnectionEndedError(`Nothing can be sent: ${this.#ended.message}`);
    }

    if (!this.#output.write(`${line}\n`)) {
      this.#room ??= this.#drained();
    }

    await this.#room;
  }

  #drained(): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        this.#output.off("drain", done);
        this.#output.off("close", done);
        this.#output.off("error", done);
        this.#room = undefined;
        resolve();
      };
      this.#output.on("drain", done);
      this.#output.on("close", done);
      this.#output.on("error", done);
    });
  }
}
