import type { ConfigStore } from "../context/config.js";
import type { SpeckitContext } from "../context/context.js";
import { kindOf } from "../define/kinds.js";
import type { OSpecPlugin } from "../ospec/plugin.js";

type Stage = Partial<OSpecPlugin>;

const loaded = 0;
const initialized = 1;
const configured = 2;
const active = 3;

interface Tracked {
  stage: number;
  /** What is done to it at the moment: one thing after the other. */
  work: Promise<void>;
}

/** Brings plugin objects through OSpec's life: initialize, configure, activate, deactivate. */
export class Lifecycle {
  readonly #context: SpeckitContext;
  readonly #config: ConfigStore;
  readonly #plugins = new Map<Stage, Tracked>();

  /** @param context What `initialize` is given; it lives as long as the process. */
  constructor(context: SpeckitContext, config: ConfigStore) {
    this.#context = context;
    this.#config = config;
  }

  /** Takes note of something that was loaded: the host's next steps are for it, too. */
  add(exported: unknown): void {
    if (isPlugin(exported) && !this.#plugins.has(exported)) {
      this.#plugins.set(exported, { stage: loaded, work: Promise.resolve() });
    }
  }

  /** Makes sure that something is active before it is used. */
  async start(exported: unknown): Promise<void> {
    this.add(exported);
    if (this.#plugins.has(exported as Stage)) {
      await this.#advance(exported as Stage, active);
    }
  }

  /** The host gave a configuration, perhaps another one than before. */
  async configure(): Promise<void> {
    for (const [plugin, tracked] of this.#plugins) {
      if (tracked.stage === loaded) {
        await this.#advance(plugin, configured);
      } else {
        await this.#queue(tracked, async () => plugin.configure?.(this.#config.values));
      }
    }
  }

  async activate(): Promise<void> {
    for (const plugin of this.#plugins.keys()) {
      await this.#advance(plugin, active);
    }
  }

  async deactivate(): Promise<void> {
    for (const [plugin, tracked] of this.#plugins) {
      await this.#queue(tracked, async () => {
        if (tracked.stage === active) {
          tracked.stage = configured;
          await plugin.deactivate?.();
        }
      });
    }
  }

  #advance(plugin: Stage, stage: number): Promise<void> {
    const tracked = this.#plugins.get(plugin)!;
    return this.#queue(tracked, async () => {
      while (tracked.stage < stage) {
        await this.#step(plugin, tracked.stage);
        tracked.stage++;
      }
    });
  }

  async #step(plugin: Stage, from: number): Promise<void> {
    switch (from) {
      case loaded:
        await plugin.initialize?.(this.#context);
        break;
      case initialized:
        await plugin.configure?.(this.#config.values);
        break;
      default:
        await plugin.activate?.();
    }
  }

  #queue(tracked: Tracked, action: () => Promise<void>): Promise<void> {
    const next = tracked.work.then(action);
    // What failed is told to who waits for it; the next one tries again.
    tracked.work = next.catch(() => undefined);
    return next;
  }
}

function isPlugin(exported: unknown): exported is Stage {
  if (typeof exported !== "object" || exported === null || (kindOf(exported) ?? "plugin") !== "plugin") {
    return false;
  }

  const stage = exported as Stage;
  return [stage.initialize, stage.configure, stage.activate, stage.deactivate].some((m) => typeof m === "function");
}
