import type { Readable, Writable } from "node:stream";
import { readMessage, type Answer, type Call, type RequestId } from "./envelope.js";
import { ConnectionEndedError, ProtocolError } from "./errors.js";
import { IncomingRequests, type Handler } from "./incoming.js";
import { LineReader, maxLineBytes } from "./lines.js";
import { OutgoingRequests } from "./outgoing.js";
import { LineWriter } from "./writer.js";

export interface PeerOptions {
  /** What answers a method's requests and hears its notifications; undefined for a method that is none. */
  readonly handler: (method: string) => Handler | undefined;
  /** Told of what a handler threw that is no answer by itself. */
  readonly failed?: (method: string, error: unknown) => void;
  /** The longest line, for tests. */
  readonly maxLineBytes?: number;
}

/** One side of a JSON-RPC 2.0 connection: one JSON object a line, UTF-8, requests and notifications both ways. */
export class Peer {
  /** Resolves when the input ends, rejects with {@link ProtocolError} or the stream's error when the connection breaks. */
  readonly closed: Promise<void>;

  readonly #options: PeerOptions;
  readonly #lines: LineReader;
  readonly #writer: LineWriter;
  readonly #incoming: IncomingRequests;
  readonly #outgoing: OutgoingRequests;
  #end: (error?: Error) => void = () => {};

  constructor(input: Readable, output: Writable, options: PeerOptions) {
    this.#options = options;
    const limit = options.maxLineBytes ?? maxLineBytes;
    this.#lines = new LineReader(limit);
    this.#writer = new LineWriter(output, limit);
    this.#incoming = new IncomingRequests(this.#writer, options.failed ?? (() => {}));
    this.#outgoing = new OutgoingRequests(this.#writer);
    this.closed = this.#read(input);
    this.closed.catch(() => undefined);
  }

  /**
   * Asks the other side.
   * @param signal Gives the request up and tells the other side.
   */
  request(method: string, params: object = {}, signal?: AbortSignal): Promise<unknown> {
    return this.#outgoing.request(method, params, signal);
  }

  /** Tells the other side without waiting for an answer. */
  async notify(method: string, params: object = {}): Promise<void> {
    await this.#writer.write(this.#writer.format({ jsonrpc: "2.0", method, params }));
  }

  /** Ends the connection from this side: pending requests fail, handlers are cancelled. */
  close(): void {
    this.#end();
  }

  #read(input: Readable): Promise<void> {
    return new Promise((resolve, reject) => {
      let ended = false;
      this.#end = (error) => {
        if (ended) {
          return;
        }

        ended = true;
        input.off("data", data);
        input.pause();
        const reason = error ?? new ConnectionEndedError("The connection ended.");
        this.#incoming.end();
        this.#outgoing.end(reason);
        this.#writer.end(reason);
        error ? reject(error) : resolve();
      };
      const data = (chunk: Buffer) => {
        try {
          this.#take(chunk, () => ended);
        } catch (error) {
          this.#end(error as Error);
        }
      };
      const finished = () =>
        this.#end(
          this.#lines.isInsideLine
            ? new ProtocolError("The other side closed the connection inside a message.")
            : undefined,
        );
      input.on("end", finished);
      input.on("close", finished);
      input.on("error", (error) => this.#end(error));
      input.on("data", data);
    });
  }

  #take(chunk: Buffer, isEnded: () => boolean): void {
    for (const line of this.#lines.push(chunk)) {
      const message = readMessage(line);
      if (message.kind === "answer") {
        this.#outgoing.take(message);
      } else {
        this.#call(message, line.length);
      }

      if (isEnded()) {
        return;
      }
    }
  }

  #call(call: Call, bytes: number): void {
    const handler = this.#options.handler(call.method);
    if (call.id !== undefined) {
      this.#incoming.start(call as Call & { id: RequestId }, bytes, handler);
    } else if (call.method === "$/cancel") {
      this.#cancel(call.params);
    } else if (handler) {
      // JSON-RPC 2.0 §4.1: a notification is never answered, whatever becomes of it.
      void this.#hear(call, handler);
    }
  }

  async #hear(call: Call, handler: Handler): Promise<void> {
    try {
      await handler(call.params, new AbortController().signal);
    } catch (error) {
      this.#options.failed?.(call.method, error);
    }
  }

  #cancel(params: unknown): void {
    const id = (params as { id?: unknown } | null | undefined)?.id;
    if (typeof id !== "number" && typeof id !== "string") {
      throw new ProtocolError("A cancellation names no request.");
    }

    this.#incoming.cancel(id);
  }
}

export type { Answer, Handler };
