import type { SessionInfo } from "../context/context.js";
import type { Host } from "../context/host.js";
import { ErrorCode, RpcError, WrongStateError } from "../protocol/errors.js";
import type { Handler } from "../protocol/incoming.js";
import { Fields } from "../protocol/fields.js";
import type { EntryPoint } from "../serve/entryPoints.js";
import { type MethodName, methodNames } from "../serve/names.js";
import { protocolVersion, sdkVersion } from "../version.js";
import type { Introduction, LivePlugin } from "./live.js";

/**
 * One connection with a host, from `initialize` to the end of the input. It answers `initialize` by itself; what serves the
 * plugin is loaded while the host reads that answer.
 */
export class Session {
  readonly #packageDir: string;
  readonly #host: Host;
  readonly #log: (text: string) => void;
  readonly #own: ReadonlyMap<string, Handler>;
  #live: Promise<LivePlugin> | undefined;
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
    this.#own = new Map<string, Handler>([
      ["initialize", (params) => this.#step(() => this.#initialize(Fields.ofCall("initialize", params)))],
      ["configure", (params) => this.#step(() => this.#configure(Fields.ofCall("configure", params)))],
      ["activate", () => this.#step(async () => (await this.#ready()).activate())],
      ["deactivate", () => this.#step(async () => (await this.#ready()).deactivate())],
      // Nothing to do yet: the host closes the input when it has the answer.
      ["shutdown", () => ({})],
    ]);
  }

  /** Whether the host said `initialize`. */
  get isInitialized(): boolean {
    return this.#live !== undefined;
  }

  /** What answers a method of the host. */
  handler(method: string): Handler | undefined {
    return this.#own.get(method) ?? (isMethodName(method) ? this.#call(method) : undefined);
  }

  #call(method: MethodName): Handler {
    return async (params, signal) => {
      await this.#steps;
      return (await this.#ready()).call(method, params, signal);
    };
  }

  async #initialize(params: Fields): Promise<object> {
    const protocol = params.integer("protocol");
    const host = named(params.inside("host"));
    if (protocol !== protocolVersion) {
      throw new RpcError(
        ErrorCode.protocolMismatch,
        `${host.name} ${host.version} speaks protocol ${protocol}, this plugin (@ospec/plugin-sdk ${sdkVersion}) speaks protocol ${protocolVersion}. Update whichever is older.`,
      );
    }

    if (this.#live) {
      throw new WrongStateError("The plugin is initialized already.");
    }

    const verify = params.optionalBoolean("verify") ?? false;
    const entries = readEntryPoints(params);
    const introduction = { ...readInfo(params, host), packageDir: this.#packageDir, entries };
    this.#live = load(introduction, this.#host);
    const ids = verify ? await (await this.#live).verify(this.#log) : entries.map((entry) => entry.handler);
    return { protocol, sdk: { language: "typescript", version: sdkVersion }, handlers: [...new Set(ids)] };
  }

  async #configure(params: Fields): Promise<void> {
    const live = this.#ready();
    await (await live).configure(params.object("config"));
  }

  #step(action: () => Promise<object | void>): Promise<object> {
    const step = this.#steps.then(action).then((result) => result ?? {});
    this.#steps = step.catch(() => undefined);
    return step;
  }

  #ready(): Promise<LivePlugin> {
    if (!this.#live) {
      throw new WrongStateError("The plugin is not initialized yet.");
    }

    return this.#live;
  }
}

async function load(introduction: Introduction, host: Host): Promise<LivePlugin> {
  // After the answer has left.
  await new Promise((resolve) => setImmediate(resolve));
  const { LivePlugin } = await import("./live.js");
  return new LivePlugin(introduction, host);
}

function isMethodName(method: string): method is MethodName {
  return (methodNames as readonly string[]).includes(method);
}

/** The entry points that this process is to serve. */
function readEntryPoints(params: Fields): EntryPoint[] {
  return params.items("entrypoints").map((entry) => ({
    handler: entry.text("handler"),
    path: entry.text("path"),
    member: entry.optionalText("member"),
    name: entry.optionalText("name"),
  }));
}

function readInfo(params: Fields, host: SessionInfo["host"]): SessionInfo {
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

function named(params: Fields): { readonly name: string; readonly version: string } {
  return { name: params.text("name"), version: params.text("version") };
}
