import type { Answer } from "./envelope.js";
import { CancelledError, ConnectionEndedError, ProtocolError, RpcError } from "./errors.js";
import type { LineWriter } from "./writer.js";

interface Pending {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** The requests of this side, until they are answered, given up, or the connection ends. */
export class OutgoingRequests {
  readonly #writer: LineWriter;
  readonly #pending = new Map<number, Pending>();
  #lastId = 0;
  #ended: Error | undefined;

  constructor(writer: LineWriter) {
    this.#writer = writer;
  }

  /** Asks the other side. Aborting the signal gives the request up at once and tells the other side so. */
  request(method: string, params: object, signal: AbortSignal | undefined): Promise<unknown> {
    if (signal?.aborted) {
      return Promise.reject(new CancelledError(`'${method}' was cancelled.`));
    }

    if (this.#ended) {
      return Promise.reject(new ConnectionEndedError(`'${method}' cannot be sent: ${this.#ended.message}`));
    }

    let line: string;
    const id = this.#lastId + 1;
    try {
      line = this.#writer.format({ jsonrpc: "2.0", id, method, params });
    } catch (error) {
      return Promise.reject(error as Error);
    }

    this.#lastId = id;
    return this.#send(id, method, line, signal);
  }

  /** Takes an answer. One to a request that was given up is dropped; one to no request at all breaks the protocol. */
  take(answer: Answer): void {
    if (answer.id === undefined) {
      throw new ProtocolError(`The other side could not read a message of this one: ${answer.error!.message}`);
    }

    if (typeof answer.id !== "number" || answer.id < 1 || answer.id > this.#lastId) {
      throw new ProtocolError("An answer has the id of no request.");
    }

    const pending = this.#pending.get(answer.id);
    this.#pending.delete(answer.id);
    if (answer.error) {
      pending?.reject(RpcError.from(answer.error.code, answer.error.message, answer.error.data));
    } else {
      pending?.resolve(answer.result);
    }
  }

  /** Fails whatever waits. */
  end(reason: Error): void {
    this.#ended ??= reason;
    for (const [id, pending] of [...this.#pending]) {
      this.#pending.delete(id);
      pending.reject(reason);
    }
  }

  #send(id: number, method: string, line: string, signal: AbortSignal | undefined): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const abort = () => {
        if (this.#pending.delete(id)) {
          this.#tellCancelled(id);
          reject(new CancelledError(`'${method}' was cancelled.`));
        }
      };
      const settle = () => signal?.removeEventListener("abort", abort);
      this.#pending.set(id, {
        resolve: (result) => {
          settle();
          resolve(result);
        },
        reject: (error) => {
          settle();
          reject(error);
        },
      });
      signal?.addEventListener("abort", abort, { once: true });
      this.#writer.write(line).catch((error: Error) => {
        if (this.#pending.delete(id)) {
          settle();
          reject(error);
        }
      });
    });
  }

  #tellCancelled(id: number): void {
    const line = this.#writer.format({ jsonrpc: "2.0", method: "$/cancel", params: { id } });
    this.#writer.write(line).catch(() => undefined);
  }
}
