import type { Call, RequestId } from "./envelope.js";
import { CancelledError, ErrorCode, ProtocolError, RpcError } from "./errors.js";
import { maxLineBytes } from "./lines.js";
import type { LineWriter } from "./writer.js";

/** Answers a request. The signal is aborted when the other side gives the request up, and at the connection's end. */
export type Handler = (params: unknown, signal: AbortSignal) => unknown;

/** How many requests run at once. */
export const maxRunning = 64;
/** How many more may wait. */
export const maxWaiting = 4096;
const maxPendingBytes = Math.max(64 * 1024 * 1024, maxLineBytes);

/** Runs the requests of the other side: at once, bounded in number and bytes, each cancellable by its id. */
export class IncomingRequests {
  readonly #writer: LineWriter;
  readonly #failed: (method: string, error: unknown) => void;
  readonly #open = new Map<RequestId, AbortController>();
  readonly #waiting: (() => void)[] = [];
  #running = 0;
  #bytes = 0;
  #ended = false;

  /**
   * @param writer Where answers go.
   * @param failed Told of what handlers threw that is no answer by itself.
   */
  constructor(writer: LineWriter, failed: (method: string, error: unknown) => void) {
    this.#writer = writer;
    this.#failed = failed;
  }

  /** Starts a request, or answers that it cannot be. */
  start(call: Call & { readonly id: RequestId }, bytes: number, handler: Handler | undefined): void {
    if (this.#open.has(call.id)) {
      throw new ProtocolError("A request has the id of one that is not answered yet.");
    }

    if (this.#open.size >= maxRunning + maxWaiting || this.#bytes + bytes > maxPendingBytes) {
      this.#answer(call.id, new RpcError(ErrorCode.busy, "Too many requests wait already."));
    } else if (handler === undefined) {
      this.#answer(call.id, new RpcError(ErrorCode.methodNotFound, `There is no method '${call.method}'.`));
    } else {
      void this.#run(call, bytes, handler);
    }
  }

  /** Cancels a request; one that is answered already is left alone. */
  cancel(id: RequestId): void {
    this.#open.get(id)?.abort(new CancelledError());
  }

  /** Cancels all, and answers nobody any more. */
  end(): void {
    this.#ended = true;
    for (const controller of this.#open.values()) {
      controller.abort(new CancelledError("The connection ended."));
    }
  }

  async #run(call: Call & { readonly id: RequestId }, bytes: number, handler: Handler): Promise<void> {
    const controller = new AbortController();
    this.#open.set(call.id, controller);
    this.#bytes += bytes;
    const cancelled = whenAborted(controller.signal);
    try {
      // A handler that does not look at its signal keeps its slot, but nobody waits for its answer.
      const result = await Promise.race([this.#work(handler, call.params, controller.signal), cancelled.promise]);
      await this.#finish(call.id, bytes, { jsonrpc: "2.0", id: call.id, result: result ?? null });
    } catch (error) {
      await this.#finish(call.id, bytes, undefined, this.#errorFor(call.method, error, controller.signal));
    } finally {
      cancelled.stop();
    }
  }

  async #work(handler: Handler, params: unknown, signal: AbortSignal): Promise<unknown> {
    if (this.#running < maxRunning) {
      this.#running++;
    } else {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }

    try {
      return signal.aborted ? undefined : await handler(params, signal);
    } finally {
      this.#release();
    }
  }

  #release(): void {
    const next = this.#waiting.shift();
    if (next) {
      next();
    } else {
      this.#running--;
    }
  }

  async #finish(id: RequestId, bytes: number, answer: object | undefined, error?: RpcError): Promise<void> {
    // Before the answer leaves: once it is there, the other side may use the id again.
    this.#open.delete(id);
    this.#bytes -= bytes;
    if (answer === undefined) {
      await this.#answer(id, error!);
      return;
    }

    let line: string;
    try {
      line = this.#writer.format(answer);
    } catch (cause) {
      await this.#answer(id, this.#errorFor("the answer", cause));
      return;
    }

    await this.#send(line);
  }

  #errorFor(method: string, error: unknown, signal?: AbortSignal): RpcError {
    if (signal?.aborted) {
      return new CancelledError(`'${method}' was cancelled.`);
    }

    if (error instanceof RpcError) {
      return error;
    }

    this.#failed(method, error);
    return new RpcError(ErrorCode.internalError, `'${method}' failed: ${messageOf(error)}`);
  }

  #answer(id: RequestId, error: RpcError): Promise<void> {
    const { code, message } = error;
    let line: string;
    try {
      line = this.#writer.format({ jsonrpc: "2.0", id, error: { code, message, data: error.data } });
    } catch {
      line = this.#writer.format({ jsonrpc: "2.0", id, error: { code, message: message.slice(0, 1000) } });
    }

    return this.#send(line);
  }

  async #send(line: string): Promise<void> {
    if (this.#ended) {
      return;
    }

    try {
      await this.#writer.write(line);
    } catch {
      // Nobody is there to read the answer; the reading side sees the same end.
    }
  }
}

/** What an error says, whatever was thrown. */
export function messageOf(error: unknown): string {
  try {
    return error instanceof Error ? error.message : String(error);
  } catch {
    return "something was thrown that has no text";
  }
}

function whenAborted(signal: AbortSignal): { readonly promise: Promise<never>; stop(): void } {
  let stop = () => {};
  const promise = new Promise<never>((_, reject) => {
    const abort = () => reject(signal.reason as Error);
    if (signal.aborted) {
      abort();
      return;
    }

    signal.addEventListener("abort", abort, { once: true });
    stop = () => signal.removeEventListener("abort", abort);
  });
  promise.catch(() => undefined);
  return { promise, stop: () => stop() };
}
