/** Error codes of JSON-RPC 2.0 §5.1 and of the protocol between host and plugin. */
export const ErrorCode = {
  parseError: -32700,
  invalidRequest: -32600,
  methodNotFound: -32601,
  invalidParams: -32602,
  internalError: -32603,
  capabilityDenied: -32001,
  notFound: -32002,
  tooLarge: -32003,
  refused: -32004,
  busy: -32005,
  protocolMismatch: -32006,
  wrongState: -32007,
  limitReached: -32008,
  cancelled: -32800,
} as const;

/** An error that one side answered to a request of the other. */
export class RpcError extends Error {
  /** One of {@link ErrorCode}, or a number of the host that this SDK does not know. */
  readonly code: number;
  /** What else the other side said. */
  readonly data: unknown;

  constructor(code: number, message: string, data?: unknown) {
    super(message);
    this.name = new.target.name;
    this.code = code;
    this.data = data;
  }

  /** The error for a code: one of the classes below where there is one. */
  static from(code: number, message: string, data?: unknown): RpcError {
    switch (code) {
      case ErrorCode.capabilityDenied:
        return new CapabilityDeniedError(message, data);
      case ErrorCode.notFound:
        return new NotFoundError(message, data);
      case ErrorCode.tooLarge:
        return new TooLargeError(message, data);
      case ErrorCode.refused:
        return new RefusedError(message, data);
      case ErrorCode.busy:
        return new BusyError(message, data);
      case ErrorCode.limitReached:
        return new LimitReachedError(message, data);
      case ErrorCode.invalidParams:
        return new InvalidParamsError(message, data);
      case ErrorCode.methodNotFound:
        return new MethodNotFoundError(message, data);
      case ErrorCode.wrongState:
        return new WrongStateError(message, data);
      case ErrorCode.cancelled:
        return new CancelledError(message, data);
      default:
        return new RpcError(code, message, data);
    }
  }
}

/** The plugin lacks a capability: it must name it in `requires.capabilities`, and the user must have granted it. */
export class CapabilityDeniedError extends RpcError {
  /** The capability that is missing, such as `filesystem.read`. */
  readonly capability: string;
  /** The plugin that asked. */
  readonly plugin: string;
  /** What to do about it. */
  readonly hint: string;

  constructor(message: string, data?: unknown) {
    super(ErrorCode.capabilityDenied, message, data);
    this.capability = textOf(data, "capability");
    this.plugin = textOf(data, "plugin");
    this.hint = textOf(data, "hint");
  }
}

/** What was asked for does not exist: a file, a task. */
export class NotFoundError extends RpcError {
  constructor(message: string, data?: unknown) {
    super(ErrorCode.notFound, message, data);
  }
}

/** A file, a message or an answer is larger than it may be. */
export class TooLargeError extends RpcError {
  constructor(message: string, data?: unknown) {
    super(ErrorCode.tooLarge, message, data);
  }
}

/** The rules of the project forbid it: a protected path, a backlog rule. */
export class RefusedError extends RpcError {
  constructor(message: string, data?: unknown) {
    super(ErrorCode.refused, message, data);
  }
}

/** Too many requests wait already; the same request may succeed later. */
export class BusyError extends RpcError {
  constructor(message: string, data?: unknown) {
    super(ErrorCode.busy, message, data);
  }
}

/** A limit of this run is reached: calls, bytes, time. */
export class LimitReachedError extends RpcError {
  /** Which limit. */
  readonly limit: string;
  /** What it is set to, as the host wrote it. */
  readonly value: unknown;

  constructor(message: string, data?: unknown) {
    super(ErrorCode.limitReached, message, data);
    this.limit = textOf(data, "limit");
    this.value = memberOf(data, "value");
  }
}

/** The parameters do not fit; the message is made for a person. */
export class InvalidParamsError extends RpcError {
  constructor(message: string, data?: unknown) {
    super(ErrorCode.invalidParams, message, data);
  }
}

/** Tells the user what was wrong with a call; `specify run` ends with exit code 2. */
export class UsageError extends InvalidParamsError {}

/** The other side has no such method: it may be older than this SDK. */
export class MethodNotFoundError extends RpcError {
  constructor(message: string, data?: unknown) {
    super(ErrorCode.methodNotFound, message, data);
  }
}

/** The request came at the wrong time: before `initialize`, for example. */
export class WrongStateError extends RpcError {
  constructor(message: string, data?: unknown) {
    super(ErrorCode.wrongState, message, data);
  }
}

/** The request was cancelled. */
export class CancelledError extends RpcError {
  constructor(message = "The request was cancelled.", data?: unknown) {
    super(ErrorCode.cancelled, message, data);
  }
}

/** The connection with the other side ended before the answer came. */
export class ConnectionEndedError extends Error {
  override readonly name = "ConnectionEndedError";
}

/** The other side broke the protocol; the connection cannot go on. */
export class ProtocolError extends Error {
  override readonly name = "ProtocolError";
}

function memberOf(data: unknown, name: string): unknown {
  return typeof data === "object" && data !== null ? (data as Record<string, unknown>)[name] : undefined;
}

function textOf(data: unknown, name: string): string {
  const value = memberOf(data, name);
  return typeof value === "string" ? value : "";
}
