import { ConfigStore } from "../context/config.js";
import { SpeckitContext } from "../context/context.js";
import { Subscriptions } from "../context/events.js";
import { type CommandLike, type CommandResult, runCommand } from "../define/command.js";
import { CancelledError } from "../protocol/errors.js";
import type { PluginEvent } from "../values/event.js";
import { MockHost } from "./mockHost.js";

/** All that a plugin can be granted. */
export const allCapabilities = [
  "network",
  "filesystem.read",
  "filesystem.write",
  "subprocess",
  "backlog.read",
  "backlog.write",
  "environment",
] as const;

export interface MockOptions {
  /** What is granted; everything, unless told. */
  readonly capabilities?: readonly string[];
  readonly config?: Readonly<Record<string, unknown>>;
  readonly plugin?: { readonly name: string; readonly version?: string };
  /** Files of the project: contents by path. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  /** The plugin's data folder; one that does not exist, unless told. */
  readonly dataDir?: string;
  /** For handlers of phases. */
  readonly phase?: string;
  readonly feature?: string;
}

/** A context whose host is in memory. */
export class MockContext extends SpeckitContext {
  /** What the plugin finds, and what it did. */
  readonly host: MockHost;
  readonly #subscriptions: Subscriptions;
  readonly #abort: AbortController;
  #events = 0;

  /** @internal */
  constructor(host: MockHost, options: MockOptions) {
    const abort = new AbortController();
    const config = new ConfigStore();
    config.values = host.config;
    const subscriptions = new Subscriptions();
    const info = {
      host: { name: "speckit-test-host", version: "1.0.0" },
      plugin: { name: host.plugin, version: options.plugin?.version ?? "1.0.0" },
      project: { root: "/project", name: "test-project" },
      dataDir: options.dataDir ?? "/data",
      capabilities: [...host.capabilities],
      ospecVersion: "1.0.0",
    };
    super({ host, info, config, subscriptions }, abort.signal, options.phase, options.feature);
    this.host = host;
    this.#subscriptions = subscriptions;
    this.#abort = abort;
  }

  /**
   * Runs a command as `specify run` does: texts are turned into values, and what does not fit is a `UsageError`.
   * @param options By name without dashes: texts, booleans, lists of texts.
   */
  run(
    command: CommandLike & { readonly name: string },
    args: readonly string[] = [],
    options: Readonly<Record<string, string | boolean | readonly string[]>> = {},
  ): Promise<CommandResult> {
    return runCommand(command.name, command, this, { arguments: args, options });
  }

  /** An event as hooks get it. */
  event(type: string, payload: PluginEvent["payload"] = {}, more: Partial<PluginEvent> = {}): PluginEvent {
    const id = `evt_${String(++this.#events).padStart(26, "0")}`;
    const time = "2026-01-02T03:04:05+00:00";
    return { id, type, version: "1.0", time, project: "test-project", source: "core", payload, ...more };
  }

  /** Delivers an event to what the plugin subscribed to. */
  async deliver(event: PluginEvent): Promise<void> {
    for (const handler of this.#subscriptions.matching(event.type)) {
      await handler(event, this);
    }
  }

  /** Cancels what runs with this context. */
  cancel(): void {
    this.#abort.abort(new CancelledError());
  }
}

/** A context to test handlers with. */
export function mockContext(options: MockOptions = {}): MockContext {
  const host = new MockHost(
    options.plugin?.name ?? "test-plugin",
    options.capabilities ?? allCapabilities,
    structuredClone(options.config ?? {}),
  );
  for (const [path, content] of Object.entries(options.files ?? {})) {
    host.files.create(path, content);
  }

  return new MockContext(host, options);
}
