import { Fields } from "../protocol/fields.js";

/** What answers a plugin's requests: the host behind a connection, or a test's. */
export interface Host {
  /** Asks, and waits for the answer; the signal gives it up. */
  ask(method: string, params: object, signal: AbortSignal | undefined): Promise<unknown>;
  /** Tells, in order, without an answer; done when there is room for more. */
  tell(method: string, params: object): Promise<void>;
}

/** A host during one call: what is asked in a call is given up with it. */
export class CallScope {
  readonly #host: Host;
  readonly signal: AbortSignal;

  constructor(host: Host, signal: AbortSignal) {
    this.#host = host;
    this.signal = signal;
  }

  /** Asks, and waits for the answer's members. */
  async ask(method: string, params: object = {}): Promise<Fields> {
    return Fields.ofAnswer(method, await this.#host.ask(method, params, this.signal));
  }

  /** Nobody needs to wait for it: that it could not be sent is seen elsewhere, too. */
  tell(method: string, params: object): Promise<void> {
    const told = this.#host.tell(method, params);
    told.catch(() => undefined);
    return told;
  }
}
