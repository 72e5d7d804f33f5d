import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { CommandResult } from "../define/command.js";
import { Peer } from "../protocol/peer.js";
import type { PluginEvent } from "../values/event.js";
import { allCapabilities, type MockOptions } from "./mockContext.js";
import { MockHost } from "./mockHost.js";

/** What a plugin's process is to serve, and how. */
export interface StartOptions extends MockOptions {
  /** As the manifest says: the handler's id, and its place. */
  readonly entrypoints: readonly {
    readonly handler: string;
    readonly path: string;
    readonly member?: string;
    readonly name?: string;
  }[];
  /** Whether everything is loaded at once, as at enabling. */
  readonly verify?: boolean;
  /** The project's folder. */
  readonly root?: string;
}

/** A plugin in a process of its own, started by the real runner, with a host in memory. */
export class RunningPlugin {
  readonly host: MockHost;
  /** The ids that it handles. */
  handlers: readonly string[] = [];
  readonly #process: ChildProcess;
  readonly #peer: Peer;
  readonly #ended: Promise<number | null>;
  #stderr = "";

  /** @internal */
  constructor(packageDir: string, host: MockHost) {
    this.host = host;
    const runner = fileURLToPath(new URL("../runner.js", import.meta.url));
    const child = spawn(process.execPath, [runner, packageDir], { stdio: "pipe" });
    this.#process = child;
    this.#ended = new Promise((resolve) => child.on("close", resolve));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (this.#stderr += text));
    this.#peer = new Peer(child.stdout, child.stdin, {
      handler: (method) => (params, signal) => host.ask(method, (params as object | undefined) ?? {}, signal),
    });
  }

  /** What it wrote to standard error. */
  get stderr(): string {
    return this.#stderr;
  }

  /** Calls a method of the protocol. */
  request(method: string, params: object = {}, signal?: AbortSignal): Promise<unknown> {
    return this.#peer.request(method, params, signal);
  }

  /** Runs a command. */
  async run(
    name: string,
    args: readonly string[] = [],
    options: Readonly<Record<string, string | boolean | readonly string[]>> = {},
    signal?: AbortSignal,
  ): Promise<CommandResult> {
    return (await this.request("command/run", { name, arguments: args, options }, signal)) as CommandResult;
  }

  /** Delivers an event to its hooks and subscriptions. */
  async deliver(event: PluginEvent): Promise<void> {
    await this.request("hook/invoke", { event });
  }

  /** Ends it as the host does. The exit code. */
  async stop(): Promise<number | null> {
    if (this.#process.exitCode === null) {
      await this.request("deactivate").catch(() => undefined);
      await this.request("shutdown").catch(() => undefined);
      this.#process.stdin?.end();
    }

    const late = setTimeout(() => this.#process.kill("SIGKILL"), 2000);
    try {
      return await this.#ended;
    } finally {
      clearTimeout(late);
    }
  }
}

/** Starts the plugin of a folder, initialized, configured and activated. Stop it at the end of the test. */
export async function startPlugin(packageDir: string, options: StartOptions): Promise<RunningPlugin> {
  const name = options.plugin?.name ?? "test-plugin";
  const host = new MockHost(name, options.capabilities ?? allCapabilities, structuredClone(options.config ?? {}));
  for (const [path, content] of Object.entries(options.files ?? {})) {
    host.files.create(path, content);
  }

  const plugin = new RunningPlugin(packageDir, host);
  try {
    const answer = await plugin.request("initialize", {
      protocol: 1,
      host: { name: "speckit-test-host", version: "1.0.0" },
      plugin: { name, version: options.plugin?.version ?? "1.0.0" },
      project: { root: options.root ?? "/project", name: "test-project" },
      dataDir: options.dataDir ?? "/data",
      capabilities: [...host.capabilities],
      packageDir,
      entrypoints: options.entrypoints,
      verify: options.verify ?? false,
      ospecVersion: "1.0.0",
    });
    plugin.handlers = (answer as { handlers: string[] }).handlers;
    await plugin.request("configure", { config: host.config });
    await plugin.request("activate");
    return plugin;
  } catch (error) {
    await plugin.stop();
    throw new Error(`The plugin could not be started: ${(error as Error).message}\n${plugin.stderr}`, { cause: error });
  }
}
