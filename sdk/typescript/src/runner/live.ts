import { ConfigStore } from "../context/config.js";
import { type ContextBase, type SessionInfo, SpeckitContext } from "../context/context.js";
import { Subscriptions } from "../context/events.js";
import type { Host } from "../context/host.js";
import { Fields } from "../protocol/fields.js";
import { type EntryPoint, Handlers } from "../serve/entryPoints.js";
import { Lifecycle } from "../serve/lifecycle.js";
import { methods } from "../serve/methods.js";
import type { MethodName } from "../serve/names.js";
import type { Serving } from "../serve/serving.js";
import { describe } from "./describe.js";
import { Loader } from "./loader.js";

/** What `initialize` said. */
export interface Introduction extends SessionInfo {
  readonly packageDir: string;
  readonly entries: readonly EntryPoint[];
}

/** A plugin that is initialized: its code, and what its handlers are given. */
export class LivePlugin {
  readonly #serving: Serving;
  readonly #lifecycle: Lifecycle;
  readonly #config = new ConfigStore();

  constructor(introduction: Introduction, host: Host) {
    const subscriptions = new Subscriptions();
    const base: ContextBase = { host, info: introduction, config: this.#config, subscriptions };
    this.#lifecycle = new Lifecycle(new SpeckitContext(base, new AbortController().signal), this.#config);
    this.#serving = {
      handlers: new Handlers(introduction.entries, new Loader(introduction.packageDir), this.#lifecycle),
      subscriptions,
      context: (signal, phase, feature) => new SpeckitContext(base, signal, phase, feature),
    };
  }

  /** Loads everything; the ids of what is there. */
  async verify(log: (text: string) => void): Promise<string[]> {
    const ids: string[] = [];
    for (const entry of this.#serving.handlers.entries) {
      try {
        await this.#serving.handlers.verify(entry);
        ids.push(entry.handler);
      } catch (error) {
        log(`${entry.handler}: ${describe(error)}`);
      }
    }

    return ids;
  }

  async configure(config: Readonly<Record<string, unknown>>): Promise<void> {
    this.#config.values = config;
    await this.#lifecycle.configure();
  }

  activate(): Promise<void> {
    return this.#lifecycle.activate();
  }

  deactivate(): Promise<void> {
    return this.#lifecycle.deactivate();
  }

  /** Answers a method of the host. */
  call(method: MethodName, params: unknown, signal: AbortSignal): Promise<unknown> {
    return methods[method](this.#serving, Fields.ofCall(method, params), signal);
  }
}
