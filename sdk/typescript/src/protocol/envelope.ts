import { ProtocolError } from "./errors.js";

/** The id of a request: a whole number or a short text (JSON-RPC 2.0 §4). */
export type RequestId = number | string;

/** The other side asks, or tells when there is no id. */
export interface Call {
  readonly kind: "call";
  readonly id: RequestId | undefined;
  readonly method: string;
  readonly params: unknown;
}

/** The other side answers. */
export interface Answer {
  readonly kind: "answer";
  readonly id: RequestId | undefined;
  readonly result: unknown;
  readonly error: AnswerError | undefined;
}

export interface AnswerError {
  readonly code: number;
  readonly message: string;
  readonly data: unknown;
}

const maxIdLength = 256;

/** Reads one line. What is not one JSON-RPC 2.0 message throws {@link ProtocolError}. */
export function readMessage(line: Uint8Array): Call | Answer {
  const message = parse(line);
  if (message.jsonrpc !== "2.0") {
    throw new ProtocolError('A message does not say "jsonrpc": "2.0".');
  }

  return Object.hasOwn(message, "method") ? readCall(message) : readAnswer(message);
}

function parse(line: Uint8Array): Record<string, unknown> {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(line);
  } catch {
    throw new ProtocolError("A line is not UTF-8.");
  }

  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new ProtocolError("A line is not JSON.");
  }

  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new ProtocolError("A line is not one JSON object.");
  }

  return value as Record<string, unknown>;
}

function readCall(message: Record<string, unknown>): Call {
  if (typeof message.method !== "string") {
    throw new ProtocolError("A message's method is not a text.");
  }

  if (Object.hasOwn(message, "result") || Object.hasOwn(message, "error")) {
    throw new ProtocolError("A message is a request and an answer at once.");
  }

  const id = Object.hasOwn(message, "id") ? readId(message.id) : undefined;
  return { kind: "call", id, method: message.method, params: message.params };
}

function readAnswer(message: Record<string, unknown>): Answer {
  const hasError = Object.hasOwn(message, "error");
  if (hasError === Object.hasOwn(message, "result")) {
    throw new ProtocolError("A message has neither a method nor exactly one of result and error.");
  }

  // An error about a message that could not be read has no id to give.
  const nameless = hasError && message.id === null;
  const id = nameless ? undefined : readId(message.id);
  return { kind: "answer", id, result: message.result, error: hasError ? readError(message.error) : undefined };
}

function readId(id: unknown): RequestId {
  // A number beyond 2^53 would be answered as its neighbour.
  if (Number.isSafeInteger(id) || (typeof id === "string" && id.length <= maxIdLength)) {
    return id as RequestId;
  }

  throw new ProtocolError("A message's id is neither a whole number nor a short text.");
}

function readError(error: unknown): AnswerError {
  const { code, message, data } = (error ?? {}) as Record<string, unknown>;
  if (!Number.isSafeInteger(code) || typeof message !== "string") {
    throw new ProtocolError("An answer's error has no code or no message.");
  }

  return { code: code as number, message, data };
}
