import type { EventBus } from "../ospec/services.js";
import { matchesEvent, type PluginEvent } from "../values/event.js";
import type { SpeckitContext } from "./context.js";
import type { CallScope } from "./host.js";

export interface EmitOptions {
  /** The feature it is about. */
  readonly feature?: string;
  /** The task it is about. */
  readonly taskId?: string;
}

/** Is told of an event. */
export type SubscriptionHandler = (event: PluginEvent, ctx: SpeckitContext) => unknown;

/** A standing wish to be told of events. */
export interface Subscription {
  /** Ends it; handlers that run already go on. */
  unsubscribe(): void;
}

/** The subscriptions of a process. */
export class Subscriptions {
  readonly #all = new Set<{ readonly patterns: readonly string[]; readonly handler: SubscriptionHandler }>();

  add(patterns: readonly string[], handler: SubscriptionHandler): Subscription {
    const entry = { patterns, handler };
    this.#all.add(entry);
    return { unsubscribe: () => void this.#all.delete(entry) };
  }

  /** The handlers of an event, in the order in which they subscribed. */
  matching(type: string): SubscriptionHandler[] {
    return [...this.#all]
      .filter((entry) => entry.patterns.some((pattern) => matchesEvent(pattern, type)))
      .map((entry) => entry.handler);
  }
}

/** The project's events, through the host. */
export class HostEventBus implements EventBus {
  readonly #scope: CallScope;
  readonly #subscriptions: Subscriptions;

  constructor(scope: CallScope, subscriptions: Subscriptions) {
    this.#scope = scope;
    this.#subscriptions = subscriptions;
  }

  async emit(type: string, payload: object = {}, options: EmitOptions = {}): Promise<string> {
    const { feature, taskId } = options;
    return (await this.#scope.ask("events/emit", { type, payload, feature, taskId })).text("id");
  }

  async subscribe(patterns: string | readonly string[], handler: SubscriptionHandler): Promise<Subscription> {
    const list = typeof patterns === "string" ? [patterns] : patterns;
    // Before the host knows: an event may come before its answer.
    const subscription = this.#subscriptions.add(list, handler);
    try {
      await this.#scope.ask("events/subscribe", { patterns: list });
    } catch (error) {
      subscription.unsubscribe();
      throw error;
    }

    return subscription;
  }
}
