import type { CallScope } from "./host.js";

export interface HttpOptions {
  /** `GET` unless told. */
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** Seconds after which it is given up. */
  readonly timeout?: number;
}

/** What a server answered. */
export class HttpResponse {
  readonly status: number;
  /** Names as the host gives them. */
  readonly headers: Readonly<Record<string, string>>;
  readonly #bytes: Buffer;

  constructor(status: number, headers: Readonly<Record<string, string>>, bytes: Buffer) {
    this.status = status;
    this.headers = headers;
    this.#bytes = bytes;
  }

  /** Whether the status is 200 to 299. */
  get ok(): boolean {
    return this.status >= 200 && this.status < 300;
  }

  bytes(): Uint8Array {
    return new Uint8Array(this.#bytes);
  }

  text(): string {
    return this.#bytes.toString("utf8");
  }

  json(): unknown {
    return JSON.parse(this.text());
  }
}

/** HTTP requests, done by the host for the hosts that are allowed. */
export class Http {
  readonly #scope: CallScope;

  constructor(scope: CallScope) {
    this.#scope = scope;
  }

  /** Sends a request and reads the whole answer, whatever its status. Needs `network`. */
  async send(url: string, options: HttpOptions = {}): Promise<HttpResponse> {
    const { method = "GET", headers, body, timeout } = options;
    const binary = typeof body === "object";
    const answer = await this.#scope.ask("http/send", {
      url,
      method,
      headers,
      body: binary ? Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString("base64") : body,
      encoding: binary ? "base64" : "utf-8",
      timeout,
    });
    const encoding = answer.optionalText("encoding") === "base64" ? "base64" : "utf8";
    const bytes = Buffer.from(answer.optionalText("body") ?? "", encoding);
    const received = (answer.optionalObject("headers") ?? {}) as Readonly<Record<string, string>>;
    return new HttpResponse(answer.integer("status"), received, bytes);
  }
}
