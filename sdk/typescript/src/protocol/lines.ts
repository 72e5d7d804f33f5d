import { ProtocolError } from "./errors.js";

const lineFeed = 0x0a;

/** The longest line of either side, in bytes without its line feed. */
export const maxLineBytes = 16 * 1024 * 1024;

/** Cuts a stream of bytes into lines. What is not ended by a line feed yet is kept, up to the longest line. */
export class LineReader {
  readonly #limit: number;
  #parts: Uint8Array[] = [];
  #length = 0;

  constructor(limit = maxLineBytes) {
    this.#limit = limit;
  }

  /** Whether the bytes so far end inside a line. */
  get isInsideLine(): boolean {
    return this.#length > 0;
  }

  /** The lines that the next bytes complete, without their line feeds. */
  *push(chunk: Uint8Array): Generator<Uint8Array> {
    let start = 0;
    for (let end = chunk.indexOf(lineFeed); end >= 0; end = chunk.indexOf(lineFeed, start)) {
      const line = this.#complete(chunk.subarray(start, end));
      start = end + 1;
      yield line;
    }

    if (start < chunk.length) {
      this.#keep(chunk.subarray(start));
    }
  }

  #complete(rest: Uint8Array): Uint8Array {
    this.#keep(rest);
    const parts = this.#parts;
    const line = parts.length === 1 ? parts[0]! : Buffer.concat(parts, this.#length);
    this.#parts = [];
    this.#length = 0;
    return line;
  }

  #keep(part: Uint8Array): void {
    this.#length += part.length;
    if (this.#length > this.#limit) {
      throw new ProtocolError(`A line is longer than ${this.#limit} bytes, the most a message may have.`);
    }

    this.#parts.push(part);
  }
}
