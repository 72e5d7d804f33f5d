import type { Host } from "../context/host.js";
import {
  CancelledError,
  CapabilityDeniedError,
  InvalidParamsError,
  MethodNotFoundError,
  TooLargeError,
} from "../protocol/errors.js";
import type { Finding } from "../values/finding.js";
import type { NewTask, TaskChanges, TaskFilter } from "../values/task.js";
import { type HttpCall, MockHttp, MockShell, type ShellCall } from "./fakes.js";
import { MockFiles } from "./files.js";
import { MockTasks } from "./tasks.js";

const maxPayload = 256 * 1024;

/** A text that the plugin wrote. */
export interface ConsoleLine {
  readonly text: string;
  readonly level: "info" | "warning" | "error";
}

/** An event that the plugin emitted. */
export interface EmittedEvent {
  readonly type: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly feature?: string;
  readonly taskId?: string;
}

type Members = Readonly<Record<string, never>>;
type Service = readonly [capability: string | undefined, answer: (params: Members) => unknown];

/** A host in memory: it checks capabilities and rules as the real one does, and keeps what the plugin did. */
export class MockHost implements Host {
  /** The plugin's name, as its manifest would say. */
  readonly plugin: string;
  /** What is granted. */
  readonly capabilities: Set<string>;
  readonly files = new MockFiles();
  readonly tasks: MockTasks;
  readonly shell = new MockShell();
  readonly http = new MockHttp();
  /** The user's environment variables. */
  readonly environment = new Map<string, string>();
  /** What the user configured by now: what `config/get` answers. */
  config: Readonly<Record<string, unknown>>;
  /** The texts that the plugin wrote. */
  readonly console: ConsoleLine[] = [];
  readonly findings: Finding[] = [];
  readonly progress: { readonly message: string; readonly fraction?: number }[] = [];
  readonly log: { readonly level: string; readonly message: string }[] = [];
  readonly events: EmittedEvent[] = [];
  /** The patterns that the plugin subscribed to. */
  readonly subscriptions: string[] = [];
  /** Every call, in order: what an audit log would say. */
  readonly calls: { readonly method: string; readonly params: unknown }[] = [];
  readonly #services: Readonly<Record<string, Service>>;

  constructor(plugin: string, capabilities: Iterable<string>, config: Readonly<Record<string, unknown>>) {
    this.plugin = plugin;
    this.capabilities = new Set(capabilities);
    this.config = config;
    this.tasks = new MockTasks(plugin);
    this.#services = this.#table();
  }

  async ask(method: string, params: object, signal: AbortSignal | undefined): Promise<unknown> {
    if (signal?.aborted) {
      throw new CancelledError(`'${method}' was cancelled.`);
    }

    return this.#answer(method, params);
  }

  async tell(method: string, params: object): Promise<void> {
    this.#answer(method, params);
  }

  #answer(method: string, params: object): unknown {
    // As on the wire: what JSON cannot say does not arrive.
    const received = JSON.parse(JSON.stringify(params)) as Members;
    this.calls.push({ method, params: received });
    const service = Object.hasOwn(this.#services, method) ? this.#services[method] : undefined;
    if (!service) {
      throw new MethodNotFoundError(`There is no method '${method}'.`);
    }

    const [capability, answer] = service;
    if (capability !== undefined && !this.capabilities.has(capability)) {
      throw new CapabilityDeniedError(`The plugin '${this.plugin}' lacks the capability '${capability}'.`, {
        capability,
        plugin: this.plugin,
        hint: "add it to requires.capabilities",
      });
    }

    return JSON.parse(JSON.stringify(answer(received) ?? {}));
  }

  #table(): Record<string, Service> {
    return {
      "project/glob": ["filesystem.read", (p) => ({ files: this.files.glob(p.patterns!, p.exclude ?? []) })],
      "project/readFile": ["filesystem.read", (p) => encode(this.files.read(p.path!))],
      "project/changedFiles": ["filesystem.read", () => ({ files: this.files.changed })],
      "project/writeFile": ["filesystem.write", (p) => this.files.write(p.path!, decode(p.content!, p.encoding))],
      "project/createDirectory": ["filesystem.write", (p) => this.files.createDirectory(p.path!)],
      "backlog/list": ["backlog.read", (p) => ({ tasks: this.tasks.list(p as TaskFilter) })],
      "backlog/get": ["backlog.read", (p) => this.tasks.get(p.id!)],
      "backlog/create": ["backlog.write", (p) => this.tasks.create(p as unknown as NewTask)],
      "backlog/update": ["backlog.write", (p) => this.tasks.update(p.id!, p as TaskChanges)],
      "shell/run": ["subprocess", (p) => this.shell.run(p as unknown as ShellCall)],
      "http/send": ["network", (p) => this.http.send(httpCall(p))],
      "environment/get": ["environment", (p) => ({ value: this.environment.get(p.name!) })],
      "events/emit": [undefined, (p) => this.#emit(p as unknown as EmittedEvent)],
      "events/subscribe": [undefined, (p) => void this.subscriptions.push(...(p.patterns! as string[]))],
      "console/write": [undefined, (p) => void this.console.push(p as unknown as ConsoleLine)],
      "console/finding": [undefined, (p) => void this.findings.push(p as unknown as Finding)],
      "progress/report": [undefined, (p) => void this.progress.push(p as unknown as { message: string })],
      "config/get": [undefined, () => ({ config: this.config })],
      "log/write": [undefined, (p) => void this.log.push(p as unknown as { level: string; message: string })],
    };
  }

  #emit(event: EmittedEvent): { readonly id: string } {
    if (!/^plugin(\.[a-z0-9_-]+)+$/.test(event.type) || event.type.length > 200) {
      throw new InvalidParamsError(
        `plugins emit events named plugin.<segment>[.<segment>…] in lower case, not '${event.type}'`,
      );
    }

    if (JSON.stringify(event.payload).length > maxPayload) {
      throw new TooLargeError(`an event's payload is at most ${maxPayload} characters`);
    }

    this.events.push(event);
    return { id: `evt_${String(this.events.length).padStart(26, "0")}` };
  }
}

function encode(bytes: Uint8Array): { readonly content: string; readonly encoding: string } {
  try {
    return { content: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes), encoding: "utf-8" };
  } catch {
    return { content: Buffer.from(bytes).toString("base64"), encoding: "base64" };
  }
}

function decode(content: string, encoding: string | undefined): Uint8Array {
  return new Uint8Array(Buffer.from(content, encoding === "base64" ? "base64" : "utf8"));
}

function httpCall(params: Members): HttpCall {
  const { url, method, headers, body, encoding } = params as Record<string, string | undefined>;
  const text = body === undefined ? undefined : Buffer.from(body, encoding === "base64" ? "base64" : "utf8").toString();
  return {
    url: url!,
    method: method ?? "GET",
    headers: (headers as Readonly<Record<string, string>> | undefined) ?? {},
    ...(text === undefined ? {} : { body: text }),
  };
}
