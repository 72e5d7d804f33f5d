import { ConfigStore } from "../context/config.js";
import { type ContextBase, type SessionInfo, SpeckitContext } from "../context/context.js";
import { Subscriptions } from "../context/events.js";
import type { Host } from "../context/host.js";
import { ErrorCode, RpcError, WrongStateError } from "../protocol/errors.js";
import type { Handler } from "../protocol/incoming.js";
import { Params } from "../protocol/params.js";
import { Handlers, readEntryPoints } from "../serve/entryPoints.js";
import { Lifecycle } from "../serve/lifecycle.js";
import { methods } from "../serve/methods.js";
import type { Serving } from "../serve/serving.js";
import { protocolVersion, sdkVersion } from "../version.js";
import { Loader } from "./loader.js";

/** What a session has once it is initialized. */
interface Started {
  readonly serving: Serving;
  readonly lifecycle: Lifecycle;
  readonly config: ConfigStore;
}

/** One connection with a host, from `initialize` to the end of the input. */
export class Session {
  readonly #packageDir: string;
  readonly #host: Host;
  readonly #log: (text: string) => void;
  #started: Started | undefined;
  /** The steps of the plugin's life: one after the other, however fast the host is, and calls after them. */
  #steps: Promise<unknown> = Promise.resolve();

  /**
   * @param host Who is asked.
   * @param log Standard error.
   */
  constructor(packageDir: string, host: Host, log: (text: string) => void) {
    this.#packageDir = packageDir;
    this.#host = host;
    this.#log = log;
  }

  /** Whether the host said `initialize`. */
  get isInitialized(): boolean {
    return this.#started !== undefined;
  }

  /** The methods that the host may call. */
  handlers(): Map<string, Handler> {
    const handlers = new Map<string, Handler>([
      ["initialize", (params) => this.#step(() => this.#initialize(new Params("initialize", params)))],
      ["configure", (params) => this.#step(() => this.#configure(new Params("configure", params)))],
      ["activate", () => this.#step(() => this.#ready().lifecycle.activate())],
      ["deactivate", () => this.#step(() => this.#ready().lifecycle.deactivate())],
      // Nothing to do yet: the host closes the input when it has the answer.
      ["shutdown", () => ({})],
    ]);
    for (const [name, method] of Object.entries(methods)) {
      handlers.set(name, async (params, signal) => {
        await this.#steps;
        return method(this.#ready().serving, new Params(name, params), signal);
      });
    }

    return handlers;
  }

  async #initialize(params: Params): Promise<object> {
    const protocol = params.integer("protocol");
    const host = named(params.inside("host"));
    if (protocol !== protocolVersion) {
      throw new RpcError(
        ErrorCode.protocolMismatch,
        `${host.name} ${host.version} speaks protocol ${protocol}, this plugin (@ospec/plugin-sdk ${sdkVersion}) speaks protocol ${protocolVersion}. Update whichever is older.`,
      );
    }

    if (this.#started) {
      throw new WrongStateError("The plugin is initialized already.");
    }

    const verify = params.optionalBoolean("verify") ?? false;
    const started = this.#start(params, readInfo(params, host));
    this.#started = started;
    const { handlers } = started.serving;
    const ids = verify ? await this.#verify(started) : handlers.entries.map((entry) => entry.handler);
    return { protocol, sdk: { language: "typescript", version: sdkVersion }, handlers: [...new Set(ids)] };
  }

  #start(params: Params, info: SessionInfo): Started {
    const entries = readEntryPoints(params);
    const config = new ConfigStore();
    const subscriptions = new Subscriptions();
    const base: ContextBase = { host: this.#host, info, config, subscriptions };
    const lifecycle = new Lifecycle(new SpeckitContext(base, new AbortController().signal), config);
    const handlers = new Handlers(entries, new Loader(this.#packageDir), lifecycle);
    const context: Serving["context"] = (signal, phase, feature) => new SpeckitContext(base, signal, phase, feature);
    return { serving: { handlers, subscriptions, context }, lifecycle, config };
  }

  /** Loads everything; the ids of what is there. */
  async #verify({ serving: { handlers } }: Started): Promise<string[]> {
    const ids: string[] = [];
    for (const entry of handlers.entries) {
      try {
        await handlers.verify(entry);
        ids.push(entry.handler);
      } catch (error) {
        this.#log(`${entry.handler}: ${describe(error)}`);
      }
    }

    return ids;
  }

  async #configure(params: Params): Promise<void> {
    const { config, lifecycle } = this.#ready();
    config.values = params.object("config");
    await lifecycle.configure();
  }

  #step(action: () => Promise<object | void>): Promise<object> {
    const step = this.#steps.then(action).then((result) => result ?? {});
    this.#steps = step.catch(() => undefined);
    return step;
  }

  #ready(): Started {
    if (!this.#started) {
      throw new WrongStateError("The plugin is not initialized yet.");
    }

    return this.#started;
  }
}

/** An error as a log shows it: with its stack, and what caused it. */
export function describe(error: unknown): string {
  if (!(error instanceof Error)) {
    return String(error);
  }

  const cause = error.cause === undefined ? "" : `\ncaused by: ${describe(error.cause)}`;
  return `${error.stack ?? error.message}${cause}`;
}

function readInfo(params: Params, host: SessionInfo["host"]): SessionInfo {
  const project = params.inside("project");
  return {
    host,
    plugin: named(params.inside("plugin")),
    project: { root: project.text("root"), name: project.text("name") },
    dataDir: params.text("dataDir"),
    capabilities: params.texts("capabilities"),
    ospecVersion: params.optionalText("ospecVersion") ?? "",
  };
}

function named(params: Params): { readonly name: string; readonly version: string } {
  return { name: params.text("name"), version: params.text("version") };
}
